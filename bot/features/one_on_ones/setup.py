"""Setting up a one-on-one: proposed by either, nothing asked before the other has accepted."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.blocks import escape
from bot.data import meetings, people
from bot.data.tables import Meeting, OneOnOne, Person
from bot.features.one_on_ones import posts
from bot.features.one_on_ones.setup_form import Filled, form, read, usual
from bot.reception.callers import get_to_know
from bot.reception.desk import Caller, Desk
from bot.reception.gate import notice, present, tell
from bot.reception.home import ShowHome
from bot.rules.timing import Schedule
from bot.rules.workdays import local_day

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def mentioned(text: str) -> str | None:
    """Return the first person mentioned in what somebody wrote."""
    found = MENTION.search(text)
    return found[1] if found else None


def open_by_command(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], rest: str
) -> None:
    """`/career one-on-one @person`: open the form, with that person in it."""
    _open(desk, me, client, body, mentioned(rest))
    ack()


def open_by_button(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]
) -> None:
    """Open the form from Home or a message; the button's value may name a person."""
    value = str(body["actions"][0].get("value") or "")
    _open(desk, me, client, body, value if MENTION.match(f"<@{value}>") else None)
    ack()


def submit(
    ack: Ack,
    desk: Desk,
    me: Caller,
    client: WebClient,
    view: Mapping[str, Any],
    show_home: ShowHome,
) -> None:
    """Record the proposal and let the other be asked; every refusal says why."""
    with desk.store.read() as session:
        opener = people.person(session, me.team, me.user)
    filled = read(view, local_day(desk.now(), people.zone(opener)))
    errors = dict(filled.errors)
    partner = _partner(desk, client, me, filled)
    name = partner.name if partner else ""
    if reason := refusal(opener, partner):
        errors["with"] = f"refuse.{reason}"
    if not errors and partner and filled.schedule:
        if _propose(desk, opener, partner, filled.schedule, manager_is_me=filled.manager_is_me):
            show_home()
            ack(response_action="update", view=notice(desk, "setup.asked", other=escape(name)))
            return
        errors["with"] = "refuse.exists"
    plain = {field: desk.say(key, other=name) for field, key in errors.items()}
    ack(response_action="errors", errors=plain)


def refusal(opener: Person, partner: Person | None) -> str | None:
    """Return why these two cannot have a one-on-one, by its key; None where they can."""
    if opener.is_guest:
        return "guest_self"
    if partner is None:
        return "unknown"
    reasons = {
        "self": partner.user == opener.user,
        "bot": partner.is_bot,
        "gone": not partner.is_active,
        "stranger": partner.is_stranger or partner.team != opener.team,
        "guest": partner.is_guest,
        "stopped": partner.has_stopped,
    }
    return next((key for key, holds in reasons.items() if holds), None)


def _open(
    desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], named: str | None
) -> None:
    """Open the form for a new one; who is the manager is as the company's list says."""
    with desk.store.read() as session:
        opener = people.person(session, me.team, me.user)
        listed = None if named else _listed_manager(session, opener)
        partner = named or listed
        is_mine = partner and people.person(session, me.team, partner).manager == me.user
    if opener.is_guest:
        tell(desk, body, client, "refuse.guest_self")
        return
    view = form(
        desk,
        "setup",
        usual(desk.now(), people.zone(opener)),
        submit="setup.submit_new",
        partner=partner,
        manager_is_me=bool(is_mine),
        is_listed=listed is not None,
    )
    present(body, client, view)


def _listed_manager(session: Session, opener: Person) -> str | None:
    """Return the manager whom the company's list names, where the two can begin a one-on-one."""
    if opener.manager is None:
        return None
    listed = session.get(Person, (opener.team, opener.manager))
    if refusal(opener, listed) or meetings.between(
        session, opener.team, opener.user, opener.manager
    ):
        return None
    return opener.manager


def _partner(desk: Desk, client: WebClient, me: Caller, filled: Filled) -> Person | None:
    return None if filled.partner is None else _known(desk, client, me, filled.partner)


def _known(desk: Desk, client: WebClient, me: Caller, user: str) -> Person | None:
    with desk.store.read() as session:
        known = session.get(Person, (me.team, user))
    return known or get_to_know(desk, client, Caller(me.team, user))


def propose(
    desk: Desk,
    client: WebClient,
    me: Caller,
    partner: str,
    agreed: Schedule,
    manager_is_me: bool,
    then: Callable[[Session, OneOnOne], None],
) -> str | None:
    """Propose a one-on-one, and let `then` happen with it; return why there can be none, in words.

    It happens as well with the one that the two have already; the other is told of the calendar.
    """
    other = _known(desk, client, me, partner)
    with desk.store.read() as session:
        opener = people.person(session, me.team, me.user)
    if (reason := refusal(opener, other)) or other is None:
        return desk.say(f"refuse.{reason}", other=other.name if other else "")
    if _propose(desk, opener, other, agreed, manager_is_me=manager_is_me, then=then):
        return None
    with desk.store.begin() as session:
        found = meetings.between(session, me.team, me.user, partner)
        if found:
            then(session, found)
        if found and found.state is Meeting.ACTIVE:
            posts.tell(session, found, "calendar", partner, desk.now())
    return None


def _propose(
    desk: Desk,
    opener: Person,
    partner: Person,
    agreed: Schedule,
    *,
    manager_is_me: bool,
    then: Callable[[Session, OneOnOne], None] = lambda _session, _meeting: None,
) -> bool:
    """Record the proposal; False where the two have a one-on-one already."""
    now = desk.now()
    pair = meetings.pair_of(opener.user, partner.user)
    manager, report = (opener, partner) if manager_is_me else (partner, opener)
    meeting = OneOnOne(
        team=opener.team,
        manager=manager.user,
        report=report.user,
        proposed_by=opener.user,
        pair=pair,
        created_at=now,
        first_date=agreed.first_date,
        starts=agreed.starts,
        minutes=agreed.minutes,
        cadence=agreed.cadence,
        zone=agreed.zone,
    )
    try:
        with desk.store.begin() as session:
            session.add(meeting)
            back = session.get_one(Person, (opener.team, opener.user))
            back.has_stopped = False
            session.flush()
            then(session, meeting)
            posts.propose(session, meeting, partner.user, now)
    except IntegrityError:
        return False
    return True
