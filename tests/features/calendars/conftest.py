"""A calendar that is followed already."""

import pytest

from bot.playground.calendars import Calendar
from tests.company import DEV, Company
from tests.features.calendars.following import connect, follow


@pytest.fixture
def followed(office: Company) -> Calendar:
    """Let Dev's one-on-one with Maya follow her calendar: Thursdays 10:00, every week."""
    connect(office)
    follow(office)
    office.press(DEV, "Accept")
    return office.slack.calendars["maya"]
