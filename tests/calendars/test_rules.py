"""What recurring rules become, compared with dateutil on rules that nobody would think of."""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st

from bot.calendars.reading import read
from bot.calendars.trouble import FeedError

START, END = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")


def moments(first: str, last: str) -> st.SearchStrategy[datetime]:
    """Return local times between two days."""
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Return a rule of recurrence, without its end."""
    parts = [f"FREQ={draw(st.sampled_from(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']))}"]
    parts.append(f"INTERVAL={draw(st.integers(1, 4))}")
    if draw(st.booleans()):
        days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True))
        parts.append(f"BYDAY={','.join(days)}")
    if draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True))
        parts.append(f"BYMONTH={','.join(map(str, sorted(months)))}")
    if "WEEKLY" not in parts[0] and draw(st.booleans()):
        dates = draw(st.lists(st.integers(-31, 31).filter(bool), min_size=1, max_size=3))
        parts.append(f"BYMONTHDAY={','.join(map(str, sorted(set(dates))))}")
    is_spaced = "YEARLY" in parts[0] or "MONTHLY" in parts[0]
    if is_spaced and any(part.startswith("BYDAY") for part in parts) and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    parts.append(f"WKST={draw(st.sampled_from(['MO', 'SU']))}")
    return ";".join(parts)


@example(
    # It never matches, and ends before it begins.
    rule="FREQ=DAILY;INTERVAL=1;BYDAY=MO;BYMONTH=1;BYMONTHDAY=1;WKST=MO",
    zone="UTC",
    first=datetime(2027, 1, 1, 0, 1),  # noqa: DTZ001  # local, as in the rule
    end=datetime(2027, 1, 1),  # noqa: DTZ001
)
@given(
    rule=rules(),
    zone=st.sampled_from(ZONES),
    first=moments("2025-01-01", "2027-11-01"),
    end=st.one_of(st.none(), st.integers(1, 40), moments("2027-01-01", "2027-12-01")),
)
def test_expansion_is_that_of_dateutil(
    rule: str, zone: str, first: datetime, end: int | datetime | None
) -> None:
    """A series takes place when dateutil says so, in any zone, with any end, and at its start."""
    first = first.replace(second=0, microsecond=0)
    local = first.replace(tzinfo=ZoneInfo(zone))
    until = end.replace(tzinfo=UTC) if isinstance(end, datetime) else None
    limit = f";COUNT={end}" if isinstance(end, int) else ""
    ends = f";UNTIL={until:%Y%m%dT%H%M%SZ}" if until else ""
    feed = event(f"DTSTART;TZID={zone}:{first:%Y%m%dT%H%M%S}", f"RRULE:{rule}{limit}{ends}")
    known = rrulestr(f"{rule}{limit}", dtstart=first)
    wanted = {local.astimezone(UTC)} if until is None or local <= until else set()
    for one in known:
        at = one.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if at >= END or (until and at > until):
            break
        wanted.add(at)
    begun = START - timedelta(minutes=30)
    seen = [one.starts_at for one in read(feed, START, END)]
    assert seen == sorted(at for at in wanted if begun <= at < END)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=20;BYYEARDAY=1",
        *(f"FREQ={often};INTERVAL=0" for often in ("HOURLY", "DAILY", "WEEKLY", "MONTHLY")),
        "FREQ=YEARLY;INTERVAL=0",
    ],
)
def test_no_rule_runs_for_ever(rule: str) -> None:
    """A rule that matches every second, or never, is refused or left out, and soon."""
    feed = event("DTSTART:20200101T100000Z", f"RRULE:{rule}")
    began = time.process_time()
    with suppress(FeedError):
        assert not read(feed, START, START + timedelta(days=14))
    assert time.process_time() - began < 3


def test_rules_that_are_refused_say_so() -> None:
    """Where so much repeats that it cannot be read, the sentence says just that."""
    with pytest.raises(FeedError, match="repeat so often that it cannot be read"):
        read(event("DTSTART:20200101T100000Z", "RRULE:FREQ=SECONDLY"), START, END)
    with pytest.raises(FeedError, match="more than 2,000 events in a fortnight"):
        read(event("DTSTART:20270101T100000Z", "RRULE:FREQ=MINUTELY"), START, START + DAY * 14)


@pytest.mark.parametrize(
    "odd",
    [
        ("DTSTART:20270104T100000Z", "SEQUENCE:x"),
        ("DTSTART:20270104T100000Z", "RRULE:INTERVAL=2"),
        ("DTSTART:20270104T100000Z", "RRULE:FREQ=YEARLY;RSCALE=CHINESE"),
        ("DTSTART;VALUE=PERIOD:20270104T100000Z/PT1H", "RRULE:FREQ=WEEKLY"),
        ("DTSTART;TZID=America/New_York:20270104T100000", "EXDATE:99991231T235959Z"),
        ("DTSTART:20270104T100000Z", "DURATION:P9999999D"),
    ],
    ids=lambda lines: lines[-1],
)
def test_an_odd_event_takes_no_other_along(odd: tuple[str, ...]) -> None:
    """Whatever one event says, the weekly meeting beside it is read."""
    weekly = event("DTSTART:20270105T100000Z", "RRULE:FREQ=WEEKLY")
    inside = "\n".join(("BEGIN:VEVENT", "UID:odd", *odd, "END:VEVENT"))
    feed = weekly.replace(b"END:VCALENDAR", inside.encode() + b"\nEND:VCALENDAR")
    found = [one for one in read(feed, START, START + DAY * 14) if one.uid == "a"]
    assert len(found) == len(read(weekly, START, START + DAY * 14)) == 2


def test_a_time_zone_cannot_keep_us_busy() -> None:
    """A zone whose rule is not a yearly one is unknown."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Busy\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    feed = event("DTSTART;TZID=Busy:20270105T100000").replace(
        b"BEGIN:VEVENT", zone.encode() + b"BEGIN:VEVENT"
    )
    (found,) = read(feed, START, END)
    assert found.flaw == "unknown time zone"


def test_a_name_is_printable() -> None:
    """A NUL in a name, which PostgreSQL could not keep, is left out with its like."""
    data = event("DTSTART:20270304T090000Z").replace(b"UID:a", b"UID:a\x00b\x1fc")
    (found,) = read(data, datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 3, 8, tzinfo=UTC))
    assert found.uid == "abc"


def event(*lines: str) -> bytes:
    """Return a calendar with one event of half an hour."""
    inside = "\n".join(("UID:a", "DURATION:PT30M", *lines))
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{inside}\nEND:VEVENT\nEND:VCALENDAR\n".encode()
