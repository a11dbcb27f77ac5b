"""Choosing which of the one-on-ones found in a calendar are followed, and with whom."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block, section
from bot.data import calendars, meetings, people
from bot.data.calendar_tables import CalendarFeed, CalendarSeries
from bot.data.tables import OneOnOne, Person
from bot.reception.desk import Caller, Desk, Propose
from bot.reception.forms import chosen
from bot.reception.gate import notice, present, tell
from bot.reception.home import ShowHome
from bot.reception.pressing import Press
from bot.rules import spoken
from bot.rules.timing import LONGEST, SHORTEST, Cadence, Schedule
from bot.rules.workdays import zone_of

SHOWN = 20  # one-on-ones in the form, within a modal's hundred blocks
LEAVE, MANAGER, REPORT = "leave", "manager", "report"
CADENCES = {7: Cadence.WEEKLY, 14: Cadence.BIWEEKLY, 21: Cadence.THREE_WEEKLY}
MONTHLY = 28


def open_form(
    ack: Ack,
    desk: Desk,
    me: Caller,
    client: WebClient,
    body: Mapping[str, Any],
    subject: CalendarFeed,
) -> None:
    """Show what was found and is not followed yet."""
    with desk.store.read() as session:
        found = _open_ones(session, subject)
        view = _form(session, desk, me, subject, found)
    if found:
        present(body, client, view)
    else:
        tell(desk, body, client, "calendar.choose_none")
    ack()


def look_again(session: Session, press: Press[CalendarFeed]) -> Block:
    """Look for one-on-ones once more; what is followed goes on."""
    feed = session.get_one(CalendarFeed, press.subject.id)
    feed.is_new, feed.due_at = True, press.desk.now()
    session.add(feed)
    return press.notice("calendar.again_done")


def submit(propose: Propose) -> Callable[..., None]:
    """Return the listener of the form: what was chosen is followed, what was left is forgotten."""

    def follow(
        ack: Ack,
        desk: Desk,
        me: Caller,
        client: WebClient,
        view: Mapping[str, Any],
        subject: CalendarFeed,
        show_home: ShowHome,
    ) -> None:
        with desk.store.read() as session:
            found = _open_ones(session, subject)
            owner = people.person(session, me.team, me.user)
        wanted, errors, count = _wanted(found, view), {}, 0
        for series, part, partner in wanted:
            reason = _follow(desk, client, me, owner, series, part, partner, propose)
            if reason:
                errors[f"with.{series.id}"] = reason
            count += not reason
        if errors:
            ack(response_action="errors", errors=errors)
            return
        _forget_rest(desk, subject, found)
        show_home()
        said = notice(desk, "calendar.followed", count=count)
        ack(
            response_action="update",
            view=said if count else notice(desk, "calendar.follows_none"),
        )

    return follow


def _follow(
    desk: Desk,
    client: WebClient,
    me: Caller,
    owner: Person,
    series: CalendarSeries,
    part: str,
    partner: str | None,
    propose: Propose,
) -> str | None:
    """Let a one-on-one follow this series; return what keeps it from that, in words."""
    if partner is None:
        return desk.say("calendar.with_missing")
    now = desk.now()

    def follow(session: Session, meeting: OneOnOne) -> None:
        calendars.unfollow(session, meeting)
        mine = session.get(CalendarSeries, series.id)
        if mine is not None:
            mine.one_on_one_id, mine.partner = meeting.id, partner
            feed = session.get_one(CalendarFeed, mine.feed_id)
            feed.due_at, feed.parsed_at = now, None
            session.add_all((mine, feed))

    times = _schedule(series, people.zone(owner))
    return propose(desk, client, me, partner, times, part == MANAGER, follow)


def _forget_rest(desk: Desk, feed: CalendarFeed, found: Sequence[CalendarSeries]) -> None:
    """Keep nothing of what was left; looking again finds it anew."""
    seen = {one.id for one in found}
    with desk.store.begin() as session:
        left = [one for one in _open_ones(session, feed) if one.id in seen]
        calendars.forget_series(session, left)


def _schedule(series: CalendarSeries, zone: str) -> Schedule:
    """Return the times that hold should the calendar be taken away: as it was found."""
    local = series.starts_at.astimezone(zone_of(zone))
    minutes = round((series.ends_at - series.starts_at).total_seconds() / 60)
    usual = Cadence.MONTHLY if series.days >= MONTHLY else Cadence.WEEKLY
    return Schedule(
        local.date(),
        local.time().replace(second=0, microsecond=0),
        min(max(minutes, SHORTEST), LONGEST),
        CADENCES.get(series.days, usual),
        zone,
    )


def _open_ones(session: Session, feed: CalendarFeed) -> list[CalendarSeries]:
    found = calendars.series(session, feed.id or 0)
    return [one for one in found if one.one_on_one_id is None][:SHOWN]


def _wanted(
    found: list[CalendarSeries], view: Mapping[str, Any]
) -> list[tuple[CalendarSeries, str, str | None]]:
    choices = [
        (one, chosen(view, f"part.{one.id}") or LEAVE, chosen(view, f"with.{one.id}"))
        for one in found
    ]
    return [one for one in choices if one[1] in {MANAGER, REPORT}]


def _form(
    session: Session, desk: Desk, me: Caller, feed: CalendarFeed, found: list[CalendarSeries]
) -> Block:
    zone = people.zone(people.person(session, me.team, me.user))
    parts = [section(desk.say("calendar.choose_intro"))]
    for series in found:
        starts = spoken.moment(series.starts_at, zone, desk.now())
        ends = spoken.clock(series.ends_at, zone)
        parts.append(section(desk.say("calendar.when", starts=starts, ends=ends)))
        parts += _choice(session, desk, me, series)
    return blocks.modal(
        desk.say("calendar.choose_title"),
        parts,
        form="calendar.follow",
        submit=desk.say("calendar.choose_submit"),
        close=desk.say("calendar.close"),
        about=str(feed.id),
    )


def _choice(session: Session, desk: Desk, me: Caller, series: CalendarSeries) -> list[Block]:
    options = [
        blocks.option(desk.say(f"calendar.part_{part}"), part) for part in (LEAVE, MANAGER, REPORT)
    ]
    part, people_ = f"part.{series.id}", f"with.{series.id}"
    picker: Block = {"type": "users_select", "action_id": people_}
    if series.partner:
        picker["initial_user"] = series.partner
    usual = _part(session, me, series)
    return [
        blocks.field(part, desk.say("calendar.part"), blocks.select(part, options, usual)),
        blocks.field(people_, desk.say("calendar.with"), picker, optional=True),
    ]


def _part(session: Session, me: Caller, series: CalendarSeries) -> str:
    """Return what the owner is in it, as far as their one-on-one with that person says."""
    known = meetings.between(session, me.team, me.user, series.partner) if series.partner else None
    if known is None:
        return LEAVE
    return MANAGER if known.manager == me.user else REPORT
