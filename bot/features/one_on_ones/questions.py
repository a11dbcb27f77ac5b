"""Choosing the question: another one, one's own, or one from the bank. Either of the two may."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block, clean
from bot.data import meetings, planning
from bot.data.tables import Asking, Meeting, Occurrence, OneOnOne, Outcome, Question, Step
from bot.features.one_on_ones import jobs, posts
from bot.features.one_on_ones.scene import Scene, next_occurrence, scene
from bot.reception.desk import Caller, Desk
from bot.reception.forms import chosen, typed
from bot.reception.gate import notice, present, tell
from bot.reception.home import ShowHome
from bot.reception.pressing import Press
from bot.rules.asking import BankQuestion, Reason

OWN_THEME = "own"
LONGEST = 600  # characters of a question
SHOWN = 10  # questions of one theme in the form


def another(session: Session, press: Press[Occurrence]) -> Block | None:
    """Turn this question down for now and choose another one; a press that comes again does not."""
    turned_down = press.value.partition(" ")[2]
    occurrence, meeting = meetings.hold_with(session, press.subject)
    if not _is_ahead(occurrence):
        return press.notice("notice.over")
    if turned_down == str(occurrence.question_id):
        _drop_current(session, occurrence, press.desk)
        jobs.choose(session, press.desk, meeting, occurrence)
        _show(session, meeting, occurrence, press.desk)
    return None


def skip(session: Session, press: Press[Occurrence]) -> Block | None:
    """Leave this meeting's question out; it waits for the next one."""
    desk, now = press.desk, press.desk.now()
    occurrence, meeting = meetings.hold_with(session, press.subject)
    is_skipped = occurrence.outcome is Outcome.SKIPPED
    if meeting.state is not Meeting.ACTIVE or not (is_skipped or _is_ahead(occurrence)):
        return press.notice("notice.over")
    if not is_skipped:
        planning.skip(session, occurrence, now)
        posts.refresh(session, "prepare", occurrence, meeting.manager, now)
    if press.in_message:
        return None
    of = scene(session, desk, meeting, press.me.user)
    return _with_way_back(press.notice("next.skipped", when=of.next_cue()), of, occurrence)


def unskip(session: Session, press: Press[Occurrence]) -> Block | None:
    """Ask in this meeting after all."""
    desk, now = press.desk, press.desk.now()
    occurrence, meeting = meetings.hold_with(session, press.subject)
    if planning.unskip(session, meeting, occurrence, now):
        posts.refresh(session, "prepare", occurrence, meeting.manager, now)
    elif not _is_ahead(occurrence):
        return press.notice("notice.over")
    if press.in_message:
        return None
    when = scene(session, desk, meeting, press.me.user).next_cue()
    return press.notice("next.unskipped", when=when)


def _with_way_back(view: Block, of: Scene, occurrence: Occurrence) -> Block:
    """Return a notice with the button that takes back what it tells, while there is time."""
    if planning.may_unskip(of.session, of.meeting, occurrence, of.desk.now()):
        view["blocks"].append(blocks.actions(way_back(of, occurrence)))
    return view


def way_back(of: Scene, occurrence: Occurrence) -> Block:
    """Return the button that lets a skipped meeting take place after all."""
    return blocks.button(of.say("next.unskip"), "meeting.unskip", occurrence.id)


def open_own(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: OneOnOne
) -> None:
    """Open the form for one's own question, from `/career next` or Home."""
    present(body, client, _own_form(desk, me, subject))
    ack()


def open_own_at_preparation(
    ack: Ack,
    desk: Desk,
    me: Caller,
    client: WebClient,
    body: Mapping[str, Any],
    subject: Occurrence,
) -> None:
    """Open the form for one's own question, from the preparation."""
    if _is_ahead(subject):
        with desk.store.read() as session:
            meeting = meetings.meeting(session, subject.one_on_one_id)
        present(body, client, _own_form(desk, me, meeting))
    else:
        tell(desk, body, client, "notice.over")
    ack()


def save_own(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    subject: OneOnOne,
    show_home: ShowHome,
) -> None:
    """Keep one's own question for the next meeting."""
    words = clean(typed(view, "question"))[:LONGEST]
    if not words:
        ack(response_action="errors", errors={"question": desk.say("own.blank")})
        return
    with desk.store.begin() as session:
        meeting = meetings.hold(session, subject.id or 0)
        when = _put_first(session, desk, me, meeting, OWN_THEME, words, None)
    show_home()
    key = "own.saved" if when else "notice.over"
    ack(response_action="update", view=notice(desk, key, when=when))


def open_pick(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: OneOnOne
) -> None:
    """Open the bank, theme by theme."""
    with desk.store.read() as session:
        of = scene(session, desk, subject, me.user)
    present(body, client, _pick_form(of, None))
    ack()


