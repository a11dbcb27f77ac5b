"""The report's answer: in a form or as a reply; theirs alone until they share it."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import TEXT, Block, clean
from bot.data import answers, meetings, planning
from bot.data.tables import Answer, Asking, Occurrence, Outcome, Question
from bot.features.one_on_ones import posts, promises, sharing
from bot.features.one_on_ones.answer_form import MANAGER, answer_form, audience_field
from bot.features.one_on_ones.scene import Scene, scene_of
from bot.reception.desk import Caller, Desk
from bot.reception.forms import chosen, typed
from bot.reception.gate import present
from bot.reception.home import ShowHome, about, is_from_home
from bot.reception.pressing import Press


def open_form(
    ack: Ack,
    desk: Desk,
    me: Caller,
    client: WebClient,
    body: Mapping[str, Any],
    subject: Occurrence,
) -> None:
    """Open an empty form for the question of this occurrence."""
    with desk.store.read() as session:
        of = scene_of(session, desk, subject, me)
        question = session.get_one(Question, subject.question_id)
        view = answer_form(of, question, "answer", about(subject.id, body))
    present(body, client, view)
    ack()


def open_edit(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: Answer
) -> None:
    """Open the form with the words in it, for their author."""
    with desk.store.read() as session:
        of = scene_of(session, desk, session.get_one(Occurrence, subject.occurrence_id), me)
        question = session.get_one(Question, subject.question_id)
        view = answer_form(of, question, "answer.change", about(subject.id, body), subject)
    present(body, client, view)
    ack()


def show_audience(
    ack: Ack,
    desk: Desk,
    me: Caller,
    client: WebClient,
    body: Mapping[str, Any],
    subject: Occurrence,
) -> None:
    """Let the line under the choice say exactly who will be able to read a new answer."""
    with desk.store.read() as session:
        question = session.get_one(Question, subject.question_id)
        _update_audience(scene_of(session, desk, subject, me), question, None, client, body["view"])
    ack()


def show_changed_audience(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: Answer
) -> None:
    """Let the line under the choice say exactly who will be able to read this answer."""
    with desk.store.read() as session:
        occurrence = session.get_one(Occurrence, subject.occurrence_id)
        question = session.get_one(Question, subject.question_id)
        of = scene_of(session, desk, occurrence, me)
        _update_audience(of, question, subject, client, body["view"])
    ack()


def _update_audience(
    of: Scene,
    question: Question,
    answer: Answer | None,
    client: WebClient,
    view: Mapping[str, Any],
) -> None:
    form, kept = view["callback_id"], view["private_metadata"]
    audience = chosen(view, audience_field(form))
    changed = answer_form(of, question, form, kept, answer, audience=audience)
    client.views_update(view_id=view["id"], hash=view.get("hash"), view=changed)


def save(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    subject: Occurrence,
    show_home: ShowHome,
) -> None:
    """Keep a new answer, and the promise that came with it, before Slack is told so."""
    words = clean(typed(view, "words"))
    if problem := trouble_with(desk, words):
        ack(response_action="errors", errors={"words": problem})
        return
    with desk.store.begin() as session:
        of = scene_of(session, desk, subject, me)
        answer = keep(session, desk, subject, words, ("form", str(view["id"])))
        sharing.set_reader(session, of, answer, chosen(view, audience_field("answer")) == MANAGER)
        promises.keep(session, desk, me, subject, typed(view, "promise"), str(view["id"]))
        posts.refresh_cues(session, of.meeting, subject, desk.now())
    if is_from_home(view):
        show_home()
    ack()


def save_change(
    ack: Ack, desk: Desk, me: Caller, view: Mapping[str, Any], subject: Answer, show_home: ShowHome
) -> None:
    """Keep the changed words and the changed audience."""
    words = clean(typed(view, "words"))
    if problem := trouble_with(desk, words):
        ack(response_action="errors", errors={"words": problem})
        return
    with desk.store.begin() as session:
        answer = session.get_one(Answer, subject.id)
        occurrence = session.get_one(Occurrence, answer.occurrence_id)
        of = scene_of(session, desk, occurrence, me)
        answer.sealed, answer.changed_at = desk.store.vault.lock(words), desk.now()
        sharing.set_reader(
            session, of, answer, chosen(view, audience_field("answer.change")) == MANAGER
        )
        posts.refresh_cues(session, of.meeting, occurrence, desk.now())
    if is_from_home(view):
        show_home()
    ack()


def trouble_with(desk: Desk, words: str) -> str | None:
    """Return what keeps these words from being an answer; None where nothing does."""
    if not words:
        return desk.say("answer.blank")
    if len(words) > TEXT:
        return desk.say("answer.long", count=f"{len(words):,}")
    return None


def keep(
    session: Session,
    desk: Desk,
    occurrence: Occurrence,
    words: str,
    source: tuple[str, str],
    *,
    is_draft: bool = False,
) -> Answer:
    """Store an answer to an occurrence's question; the same source twice is one answer."""
    now = desk.now()
    meeting = meetings.meeting(session, occurrence.one_on_one_id)
    channel, ts = source
    answer = answers.of_message(session, occurrence.team, channel, ts) or Answer(
        team=occurrence.team,
        author=meeting.report,
        occurrence_id=occurrence.id or 0,
        question_id=occurrence.question_id or 0,
        sealed="",
        channel=channel,
        ts=ts,
        created_at=now,
        changed_at=now,
    )
    answer.sealed, answer.is_draft, answer.changed_at = desk.store.vault.lock(words), is_draft, now
    session.add(answer)
    session.flush()
    if not is_draft:
        settle(session, occurrence, desk)
    return answer


