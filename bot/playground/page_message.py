"""One message: who said what and when, its blocks and files, and what can be done with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from nicegui import ui

from bot.playground.page_blocks import draw_blocks
from bot.playground.page_elements import Scene
from bot.playground.page_files import draw_file
from bot.playground.page_people import avatar
from bot.playground.page_tab import Tab
from bot.playground.page_tags import button, sheet, show, tag
from bot.playground.page_text import unescape
from bot.playground.people import BOT, Member
from bot.playground.state import Ephemeral, Message, Result, Selection

_MENTION = re.compile(r"<@(\w+)[^<>]*>")
_ROOM = re.compile(r"<#\w+\|([^<>]*)>")


@dataclass(frozen=True)
class Line:
    """A message as one person sees it: `zone` and `today` decide how its times read."""

    said: Message | Ephemeral
    author: Member
    zone: str
    today: str
    in_thread: bool


def moment_of(ts: str) -> datetime:
    """Return the moment that a message's `ts` stands for."""
    return datetime.fromtimestamp(float(ts), UTC)


def line(tab: Tab, said: Message | Ephemeral, *, in_thread: bool) -> Line:
    """Gather what it takes to draw a message."""
    author = BOT if isinstance(said, Ephemeral) else said.user
    today = f"{tab.local(tab.workspace.clock.now()):%Y-%m-%d}"
    return Line(said, tab.workspace.members[author], tab.member.tz, today, in_thread)


def draw_line(tab: Tab, line: Line, open_thread: Callable[[str], None]) -> None:
    """Draw a message with its tools."""
    said = line.said
    hidden = isinstance(said, Ephemeral)
    classes = "message ephemeral" if hidden else "message"
    with tag("article", classes, data_ts=said.ts, aria_label=f"{line.author.real_name} said"):
        avatar(line.author)
        with tag("div", "message-body"):
            _head(tab, line)
            _content(tab, said)
            if isinstance(said, Message):
                for file in said.files:
                    draw_file(file)
                _answers(said, line, open_thread)
        if isinstance(said, Message):
            _tools(tab, said, line, open_thread)


def _head(tab: Tab, line: Line) -> None:
    with tag("div", "message-head"):
        tag("span", "author", line.author.real_name)
        if line.author.is_bot:
            tag("span", "badge", "App")
        at = tab.local(moment_of(line.said.ts))
        full = f"{at:%A, %d %B %Y, %H:%M}"
        tag("time", "quiet", f"{at:%H:%M}", datetime=at.isoformat(), title=full)
        if isinstance(line.said, Ephemeral):
            tag("span", "quiet", "Only visible to you")
        elif line.said.is_reply and not line.in_thread:
            tag("span", "quiet", "replied to a thread")


def _content(tab: Tab, said: Message | Ephemeral) -> None:
    async def press(block: str, action: str, selection: Selection) -> None:
        await tab.act(
            lambda: tab.workspace.press(
                tab.user, block, action, message=(said.channel, said.ts), selection=selection
            )
        )

    if said.blocks:
        draw_blocks(said.blocks, Scene(tab.reader, tab.people, tab.channels, press))
    elif said.text:
        with tag("div", "said"):
            show(tab.reader.pieces(said.text))
    if isinstance(said, Message) and said.edited_ts and not said.bot_id:
        tag("span", "quiet", "(edited)")


def _answers(said: Message, line: Line, open_thread: Callable[[str], None]) -> None:
    if said.reply_count and not line.in_thread:
        text = "1 reply" if said.reply_count == 1 else f"{said.reply_count} replies"
        button(text, "answers").on("click", lambda: open_thread(said.thread_ts or said.ts))


def _tools(tab: Tab, said: Message, line: Line, open_thread: Callable[[str], None]) -> None:
    with tag("div", "tools", role="group", aria_label="What to do with this message"):
        if not line.in_thread:
            reply = button("Reply", "tool", aria_label="Reply in thread")
            reply.on("click", lambda: open_thread(said.thread_ts or said.ts))
        if said.user == tab.user:
            button("Edit", "tool", aria_label="Edit message").on("click", partial(_edit, tab, said))
            remove = button("Delete", "tool", aria_label="Delete message")
            remove.on("click", partial(_delete, tab, said))


def _edit(tab: Tab, said: Message) -> None:
    with sheet("Edit message") as dialog:
        field = ui.textarea(value=_as_typed(tab, said.text)).props("outlined autogrow autofocus")
        field.props["aria-label"] = "Edit message"

        def save() -> Result:
            return tab.workspace.edit(tab.user, said.channel, said.ts, field.value or "")

        _choices(tab, dialog, "Save", save)


def _as_typed(tab: Tab, text: str) -> str:
    members = tab.workspace.members
    named = _MENTION.sub(lambda m: f"@{members[m[1]].name}" if m[1] in members else m[0], text)
    return unescape(_ROOM.sub(r"#\1", named))


def _delete(tab: Tab, said: Message) -> None:
    with sheet("Delete message") as dialog:
        tag("p", "", "Do you want to delete this message? That cannot be undone.")
        remove = partial(tab.workspace.delete, tab.user, said.channel, said.ts)
        _choices(tab, dialog, "Delete", remove, "danger")


def _choices(
    tab: Tab, dialog: ui.dialog, text: str, doing: Callable[[], Result], style: str = "primary"
) -> None:
    async def do() -> None:
        dialog.close()
        await tab.act(doing)

    with tag("div", "sheet-buttons"):
        cancel = button("Cancel", autofocus=True if style == "danger" else None)
        cancel.on("click", dialog.close)
        button(text, style).on("click", do)
