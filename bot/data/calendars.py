"""Every question about calendars: which is due, what is followed, and when two people meet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.calendars.calendar import Agreed, Calendar, Kept
from bot.data import meetings
from bot.data.calendar_tables import CalendarFeed, CalendarMeeting, CalendarSeries
from bot.data.tables import Occurrence, OneOnOne, Outcome
from bot.rules.timing import Slot, cue_at
from bot.rules.workdays import local_day

OVER = (Outcome.ASKED, Outcome.DISCUSSED, Outcome.DEFERRED, Outcome.SKIPPED, Outcome.MISSED)


def calendar(session: Session, meeting: OneOnOne) -> Calendar:
    """Return where a one-on-one's times stand: in a calendar that is followed, or in Slack."""
    return calendars(session, [meeting])[meeting.id or 0]


def calendars(session: Session, found: Sequence[OneOnOne]) -> Mapping[int, Calendar]:
    """Return the same for many, by their ids, in a few queries for all."""
    everything = followed(session, [one.id for one in found])
    known = {name: one for name, one in everything.items() if one.is_read}
    if not known:
        return {one.id or 0: Agreed(meetings.schedule(one)) for one in found}
    over = _over(session, known)
    kept: dict[int, list[CalendarMeeting]] = {}
    series = [one.id for one in known.values()]
    wanted = select(CalendarMeeting).where(col(CalendarMeeting.series_id).in_(series))
    for row in session.exec(wanted.order_by(col(CalendarMeeting.starts_at))):
        kept.setdefault(row.series_id, []).append(row)
    return {
        one.id or 0: _kept(one, kept.get(known[one.id or 0].id or 0, ()), over)
        if one.id in known
        else Agreed(meetings.schedule(one))
        for one in found
    }


def _over(session: Session, known: Iterable[int]) -> frozenset[tuple[int, str]]:
    """Return which meetings are done with: a calendar still shows what was skipped."""
    wanted = select(Occurrence.one_on_one_id, Occurrence.recurrence).where(
        col(Occurrence.one_on_one_id).in_(list(known)),
        col(Occurrence.recurrence).is_not(None),
        col(Occurrence.is_open).is_(None),
        col(Occurrence.outcome).in_(OVER),
    )
    return frozenset((meeting, name or "") for meeting, name in session.exec(wanted))


def _kept(
    meeting: OneOnOne, rows: Iterable[CalendarMeeting], over: frozenset[tuple[int, str]]
) -> Kept:
    return Kept(
        [
            Slot(
                local_day(row.starts_at, meeting.zone),
                row.starts_at,
                row.ends_at,
                cue_at(row.starts_at, row.ends_at),
                row.recurrence,
            )
            for row in rows
            if (meeting.id or 0, row.recurrence) not in over
        ]
    )


def followed(session: Session, meeting_ids: Iterable[int | None]) -> Mapping[int, CalendarSeries]:
    """Return the series that these one-on-ones follow, by the one-on-one."""
    wanted = select(CalendarSeries).where(col(CalendarSeries.one_on_one_id).in_(list(meeting_ids)))
    return {one.one_on_one_id: one for one in session.exec(wanted) if one.one_on_one_id}


def unfollow(session: Session, meeting: OneOnOne) -> None:
    """Let a one-on-one follow no calendar any more: what was agreed on in Slack holds."""
    forget_series(session, followed(session, [meeting.id]).values())


def feeds_followed(session: Session, found: Iterable[OneOnOne]) -> Mapping[int, CalendarFeed]:
    """Return the calendars that these one-on-ones follow, by the one-on-one."""
    wanted = (
        select(CalendarSeries.one_on_one_id, CalendarFeed)
        .join(CalendarFeed, col(CalendarFeed.id) == CalendarSeries.feed_id)
        .where(col(CalendarSeries.one_on_one_id).in_([one.id for one in found]))
    )
    return {meeting: feed for meeting, feed in session.exec(wanted) if meeting}


def is_due(session: Session, now: datetime) -> bool:
    """Return whether any calendar is to be looked at."""
    found = session.exec(select(CalendarFeed.id).where(col(CalendarFeed.due_at) <= now).limit(1))
    return found.first() is not None


def take(session: Session, now: datetime, until: datetime, limit: int) -> Sequence[CalendarFeed]:
    """Take calendars that are to be looked at, the longest due first: nobody else does `until`."""
    wanted = (
        select(CalendarFeed)
        .where(col(CalendarFeed.due_at) <= now)
        .order_by(col(CalendarFeed.due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(wanted).all()
    for feed in found:
        feed.due_at = until
        session.add(feed)
    return found


def of_owner(session: Session, team: str, user: str) -> Sequence[CalendarFeed]:
    """Return the calendars that somebody connected."""
    wanted = select(CalendarFeed).where(CalendarFeed.team == team, CalendarFeed.owner == user)
    return session.exec(wanted.order_by(col(CalendarFeed.id))).all()


def series(session: Session, feed_id: int) -> Sequence[CalendarSeries]:
    """Return what was found in a calendar, the next one first."""
    wanted = select(CalendarSeries).where(CalendarSeries.feed_id == feed_id)
    return session.exec(
        wanted.order_by(col(CalendarSeries.starts_at), col(CalendarSeries.id))
    ).all()


def coming(session: Session, limit: int) -> Sequence[CalendarFeed]:
    """Return the calendars that are looked at next."""
    return session.exec(select(CalendarFeed).order_by(col(CalendarFeed.due_at)).limit(limit)).all()


def cues(session: Session, feed_id: int) -> Sequence[datetime]:
    """Return when the next questions of a calendar's one-on-ones come."""
    wanted = (
        select(Occurrence.cue_at)
        .join(
            CalendarSeries,
            col(CalendarSeries.one_on_one_id) == col(Occurrence.one_on_one_id),
        )
        .where(CalendarSeries.feed_id == feed_id, col(Occurrence.is_open).is_(True))
    )
    return session.exec(wanted).all()


def keep(session: Session, found: CalendarSeries, slots: Iterable[Slot]) -> None:
    """Keep what a calendar says now of a series, in the place of what it said before."""
    _forget_meetings(session, [found.id])
    for slot in slots:
        session.add(
            CalendarMeeting(
                team=found.team,
                owner=found.owner,
                series_id=found.id or 0,
                recurrence=slot.recurrence or found.uid,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
            )
        )
    found.is_read = True
    session.add(found)
    session.flush()


def forget_series(session: Session, found: Iterable[CalendarSeries]) -> None:
    """Forget series and all that is kept of them."""
    ids = [one.id for one in found]
    _forget_meetings(session, ids)
    session.exec(delete(CalendarSeries).where(col(CalendarSeries.id).in_(ids)))
    session.flush()


def forget_feed(session: Session, feed: CalendarFeed) -> None:
    """Forget a calendar, its address, and all that is kept of it."""
    forget_series(session, series(session, feed.id or 0))
    session.exec(delete(CalendarFeed).where(col(CalendarFeed.id) == feed.id))


def _forget_meetings(session: Session, series_ids: Sequence[int | None]) -> None:
    session.exec(delete(CalendarMeeting).where(col(CalendarMeeting.series_id).in_(series_ids)))
