"""What one of the two will do: noted by either, shown to both, until it is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session, select

from bot import blocks
from bot.blocks import Block, clean
from bot.data import looks, meetings
from bot.data.tables import Occurrence, Promise
from bot.features.one_on_ones import posts
from bot.features.one_on_ones.answer_form import PROMISE
from bot.features.one_on_ones.scene import scene
from bot.reception.desk import Caller, Desk
from bot.reception.forms import typed
from bot.reception.gate import notice, present
from bot.reception.pressing import Press


def open_form(
    ack: Ack, desk: Desk, client: WebClient, body: Mapping[str, Any], subject: Occurrence
) -> None:
    """Open a form with one line."""
    line = blocks.text_input("promise", lines=False, limit=PROMISE)
    field = blocks.field("promise", desk.say("promise.label"), line, hint=desk.say("promise.hint"))
    view = blocks.modal(
        desk.say("promise.title"),
        [field],
        form="promise",
        submit=desk.say("promise.submit"),
        close=desk.say("promise.close"),
        about=str(subject.id),
    )
    present(body, client, view)
    ack()


def save(ack: Ack, desk: Desk, me: Caller, view: Mapping[str, Any], subject: Occurrence) -> None:
    """Keep the promise before Slack is told so."""
    words = typed(view, "promise")
    if not clean(words):
        ack(response_action="errors", errors={"promise": desk.say("answer.blank")})
        return
    with desk.store.begin() as session:
        keep(session, desk, me, subject, words, str(view["id"]))
    ack(response_action="update", view=notice(desk, "cue.promise_noted"))


def keep(
    session: Session, desk: Desk, me: Caller, occurrence: Occurrence, words: str, source: str
) -> None:
    """Store a promise, unless it is blank or came from this form already."""
    words = clean(words)[:PROMISE]
    known = select(Promise).where(Promise.team == me.team, Promise.source == source)
    if not words or session.exec(known).first():
        return
    session.add(
        Promise(
            team=me.team,
            one_on_one_id=occurrence.one_on_one_id,
            occurrence_id=occurrence.id or 0,
            noted_by=me.user,
            sealed=desk.store.vault.lock(words),
            source=source,
            created_at=desk.now(),
        )
    )
    session.flush()


def read(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: Promise
) -> None:
    """Show a promise in a modal, with what can be done about it; whoever noted it sees the look."""
    with desk.store.begin() as session:
        meeting = meetings.meeting(session, subject.one_on_one_id)
        of = scene(session, desk, meeting, me.user)
        who = of.me.name if subject.noted_by == me.user else of.other.name
        date = of.date(subject.created_at)
        looks.note(session, me.team, subject.noted_by, me.user, desk.now(), promise=subject.id)
    view = notice(desk, "promise.noted", who=blocks.escape(who), date=date)
    view["title"]["text"] = desk.say("promise.title")
    view["blocks"].append(blocks.spoken(desk.store.vault.open(subject.sealed)))
    if subject.noted_by != me.user:
        view["blocks"].append(blocks.context(desk.say("read.logged", other=of.name)))
    if subject.done_at is None:
        done = blocks.button(desk.say("promise.done"), "promise.done", subject.id)
        view["blocks"].append(blocks.actions(done))
    present(body, client, view)
    ack()


def done(session: Session, press: Press[Promise]) -> Block | None:
    """Note that it is done: it need not come back."""
    promise = _note(session, press, press.subject.done_at or press.desk.now())
    if not press.in_modal:
        return None
    view = press.notice("promise.is_done")
    view["blocks"].append(blocks.actions(reopen_button(press.desk, promise)))
    return view


def reopen(session: Session, press: Press[Promise]) -> Block | None:
    """Take back that it is done: it comes back until it is."""
    _note(session, press, None)
    return press.notice("promise.is_open") if press.in_modal else None


def reopen_button(desk: Desk, promise: Promise) -> Block:
    """Return the button that takes back that a promise is done."""
    return blocks.button(desk.say("promise.reopen"), "promise.reopen", promise.id)


def _note(session: Session, press: Press[Promise], done_at: datetime | None) -> Promise:
    """Write down when it was done, and let the preparation say so."""
    promise = session.get_one(Promise, press.subject.id)
    promise.done_at = done_at
    session.add(promise)
    session.flush()
    occurrence = meetings.open_occurrence(session, promise.one_on_one_id)
    if occurrence is not None:
        meeting = meetings.meeting(session, promise.one_on_one_id)
        posts.refresh(session, "prepare", occurrence, meeting.manager, press.desk.now())
    return promise
