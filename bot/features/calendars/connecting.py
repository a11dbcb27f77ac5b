"""Connecting a calendar: its secret address is taken, sealed, and looked at within a moment."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block, section
from bot.calendars.addresses import place_of
from bot.calendars.trouble import FeedError
from bot.data import calendars, meetings, people, planning
from bot.data.calendar_tables import CalendarFeed
from bot.reception.desk import Caller, Desk
from bot.reception.forms import typed
from bot.reception.gate import notice, present, tell
from bot.reception.home import ShowHome
from bot.reception.pressing import Press

MOST = 3  # calendars of one person
LONGEST_ADDRESS, LONGEST_PATTERN = 2_000, 100


def open_form(ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    """Open the form: for `/career calendar`, and from Home or a message."""
    _open(desk, me, client, body)
    ack()


def submit(ack: Ack, desk: Desk, me: Caller, view: Mapping[str, Any], show_home: ShowHome) -> None:
    """Keep the address, locked; what is found there is told in a message."""
    address, pattern = typed(view, "address").strip(), typed(view, "pattern").strip()
    try:
        place_of(address, desk.reach)
    except FeedError as problem:
        reason = desk.say(f"calendar_trouble.{problem.trouble}")
        ack(response_action="errors", errors={"address": reason})
        return
    with desk.store.begin() as session:
        refusal = _refusal(session, me)
        if refusal is None:
            _keep(session, desk, me, address, pattern)
    show_home()
    ack(response_action="update", view=notice(desk, refusal or "calendar.reading"))


def forget(session: Session, press: Press[CalendarFeed]) -> Block:
    """Forget a calendar: what was agreed on in Slack holds from now on."""
    feed = session.get(CalendarFeed, press.subject.id)
    if feed is not None:
        _forget(session, press.desk, feed)
    return press.notice("calendar.forgotten")


def leave(session: Session, me: Caller, desk: Desk) -> str | None:
    """Forget the calendars of somebody who stops, or who is gone."""
    feeds = calendars.of_owner(session, me.team, me.user)
    for feed in feeds:
        _forget(session, desk, feed)
    return "calendar.stopped" if feeds else None


def _forget(session: Session, desk: Desk, feed: CalendarFeed) -> None:
    met = [one.one_on_one_id for one in calendars.series(session, feed.id or 0)]
    calendars.forget_feed(session, feed)
    for meeting_id in filter(None, met):
        planning.replan(session, meetings.hold(session, meeting_id), desk.now())


def _open(desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    with desk.store.read() as session:
        reason = _refusal(session, me)
    if reason:
        tell(desk, body, client, reason)
    else:
        present(body, client, _form(desk))


def _refusal(session: Session, me: Caller) -> str | None:
    """Return the key of why somebody cannot connect a calendar."""
    if people.person(session, me.team, me.user).is_guest:
        return "calendar.guest"
    return "calendar.many" if len(calendars.of_owner(session, me.team, me.user)) >= MOST else None


def _keep(session: Session, desk: Desk, me: Caller, address: str, pattern: str) -> None:
    vault, now = desk.store.vault, desk.now()
    session.add(
        CalendarFeed(
            team=me.team,
            owner=me.user,
            sealed_address=vault.lock(address),
            sealed_pattern=vault.lock(pattern),
            due_at=now,
            created_at=now,
        )
    )
    people.person(session, me.team, me.user).has_stopped = False


def _form(desk: Desk) -> Block:
    """Return the form, which says what is read and what is not kept."""
    say = desk.say
    address = blocks.text_input("address", lines=False, limit=LONGEST_ADDRESS)
    pattern = blocks.text_input("pattern", lines=False, limit=LONGEST_PATTERN)
    return blocks.modal(
        say("calendar.title"),
        [
            section(say("calendar.intro")),
            blocks.field(
                "address", say("calendar.address"), address, hint=say("calendar.address_hint")
            ),
            blocks.field(
                "pattern",
                say("calendar.pattern"),
                pattern,
                hint=say("calendar.pattern_hint"),
                optional=True,
            ),
            blocks.context(say("calendar.kept")),
        ],
        form="calendar.connect",
        submit=say("calendar.submit"),
        close=say("calendar.close"),
    )
