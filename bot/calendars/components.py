"""A feed's bytes cut into its events, before anything is parsed: most of a feed is not needed.

Parsing costs far more than looking. What is not followed, lies outside of the time in question,
or says what nobody asked for (descriptions, places, alarms) is dropped here, still as bytes.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calendars.trouble import FeedError, Trouble
from bot.rules.workdays import is_zone

MOST_EVENTS = 20_000
MOST_ZONES = 200
MOST_OBSERVANCES = 200  # of all time zones in use together
LONG = timedelta(days=45)  # an event that began before this has ended
DAY = timedelta(days=1)
NEEDED = (
    b"UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|TRANSP|SEQUENCE"
    b"|ATTENDEE|ORGANIZER|X-MICROSOFT-CDO-BUSYSTATUS|X-MICROSOFT-CDO-ALLDAYEVENT"
)
LINES = re.MULTILINE | re.IGNORECASE
LINE = re.compile(rb"^(?:" + NEEDED + rb")[;:].*$", LINES)
TITLED = re.compile(rb"^(?:" + NEEDED + rb"|SUMMARY)[;:].*$", LINES)
HEAD = re.compile(rb"^(?:PRODID|METHOD|CALSCALE|X-WR-TIMEZONE)[;:].*$", LINES)
ALARM = re.compile(rb"^BEGIN:VALARM.*?^END:VALARM[^\n]*\n?", LINES | re.DOTALL)
UNPRINTABLE = bytes({*range(32)} - {*b"\t\n\r"})
UID = re.compile(rb"^UID(?:;[^:\n]*)?:(.*)$", LINES)
TZID = re.compile(rb"TZID=(\"[^\"\n]*\"|[^;:,\n]*)", re.IGNORECASE)
NAME = re.compile(rb"^TZID(?:;[^:\n]*)?:(.*)$", LINES)
ESCAPED = re.compile(r"\\([\\;,])")
FRAME = re.compile(rb"^(?:begin|end):\w+", LINES)
# Observances begin once a year, and not for ever: all else is made to keep us busy.
BUSY = re.compile(rb"FREQ=(?!YEARLY)|COUNT=|UNTIL=(?!1|20)|^DTSTART[^:\n]*:0", LINES)
DAYS = re.compile(rb"^(DTSTART|DTEND)[^:\n]*:(\d{4})(\d\d)(\d\d)", LINES)
REPEATS = re.compile(rb"^(?:RRULE|RDATE)[;:]", LINES)
REPEATED = re.compile(rb"^RDATE[;:]", LINES)
UNTIL = re.compile(rb"^RRULE[;:].*UNTIL=(\d{4})(\d\d)(\d\d)", LINES)
RULES = re.compile(rb"^RRULE[;:]", LINES)
# Google's name for a series that was changed from some date on: the old one's, and that date.
SPLIT = re.compile(r"_R\d{8}(?:T\d{6}Z?)?(?=@|$)")


@dataclass(frozen=True)
class Pieces:
    """What is left of a feed: lines of its head, definitions of zones, events by their series."""

    head: bytes
    zones: tuple[bytes, ...]
    series: tuple[tuple[bytes, ...], ...]

    def calendar(self, series: Collection[tuple[bytes, ...]]) -> bytes:
        """Return a calendar of some of the series, with all that they refer to."""
        events = b"\n".join(
            b"BEGIN:VEVENT\n" + one + b"\nEND:VEVENT" for each in series for one in each
        )
        parts = (b"BEGIN:VCALENDAR", self.head, *self.zones, events, b"END:VCALENDAR", b"")
        return b"\n".join(part for part in parts if part or part is parts[-1])


def root(uid: str) -> str:
    """Return the name that a series keeps when it is changed from some date on."""
    return SPLIT.sub("", uid)


def cut(data: bytes, first: date, last: date, followed: Collection[str] | None = None) -> Pieces:
    """Return what of a feed may take place from `first` to `last`, of the `followed` if given.

    Raises FeedError for what is no calendar, or holds more than anybody's does.
    """
    lines = _unfolded(data)
    if not lines.startswith(b"BEGIN:VCALENDAR"):
        raise FeedError(Trouble.CALENDAR, "It is no calendar: it does not begin like one.")
    if b"\nEND:VCALENDAR" not in lines:  # what is missing would look as if it were cancelled
        raise FeedError(Trouble.CALENDAR, "It is only part of a calendar: its end is missing.")
    wanted = None if followed is None else {root(uid) for uid in followed}
    series: dict[str, list[bytes]] = {}
    for event in _blocks(lines, b"VEVENT", MOST_EVENTS):
        uid = _uid(event)
        if wanted is None or root(uid) in wanted:
            series.setdefault(uid, []).append(event)
    kept = [each for each in series.values() if _may_touch(each, first, last)]
    wanted_line = TITLED if followed is None else LINE
    bare = tuple(
        tuple(b"\n".join(wanted_line.findall(_bare(one))) for one in each) for each in kept
    )
    head = lines[: lines.find(b"\nBEGIN:") + 1] if b"\nBEGIN:" in lines else lines
    # Some put the calendar's own properties after its events.
    tail = lines[lines.rfind(b"\nEND:V", 0, lines.rfind(b"END:VCALENDAR")) + 1 :]
    said = b"\n".join(dict.fromkeys((*HEAD.findall(head), *HEAD.findall(tail))))
    return Pieces(said, tuple(_zones(lines, bare)), bare)


def _unfolded(data: bytes) -> bytes:
    """Return the text with one property a line: long ones are folded, with a blank after.

    Nothing in it is unprintable: names are kept, and PostgreSQL takes no NUL.
    """
    printable = data.translate(None, UNPRINTABLE)
    text = printable.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text = text.replace(b"\n ", b"").replace(b"\n\t", b"").lstrip()
    is_small = any(one in text for one in (b"\nbegin:", b"\nBegin:", b"\nend:", b"\nEnd:"))
    if text.startswith(b"BEGIN:") and not is_small:
        return text
    return FRAME.sub(lambda found: found[0].upper(), text)


def _blocks(lines: bytes, name: bytes, most: int) -> Iterator[bytes]:
    """Yield the inside of each block of that name, which begins with a line's end."""
    begin, end, at = b"\nBEGIN:" + name, b"\nEND:" + name, 0
    for count in range(most + 1):
        at = lines.find(begin, at)
        if at < 0:
            return
        if count == most:
            raise FeedError(Trouble.EVENTS, f"It holds more than {most:,} {name.decode()}s.")
        inside = lines.find(b"\n", at + len(begin))
        stop = lines.find(end, inside)
        if inside < 0 or stop < 0:
            return
        yield lines[inside:stop]
        at = stop


