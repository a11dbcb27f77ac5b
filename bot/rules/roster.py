"""A company's list of people: what it would change, and whether its managers make sense."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Value = str | date | None


@dataclass(frozen=True)
class Entry:
    """What the list says of a person: only what it names, by the field, and on which line."""

    line: int
    user: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Listed:
    """What is known of a person now.

    `country` and `joined_on` are theirs to set; the `told_` ones are what the list said before.
    """

    manager: str | None = None
    department: str = ""
    title: str = ""
    country: str | None = None
    told_country: str | None = None
    joined_on: date | None = None
    told_joined_on: date | None = None


@dataclass(frozen=True)
class Change:
    """A field of a person that would become another."""

    user: str
    field: str
    old: Value
    new: Value


THEIRS = ("country", "joined_on")  # what a person may have set otherwise, and then keeps


def changes(entry: Entry, known: Listed) -> list[Change]:
    """Return what an entry changes. What somebody set themselves stays as they set it."""
    found = []
    for field, new in entry.values.items():
        is_theirs = field in THEIRS
        old, told = getattr(known, field), getattr(known, f"told_{field}" if is_theirs else field)
        if old != new and not (is_theirs and old != told):
            found.append(Change(entry.user, field, old, new))
        if is_theirs and told != new:
            found.append(Change(entry.user, f"told_{field}", told, new))
    return found


def circles(managers: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Return every circle of people who manage each other, each once, by who manages whom.

    ("a", "b") says that b manages a, and a manages b. One pass: each person is visited once.
    """
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in managers:
        path: dict[str, int] = {}
        one: str | None = start
        while one is not None and one not in seen and one not in path:
            path[one] = len(path)
            one = managers.get(one)
        if one is not None and one in path:
            found.append(tuple(path)[path[one] :])
        seen.update(path)
    return found


def twice(entries: Iterable[Entry]) -> list[tuple[Entry, Entry]]:
    """Return the entries of people who were named before, each with the first that did."""
    first: dict[str, Entry] = {}
    found = []
    for one in entries:
        if one.user in first:
            found.append((one, first[one.user]))
        first.setdefault(one.user, one)
    return found
