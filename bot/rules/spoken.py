"""Days and times as people say them."""

from collections.abc import Sequence
from datetime import date, datetime, time

from bot.rules.workdays import zone_of

TWO = 2  # days are named both; more in a row are named by first and last
NEAR = 6  # days ahead within which a weekday's name is enough


def clock(at: datetime | time, zone: str = "UTC") -> str:
    """Return "10:30", local to `zone`; a bare time stands for itself."""
    local = at.astimezone(zone_of(zone)) if isinstance(at, datetime) else at
    return f"{local:%H:%M}"


def day(at: datetime | date, zone: str, now: datetime) -> str:
    """Return "today", "tomorrow", "Thursday", "Thursday 4 March", or that with the year."""
    local = at.astimezone(zone_of(zone)).date() if isinstance(at, datetime) else at
    today = now.astimezone(zone_of(zone)).date()
    ahead = (local - today).days
    if ahead in {0, 1}:
        return "tomorrow" if ahead else "today"
    if 1 < ahead <= NEAR:
        return f"{local:%A}"
    year = "" if local.year == today.year else f" {local.year}"
    return date_of(local, zone) + year


def date_of(at: datetime | date, zone: str = "UTC") -> str:
    """Return "Thursday 4 March"."""
    local = at.astimezone(zone_of(zone)).date() if isinstance(at, datetime) else at
    return f"{local:%A} {local.day} {local:%B}"


def past_day(at: datetime, zone: str, now: datetime) -> str:
    """Return "Thursday 4 March", with the year where it is not this one."""
    local, today = at.astimezone(zone_of(zone)), now.astimezone(zone_of(zone))
    year = "" if local.year == today.year else f" {local.year}"
    return date_of(at, zone) + year


def moment(at: datetime, zone: str, now: datetime) -> str:
    """Return "today at 10:30", "Thursday at 10:30", or "Thursday 4 March at 10:30"."""
    return f"{day(at, zone, now)} at {clock(at, zone)}"


def dated(at: datetime, zone: str, now: datetime) -> str:
    """Return "Thursday 4 March at 10:30", which is as true when it is read days later."""
    return f"{past_day(at, zone, now)} at {clock(at, zone)}"


def place(zone: str) -> str:
    """Return the city by which a zone is known: "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")


def begun(text: str, words: str) -> str:
    """Return a text with a capital letter where it begins with `words`, in bold or not."""
    mark = "*" if text.startswith("*") else ""
    if not text.removeprefix(mark).startswith(words):
        return text
    return f"{mark}{words[:1].upper()}{text[len(mark) + 1 :]}"


def listed(days: str, names: Sequence[str]) -> str:
    """Return ISO weekdays ("12345") as "Monday to Friday"; others one by one."""
    numbers = sorted(int(one) for one in days)
    if len(numbers) > TWO and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{names[numbers[0] - 1]} to {names[numbers[-1] - 1]}"
    return ", ".join(names[number - 1] for number in numbers)
