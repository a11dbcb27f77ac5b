"""What the manager reads two hours before: the question, what to listen for, what was promised."""

from sqlmodel import Session

from bot.blocks import Block, actions, button, context, cut, escape, section
from bot.data import answers, moves, planning
from bot.data.tables import Delivery, Occurrence, Outcome, Promise, Question, Step
from bot.delivery.outbox import Rendered
from bot.features.one_on_ones.occasion import is_over, rows
from bot.features.one_on_ones.promises import reopen_button
from bot.features.one_on_ones.questions import way_back
from bot.features.one_on_ones.scene import Scene, scene
from bot.reception.desk import Desk
from bot.rules import spoken
from bot.rules.asking import Reason

MOST = 3  # promises, or shared answers, in one message


def prepare(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Show the manager the question, what was promised and what was shared."""
    occurrence, meeting = rows(session, delivery)
    if is_over(delivery, meeting, occurrence) or occurrence.question_id is None:
        return None
    of = scene(session, desk, meeting, delivery.to)
    when = of.when(occurrence.starts_at)
    if spoken.date_of(desk.now(), of.zone) != of.date(occurrence.starts_at):
        when = of.dated(occurrence.starts_at)  # it is read on that day, too
    if occurrence.outcome is Outcome.SKIPPED:
        text = of.say("prepare.skipped", when=when, next=of.next_day(occurrence))
        may_unskip = planning.may_unskip(session, meeting, occurrence, desk.now())
        back = [actions(way_back(of, occurrence))] if may_unskip else []
        return Rendered(text, [section(text), *back])
    question = session.get_one(Question, occurrence.question_id)
    title = of.say("prepare.title", when=when[0].upper() + when[1:], other=of.name)
    blocks = [
        section(f"*{title}*\n{of.wording(question)}"),
        *_guidance(of, question),
        *_brought(of, occurrence),
        *_promises(of, occurrence),
        *_shared(of),
    ]
    if occurrence.step is not Step.CLOSE:
        blocks.append(_prepare_buttons(of, occurrence))
    blocks.append(context(of.say("prepare.why", why=_why(of, question))))
    return Rendered(f"{title} {of.wording(question)}", blocks)


def _why(of: Scene, question: Question) -> str:
    """Return the reason why this question comes now."""
    last = of.date(question.last_asked) if question.last_asked else ""
    if question.why in {Reason.PICKED, Reason.WRITTEN}:
        is_mine = question.by == of.me.user
        name = of.name if question.by else of.say("people.gone")
        return of.say(f"why.{question.why}_mine" if is_mine else f"why.{question.why}", name=name)
    return of.say(f"why.{question.why}", theme=of.theme(question), last=last)


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


def _promises(of: Scene, occurrence: Occurrence) -> list[Block]:
    """Show what is open, and what was done since this was prepared, for it can be taken back."""
    found = answers.promises(of.session, of.meeting.id or 0)
    blocks = [_promise(of, promise) for promise in found[:MOST]]
    blocks += [context(of.say("prepare.more"))] * (len(found) > MOST)
    done = answers.kept_since(of.session, of.meeting.id or 0, occurrence.prepare_at)
    return blocks + [_kept(of, promise) for promise in done[-MOST:]]


def _kept(of: Scene, promise: Promise) -> Block:
    text = of.say("prepare.is_done", date=of.date(promise.created_at))
    return section(text, reopen_button(of.desk, promise))


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


def _inline(words: str) -> str:
    """Return a person's words for the middle of a line, without markup."""
    return escape(cut(" ".join(words.split()), 300)).replace("_", "\u200b_").replace("*", "\u200b*")
