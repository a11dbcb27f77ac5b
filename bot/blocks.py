"""The few Block Kit pieces that every view shares. Slack's limits and escaping live here."""

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import category

Block = dict[str, Any]

TEXT = 3_000
HEADER = 150
BUTTON = 75
TITLE = 24
OPTION = 75
SURE_TITLE, SURE_TEXT, SURE_BUTTON = 100, 300, 30
HOME = 100

# Characters that draw text where it does not stand: embeddings, overrides and isolates.
_BIDI = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_LINES = {0x2028: "\n", 0x2029: "\n"}
_HALF = re.compile(r"&[a-z]*…$")
_LINK = re.compile(r"<(?:([@#!])([^<>|\s]+)|([^<>|\s]+))(?:\|([^<>]*))?>")


def clean(words: str) -> str:
    """Return what a person wrote without control and direction-forcing characters.

    What joins, parts or directs letters in some scripts stays; empty where nothing can be seen.
    """
    kept = "".join(one for one in words.translate(_LINES) if one in "\n\t" or _is_kept(one))
    return kept.strip() if any(_is_seen(one) for one in kept) else ""


def _is_kept(one: str) -> bool:
    return category(one) not in {"Cc", "Cs"} and one not in _BIDI


def _is_seen(one: str) -> bool:
    return not category(one).startswith("Z") and category(one) not in {"Cc", "Cf"}


def as_typed(text: str) -> str:
    """Return a message's text as its author typed it: Slack escapes it and marks up links."""
    bare = _LINK.sub(_bare, text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _bare(link: re.Match[str]) -> str:
    sign, name, address, label = link.groups(default="")
    if sign:
        return ("@" if sign == "!" else sign) + (label or name).removeprefix("@")
    is_same = label in address or not label
    return address.removeprefix("mailto:") if is_same else f"{label} ({address})"


def escape(words: str) -> str:
    """Return `words` so that Slack's mrkdwn shows it as typed: `<!channel>` stays text."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(words: str, limit: int) -> str:
    """Return `words` in at most `limit` characters, the last one an ellipsis where it was cut."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def plain(words: str, limit: int = TEXT) -> Block:
    """Build a plain_text object: nothing in it is ever read as markup."""
    return {"type": "plain_text", "text": cut(words, limit) or " ", "emoji": False}


def mrkdwn(words: str) -> Block:
    """Build a mrkdwn object; whatever a person wrote must have been escaped.

    Where it has to be cut, no escape is cut in half.
    """
    return {"type": "mrkdwn", "text": _HALF.sub("…", cut(words, TEXT))}


def header(words: str) -> Block:
    """Build a large title."""
    return {"type": "header", "text": plain(words, HEADER)}


def section(words: str, accessory: Block | None = None) -> Block:
    """Build a paragraph, with a button beside it where one is given."""
    block: Block = {"type": "section", "text": mrkdwn(words)}
    return block | {"accessory": accessory} if accessory else block


def spoken(words: str) -> Block:
    """Show what somebody wrote, to the letter."""
    return {"type": "section", "text": plain(words)}


def in_words(blocks: Sequence[Block]) -> str:
    """Return what the paragraphs among `blocks` say: for screen readers and notifications."""
    return "\n".join(one["text"]["text"] for one in blocks if one["type"] == "section")


def context(words: str) -> Block:
    """Build the small grey line: why this came, and who can see what."""
    return {"type": "context", "elements": [mrkdwn(words)]}


def divider() -> Block:
    """Build a thin line."""
    return {"type": "divider"}


def button(label: str, action: str, value: object, *, primary: bool = False) -> Block:
    """Build a button; `value` is the key of the row that it is about."""
    block: Block = {
        "type": "button",
        "text": plain(label, BUTTON),
        "action_id": action,
        "value": str(value),
    }
    return block | {"style": "primary"} if primary else block


def sure(title: str, text: str, yes: str, no: str, *, erases: bool = False) -> Block:
    """Build what asks once more before a press counts; red where it `erases` something."""
    asked: Block = {
        "title": plain(title, SURE_TITLE),
        "text": plain(text, SURE_TEXT),
        "confirm": plain(yes, SURE_BUTTON),
        "deny": plain(no, SURE_BUTTON),
    }
    return asked | {"style": "danger"} if erases else asked


def actions(*buttons: Block) -> Block:
    """Build a row of buttons, the likely one first."""
    return {"type": "actions", "elements": list(buttons)}


def option(label: str, value: str) -> Block:
    """Build one choice of a select or of radio buttons."""
    return {"text": plain(label, OPTION), "value": value}


def select(action: str, options: list[Block], chosen: str | None = None) -> Block:
    """Build a drop-down list; `chosen` is the value that stands in it at first."""
    return _choice("static_select", action, options, chosen)


def radio(action: str, options: list[Block], chosen: str | None = None) -> Block:
    """Build radio buttons; `chosen` is the value that is marked at first."""
    return _choice("radio_buttons", action, options, chosen)


def _choice(kind: str, action: str, options: list[Block], chosen: str | None) -> Block:
    block: Block = {"type": kind, "action_id": action, "options": options}
    first = next((o for o in options if o["value"] == chosen), None)
    return block | {"initial_option": first} if first else block


def text_input(action: str, *, initial: str = "", lines: bool = True, limit: int = TEXT) -> Block:
    """Build a text field; with `lines` it takes several."""
    block: Block = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": lines,
        "max_length": limit,
    }
    return block | {"initial_value": initial} if initial else block


def field(
    name: str,
    label: str,
    element: Block,
    *,
    hint: str = "",
    optional: bool = False,
    tells: bool = False,
) -> Block:
    """Build an input with its label. `tells` sends a choice at once: the form can answer."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2_000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2_000)
    if tells:
        block["dispatch_action"] = True
    return block


def modal(
    title: str,
    blocks: list[Block],
    *,
    close: str,
    form: str = "",
    submit: str = "",
    about: str = "",
) -> Block:
    """Build a modal; `form` and `submit` let it be sent, `about` is the row it is about."""
    view: Block = {
        "type": "modal",
        "title": plain(title, TITLE),
        "close": plain(close, TITLE),
        "blocks": blocks[:HOME],
        "private_metadata": about,
    }
    if form:
        view |= {"callback_id": form, "submit": plain(submit, TITLE)}
    return view


def home(blocks: list[Block], last: Sequence[Block] = (), asked: str = "") -> Block:
    """Build the Home tab within Slack's hundred blocks: what is `last` stands there in any case.

    `asked` is what its reader asked to see; the view remembers it.
    """
    shown = [*blocks[: HOME - len(last)], *last]
    return {"type": "home", "blocks": shown, "private_metadata": asked}
