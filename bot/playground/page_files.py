"""Files: those that stand in a message, and the way to share one's own."""

import secrets
from base64 import b64encode
from functools import partial

from nicegui import ui
from nicegui.events import UploadEventArguments

from bot.playground.page_tab import Tab
from bot.playground.page_tags import button, icon, sheet, tag
from bot.playground.state import File

KILO = 1024
PNG = b"\x89PNG\r\n"
LARGEST = 5 * KILO * KILO


def draw_file(file: File) -> None:
    """Draw a file as a button that downloads it; a picture stands above its own."""
    if file.content.startswith(PNG):
        source = f"data:image/png;base64,{b64encode(file.content).decode()}"
        tag("img", "shared-picture", src=source, alt=file.alt)
    size = len(file.content)
    told = f"{size} bytes" if size < KILO else f"{size // KILO} KB"
    with button("", "file", aria_label=f"Download {file.name}") as shown:
        icon("⤓")
        tag("span", "", file.title or file.name)
        tag("span", "quiet", told)
    shown.on("click", lambda: ui.download.content(file.content, file.name))


def picker(tab: Tab, *, in_thread: bool) -> None:
    """Draw the button with which a person shares a file, here or in the open thread."""
    shown = button("+", "round", aria_label="Share a file")
    shown.on("click", partial(_pick, tab, in_thread=in_thread))


def _pick(tab: Tab, *, in_thread: bool) -> None:
    with sheet("Share a file") as dialog:
        tag("p", "quiet", "Up to 5 MB. It stays in this playground.")

        async def share(event: UploadEventArguments) -> None:
            content = await event.file.read()
            dialog.close()
            file = File(
                id=f"F0{secrets.token_hex(5).upper()}",
                name=event.file.name,
                content=content,
                user=tab.user,
                mimetype=event.file.content_type,
            )
            thread_ts = tab.thread_ts if in_thread else None
            space = tab.workspace
            await tab.act(lambda: space.say(tab.user, tab.channel, "", thread_ts, [file]))

        chooser = ui.upload(auto_upload=True, max_file_size=LARGEST, on_upload=share)
        chooser.props("flat bordered").props["label"] = "Choose a file"
        with tag("div", "sheet-buttons"):
            button("Cancel").on("click", dialog.close)
