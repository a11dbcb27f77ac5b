"""Draws Block Kit: what the bot sends as JSON becomes elements of the page."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from nicegui import ui

from bot.playground.page_elements import Place, Scene, draw
from bot.playground.page_tags import show, tag, words
from bot.playground.page_text import Kind, Piece
from bot.playground.state import Json

_OWN_PICTURE = re.compile(r"(?:https?://(?:127\.0\.0\.1|localhost)(?::\d+)?)?/|data:image/")
_STYLES: Mapping[str, Kind] = {
    "bold": "bold",
    "italic": "italic",
    "strike": "strike",
    "code": "code",
}


def draw_block(block: Json, scene: Scene, *, has_focus: bool = False) -> None:
    """Draw one block; `has_focus` puts the keyboard into its element."""
    kind = block["type"]
    drawer = _DRAWERS.get(kind)
    with tag("div", f"kit kit-{kind}", data_block=block.get("block_id")):
        if kind == "input":
            _input(block, scene, has_focus=has_focus)
        elif drawer:
            drawer(block, scene)
        else:
            tag("span", "quiet", f"({kind} is not shown here)")


def draw_blocks(blocks: Sequence[Json], scene: Scene) -> None:
    """Draw the blocks of a message."""
    for block in blocks:
        draw_block(block, scene)


def _header(block: Json, scene: Scene) -> None:
    with tag("h3"):
        words(block["text"], scene.reader)


def _section(block: Json, scene: Scene) -> None:
    with tag("div", "section-text"):
        if text := block.get("text"):
            with tag("p"):
                words(text, scene.reader)
        if fields := block.get("fields"):
            with tag("div", "fields"):
                for one in fields:
                    with tag("p"):
                        words(one, scene.reader)
    if accessory := block.get("accessory"):
        with tag("div", "accessory"):
            _element(accessory, block, scene)


def _actions(block: Json, scene: Scene) -> None:
    for element in block["elements"]:
        _element(element, block, scene)


def _context(block: Json, scene: Scene) -> None:
    for element in block["elements"]:
        if element["type"] == "image":
            _picture(element)
        else:
            with tag("span"):
                words(element, scene.reader)


def _element(element: Json, block: Json, scene: Scene) -> None:
    if element["type"] == "image":
        _picture(element)
    else:
        text = (block.get("text") or {}).get("text", "")
        label = (element.get("placeholder") or {}).get("text") or text
        draw(Place(scene, block["block_id"], element, label, acts=True))


def _input(block: Json, scene: Scene, *, has_focus: bool) -> None:
    key, label = block["block_id"], block["label"]["text"]
    required = not block.get("optional", False)
    with tag("div", "label"):
        tag("span", "", label)
        tag("span", "required" if required else "quiet", "*" if required else "(optional)")
    acts = bool(block.get("dispatch_action"))
    draw(Place(scene, key, block["element"], label, acts, required, has_focus))
    if error := scene.errors.get(key):
        tag("p", "error", error, role="alert")
    if hint := block.get("hint"):
        tag("p", "hint", hint["text"])


def _image(block: Json, scene: Scene) -> None:
    if title := block.get("title"):
        with tag("p", "quiet"):
            words(title, scene.reader)
    _picture(block)


def _picture(image: Json) -> None:
    url, alt = str(image.get("image_url", "")), image.get("alt_text", "")
    # Nothing is fetched from elsewhere: a picture out in the world is named, not loaded.
    if _OWN_PICTURE.match(url):
        tag("img", "", src=url, alt=alt, loading="lazy")
    else:
        tag("span", "picture", alt or "picture", role="img", aria_label=alt)


def _divider(_: Json, __: Scene) -> None:
    tag("hr")


def _markdown(block: Json, _: Scene) -> None:
    # Tags are written out before Markdown is read, so that none of them comes alive.
    ui.markdown(escape(block["text"], quote=False).replace("&gt;", ">")).classes("markdown")


def _rich_text(block: Json, scene: Scene) -> None:
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            with tag("ol" if element.get("style") == "ordered" else "ul"):
                for item in element["elements"]:
                    with tag("li"):
                        show(tuple(_rich(item["elements"], scene)))
        else:
            inner = tuple(_rich(element["elements"], scene))
            kind: Kind | None = _RICH.get(element["type"])
            with tag("p"):
                show((Piece(kind, inner=inner),) if kind else inner)


_RICH: Mapping[str, Kind] = {"rich_text_quote": "quote", "rich_text_preformatted": "pre"}


def _rich(elements: Sequence[Json], scene: Scene) -> Iterator[Piece]:
    for element in elements:
        piece = _rich_piece(element, scene)
        for style, kind in _STYLES.items():
            if element.get("style", {}).get(style):
                piece = Piece(kind, inner=(piece,))
        yield piece


def _rich_piece(element: Json, scene: Scene) -> Piece:
    kind = element["type"]
    if kind == "text":
        return Piece("text", element["text"])
    references = {"user": "@{user_id}", "channel": "#{channel_id}", "broadcast": "!{range}"}
    if kind == "link":
        written = f"<{element['url']}|{element.get('text', element['url'])}>"
    else:
        written = f"<{references.get(kind, ':{name}:')}>".format_map(_Blank(element))
    return scene.reader.pieces(written)[0]


class _Blank(dict[str, Any]):
    """Names what is missing instead of failing."""

    def __missing__(self, key: str) -> str:
        return key


_DRAWERS: Mapping[str, Callable[[Json, Scene], None]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
}
