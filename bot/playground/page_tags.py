"""Makes the page's elements: plain tags whose text is never read as HTML."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.playground.page_text import Piece, Reader

_TAGS: Mapping[str, str] = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "code": "code",
    "pre": "pre",
    "quote": "blockquote",
    "link": "a",
    "mention": "span",
    "text": "span",
}


CROSS = "\N{MULTIPLICATION SIGN}"
Act = Callable[[], object]
CHECKED = "(event) => emit(event.target.checked)"


def tag(name: str, classes: str = "", text: str = "", /, **attributes: Any) -> TextElement:
    """Make an HTML element; `aria_label` becomes `aria-label`, `for_` becomes `for`."""
    element = TextElement(tag=name, text=text).classes(classes)
    for key, value in attributes.items():
        if value is not None:
            element.props[key.rstrip("_").replace("_", "-")] = value
    return element


def button(text: str, classes: str = "", **attributes: Any) -> TextElement:
    """Make a button that never submits a form by itself."""
    return tag("button", f"button {classes}", text, type="button", **attributes)


def icon(glyph: str) -> TextElement:
    """Show a glyph that a screen reader passes over."""
    return tag("span", "glyph", glyph, aria_hidden="true")


def show(pieces: tuple[Piece, ...]) -> None:
    """Show pieces of text as elements, each kind by its own tag."""
    for piece in pieces:
        with tag(_TAGS[piece.kind], f"mrkdwn-{piece.kind}", piece.text) as element:
            show(piece.inner)
        if piece.href:
            element.props["href"] = piece.href
            element.props["target"] = "_blank"
            element.props["rel"] = "noopener noreferrer"


def words(composition: Mapping[str, Any], reader: Reader) -> None:
    """Show one of Slack's text objects: `plain_text` as it is, `mrkdwn` as it reads."""
    text = str(composition.get("text", ""))
    if composition.get("type") == "mrkdwn":
        show(reader.pieces(text))
    else:
        tag("span", "", text)


def menu(
    name: str, choices: Iterable[tuple[str, Act | None]], classes: str = "", **attributes: Any
) -> None:
    """Draw a button with a menu of what can be done; what has no act cannot be chosen now."""
    called = {"aria_label": name, "aria_haspopup": "menu"}
    with button("", f"round {classes}", **called, **attributes):
        icon("⋯")
        with ui.menu():
            for text, act in choices:
                item = ui.menu_item(text, act)
                item.props["role"] = "menuitem"
                item.set_enabled(act is not None)


@contextmanager
def sheet(title: str, role: str = "dialog") -> Iterator[ui.dialog]:
    """Open a small dialog with a title, which the `with` block fills; it goes when closed."""
    with ui.dialog(value=True) as dialog, tag("div", "sheet small", role=role, aria_label=title):
        tag("h2", "", title)
        yield dialog
    dialog.on("hide", dialog.delete)


async def shown_confirmation(confirm: Mapping[str, Any], reader: Reader) -> bool:
    """Ask "are you sure" with Slack's confirm object; tell whether the person agreed."""
    with sheet(confirm["title"]["text"], "alertdialog") as dialog:
        with tag("p"):
            words(confirm["text"], reader)
        with tag("div", "sheet-buttons"):
            # Whoever presses Enter twice without reading has changed nothing.
            deny = button(confirm["deny"]["text"], autofocus=True)
            agree = button(confirm["confirm"]["text"], confirm.get("style", "primary"))
    deny.on("click", lambda: dialog.submit(False))
    agree.on("click", lambda: dialog.submit(True))
    return bool(await dialog)
