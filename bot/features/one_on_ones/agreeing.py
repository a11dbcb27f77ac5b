"""What becomes of a proposal: accepted, declined, at other times; and times that change later."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import Block
from bot.data import calendars, meetings, planning
from bot.data.tables import Meeting, OneOnOne
from bot.features.one_on_ones import posts
from bot.features.one_on_ones.scene import scene
from bot.features.one_on_ones.setup_form import form, read
from bot.reception.desk import Caller, Desk
from bot.reception.gate import notice, present, tell
from bot.reception.home import ShowHome
from bot.reception.pressing import Press
from bot.rules.timing import Schedule
from bot.rules.workdays import local_day


def accept(session: Session, press: Press[OneOnOne]) -> Block | None:
    """Say yes: from now on there is a next question. Who said so already need not again."""
    meeting = meetings.hold(session, press.subject.id or 0)
    if meeting.state not in {Meeting.PROPOSED, Meeting.ACTIVE}:
        return press.notice("notice.over")
    if meeting.state is Meeting.PROPOSED:
        _activate(session, press.desk, meeting, press.me, "accepted")
    if press.in_message:
        return None
    of = scene(session, press.desk, meeting, press.me.user)
    values = {"times": of.times(), "other": of.name, "when": of.next_cue()}
    return press.notice("proposal.accepted", **values)


def decline(session: Session, press: Press[OneOnOne]) -> Block | None:
    """Say no: the proposer is told, once, and nothing more is sent."""
    now = press.desk.now()
    meeting = meetings.hold(session, press.subject.id or 0)
    if meeting.state not in {Meeting.PROPOSED, Meeting.DECLINED}:
        return press.notice("notice.over")
    if meeting.state is Meeting.PROPOSED:
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
        meeting = meetings.hold(session, subject.id or 0)
        is_alive = meeting.pair is not None
        if is_alive:
            _change(session, desk, meeting, me, filled.schedule)
        other = scene(session, desk, meeting, me.user).name
    show_home()
    words = notice(desk, "setup.changed" if is_alive else "notice.over", other=other)
    ack(response_action="update", view=words)


def _change(session: Session, desk: Desk, meeting: OneOnOne, me: Caller, agreed: Schedule) -> None:
    now, before = desk.now(), meetings.schedule(meeting)
    for name in ("first_date", "starts", "minutes", "cadence", "zone"):
        setattr(meeting, name, getattr(agreed, name))
    session.add(meeting)
    calendars.unfollow(session, meeting)
    if meeting.state is Meeting.ACTIVE:
        planning.replan(session, meeting, now)
        posts.tell(session, meeting, "changed", meetings.other(meeting, me.user), now)
    elif me.user != meeting.proposed_by:
        _activate(session, desk, meeting, me, "accepted" if agreed == before else "moved")
    else:
        posts.refresh_proposal(session, meeting, now)


def _activate(session: Session, desk: Desk, meeting: OneOnOne, me: Caller, news: str) -> None:
    now = desk.now()
    meeting.state = Meeting.ACTIVE
    session.add(meeting)
    planning.plan(session, meeting, now)
    posts.tell(session, meeting, news, meetings.other(meeting, me.user), now)
    posts.refresh_proposal(session, meeting, now)
