"""A calendar file for one meeting, as RFC 5545 wants it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HALF_HOUR = timedelta(minutes=30)
LONGEST = 75  # bytes of a line; what is longer goes on in the next one, behind a space


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A meeting of half an hour: what it is called, what it is about, and when it starts."""

    uid: str
    title: str
    text: str
    starts_at: datetime
    made_at: datetime


def as_ics(one: Invitation) -> str:
    """Return the file's content, its lines folded and parted as calendars expect."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Trellis//Career buddies//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"DTSTAMP:{_utc(one.made_at)}",
        f"DTSTART:{_utc(one.starts_at)}",
        f"DTEND:{_utc(one.starts_at + HALF_HOUR)}",
        f"SUMMARY:{_escape(one.title)}",
        f"DESCRIPTION:{_escape(one.text)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return "\\n".join(words.splitlines())


def _fold(line: str) -> str:
    folded, length = "", 0
    for one in line:
        size = len(one.encode())
        if length + size > LONGEST:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + one, length + size
    return folded
