"""The messages of this feature, rendered at the moment they are sent, from how things stand then.

A message is never changed by hand: it is rendered again, and says what is true by then.
"""

from datetime import datetime

from sqlmodel import Session

from bot.blocks import Block, actions, button, context, cut, escape, section
from bot.data import answers, meetings, moves
from bot.data.tables import (
    Answer,
    Delivery,
    Meeting,
    Occurrence,
    OneOnOne,
    Outcome,
    Promise,
    Question,
    Step,
)
from bot.delivery.outbox import Rendered
from bot.features.one_on_ones.scene import Scene, scene
from bot.reception.desk import Desk

MOST = 3  # promises, or shared answers, in one message


def prepare(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Show the manager the question, what was promised and what was shared."""
    occurrence, meeting = _rows(session, delivery)
    if _is_over(delivery, meeting, occurrence) or occurrence.question_id is None:
        return None
    of = scene(session, desk, meeting, delivery.to)
    when = of.when(occurrence.starts_at)
    if occurrence.outcome is Outcome.SKIPPED:
        after = of.next_day(occurrence)
        return _note(of.say("prepare.skipped", when=when, next=after))
    question = session.get_one(Question, occurrence.question_id)
    title = of.say("prepare.title", when=when[0].upper() + when[1:], other=of.name)
    blocks = [
        section(f"*{title}*\n{of.wording(question)}"),
        *_guidance(of, question),
        *_brought(of, occurrence),
        *_promises(of),
        *_shared(of),
    ]
    if occurrence.step is not Step.CLOSE:
        blocks.append(_prepare_buttons(of, occurrence))
    blocks.append(context(of.say("prepare.why", why=why(of, question))))
    return Rendered(f"{title} {of.wording(question)}", blocks)


def cue_report(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Ask the report; afterwards say what became of the question."""
    occurrence, meeting = _rows(session, delivery)
    if delivery.replaces is None and _is_over(delivery, meeting, occurrence):
        return None
    of = scene(session, desk, meeting, delivery.to)
    question = session.get_one(Question, occurrence.question_id)
    minutes = round((occurrence.ends_at - occurrence.cue_at).total_seconds() / 60)
    return _for_report(of, occurrence, question, of.say("cue.title", minutes=minutes))


def follow_up(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Come back once, the next working morning, unless the report has decided already."""
    occurrence, meeting = _rows(session, delivery)
    of = scene(session, desk, meeting, delivery.to)
    is_settled = occurrence.outcome not in {None, Outcome.ASKED} or answers.to_occurrence(
        session, occurrence.id or 0, delivery.to
    )
    if delivery.replaces is None and (meeting.state is not Meeting.ACTIVE or is_settled):
        return None
    question = session.get_one(Question, occurrence.question_id)
    rendered = _for_report(of, occurrence, question, of.say("follow_up.title"))
    if not is_settled:
        rendered.blocks.append(context(of.say("follow_up.why")))
    return rendered


def cue_manager(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Show the manager the question once more, with two buttons; they are in a conversation."""
    occurrence, meeting = _rows(session, delivery)
    if delivery.replaces is None and _is_over(delivery, meeting, occurrence):
        return None
    of = scene(session, desk, meeting, delivery.to)
    question = session.get_one(Question, occurrence.question_id)
    minutes = round((occurrence.ends_at - occurrence.cue_at).total_seconds() / 60)
    title = of.say("cue.manager_title", minutes=minutes, other=of.name)
    asked = section(f"*{title}*\n{of.wording(question)}")
    discussed = button(of.say("cue.discussed"), "cue.discussed", occurrence.id, primary=True)
    not_today = button(of.say("cue.not_today"), "cue.defer", occurrence.id)
    note = button(of.say("cue.note"), "promise.note", occurrence.id)
    match occurrence.outcome:
        case Outcome.DISCUSSED:
            line, buttons = of.say("cue.discussed_done"), [note]
        case Outcome.DEFERRED:
            line, buttons = of.say("cue.manager_deferred", next=of.next_day(occurrence)), [note]
        case _:
            line, buttons = of.say("cue.manager_who", other=of.name), [discussed, not_today]
    blocks = [asked, actions(*buttons), context(line)]
    return Rendered(f"{title} {of.wording(question)}", blocks)


def proposal(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Tell the other what would happen and who would see what; they decide."""
    meeting = session.get_one(OneOnOne, delivery.about["meeting"])
    of = scene(session, desk, meeting, delivery.to)
    if delivery.replaces is None and meeting.state is not Meeting.PROPOSED:
        return None
    match meeting.state:
        case Meeting.ACTIVE:
            values = {"times": of.times(), "other": of.name, "when": of.next_cue()}
            return _note(of.say("proposal.accepted", **values))
        case Meeting.DECLINED:
            return _note(of.say("proposal.declined", other=of.name))
        case Meeting.ENDED:
            return _note(of.say("proposal.ended", other=of.name))
        case Meeting.PROPOSED:
            return _proposal(of)


def news(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Tell one of the two what the other did with their one-on-one."""
    meeting = session.get_one(OneOnOne, delivery.about["meeting"])
    of = scene(session, desk, meeting, delivery.to)
    kind = delivery.about["news"]
    when = of.next_cue()
    if kind not in {"declined", "ended"} and not when:
        return None
    values = {
        "other": of.name,
        "times": of.times(),
        "when": when,
        "until": _until(of),
    }
    text = desk.say(f"news.{kind}", **values)
    blocks = [section(text)]
    if kind not in {"declined", "ended"}:
        blocks.append(context(of.say("news.why")))
    return Rendered(text, blocks)


def why(of: Scene, question: Question) -> str:
    """Return the reason why this question comes now."""
    last = of.date(question.last_asked) if question.last_asked else ""
    values = {"theme": of.theme(question), "last": last}
    return of.say(f"why.{question.why}", **values)


def kept_line(of: Scene, answer: Answer) -> str:
    """Return that an answer was kept, and who can see it."""
    return of.say("cue.kept_shared" if answer.shared_with else "cue.kept_private", other=of.name)


def answer_buttons(of: Scene, answer: Answer) -> Block:
    """Return what an author can do with an answer from where it stands."""
    share = (
        button(of.say("cue.take_back"), "answer.unshare", answer.id)
        if answer.shared_with
        else button(of.say("cue.share", other=of.other.name), "answer.share", answer.id)
    )
    buttons = [share, button(of.say("cue.edit"), "answer.edit", answer.id)]
    question = of.session.get_one(Question, answer.question_id)
    if any(one.id == question.bank_id and one.learns for one in of.desk.content.bank):
        buttons.append(button(of.say("cue.opens"), "moves.opens", answer.id))
    return actions(*buttons)


def _for_report(of: Scene, occurrence: Occurrence, question: Question, title: str) -> Rendered:
    asked = section(f"*{title}*\n{of.wording(question)}")
    kept = answers.to_occurrence(of.session, occurrence.id or 0, of.me.user)
    if kept:
        text = kept_line(of, kept[0])
        blocks = [section(f"{of.wording(question)}\n*{text}*"), answer_buttons(of, kept[0])]
        return Rendered(text, blocks)
    if occurrence.outcome is Outcome.DEFERRED:
        text = of.say("cue.deferred", next=of.next_day(occurrence))
        after_all = button(of.say("cue.answer_after_all"), "cue.answer", occurrence.id)
        return Rendered(text, [section(f"{of.wording(question)}\n*{text}*"), actions(after_all)])
    answer = button(of.say("cue.answer"), "cue.answer", occurrence.id, primary=True)
    not_today = button(of.say("cue.not_today"), "cue.defer", occurrence.id)
    who = context(of.say("cue.who", other=of.name))
    return Rendered(f"{title} {of.wording(question)}", [asked, actions(answer, not_today), who])


def _proposal(of: Scene) -> Rendered:
    title = of.say("proposal.title", other=of.name)
    role = "proposal.manager" if of.is_manager else "proposal.report"
    text = of.say(role, times=of.times(), other=of.name)
    quiet = of.say("proposal.quiet" if of.is_manager else "proposal.quiet_report")
    meeting_id = of.meeting.id
    blocks = [
        section(f"*{title}*\n{text}"),
        actions(
            button(of.say("proposal.accept"), "meeting.accept", meeting_id, primary=True),
            button(of.say("proposal.change"), "meeting.change", meeting_id),
            button(of.say("proposal.decline"), "meeting.decline", meeting_id),
        ),
        context(quiet),
    ]
    return Rendered(f"{title} {text}", blocks)


def _guidance(of: Scene, question: Question) -> list[Block]:
    known = next((one for one in of.desk.content.bank if one.id == question.bank_id), None)
    if known is None:
        return []
    first, second = known.follow_ups
    follow_ups = of.say("prepare.follow_ups", first=first, second=second)
    listen = of.say("prepare.listen", listen=known.listen_for)
    return [section(f"{follow_ups}\n{listen}")]


def _brought(of: Scene, occurrence: Occurrence) -> list[Block]:
    """Show which ideas the report brought: names of the catalogue, and nothing else."""
    found = moves.brought(of.session, of.meeting, occurrence)
    titles = [of.desk.roles.name_of(one.role, one.number, one.track, one.kind) for one in found]
    lines = [of.say("prepare.brought", other=of.name, title=escape(one)) for one in titles[-MOST:]]
    return [section("\n".join(lines))] if lines else []


def _promises(of: Scene) -> list[Block]:
    found = answers.promises(of.session, of.meeting.id or 0)
    blocks = [_promise(of, promise) for promise in found[:MOST]]
    return blocks + [context(of.say("prepare.more"))] * (len(found) > MOST)


def _promise(of: Scene, promise: Promise) -> Block:
    """One's own words may stand in a message to oneself; another's are a button away."""
    date = of.date(promise.created_at)
    if promise.noted_by != of.me.user:
        text = of.say("prepare.promised_by", other=of.name, date=date)
        return section(text, button(of.say("prepare.see"), "promise.read", promise.id))
    words = of.desk.store.vault.open(promise.sealed)
    text = of.say("prepare.promised", date=date, words=_inline(words))
    return section(text, button(of.say("prepare.done"), "promise.done", promise.id))


def _shared(of: Scene) -> list[Block]:
    found = answers.shared_in(of.session, of.meeting, MOST + 1)
    blocks = []
    for answer in found[:MOST]:
        question = of.session.get_one(Question, answer.question_id)
        text = of.say(
            "prepare.shared",
            other=of.name,
            theme=of.theme(question),
            date=of.date(answer.created_at),
        )
        blocks.append(section(text, button(of.say("prepare.read"), "answer.read", answer.id)))
    return blocks + [context(of.say("prepare.more"))] * (len(found) > MOST)


def _prepare_buttons(of: Scene, occurrence: Occurrence) -> Block:
    return actions(
        # The button names the question that it turns down: pressed twice, it does so once.
        button(
            of.say("prepare.another"),
            "prepare.another",
            f"{occurrence.id} {occurrence.question_id}",
        ),
        button(of.say("prepare.write"), "prepare.write", occurrence.id),
        button(of.say("prepare.skip"), "prepare.skip", occurrence.id),
    )


def _rows(session: Session, delivery: Delivery) -> tuple[Occurrence, OneOnOne]:
    occurrence = session.get_one(Occurrence, delivery.about["occurrence"])
    return occurrence, meetings.meeting(session, occurrence.one_on_one_id)


def _is_over(delivery: Delivery, meeting: OneOnOne, occurrence: Occurrence) -> bool:
    """Whether there is nothing left to say: ended, closed, or moved to another time since."""
    if meeting.state is not Meeting.ACTIVE:
        return True
    if delivery.replaces is None and not occurrence.is_open:
        return True
    return datetime.fromisoformat(delivery.about["starts"]) != occurrence.starts_at


def _until(of: Scene) -> str:
    until = of.meeting.paused_until
    return f"{until:%A} {until.day} {until:%B}" if until else ""


def _inline(words: str) -> str:
    """Return a person's words for the middle of a line, without markup."""
    return escape(cut(" ".join(words.split()), 300)).replace("_", "\u200b_").replace("*", "\u200b*")


def _note(text: str) -> Rendered:
    return Rendered(text, [section(text)])


VIEWS = {
    "prepare": prepare,
    "cue.report": cue_report,
    "cue.manager": cue_manager,
    "follow_up": follow_up,
    "proposal": proposal,
    "news": news,
}
