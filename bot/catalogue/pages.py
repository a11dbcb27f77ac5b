"""A file of the catalogue while it is read, and the note of everything wrong in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

from bot.content import Problem
from bot.content.page import read_entries, strange

LONGEST = 600
LONGEST_NAME = 80


@dataclass
class Page:
    """One file: its entries, and where to note what is wrong with them."""

    file: str
    found: list[Problem]
    entries: dict[str, Any] = field(default_factory=dict)
    is_read: bool = False

    def note(self, entry: str, reason: str) -> None:
        """Keep a problem for the end."""
        self.found.append(Problem(self.file, entry, reason))

    def text(self, entry: str, name: str, value: object, longest: int = LONGEST) -> str:
        """Return a text without the space around it; note where it cannot be shown."""
        if not isinstance(value, str):
            self.note(entry, f"{name} is missing" if value is None else f"{name} must be a text")
            return ""
        text = value.strip()
        if not text:
            self.note(entry, f"{name} is empty")
        if len(text) > longest:
            self.note(entry, f"{name} has {len(text)} characters; {longest} are possible")
        if strange(text):
            self.note(entry, f"{name} holds control characters")
        return text

    def maybe(self, entry: str, name: str, table: dict[str, Any]) -> str:
        """Return a text that may be absent."""
        return self.text(entry, name, table[name]) if name in table else ""

    def texts(self, entry: str, name: str, table: dict[str, Any]) -> tuple[str, ...]:
        """Return a list of texts that may be absent."""
        values = table.get(name, [])
        if not isinstance(values, list):
            self.note(entry, f'{name} must be a list: ["…", "…"]')
            return ()
        return tuple(self.text(entry, f"an entry of {name}", one) for one in values)

    def count(self, entry: str, name: str, table: dict[str, Any]) -> int:
        """Return a whole number from 0 up; 0 where there is none."""
        value = table.get(name, 0)
        if type(value) is not int or value < 0:
            self.note(entry, f"{name} must be a whole number from 0 up")
            return 0
        return value

    def blocks(self, above: str, name: str, value: object) -> Sequence[dict[str, Any]]:
        """Return an array of tables."""
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.note(above, f"{name} must be blocks that begin with [[…{name}]]")
            return ()
        return value

    def names(self, entry: str, table: object) -> dict[str, str]:
        """Return a table of ids and names."""
        if not isinstance(table, dict):
            self.note(entry, 'must be a table of ids and names: id = "name"')
            return {}
        for one in table:
            if one != slug(one):
                self.note(f"{entry}.{one}", "an id has only a-z, 0-9 and single hyphens")
        return {
            one: self.text(f"{entry}.{one}", "the name", name, LONGEST_NAME)
            for one, name in table.items()
        }

    def unknown(self, entry: str, table: Iterable[str], known: Sequence[str]) -> None:
        """Note names that stand there and mean nothing."""
        for name in table:
            if name not in known:
                self.note(entry, f"unknown entry {name!r}; known are {', '.join(known)}")


def read(folder: Path, file: str, found: list[Problem]) -> Page:
    """Read a file under `folder`; what makes it unreadable is noted in `found`."""
    entries = read_entries(folder, file, found)
    return Page(file, found, entries or {}, is_read=entries is not None)


def slug(name: str) -> str:
    """Return a name as an id: a-z, 0-9 and single hyphens (`C++ tests` is `c-plus-plus-tests`)."""
    plain = normalize("NFKD", name.lower().replace("+", " plus ").replace("#", " sharp "))
    kept = "".join(one if one.isascii() and one.isalnum() else " " for one in _unmarked(plain))
    return "-".join(kept.split())


def _unmarked(text: str) -> str:
    return "".join(one for one in text if category(one) != "Mn")
