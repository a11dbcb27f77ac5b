"""Finding one-on-ones in a calendar: by who attends, or by whom a title names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.calendars.components import root
from bot.reception.members import pages
from bot.rules.one_to_one import MEETING, Event, is_titled, named_in, other_of, why_not

DAY, WEEK = timedelta(days=1), 7


@dataclass(frozen=True)
class Member:
    """Somebody of the workspace, as Slack tells of them."""

    user: str
    email: str
    names: tuple[str, ...]
    profile: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A one-on-one in a calendar: its next time, the days to the one after, and with whom."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    days: int
    partner: Member | None


def members(client: WebClient) -> list[Member]:
    """Return the people of a workspace who can have a one-on-one."""
    return [_member(one) for page in pages(client) for one in page if _is_person(one)]


def find(
    events: Sequence[Event], owner: str, everybody: Sequence[Member], pattern: str, now: datetime
) -> Iterator[Found]:
    """Yield the one-on-ones of `owner` among coming events, each series once."""
    mine = {one.email for one in everybody if one.user == owner and one.email}
    others = [one for one in everybody if one.user != owner]
    series: dict[str, list[Event]] = {}
    for event in events:
        if event.uid and event.starts_at > now and why_not(event, mine) is None:
            series.setdefault(root(event.uid), []).append(event)
    for name, ones in series.items():
        first = ones[0]
        is_one, partner = _partner(first, mine, others, pattern)
        if is_one:
            # To the nearest day: over the end of winter an hour is missing.
            days = round((ones[1].starts_at - first.starts_at) / DAY) if len(ones) > 1 else WEEK
            yield Found(name, first.starts_at, first.ends_at, days, partner)


def _partner(
    event: Event, mine: set[str], others: Sequence[Member], pattern: str
) -> tuple[bool, Member | None]:
    """Return whether an event is a one-on-one, and with whom, where it says so."""
    if event.attendees and mine:
        address = other_of(event, mine)
        partner = next((one for one in others if one.email and one.email == address), None)
        return partner is not None, partner
    if not is_titled(event.about, pattern):
        return False, None
    user = named_in(event.about, {one.user: one.names for one in others})
    partner = next((one for one in others if one.user == user), None)
    is_said = bool(MEETING.search(event.about.casefold())) or is_pattern(event.about, pattern)
    return partner is not None or is_said, partner


def is_pattern(title: str, pattern: str) -> bool:
    """Whether a title is one that the owner's own pattern names."""
    return bool(pattern) and is_titled(title, pattern) and not is_titled(title)


def _is_person(profile: Mapping[str, Any]) -> bool:
    is_other = profile.get("deleted") or profile.get("is_bot") or profile.get("is_restricted")
    return not is_other and profile.get("id") != "USLACKBOT"


def _member(profile: Mapping[str, Any]) -> Member:
    inner = profile.get("profile") or {}
    full = str(inner.get("real_name") or profile.get("real_name") or "")
    names = (str(inner.get("display_name") or ""), full, full.partition(" ")[0])
    email = str(inner.get("email") or "").lower()
    return Member(str(profile["id"]), email, tuple(filter(None, dict.fromkeys(names))), profile)
