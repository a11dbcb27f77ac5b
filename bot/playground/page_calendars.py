"""The quiet menu with which somebody's calendar is changed, as they would in their calendar."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from nicegui import ui

from bot.playground.calendars import Calendar, Meeting
from bot.playground.page_tab import Tab
from bot.playground.page_tags import button, sheet, tag

HOUR, QUARTER = timedelta(hours=1), 15
_Act = Callable[[], None]
NOT_YET = "The bot looks every half-hour, and once more just before a question is due."


def calendars(tab: Tab) -> None:
    """Draw a button for each calendar of the company."""
    for calendar in tab.workspace.calendars.values():
        title = f"{calendar.name.capitalize()}’s calendar"
        button(title, "discreet").on("click", partial(_panel, tab, calendar, title))


async def _panel(tab: Tab, calendar: Calendar, title: str) -> None:
    origin = await ui.run_javascript("window.location.origin")
    meeting = calendar.next_after(tab.workspace.clock.now())
    with sheet(title) as dialog:
        tag("p", "", f"{calendar.title}: {_told(tab, meeting)}")
        tag("p", "quiet", NOT_YET)
        with tag("div", "sheet-buttons"):
            for label, change in _changes(calendar, meeting):
                button(label, "").on("click", _changer(tab, change, dialog.close))
        tag("p", "quiet", "Its secret address, for the bot:")
        tag("code", "", f"{origin}/calendars/{calendar.name}.ics")
        with tag("div", "sheet-buttons"):
            button("Done", "primary").on("click", dialog.close)


def _told(tab: Tab, meeting: Meeting) -> str:
    if meeting.is_cancelled:
        return "cancelled"
    starts = tab.local(meeting.starts)
    ends = tab.local(meeting.starts + timedelta(minutes=meeting.minutes))
    return f"{starts:%A}, {starts.day} {starts:%B}, {starts:%H:%M}–{ends:%H:%M}"


def _changes(calendar: Calendar, meeting: Meeting) -> list[tuple[str, Callable[[], None]]]:
    """Return what can be done with the next meeting."""
    if meeting.is_cancelled:
        return []
    return [
        ("An hour later", lambda: calendar.move(meeting, HOUR)),
        ("A quarter shorter", lambda: calendar.shorten(meeting, meeting.minutes - QUARTER)),
        ("Cancel it", lambda: calendar.cancel(meeting)),
    ]


def _changer(tab: Tab, change: Callable[[], None], close: Callable[[], object]) -> _Act:
    def act() -> None:
        change()
        close()
        tab.sync()

    return act
