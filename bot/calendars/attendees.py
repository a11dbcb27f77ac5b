"""Who takes part in an event, by e-mail address: people, and not rooms or whole lists."""

from collections.abc import Iterator
from typing import Any

NOT_PEOPLE = frozenset({"ROOM", "RESOURCE"})
MAILTO = "mailto:"
BOTH = 2


def addresses(event: Any, *, organizer_attends: bool) -> frozenset[str]:
    """Return the addresses of all who take part, in small letters.

    Whoever organizes counts where nobody but one other is listed. Exchange never lists them, so
    with `organizer_attends` they always count.
    """
    found = {address for one in _people(event) if (address := _address(one))}
    organizer = _address(event["ORGANIZER"]) if "ORGANIZER" in event else None
    if organizer and found and (organizer_attends or len(found) < BOTH):
        found.add(organizer)
    return frozenset(found)


def declined(event: Any) -> frozenset[str]:
    """Return the addresses of those who will not come."""
    return frozenset(
        address
        for one in _people(event)
        if str(one.params.get("PARTSTAT", "")).upper() == "DECLINED" and (address := _address(one))
    )


def is_group(event: Any) -> bool:
    """Whether a whole list of people is invited."""
    return any(_kind(one) == "GROUP" for one in _attendees(event))


def _people(event: Any) -> Iterator[Any]:
    for one in _attendees(event):
        role = str(one.params.get("ROLE", "")).upper()
        if _kind(one) not in NOT_PEOPLE and role != "NON-PARTICIPANT":
            yield one


def _attendees(event: Any) -> list[Any]:
    found = event.get("ATTENDEE") or []
    return [one for one in (found if isinstance(found, list) else [found]) if _has_params(one)]


def _has_params(one: Any) -> bool:
    return hasattr(one, "params")


def _kind(one: Any) -> str:
    return str(one.params.get("CUTYPE", "")).upper()


def _address(one: Any) -> str | None:
    """Return an address; some calendars write it beside a value that is none."""
    text = str(one).strip().strip('"')
    if text.lower().startswith(MAILTO):
        text = text[len(MAILTO) :]
    if "@" not in text:
        text = str(getattr(one, "params", {}).get("EMAIL", ""))
    text = text.strip().lower()
    return text if "@" in text else None
