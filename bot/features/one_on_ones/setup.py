"""Setting up a one-on-one: proposed by either, nothing asked before the other has accepted."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.blocks import Block, escape
from bot.data import calendars, meetings, people, planning
from bot.data.tables import Meeting, OneOnOne, Person
from bot.features.one_on_ones import posts
from bot.features.one_on_ones.scene import scene
from bot.features.one_on_ones.setup_form import Filled, form, read, usual
from bot.reception.callers import get_to_know
from bot.reception.desk import Caller, Desk
from bot.reception.gate import notice, present, tell
from bot.reception.home import ShowHome
from bot.reception.pressing import Press
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
    present(body, client, _empty(desk, me, mentioned(rest)))
    ack()


def open_by_button(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]
) -> None:
    """Open the form from Home or a message; the button's value may name a person."""
    value = str(body["actions"][0].get("value") or "")
    present(body, client, _empty(desk, me, value if MENTION.match(f"<@{value}>") else None))
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


def accept(session: Session, press: Press[OneOnOne]) -> Block | None:
    """Say yes: from now on there is a next question."""
    meeting = meetings.meeting(session, press.subject.id or 0)
    if meeting.state is not Meeting.PROPOSED:
        return press.notice("notice.over")
    _activate(session, press.desk, meeting, press.me)
    if press.in_message:
        return None
    of = scene(session, press.desk, meeting, press.me.user)
    values = {"times": of.times(), "other": of.name, "when": of.next_cue()}
    return press.notice("proposal.accepted", **values)


def decline(session: Session, press: Press[OneOnOne]) -> Block | None:
    """Say no: the proposer is told, once, and nothing more is sent."""
    now = press.desk.now()
    meeting = meetings.meeting(session, press.subject.id or 0)
    if meeting.state is not Meeting.PROPOSED:
        return press.notice("notice.over")
    meeting.state, meeting.pair, meeting.ended_at = Meeting.DECLINED, None, now
    session.add(meeting)
    posts.tell(session, meeting, "declined", meeting.proposed_by, now)
    posts.refresh_proposal(session, meeting, now)
    if press.in_message:
        return None
    other = scene(session, press.desk, meeting, press.me.user).name
    return press.notice("proposal.declined", other=other)


def open_change(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: OneOnOne
) -> None:
    """Open the form with what holds today."""
    if subject.state not in {Meeting.PROPOSED, Meeting.ACTIVE}:
        tell(desk, body, client, "notice.over")
        ack()
        return
    accepts = subject.state is Meeting.PROPOSED and me.user != subject.proposed_by
    view = form(
        desk,
        "meeting.change",
        meetings.schedule(subject),
        submit="setup.submit_accept" if accepts else "setup.submit_change",
        about=str(subject.id),
        with_partner=False,
    )
    present(body, client, view)
    ack()


def submit_change(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    subject: OneOnOne,
    show_home: ShowHome,
) -> None:
    """Keep the new times; whoever was asked and changes them has accepted."""
    now = desk.now()
    filled = read(view, local_day(now, subject.zone))
    if filled.schedule is None or filled.errors:
        errors = {field: desk.say(key, other="") for field, key in filled.errors.items()}
        ack(response_action="errors", errors=errors)
        return
    with desk.store.begin() as session:
        meeting = meetings.meeting(session, subject.id or 0)
        is_alive = meeting.pair is not None
        if is_alive:
            _change(session, desk, meeting, me, filled.schedule)
        other = scene(session, desk, meeting, me.user).name
    show_home()
    words = notice(desk, "setup.changed" if is_alive else "notice.over", other=other)
    ack(response_action="update", view=words)


def _change(session: Session, desk: Desk, meeting: OneOnOne, me: Caller, agreed: Schedule) -> None:
    now = desk.now()
    for name in ("first_date", "starts", "minutes", "cadence", "zone"):
        setattr(meeting, name, getattr(agreed, name))
    session.add(meeting)
    calendars.unfollow(session, meeting)
    if meeting.state is Meeting.ACTIVE:
        planning.replan(session, meeting, now)
        posts.tell(session, meeting, "changed", meetings.other(meeting, me.user), now)
    elif me.user != meeting.proposed_by:
        _activate(session, desk, meeting, me)
    else:
        posts.refresh_proposal(session, meeting, now)


def _activate(session: Session, desk: Desk, meeting: OneOnOne, me: Caller) -> None:
    now = desk.now()
    meeting.state = Meeting.ACTIVE
    session.add(meeting)
    planning.plan(session, meeting, now)
    posts.tell(session, meeting, "accepted", meetings.other(meeting, me.user), now)
    posts.refresh_proposal(session, meeting, now)


def _empty(desk: Desk, me: Caller, partner: str | None) -> dict[str, Any]:
    with desk.store.read() as session:
        opener = people.person(session, me.team, me.user)
    return form(
        desk,
        "setup",
        usual(desk.now(), people.zone(opener)),
        submit="setup.submit_new",
        partner=partner,
    )


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
