"""Connecting a calendar and following it, as short words for the tests."""

from datetime import timedelta

from bot.data.calendar_tables import CalendarSeries
from bot.data.tables import Occurrence
from tests.company import DEV, MAYA, Company

HOUR = timedelta(hours=1)


def address(office: Company, name: str = "maya") -> str:
    """Return the secret address of somebody's calendar."""
    return f"{office.slack.responses.base.removesuffix('/response/')}/calendars/{name}.ics"


def connect(office: Company, user: str = MAYA, **fields: str) -> None:
    """Paste the address and wait until it has been read."""
    office.command(user, "calendar")
    assert office.fill(user, **{"address": address(office), **fields}).errors == {}
    assert "I am reading it now" in office.modal(user)
    office.slack.dismiss(user)
    look(office)


def look(office: Company) -> None:
    """Let the bot look at what is due now."""
    office.bot.run_errands()
    office.settle()


def follow(office: Company, user: str = MAYA, part: str = "manager", partner: str = DEV) -> None:
    """Choose the one one-on-one that was found."""
    office.press(user, "Choose one-on-ones")
    (found,) = [one for one in office.rows(CalendarSeries) if one.owner == user]
    sent = office.fill(user, **{f"part.{found.id}": part, f"with.{found.id}": partner})
    assert sent.errors == {}
    office.slack.dismiss(user)
    look(office)


def upcoming(office: Company) -> Occurrence:
    """Return the meeting that is open."""
    (found,) = [one for one in office.rows(Occurrence) if one.is_open]
    return found


def cues(office: Company, user: str = DEV) -> list[str]:
    """Return the questions that somebody was asked at the end of a meeting."""
    return [line for line in office.heading(user) if "minutes left" in line]