def show_theme(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: OneOnOne
) -> None:
    """Show the questions of the chosen theme."""
    view = body["view"]
    with desk.store.read() as session:
        of = scene(session, desk, subject, me.user)
    shown = _pick_form(of, chosen(view, "theme"))
    client.views_update(view_id=view["id"], hash=view.get("hash"), view=shown)
    ack()


def pick(session: Session, press: Press[OneOnOne]) -> Block:
    """Take this question of the bank for the next meeting."""
    desk, bank_id = press.desk, str(press.body["actions"][0].get("block_id") or "")
    question = next((one for one in desk.content.bank if one.id == bank_id), None)
    if question is None:
        return press.notice("notice.over")
    meeting = meetings.hold(session, press.subject.id or 0)
    chosen_one = (question.theme, question.text, question.id)
    when = _put_first(session, desk, press.me, meeting, *chosen_one)
    return press.notice("pick.done" if when else "notice.over", when=when)


def _put_first(
    session: Session,
    desk: Desk,
    me: Caller,
    meeting: OneOnOne,
    theme: str,
    words: str,
    bank_id: str | None,
) -> str:
    """Let a question be the next one; return when it will be asked, empty where never."""
    of = scene(session, desk, meeting, me.user)
    occurrence = next_occurrence(of)
    if meeting.state is not Meeting.ACTIVE:
        return ""
    question = Question(
        team=meeting.team,
        one_on_one_id=meeting.id or 0,
        bank_id=bank_id,
        theme=theme,
        sealed=desk.store.vault.lock(words),
        state=Asking.WAITING,
        why=Reason.PICKED if bank_id else Reason.WRITTEN,
        by=me.user,
        changed_at=desk.now(),
    )
    session.add(question)
    session.flush()
    if occurrence is None or not _is_ahead(occurrence):
        after = planning.following(session, occurrence) if occurrence else None
        return of.when(after) if after else of.say("times.next")
    _replace_current(session, desk, meeting, occurrence, question)
    return of.when(occurrence.cue_at)


def _replace_current(
    session: Session, desk: Desk, meeting: OneOnOne, occurrence: Occurrence, question: Question
) -> None:
    """Choose the picked question now; one that was chosen before it stays in the bank."""
    for earlier in meetings.questions(session, [meeting.id or 0], [Asking.WAITING]):
        if earlier.id != question.id and earlier.why in {Reason.PICKED, Reason.WRITTEN}:
            earlier.state = Asking.DROPPED
            session.add(earlier)
    _drop_current(session, occurrence, desk)
    question.state = Asking.CHOSEN
    occurrence.question_id = question.id
    session.add_all((question, occurrence))
    session.flush()
    _show(session, meeting, occurrence, desk)


def _drop_current(session: Session, occurrence: Occurrence, desk: Desk) -> None:
    if occurrence.question_id is None:
        return
    current = session.get_one(Question, occurrence.question_id)
    current.state, current.passed_for = Asking.DROPPED, occurrence.id
    current.changed_at = desk.now()
    occurrence.question_id = None
    session.add_all((current, occurrence))
    session.flush()


def _show(session: Session, meeting: OneOnOne, occurrence: Occurrence, desk: Desk) -> None:
    posts.refresh(session, "prepare", occurrence, meeting.manager, desk.now())


def _is_ahead(occurrence: Occurrence) -> bool:
    """Whether the question can still be changed: nobody was asked yet."""
    return bool(occurrence.is_open) and occurrence.step is not Step.CLOSE


def _own_form(desk: Desk, me: Caller, meeting: OneOnOne) -> Block:
    with desk.store.read() as session:
        of = scene(session, desk, meeting, me.user)
    typed_in = blocks.text_input("question", limit=LONGEST)
    hint = of.say("own.hint", other=of.other.name)
    field = blocks.field("question", of.say("own.label"), typed_in, hint=hint)
    return blocks.modal(
        of.say("own.title"),
        [field],
        form="own",
        submit=of.say("own.submit"),
        close=of.say("own.close"),
        about=str(meeting.id),
    )


def _pick_form(of: Scene, theme: str | None) -> Block:
    options = [blocks.option(name, id_) for id_, name in of.desk.content.themes.items()]
    select = blocks.select("theme", options, theme) | {
        "placeholder": blocks.plain(of.say("pick.theme"))
    }
    parts = [
        blocks.section(of.say("pick.choose", other=of.name)),
        blocks.actions(select, blocks.button(of.say("next.write"), "own.open", of.meeting.id))
        | {"block_id": "theme"},
    ]
    fitting = [one for one in of.desk.content.bank if one.theme == theme]
    parts += [_pickable(of, one) for one in fitting[:SHOWN]]
    title, close = of.say("pick.title"), of.say("pick.close")
    return blocks.modal(title, parts, close=close, about=str(of.meeting.id))


def _pickable(of: Scene, question: BankQuestion) -> Block:
    take = blocks.button(of.say("pick.this"), "pick.take", of.meeting.id)
    return blocks.section(blocks.escape(question.text), take) | {"block_id": question.id}
