"""What is told of calendars: what was found, and that one cannot be read."""

from sqlmodel import Session

from bot.blocks import actions, button, context, section
from bot.data import calendars, people
from bot.data.calendar_tables import CalendarFeed
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.reception.desk import Desk
from bot.rules import spoken


def found(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Tell the owner how many one-on-ones there are, and ask which to follow."""
    feed = session.get(CalendarFeed, delivery.about["feed"])
    if feed is None:
        return None
    series = calendars.series(session, feed.id or 0)
    count = sum(one.one_on_one_id is None for one in series)
    if not count:
        text = desk.say("calendar.found_none")
        return Rendered(text, [section(text)])
    text = desk.say("calendar.found_one") if count == 1 else desk.say("calendar.found", count=count)
    choose = button(desk.say("calendar.choose"), "calendar.choose", feed.id, primary=True)
    why = context(desk.say("calendar.found_why"))
    return Rendered(text, [section(text), actions(choose), why])


def unreadable(_session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Tell the owner that what they gave is no calendar that can be read, and why."""
    reason = desk.say(f"calendar_trouble.{delivery.about['trouble']}")
    text = desk.say("calendar.unreadable", reason=reason)
    again = button(desk.say("calendar.connect"), "calendar.open", "new")
    return Rendered(text, [section(text), actions(again)])


def failing(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Tell the owner, once, that a calendar could not be read for a day."""
    feed = session.get(CalendarFeed, delivery.about["feed"])
    if feed is None or feed.failing_since is None or feed.read_at is None:
        return None
    reader = people.person(session, delivery.team, delivery.to)
    when = spoken.moment(feed.read_at, people.zone(reader), desk.now())
    reason = desk.say(f"calendar_trouble.{feed.trouble}")
    text = desk.say("calendar.failing", reason=reason, when=when)
    return Rendered(text, [section(text)])


VIEWS = {
    "calendar.found": found,
    "calendar.unreadable": unreadable,
    "calendar.failing": failing,
}