def settle(session: Session, occurrence: Occurrence, desk: Desk) -> None:
    """Note that the question was answered after all: it need not come back."""
    current = session.get_one(Occurrence, occurrence.id)
    question = session.get_one(Question, current.question_id)
    if current.outcome is Outcome.DEFERRED and question.state is Asking.WAITING:
        current.outcome = Outcome.ASKED
        question.state, question.changed_at = Asking.ASKED, desk.now()
        session.add_all((current, question))


def defer(session: Session, press: Press[Occurrence]) -> Block | None:
    """Not today, says either: the same question comes back next time."""
    occurrence, meeting = meetings.hold_with(session, press.subject)
    now = press.desk.now()
    if occurrence.outcome is Outcome.DEFERRED:
        return None
    if not _can_wait(session, occurrence):
        return press.notice("notice.over")
    occurrence.outcome = Outcome.DEFERRED
    session.add(occurrence)
    planning.carry_over(session, occurrence, now)
    posts.refresh_cues(session, meeting, occurrence, now)
    return None


def ask_after_all(session: Session, press: Press[Occurrence]) -> Block | None:
    """Take back that it was put off, unless the question has gone on to the next time."""
    occurrence, meeting = meetings.hold_with(session, press.subject)
    question = session.get_one(Question, occurrence.question_id)
    if occurrence.outcome is not Outcome.DEFERRED:
        return None
    if question.state not in {Asking.WAITING, Asking.ASKED}:
        return press.notice("notice.over")
    now = press.desk.now()
    occurrence.outcome = None if occurrence.is_open else Outcome.ASKED
    session.add(occurrence)
    planning.recall(session, occurrence, Asking.ASKED, now)
    posts.refresh_cues(session, meeting, occurrence, now)
    return None


def _can_wait(session: Session, occurrence: Occurrence) -> bool:
    """Whether the question can come back next time: until that has a question of its own."""
    if occurrence.is_open:
        return True
    coming = meetings.open_occurrence(session, occurrence.one_on_one_id)
    is_free = coming is not None and coming.question_id is None
    return is_free and occurrence.outcome is Outcome.ASKED


def discussed(session: Session, press: Press[Occurrence]) -> Block | None:
    """Note that the two talked about it, as the manager says."""
    occurrence, meeting = meetings.hold_with(session, press.subject)
    if occurrence.outcome not in {None, Outcome.ASKED, Outcome.DEFERRED, Outcome.DISCUSSED}:
        return press.notice("notice.over")
    settle(session, occurrence, press.desk)
    occurrence.outcome = Outcome.DISCUSSED
    session.add(occurrence)
    posts.refresh(session, "cue.manager", occurrence, meeting.manager, press.desk.now())
    return None


def delete(session: Session, press: Press[Answer]) -> None:
    """Erase an answer for good."""
    answer = session.get(Answer, press.subject.id)
    if answer is not None:
        erase(session, press.desk, answer)


def erase(session: Session, desk: Desk, answer: Answer) -> None:
    """Remove an answer, and let the message that it hangs on say so."""
    occurrence = session.get_one(Occurrence, answer.occurrence_id)
    meeting = meetings.meeting(session, occurrence.one_on_one_id)
    posts.refresh_cues(session, meeting, occurrence, desk.now())
    answers.erase(session, answer)
