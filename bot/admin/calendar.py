"""`python -m bot calendar check`: what Trellis sees in a calendar, what not, and why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.admin import RefusedError
from bot.calendars.fetching import MOST, Web
from bot.calendars.reading import read
from bot.calendars.trouble import FeedError
from bot.rules.one_to_one import Event, Reason, cue_of, why_not
from bot.rules.workdays import is_zone


@dataclass(frozen=True)
class Shown:
    """An event, why it is left out, and when its question would come."""

    event: Event
    reason: Reason | None

    @property
    def cue(self) -> datetime | None:
        """When the question would come."""
        return cue_of(self.event, self.reason)


def check(
    source: str, days: int, me: str | None, now: datetime, web: Web | None = None
) -> list[Shown]:
    """Return what the calendar, a file or an address, holds in the coming `days`.

    With `me`, an e-mail address, only events count in which that person takes part. Raises
    RefusedError for what cannot be had or read.
    """
    mine = {me.strip().lower()} if me else frozenset()
    try:
        events = read(_data(source, web or Web()), now, now + timedelta(days=days))
    except FeedError as problem:
        raise RefusedError(f"This calendar cannot be read. {problem}") from None
    return [Shown(one, why_not(one, mine)) for one in events]


def as_json(found: Sequence[Shown]) -> str:
    """Return one list of objects, one for each occurrence."""
    return json.dumps([_plain(one) for one in found], indent=2)


def show(found: Sequence[Shown]) -> None:
    """Print a table for people; times as they were written."""
    from rich.console import Console
    from rich.table import Table

    table = Table("begins", "ends", "zone", "cue", "left out", box=None)
    for one in found:
        event = one.event
        begins, ends = _local(event.starts_at, event.zone), _local(event.ends_at, event.zone)
        cue = _local(one.cue, event.zone) if one.cue else "–"
        table.add_row(begins, ends[-5:], event.zone, cue[-5:], one.reason or "")
    console = Console()
    console.print(table)
    kept = sum(one.reason is None for one in found)
    console.print(f"{len(found)} occurrences, {kept} of which may be one-on-ones.")


def _data(source: str, web: Web) -> bytes:
    if "://" in source:
        return web.fetch(source).data or b""
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as problem:
        raise RefusedError(f"{source} cannot be read: {problem.strerror}.") from None
    if len(data) > MOST:
        raise RefusedError(f"{source} is larger than {MOST // 1024 // 1024} MiB.")
    return data


def _plain(one: Shown) -> dict[str, object]:
    event = one.event
    return {
        "uid": event.uid,
        "recurrence_id": event.recurrence_id,
        "start": event.starts_at.isoformat(),
        "end": event.ends_at.isoformat(),
        "zone": event.zone,
        "attendees": sorted(event.attendees),
        "cue": one.cue.isoformat() if one.cue else None,
        "left_out": str(one.reason) if one.reason else None,
    }


def _local(at: datetime, zone: str) -> str:
    shown = at.astimezone(ZoneInfo(zone) if is_zone(zone) else UTC)
    return f"{shown:%a %d %b %Y %H:%M}"
