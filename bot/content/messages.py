"""What the bot says: each message stands there once, with its placeholders and no other."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from bot.content.page import Page

LONGEST_MESSAGE = 2900  # Slack takes 3,000 characters in a section


def read_messages(page: Page, contract: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Return each message by its key; note what is missing, unknown, or cannot be filled in."""
    found = dict(_flat(page.entries)) if page.is_read else {}
    for key in contract if page.is_read else ():
        if key not in found:
            page.note(key, "this message is missing")
    for key, value in found.items():
        if key not in contract:
            page.note(key, "the bot says no message with this key")
            continue
        text = page.text(key, "", value, LONGEST_MESSAGE)
        _check_placeholders(page, key, text, contract[key])
        yield key, text


def _flat(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value


def _check_placeholders(page: Page, key: str, text: str, known: frozenset[str]) -> None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        page.note(key, f"a brace is out of place ({error}); write {{{{ or }}}} for a real one")
        return
    used = {name for _, name, _, _ in parts if name is not None}
    for _, name, form, conversion in parts:
        if form or conversion:
            page.note(key, f"placeholder {name!r} must be a plain name in braces")
    for name in sorted(used - known):
        page.note(
            key, f"unknown placeholder {name!r}; known are {', '.join(sorted(known)) or 'none'}"
        )
    for name in sorted(known - used) if text else ():
        page.note(key, f"placeholder {name!r} is missing")
