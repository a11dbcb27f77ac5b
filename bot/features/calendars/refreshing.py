"""Looking at calendars when it is time to: what has changed there moves what is planned here.

Fetching takes as long as somebody else's server likes. So it happens apart from the tick that
asks, several at once, and outside of any transaction; what was found is recorded in one.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from cryptography.fernet import InvalidToken
from slack_sdk.errors import SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from bot.calendars.trouble import FeedError, Trouble
from bot.data import calendars
from bot.data.calendar_tables import CalendarFeed
from bot.features.calendars import finding, recording
from bot.features.calendars.finding import Found
from bot.features.calendars.recording import AHEAD
from bot.reception.desk import Desk
from bot.rules.one_to_one import Event

log = logging.getLogger(__name__)

AT_ONCE, BATCH = 8, 64
LEASE = timedelta(minutes=2)  # whoever has begun to look has this long before another may
WHOLE = timedelta(days=7)  # how long "nothing has changed" is enough: what lies ahead moves on
FIRST = timedelta(days=62)  # how far one-on-ones are looked for


@dataclass(frozen=True)
class Look:
    """What is to be fetched: a calendar as it stood when the look began."""

    feed: int
    team: str
    owner: str
    zone: str
    address: str = field(repr=False)
    pattern: str = field(repr=False)
    is_new: bool
    uids: frozenset[str]
    etag: str | None
    modified: str | None


def refresh(desk: Desk) -> int:
    """Look at every calendar that is due; return how many were."""
    looks = _begin(desk)
    if looks:
        with ThreadPoolExecutor(min(AT_ONCE, len(looks)), "calendars") as pool:
            list(pool.map(partial(_look_safely, desk), looks))
    return len(looks)


def _begin(desk: Desk) -> Sequence[Look]:
    """Take what is due, so that no other process looks at it as well."""
    now = desk.now()
    with desk.store.read() as session:
        if not calendars.is_due(session, now):
            return ()
    with desk.store.begin() as session:
        taken = calendars.take(session, now, now + LEASE, BATCH)
        looks = [_try_look(desk, now, *recording.known(session, feed)) for feed in taken]
    return [one for one in looks if one]


def _try_look(
    desk: Desk, now: datetime, feed: CalendarFeed, uids: frozenset[str], zone: str
) -> Look | None:
    """Return what to look at; None where no key opens its address, which holds up no other."""
    try:
        return _as_look(desk, now, feed, uids, zone)
    except InvalidToken:
        log.error("calendar.locked feed=%s", feed.id)  # noqa: TRY400 - its name says it all
        return None


def _as_look(
    desk: Desk, now: datetime, feed: CalendarFeed, uids: frozenset[str], zone: str
) -> Look:
    vault = desk.store.vault
    is_fresh = not feed.is_new and feed.parsed_at is not None and now - feed.parsed_at < WHOLE
    return Look(
        feed=feed.id or 0,
        team=feed.team,
        owner=feed.owner,
        zone=zone,
        address=vault.open(feed.sealed_address),
        pattern=vault.open(feed.sealed_pattern),
        is_new=feed.is_new,
        uids=uids,
        etag=feed.etag if is_fresh else None,
        modified=feed.modified if is_fresh else None,
    )


def _look_safely(desk: Desk, look: Look) -> None:
    """Look at one calendar: a failure of ours or of Slack's holds up no other, and is tried again.

    What we cannot make sense of counts as a calendar that cannot be read.
    """
    try:
        _look(desk, look)
    except (SlackClientError, SQLAlchemyError, OSError) as error:
        log.warning("calendar.put_off feed=%d error=%s", look.feed, type(error).__name__)
    except Exception:
        log.exception("calendar.failed feed=%d", look.feed)
        with desk.store.begin() as session:
            recording.fail(session, look.feed, Trouble.CALENDAR, desk.now())


def _look(desk: Desk, look: Look) -> None:
    from bot.calendars.fetching import Version, Web  # waits until there is a calendar

    now = desk.now()
    try:
        fetched = Web(desk.reach).fetch(look.address, Version(look.etag, look.modified))
        events, found = _read(desk, look, fetched.data, now)
    except FeedError as problem:
        log.info("calendar.refused feed=%d trouble=%s", look.feed, problem.trouble)
        with desk.store.begin() as session:
            recording.fail(session, look.feed, problem.trouble, now)
        return
    with desk.store.begin() as session:
        if events is not None:
            version = fetched.version
            recording.keep(session, look.feed, events, (version.etag, version.modified), now)
        if found is not None:
            recording.propose(session, look.feed, found, now)
        recording.succeed(session, look.feed, now)
    log.info("calendar.read feed=%d changed=%s", look.feed, events is not None)


def _read(
    desk: Desk, look: Look, data: bytes | None, now: datetime
) -> tuple[list[Event] | None, list[Found] | None]:
    """Return what is followed in a calendar, and the one-on-ones in it where they are wanted."""
    from bot.calendars.reading import read  # as above

    if data is None:
        return None, None
    if look.is_new:
        everything = read(data, now, now + FIRST, zone=look.zone)
        everybody = finding.members(desk.client(look.team))
        found = list(finding.find(everything, look.owner, everybody, look.pattern, now))
        return everything, found
    followed = read(data, now, now + AHEAD, followed=look.uids, zone=look.zone)
    if recording.is_gone(followed, look.uids, now):
        # A series that ended may go on under another name.
        followed = read(data, now, now + AHEAD, zone=look.zone)
    return followed, None
