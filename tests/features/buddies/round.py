"""What people do around a round of buddies, as short words for the tests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.data.buddy_tables import Buddy, BuddyMatch, BuddySeat
from bot.playground.state import Kind, Message
from tests.company import Company, local, said

MONDAY, TUESDAY = "2027-03-01", "2027-03-02"


def join(office: Company, user: str, **fields: Any) -> None:
    """Join by the command and the form."""
    office.command(user, "buddy")
    office.press_whisper(user, "Find a career buddy")
    usual = {"seeks": ["feedback"], "gives": ["writing"], "every": "1"}
    result = office.fill(user, **{**usual, **fields})
    assert result.ok, result
    office.slack.dismiss(user)


def at(day: str, clock: str) -> datetime:
    """Return a moment in Berlin."""
    return local(day, clock)


def hold(office: Company) -> None:
    """Move to Tuesday noon, when a round has been held and most are introduced."""
    office.to(at(TUESDAY, "12:00"))


def matches(office: Company) -> list[list[str]]:
    """Return who is in which open match, in the order they were made."""
    seats = office.rows(BuddySeat)
    return [
        sorted(seat.user for seat in seats if seat.match_id == one.id)
        for one in office.rows(BuddyMatch)
        if one.closed_at is None
    ]


def member(office: Company, user: str) -> Buddy:
    """Return the row of somebody who joined."""
    return next(one for one in office.rows(Buddy) if one.user == user)


def room(office: Company, *users: str) -> list[Message]:
    """Return what stands in the group conversation of these people."""
    found = [
        channel
        for channel in office.slack.channels.values()
        if channel.kind is Kind.MPIM and set(users) <= set(channel.members)
    ]
    return list(office.slack.messages(found[0].id)) if found else []


def words(messages: Sequence[Message]) -> str:
    """Return all that messages say."""
    return "\n".join(said(one.blocks) for one in messages)


def in_room(office: Company, user: str, label: str, *users: str) -> None:
    """Press a button in the latest message of the group conversation that has it."""
    for message in reversed(room(office, *users)):
        if label in words([message]):
            office.press(user, label, on=message)
            return
    raise AssertionError(label)
