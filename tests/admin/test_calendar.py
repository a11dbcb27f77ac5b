"""`python -m bot calendar check`: what Trellis sees in a file or at an address."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.calendars.addresses import Reach
from bot.calendars.fetching import Web
from tests.calendars.hostile import HOST, plainly, serving

NEXT = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2, minutes=10)
MAYA, DEV = "maya@example.com", "dev@example.com"


def run(*words: str) -> tuple[int, str, str]:
    """Run the command; return how it ended and what it printed."""
    result = CliRunner().invoke(app, ["calendar", "check", *words])
    return result.exit_code, result.stdout, result.stderr


def listed(*words: str) -> list[dict[str, Any]]:
    """Return the list that the command prints."""
    code, printed, _ = run(*words, "--json")
    assert code == 0
    return list(json.loads(printed))


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Write a calendar of a meeting that repeats, one that is declined, and one far away."""
    at, other = f"{NEXT:%Y%m%dT%H%M%SZ}", f"{NEXT + timedelta(days=1):%Y%m%dT%H%M%SZ}"
    far = f"{NEXT + timedelta(days=30):%Y%m%dT%H%M%SZ}"
    both = f"ATTENDEE:mailto:{MAYA}\nATTENDEE:mailto:{DEV}"
    events = (
        f"UID:a\nDTSTART:{at}\nDURATION:PT45M\nRRULE:FREQ=WEEKLY\nSUMMARY:Secret\n{both}",
        f"UID:b\nDTSTART:{other}\nDURATION:PT45M\n{both.replace('E:', 'E;PARTSTAT=DECLINED:', 1)}",
        f"UID:c\nDTSTART:{far}\nDURATION:PT45M",
    )
    inside = "\n".join(f"BEGIN:VEVENT\n{one}\nEND:VEVENT" for one in events)
    path = tmp_path / "calendar.ics"
    path.write_text(f"BEGIN:VCALENDAR\n{inside}\nEND:VCALENDAR\n")
    return path


def test_one_object_for_each_occurrence(feed: Path) -> None:
    """The list tells who, when, and when the question comes; a title is not in it."""
    first, declined, second = listed(str(feed))
    assert first == {
        "uid": "a",
        "recurrence_id": NEXT.isoformat(),
        "start": NEXT.isoformat(),
        "end": (NEXT + timedelta(minutes=45)).isoformat(),
        "zone": "UTC",
        "attendees": [DEV, MAYA],
        "cue": (NEXT + timedelta(minutes=30)).isoformat(),
        "left_out": None,
    }
    assert (declined["cue"], declined["left_out"]) == (None, "declined")
    assert second["start"] == (NEXT + timedelta(days=7)).isoformat()


def test_days_and_me(feed: Path) -> None:
    """One may look further ahead, and say whose calendar it is."""
    assert [one["uid"] for one in listed(str(feed), "--days", "2")] == []
    assert "c" in [one["uid"] for one in listed(str(feed), "--days", "40")]
    assert {one["left_out"] for one in listed(str(feed), "--me", "DEV@example.com")} == {
        None,
        "declined",
    }
    left_out = [one["left_out"] for one in listed(str(feed), "--me", "kim@example.com")]
    assert left_out[0] == "one of the two does not attend"


def test_people_get_a_table(feed: Path) -> None:
    """Without --json there is a line for each, and a count."""
    code, printed, _ = run(str(feed))
    assert code == 0
    assert "3 occurrences, 2 of which may be one-on-ones." in printed
    assert "declined" in printed


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A file that is missing or no calendar, and an address that is private, end with a reason."""
    other = tmp_path / "page.html"
    other.write_text("<html>")
    for source, reason in (
        (str(tmp_path / "none.ics"), "cannot be read: No such file"),
        (str(other), "It is no calendar"),
        ("https://127.0.0.1/cal.ics", "It leads to a private address"),
        ("http://example.com/cal.ics", "Only addresses that begin with https://"),
    ):
        code, printed, told = run(source)
        assert (code, printed) == (1, "")
        assert reason in told
        assert "Traceback" not in told


def test_an_address(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed is fetched and shown like a file."""
    with serving(plainly("Content-Type: text/calendar", feed.read_bytes())) as server:
        reach = Reach(frozenset({(HOST, server.port)}))
        monkeypatch.setattr("bot.admin.calendar.Web", lambda: Web(reach))
        assert [one["uid"] for one in listed(server.url())] == ["a", "b", "a"]