def _bare(event: bytes) -> bytes:
    """Return an event without its alarms, which may have names of their own."""
    return ALARM.sub(b"", event) if b"BEGIN:VALARM" in event else event


def _uid(event: bytes) -> str:
    """Return an event's name as the parser will."""
    at = event.find(b"\nUID:")
    if at < 0 or event.find(b"BEGIN:VALARM", 0, at) >= 0:
        found = UID.search(_bare(event))
        name = found[1] if found else b""
    else:
        end = event.find(b"\n", at + 1)
        name = event[at + 5 : end if end >= 0 else None]
    text = name.strip().decode(errors="replace")
    return ESCAPED.sub(r"\1", text) if "\\" in text else text


def _may_touch(events: list[bytes], first: date, last: date) -> bool:
    """Whether a series may take place in these days; a doubt is a yes."""
    return any(_may_one_touch(one, first, last) for one in events)


def _may_one_touch(event: bytes, first: date, last: date) -> bool:
    days = {name.upper(): _date(*parts) for name, *parts in DAYS.findall(event)}
    starts, ends = days.get(b"DTSTART"), days.get(b"DTEND")
    if starts is None:
        return True
    if starts > last + DAY:
        return False
    if REPEATS.search(event):
        stops = [_date(*parts) for parts in UNTIL.findall(event)]
        over = bool(stops) and len(stops) == len(RULES.findall(event))
        return not over or bool(REPEATED.search(event)) or max(stops) >= first - LONG
    return (ends or starts + LONG) >= first - DAY


def _date(year: bytes, month: bytes, day: bytes) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return date.max - LONG


def _zones(lines: bytes, series: Collection[tuple[bytes, ...]]) -> Iterator[bytes]:
    """Yield the definitions of zones that are used and that nobody knows without them.

    Those that are made to keep us busy are left out, and their zones are unknown.
    """
    names = {name.strip(b'"') for each in series for one in each for name in TZID.findall(one)}
    used = {name for name in names if not is_zone(name.decode(errors="replace"))}
    left = MOST_OBSERVANCES
    for block in _blocks(lines, b"VTIMEZONE", MOST_ZONES) if used else ():
        name = NAME.search(block)
        if name and name[1].strip() in used and not BUSY.search(block):
            left -= block.count(b"BEGIN:")
            if left >= 0:
                yield b"BEGIN:VTIMEZONE" + block + b"\nEND:VTIMEZONE"
