"""What was seen in a calendar, recorded: times that are followed, one-on-ones found, trouble."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.calendars.calendar import Feed as Followed
from bot.calendars.components import root
from bot.calendars.trouble import Trouble
from bot.data import calendars, meetings, people, planning
from bot.data.calendar_tables import CalendarFeed as Feed
from bot.data.calendar_tables import CalendarSeries
from bot.data.tables import OneOnOne
from bot.delivery.outbox import Message, Rank, put
from bot.features.calendars.finding import Found
from bot.rules.looking import next_look
from bot.rules.one_to_one import Event, why_not
from bot.rules.timing import Slot
from bot.rules.workdays import next_working

AHEAD = timedelta(days=62)  # how far ahead times are kept: a monthly one is seen, and one more
TOLD_AFTER = timedelta(days=1)


def known(session: Session, feed: Feed) -> tuple[Feed, frozenset[str], str]:
    """Return a calendar, the series of it that are followed, and where its owner lives."""
    uids = frozenset(one.uid for one in _followed(session, feed))
    return feed, uids, people.zone(people.person(session, feed.team, feed.owner))


def is_gone(events: Sequence[Event], uids: Collection[str], now: datetime) -> bool:
    """Whether a series that is followed takes place no more."""
    seen = {root(one.uid) for one in events if one.ends_at > now}
    return any(root(uid) not in seen for uid in uids)


def keep(
    session: Session,
    feed_id: int,
    events: Sequence[Event],
    version: tuple[str | None, str | None],
    now: datetime,
) -> None:
    """Keep the times of what is followed, and plan the one-on-ones anew by them."""
    feed = session.get(Feed, feed_id)
    if feed is None:
        return
    feed.etag, feed.modified = version
    feed.parsed_at = now
    session.add(feed)
    for series in _followed(session, feed):
        meeting = meetings.hold(session, series.one_on_one_id or 0)
        if meeting.pair is None:
            calendars.forget_series(session, [series])
            continue
        slots = _slots(session, feed, series, meeting, events, now)
        calendars.keep(session, series, slots)
        planning.replan(session, meeting, now)


def propose(session: Session, feed_id: int, found: Sequence[Found], now: datetime) -> None:
    """Keep the one-on-ones found, in the place of those found before, and tell the owner."""
    feed = session.get(Feed, feed_id)
    if feed is None:
        return
    followed = {root(one.uid) for one in _followed(session, feed)}
    before = [one for one in calendars.series(session, feed_id) if one.one_on_one_id is None]
    calendars.forget_series(session, before)
    for one in found:
        if one.uid in followed:
            continue
        if one.partner:
            people.remember(session, feed.team, one.partner.profile, now)
        session.add(
            CalendarSeries(
                team=feed.team,
                owner=feed.owner,
                feed_id=feed_id,
                uid=one.uid,
                partner=one.partner.user if one.partner else None,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                days=one.days,
            )
        )
    feed.is_new = False
    session.add(feed)
    _tell(session, feed, "calendar.found", now, now.isoformat(), Rank.REPLY)


def succeed(session: Session, feed_id: int, now: datetime) -> None:
    """Note that a calendar was had, and when it is looked at next."""
    feed = session.get(Feed, feed_id)
    if feed is None:
        return
    feed.read_at, feed.failing_since, feed.failures, feed.trouble = now, None, 0, None
    is_waiting = feed.parsed_at is None  # something was followed while it was being read
    due_at = next_look(feed_id, now, calendars.cues(session, feed_id))
    feed.due_at = now if is_waiting else due_at
    session.add(feed)


def fail(session: Session, feed_id: int, trouble: Trouble, now: datetime) -> None:
    """Note that a calendar could not be had. One that never could is forgotten, and its owner told.

    Of any other the owner is told once, after a day; what is known of it goes on to hold.
    """
    feed = session.get(Feed, feed_id)
    if feed is None:
        return
    if feed.read_at is None:
        _tell(session, feed, "calendar.unreadable", now, "", Rank.REPLY, trouble=str(trouble))
        calendars.forget_feed(session, feed)
        return
    feed.failing_since = feed.failing_since or now
    feed.failures, feed.trouble = feed.failures + 1, str(trouble)
    feed.due_at = next_look(feed_id, now, calendars.cues(session, feed_id), feed.failures)
    session.add(feed)
    if now - feed.failing_since >= TOLD_AFTER:
        since = feed.failing_since.isoformat()
        _tell(session, feed, "calendar.failing", now, since, Rank.NUDGE)


def _followed(session: Session, feed: Feed) -> list[CalendarSeries]:
    found = calendars.series(session, feed.id or 0)
    return [one for one in found if one.one_on_one_id is not None]


def _slots(
    session: Session,
    feed: Feed,
    series: CalendarSeries,
    meeting: OneOnOne,
    events: Sequence[Event],
    now: datetime,
) -> Iterator[Slot]:
    mine = _addresses(session, feed.team, feed.owner)
    theirs = _addresses(session, feed.team, meetings.other(meeting, feed.owner))
    if is_gone(events, [series.uid], now):
        series.uid = _successor(events, mine, theirs) or series.uid
        session.add(series)
    return Followed(events, series.uid, mine, theirs).between(now, now + AHEAD)


def _successor(events: Sequence[Event], mine: set[str], theirs: set[str]) -> str | None:
    """Return the series that goes on where another ended: of the same two, who are named in it."""
    named = [one for one in events if one.attendees and mine and theirs]
    return next((root(one.uid) for one in named if why_not(one, mine, theirs) is None), None)


def _addresses(session: Session, team: str, user: str) -> set[str]:
    email = people.person(session, team, user).email
    return {email} if email else set()


def _tell(
    session: Session, feed: Feed, kind: str, now: datetime, when: str, rank: Rank, **about: str
) -> None:
    """Tell a calendar's owner, at once where they are waiting for it."""
    week = people.week(people.person(session, feed.team, feed.owner))
    message = Message(
        team=feed.team,
        key=f"{kind}:{feed.id}:{when}",
        kind=kind,
        to=feed.owner,
        rank=rank,
        not_before=now if rank is Rank.REPLY else next_working(now, week),
        about={"feed": feed.id, **about},
    )
    put(session, [message], now)
