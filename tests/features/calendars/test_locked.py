"""A calendar whose address no key opens any more holds up nobody else's."""

from bot.data.calendar_tables import CalendarFeed
from tests.company import KIM, MAYA, Company
from tests.features.calendars.following import connect


def test_a_calendar_that_no_key_opens_holds_up_no_other(office: Company) -> None:
    """Maya's cannot be read any more; Kim's is, at the same look."""
    connect(office)
    with office.bot.desk.store.begin() as session:
        (feed,) = office.rows(CalendarFeed)
        feed.sealed_address, feed.due_at = "locked by a key that is lost", office.slack.clock.now()
        session.merge(feed)
    connect(office, KIM)
    read = {one.owner: one.read_at for one in office.rows(CalendarFeed)}
    assert read.keys() == {MAYA, KIM}
    assert read[KIM]
