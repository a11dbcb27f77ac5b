"""The quiet menu with which Slack is made to misbehave."""

from collections.abc import Callable
from functools import partial

from nicegui.events import GenericEventArguments

from bot.playground.faults import Trouble
from bot.playground.page_tab import Tab
from bot.playground.page_tags import CHECKED, button, sheet, tag

TIMES = 3
SECONDS = 2
TOLD = (
    (Trouble.RATE_LIMITED, "Too many requests", "Calls of the bot are told to wait two seconds."),
    (Trouble.BROKEN, "Slack is down", "Calls of the bot are answered with an error 500."),
    (Trouble.LOST_BEFORE, "Calls get lost", "Nothing happens, and the bot hears nothing."),
    (Trouble.LOST_AFTER, "Answers get lost", "It happens, but the bot hears nothing."),
    (Trouble.SLOW, "Answers are slow", "It happens, and the bot hears of it two seconds later."),
    (Trouble.EVENT_LOST, "Events get lost", "What people do reaches the bot late or not at all."),
    (Trouble.EVENT_DOUBLED, "Events come twice", "What people do reaches the bot twice."),
    (Trouble.EVENT_DELAYED, "Events are late", "What people do reaches the bot two seconds late."),
)


def faults(tab: Tab) -> None:
    """Draw the button that opens the panel, and how much trouble is switched on."""
    opener = button("Make Slack misbehave", "discreet").on("click", partial(_panel, tab))

    def sync() -> None:
        count = len(tab.workspace.faults.active())
        opener.set_text(f"Make Slack misbehave ({count} on)" if count else "Make Slack misbehave")

    tab.parts.append(sync)


def _panel(tab: Tab) -> None:
    on = {fault.trouble for fault in tab.workspace.faults.active()}
    with sheet("Make Slack misbehave") as dialog:
        tag("p", "quiet", f"Each lasts for the next {TIMES} occasions. Watch what the bot does.")
        with tag("div", "choices"):
            for trouble, name, meaning in TOLD:
                with tag("label", "choice"):
                    checked = True if trouble in on else None
                    box = tag("input", type="checkbox", checked=checked)
                    box.on("change", _switch(tab, trouble), js_handler=CHECKED)
                    with tag("span", "choice-text"):
                        tag("span", "", name)
                        tag("span", "quiet", meaning)
        with tag("div", "sheet-buttons"):
            button("Done", "primary").on("click", dialog.close)


def _switch(tab: Tab, trouble: Trouble) -> Callable[[GenericEventArguments], None]:
    def switch(event: GenericEventArguments) -> None:
        if event.args:
            tab.workspace.faults.switch_on(trouble, times=TIMES, seconds=SECONDS)
        else:
            tab.workspace.faults.clear(trouble)
        tab.sync()

    return switch
