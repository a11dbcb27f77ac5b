"""The conversation: its messages, the field to write in, and a thread beside it."""

from collections.abc import Sequence
from functools import partial

from nicegui import ui
from nicegui.element import Element

from bot.playground.page_files import picker
from bot.playground.page_message import Line, draw_line, line, moment_of
from bot.playground.page_shelf import Shelf
from bot.playground.page_tab import Tab
from bot.playground.page_tags import CROSS, button, tag
from bot.playground.people import BOT
from bot.playground.state import Ephemeral, Message, Prompt, Result

NO_COMMANDS_IN_THREADS = "is not supported in threads. Sorry!"
EMPTY = "This is the very beginning. Nobody has written here yet."
Row = Line | str
"""A message, or the name of the day that begins."""


def conversation(tab: Tab) -> None:
    """Draw the messages of where the person is, and the field to write in."""
    with tag("div", "roll") as roll:
        log = tag("div", "log", role="log", aria_live="polite", aria_label="Messages")
        empty = tag("p", "quiet beginning", EMPTY)
    shelf = Shelf[Row](log, partial(_draw_row, tab))
    status = tag("p", "status", aria_live="polite")
    with tag("div", "prompts") as prompts:
        chips = Shelf[Prompt](prompts, partial(_draw_prompt, tab))
    composer(tab, "Message", roll, in_thread=False)

    def sync() -> None:
        rows = _rows(tab)
        shelf.show(rows)
        doing = tab.workspace.status(tab.user) if tab.channel == tab.dm else ""
        status.set_text(f"{tab.workspace.members[BOT].real_name} {doing}" if doing else "")
        empty.set_visibility(not rows)
        offered = tab.workspace.suggested_prompts(tab.user) if tab.channel == tab.dm else ()
        prompts.set_visibility(bool(offered))
        chips.show([(prompt.title, prompt) for prompt in offered])
        if not tab.at_home and tab.workspace.unread(tab.user, tab.channel):
            tab.workspace.mark_read(tab.user, tab.channel)

    tab.parts.append(sync)


def thread(tab: Tab, panel: Element) -> None:
    """Draw the thread that is open, in a panel that is there only then."""

    def close() -> None:
        tab.thread_ts = None
        tab.sync()

    with tag("div", "panel-head"):
        tag("h2", "", "Thread")
        button(CROSS, "round", aria_label="Close thread").on("click", close)
    with tag("div", "roll") as roll:
        log = tag("div", "log", role="log", aria_live="polite", aria_label="Replies")
    shelf = Shelf[Row](log, partial(_draw_row, tab))
    composer(tab, "Reply", roll, in_thread=True)

    def sync() -> None:
        panel.set_visibility(tab.thread_ts is not None and not tab.at_home)
        shelf.show(_replies(tab))

    tab.parts.append(sync)


def composer(tab: Tab, label: str, roll: Element, *, in_thread: bool) -> None:
    """Draw the field to write in: Enter sends, Shift and Enter begin a line.

    What was sent is looked at: `roll` goes to its end, wherever its reader was.
    """
    with tag("div", "composer"):
        picker(tab, in_thread=in_thread)
        field = ui.textarea().props("borderless autogrow dense").classes("composer-field")
        field.props["aria-label"] = label
        sender = button(
            "Send", "primary", aria_label="Send" if label == "Message" else "Send reply"
        )

    async def send() -> None:
        text = (field.value or "").strip()
        if not text:
            return
        field.value = ""
        result = await tab.act(partial(_said, tab, text, in_thread=in_thread))
        if result.error and not field.value:
            field.value = text
        ui.run_javascript(f"getHtmlElement({roll.id}).scrollTop = 0")  # it is built from its end

    field.on("keydown.enter.exact.prevent", send)
    sender.on("click", send)
    if not in_thread:
        tab.parts.append(lambda: _name(tab, field))


def _name(tab: Tab, field: ui.textarea) -> None:
    here = next((one for one in tab.workspace.channels_of(tab.user) if one.id == tab.channel), None)
    field.props["placeholder"] = f"Message {tab.title(here)}" if here else "Message"


def _said(tab: Tab, text: str, *, in_thread: bool) -> Result:
    space, thread_ts = tab.workspace, tab.thread_ts if in_thread else None
    if not text.startswith("/"):
        return space.say(tab.user, tab.channel, text, thread_ts)
    command, _, rest = text.partition(" ")
    if in_thread:
        return Result(f"{command} {NO_COMMANDS_IN_THREADS}")
    return space.command(tab.user, tab.channel, command, rest.strip())


def _rows(tab: Tab) -> list[tuple[str, Row]]:
    space = tab.workspace
    hidden = [one for one in space.ephemerals(tab.user, tab.channel) if not one.thread_ts]
    return _dated(tab, [*space.messages(tab.channel), *hidden], in_thread=False)


def _replies(tab: Tab) -> list[tuple[str, Row]]:
    if tab.thread_ts is None:
        return []
    space, root = tab.workspace, tab.thread_ts
    hidden = [one for one in space.ephemerals(tab.user, tab.channel) if one.thread_ts == root]
    return _dated(tab, [*space.thread(tab.channel, root), *hidden], in_thread=True)


def _dated(
    tab: Tab, said: Sequence[Message | Ephemeral], *, in_thread: bool
) -> list[tuple[str, Row]]:
    rows: list[tuple[str, Row]] = []
    day = ""
    for one in sorted(said, key=lambda one: float(one.ts)):
        local = tab.local(moment_of(one.ts))
        if (begins := f"{local:%A}, {local.day} {local:%B}") != day and not in_thread:
            day = begins
            rows.append((f"{tab.channel} {day}", day))
        kind = "hidden " if isinstance(one, Ephemeral) else ""
        rows.append((f"{kind}{one.channel} {one.ts}", line(tab, one, in_thread=in_thread)))
    return rows


def _draw_row(tab: Tab, row: Row) -> None:
    def open_thread(ts: str) -> None:
        tab.thread_ts = ts
        tab.sync()

    if isinstance(row, str):
        tag("h3", "day", row)
    else:
        draw_line(tab, row, open_thread)


def _draw_prompt(tab: Tab, prompt: Prompt) -> None:
    async def say() -> None:
        await tab.act(lambda: tab.workspace.say(tab.user, tab.channel, prompt.message))

    button(prompt.title, "chip", title=prompt.message).on("click", say)
