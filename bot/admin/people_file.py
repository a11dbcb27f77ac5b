"""A company's list of people: read from CSV in whatever dress it comes, each line kept apart."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.admin import RefusedError

SEPARATORS = ",;\t"
# What lists call these columns, in small letters, words apart by one space.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": (
        "email",
        "e mail",
        "mail",
        "email address",
        "work email",
        "slack id",
        "member id",
        "user id",
        "user",
        "id",
    ),
    "manager": ("manager", "manager email", "manager id", "reports to"),
    "department": ("department", "dept"),
    "title": ("title", "role", "job title", "position"),
    "country": ("country", "country code"),
    "joined_on": ("start date", "start", "joined", "joined on", "hire date"),
}


@dataclass(frozen=True)
class Row:
    """A line of the list, with its number and its cells by what they are; empty ones left out."""

    line: int
    cells: Mapping[str, str]


class PeopleFile:
    """A list of people, and the note of everything wrong in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems: list[tuple[int, str]] = []
        try:
            self._lines = _decoded(path.read_bytes()).splitlines(keepends=True)
        except OSError as error:
            raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise RefusedError(
                f"{path}, line {line}: neither UTF-8 nor UTF-16. Save it as “CSV UTF-8”."
            ) from None

    def bad(self, line: int, reason: str) -> None:
        """Note what is wrong on a line."""
        self._problems.append((line, reason))

    @property
    def is_wrong(self) -> bool:
        """Whether anything is."""
        return bool(self._problems)

    def problems(self) -> list[str]:
        """Return everything that is wrong, line by line."""
        return [f"{self._path}, line {line}: {reason}" for line, reason in sorted(self._problems)]

    def __len__(self) -> int:
        return len(self._lines)

    def rows(self) -> Iterator[Row]:
        """Yield each line that is not empty; note what cannot be a line of this list."""
        head = self._lines[0] if self._lines else ""
        reader = csv.reader(self._lines, delimiter=max(SEPARATORS, key=head.count))
        names = [_known(name) for name in next(reader, [])]
        if not self._is_usable(names):
            return
        first = reader.line_num + 1
        for cells in self._parted(reader):
            line, first = first, reader.line_num + 1
            if len(cells) > len(names):
                self.bad(line, f"{len(cells)} cells under {len(names)} columns")
                continue
            found = zip(names, (cell.strip() for cell in cells), strict=False)
            kept = {name: cell for name, cell in found if name and cell}
            if kept:
                yield Row(line, kept)

    def _parted(self, reader: Any) -> Iterator[list[str]]:
        """Yield the cells of each line, up to one that is none, which is noted."""
        try:
            yield from reader
        except csv.Error as error:
            self.bad(reader.line_num, f"cannot be read as CSV: {error}")

    def _is_usable(self, names: list[str | None]) -> bool:
        known = [name for name in names if name]
        doubled = sorted({name for name in known if known.count(name) > 1})
        if "person" not in known:
            self.bad(1, "a column with the e-mail address or the Slack id is missing")
        for name in doubled:
            self.bad(1, f"more than one column for the {name}: keep one of them")
        return not self._problems


def _decoded(content: bytes) -> str:
    """Return the text, by the mark at its beginning; without one it must be UTF-8."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16")
    return content.removeprefix(BOM_UTF8).decode("utf-8")


def _known(name: str) -> str | None:
    """Return what a column is, by its title; None for one that means nothing here."""
    title = re.sub(r"[\s_-]+", " ", name.strip().casefold())
    return next((known for known, titles in COLUMNS.items() if title in titles), None)
