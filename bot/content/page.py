"""A file of words as its writer may have left it: read with care, everything wrong in it noted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

import tomli

LONGEST_THEME = 60  # a theme's name stands on buttons and in lists, as a topic's does
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Characters that turn the direction of what follows them.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the words, and where."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.entry}: {self.reason}"
            if self.entry
            else f"{self.file}: {self.reason}"
        )


class Page:
    """A file of words, and the note of everything wrong in it."""

    def __init__(self, folder: Path, file: str, found: list[Problem]) -> None:
        self.file = file
        self._found = found
        entries = read_entries(folder, file, found)
        self.is_read = entries is not None
        self.entries: dict[str, Any] = entries or {}

    def note(self, entry: str, reason: str) -> None:
        """Keep a problem for the end."""
        self._found.append(Problem(self.file, entry, reason))

    def text(self, entry: str, name: str, value: object, longest: int) -> str:
        """Return a text without the space around it; note where it cannot be shown."""
        label = f"{name} " if name else ""
        if not isinstance(value, str):
            self.note(
                entry, f"{label}must be a text" if value is not None else f"{label}is missing"
            )
            return ""
        text = value.strip()
        if not text:
            self.note(entry, f"{label}is empty")
        if len(text) > longest:
            self.note(entry, f"{label}has {len(text)} characters; {longest} are possible")
        if found := strange(text, allowed="\n\t"):
            codes = ", ".join(f"U+{ord(one):04X}" for one in found)
            self.note(entry, f"{label}holds control characters: {codes}")
        return text

    def unknown(self, entry: str, found: Iterable[str], known: frozenset[str]) -> None:
        """Note names that stand there and mean nothing."""
        for name in found:
            if name not in known:
                self.note(entry, f"unknown entry {name!r}; known are {', '.join(sorted(known))}")


def read_entries(folder: Path, file: str, found: list[Problem]) -> dict[str, Any] | None:
    """Return what a file under `folder` holds; None, and noted in `found`, where nothing can."""
    try:
        return tomli.loads((folder / file).read_text("utf-8-sig"))
    except FileNotFoundError:
        found.append(Problem(file, "", "this file is missing"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        found.append(Problem(file, "", f"cannot be read: {error}"))
    return None


def strange(text: str, allowed: str = "") -> list[str]:
    """Return the control characters of a text that nobody would see, each once."""
    if text.isprintable():  # quick, and true of nearly all
        return []
    kinds = {"Cc", "Cs"}
    return sorted(
        {one for one in text if one in TURNS or (category(one) in kinds and one not in allowed)}
    )
