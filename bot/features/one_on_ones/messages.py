"""The messages of this feature, rendered at the moment they are sent, from how things stand then.

A message is never changed by hand: it is rendered again, and says what is true by then.
"""

from sqlmodel import Session

from bot.blocks import Block, actions, button, context, section
from bot.data import answers, planning
from bot.data.tables import (
    Answer,
    Delivery,
    Meeting,
    Occurrence,
    OneOnOne,
    Outcome,
    Question,
)
from bot.delivery.outbox import Rendered
from bot.features.one_on_ones.occasion import is_over, note, rows
from bot.features.one_on_ones.preparation import prepare
from bot.features.one_on_ones.scene import Scene, scene
from bot.reception.desk import Desk


def cue_report(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Ask the report; afterwards say what became of the question."""
    occurrence, meeting = rows(session, delivery)
    if delivery.replaces is None and is_over(delivery, meeting, occurrence):
        return None
    of = scene(session, desk, meeting, delivery.to)
    question = session.get_one(Question, occurrence.question_id)
    minutes = round((occurrence.ends_at - occurrence.cue_at).total_seconds() / 60)
    return _for_report(of, occurrence, question, of.say("cue.title", minutes=minutes))


def follow_up(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Come back once, the next working morning, unless the report has decided already."""
    occurrence, meeting = rows(session, delivery)
    of = scene(session, desk, meeting, delivery.to)
    is_settled = occurrence.outcome not in {None, Outcome.ASKED} or answers.to_occurrence(
        session, occurrence.id or 0, delivery.to
    )
    is_resting = (planning.end_of_pause(meeting) or desk.now()) > desk.now()
    is_over_now = meeting.state is not Meeting.ACTIVE or is_settled or is_resting
    if delivery.replaces is None and is_over_now:
        return None
    question = session.get_one(Question, occurrence.question_id)
    rendered = _for_report(of, occurrence, question, of.say("follow_up.title"))
    if not is_settled:
        rendered.blocks.append(context(of.say("follow_up.why")))
    return rendered


def cue_manager(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Show the manager the question once more, with two buttons; they are in a conversation."""
    occurrence, meeting = rows(session, delivery)
    if delivery.replaces is None and is_over(delivery, meeting, occurrence):
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
            back = button(of.say("next.unskip"), "cue.ask_after_all", occurrence.id)
            when = of.next_day(occurrence)
            line = of.say("cue.manager_deferred", other=of.name, next=when)
            buttons = [back, note]
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
            values = {"times": of.times(), "other": of.name, "when": of.next_cue(stays=True)}
            return note(of.say("proposal.accepted", **values))
        case Meeting.DECLINED:
            return note(of.say("proposal.declined", other=of.name))
        case Meeting.ENDED:
            return note(of.say("proposal.ended", other=of.name))
        case Meeting.PROPOSED:
            return _proposal(of)


def news(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Tell one of the two what the other did with their one-on-one."""
    meeting = session.get_one(OneOnOne, delivery.about["meeting"])
    of = scene(session, desk, meeting, delivery.to)
    kind = delivery.about["news"]
    when = of.next_cue(stays=True)
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


def _until(of: Scene) -> str:
    until = of.meeting.paused_until
    return f"{until:%A} {until.day} {until:%B}" if until else ""


VIEWS = {
    "prepare": prepare,
    "cue.report": cue_report,
    "cue.manager": cue_manager,
    "follow_up": follow_up,
    "proposal": proposal,
    "news": news,
}
