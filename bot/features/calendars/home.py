"""What calendars show on Home: when yours was last read, and what you can do with it."""

from sqlmodel import Session

from bot.blocks import Block, actions, button, divider, section, sure
from bot.data import calendars, people
from bot.data.calendar_tables import CalendarFeed
from bot.reception.desk import Caller, Desk
from bot.rules import spoken


def show(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the blocks: a way to connect a calendar, or how the connected ones stand."""
    feeds = calendars.of_owner(session, me.team, me.user)
    connect = button(desk.say("calendar.connect"), "calendar.open", "new")
    if not feeds and people.person(session, me.team, me.user).is_guest:
        return []
    if not feeds:
        return [divider(), section(desk.say("calendar.home_never"), connect)]
    found: list[Block] = [divider()]
    for feed in feeds:
        found += [section(_line(session, desk, me, feed)), _buttons(session, desk, feed)]
    return found


def _line(session: Session, desk: Desk, me: Caller, feed: CalendarFeed) -> str:
    if feed.read_at is None:
        return desk.say("calendar.home_waits")
    zone = people.zone(people.person(session, me.team, me.user))
    when = spoken.moment(feed.read_at, zone, desk.now())
    if feed.failing_since is None:
        return desk.say("calendar.home_read", when=when)
    reason = desk.say(f"calendar_trouble.{feed.trouble}")
    return desk.say("calendar.home_failing", reason=reason, when=when)


def _buttons(session: Session, desk: Desk, feed: CalendarFeed) -> Block:
    asked = sure(
        desk.say("calendar.forget_sure"),
        desk.say("calendar.forget_sure_text"),
        desk.say("calendar.forget_yes"),
        desk.say("calendar.forget_no"),
        erases=True,
    )
    is_open = any(one.one_on_one_id is None for one in calendars.series(session, feed.id or 0))
    first = (
        button(desk.say("calendar.choose"), "calendar.choose", feed.id, primary=True)
        if is_open
        else button(desk.say("calendar.again"), "calendar.again", feed.id)
    )
    forget = button(desk.say("calendar.forget"), "calendar.forget", feed.id) | {"confirm": asked}
    return actions(first, forget)
