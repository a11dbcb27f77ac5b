"""The two CSV files of `buddies preview`: read line by line, and every bad line named at once."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from bot.admin import RefusedError
from bot.rules.pairing import Member, Past
from bot.rules.workdays import MONDAY_TO_FRIDAY, WorkWeek, is_zone

COLUMNS = ("id", "department", "manager", "level", "zone", "languages", "seeks", "gives")
ROUNDS = ("round", "a", "b", "met")
YES = frozenset({"yes", "y", "true", "1", "met"})
NO = frozenset({"no", "n", "false", "0", ""})
SEPARATORS = ",;\t"
WEEK = timedelta(weeks=1)  # between numbered rounds: the closest they can lie, so the most careful
STARTS, ENDS = time(8), time(18)  # as for anybody who has not set their hours


@dataclass(frozen=True)
class Listed:
    """A person as the file has them, with the line they stand on."""

    line: int
    member: Member
    paused_until: date | None


class _File:
    """A CSV file, and the note of everything wrong in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        try:
            self.lines = path.read_text("utf-8-sig").splitlines(keepends=True)
        except OSError as error:
            raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            raise RefusedError(f"{path}, line {line}: not UTF-8. Save it as UTF-8.") from None

    def say(self, line: int, reason: str) -> str:
        """Return a sentence about a line."""
        return f"{self.path}, line {line}: {reason}"

    def bad(self, line: int, reason: str) -> None:
        """Note what is wrong on a line."""
        self.problems.append(self.say(line, reason))

    def refuse(self) -> None:
        """Raise RefusedError with all that is wrong, if anything is."""
        if self.problems:
            raise RefusedError("\n".join(self.problems))

    def rows(self, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each line that is not empty, with its number and its cells by column."""
        head = self.lines[0] if self.lines else ""
        reader = csv.reader(self.lines, delimiter=max(SEPARATORS, key=head.count))
        columns = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in needed if name not in columns]
        if missing:
            self.bad(1, f"columns are missing: {', '.join(missing)}")
            return
        first = reader.line_num + 1
        for cells in reader:
            line, first = first, reader.line_num + 1
            if len(cells) > len(columns):
                self.bad(line, f"{len(cells)} cells under {len(columns)} columns")
            elif any(cell.strip() for cell in cells):
                found = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
                yield line, dict.fromkeys(columns, "") | found


def read_people(path: Path) -> tuple[list[Listed], tuple[str, ...]]:
    """Return the people of a file, and notes on names in it that belong to nobody there.

    Columns are `id, department, manager, level, zone, languages, seeks, gives` and, where there
    are such, `do_not_pair` and `paused_until`. Raises RefusedError with every line that is wrong.
    """
    file = _File(path)
    people: dict[str, Listed] = {}
    for line, row in file.rows(COLUMNS):
        one = _listed(file, line, row)
        if one.member.id in people:
            first = people[one.member.id].line
            file.bad(line, f"{one.member.id} stands twice, first on line {first}")
        people.setdefault(one.member.id, one)
    file.refuse()
    notes = [
        file.say(one.line, f"{column} names {name}, who is not in this file")
        for one in people.values()
        for column, names in _names(one.member)
        for name in sorted(names - people.keys())
    ]
    return [*people.values()], tuple(notes)


def read_history(path: Path, on: date) -> list[Past]:
    """Return the past rounds of a file with `round, a, b[, c], met`.

    `round` is a day, or a number; numbered rounds are taken to be a week apart, the latest a week
    before `on`. Raises RefusedError with every line that is wrong.
    """
    file = _File(path)
    rows = [*file.rows(ROUNDS)]
    latest = max((int(row["round"]) for _, row in rows if row["round"].isdecimal()), default=0)
    past = [_past(file, line, row, on, latest) for line, row in rows]
    file.refuse()
    return [one for one in past if one]


def _listed(file: _File, line: int, row: dict[str, str]) -> Listed:
    who, zone = row["id"], row["zone"] or "UTC"
    if not who:
        file.bad(line, "id is empty")
    if not is_zone(zone):
        file.bad(line, f"zone {zone} is unknown; write it as Europe/Berlin")
    member = Member(
        id=who,
        department=row["department"],
        manager=row["manager"],
        level=row["level"],
        week=WorkWeek(zone, STARTS, ENDS, MONDAY_TO_FRIDAY, None),
        languages=_list(row["languages"]),
        seeks=_list(row["seeks"]),
        gives=_list(row["gives"]),
        do_not_pair=_list(row.get("do_not_pair", "")),
    )
    for column, names in _names(member):
        if who and who in names:
            file.bad(line, f"{column} names {who} themselves")
    until = row.get("paused_until", "")
    return Listed(line, member, _day(file, line, "paused_until", until) if until else None)


def _names(member: Member) -> Iterator[tuple[str, frozenset[str]]]:
    yield "manager", frozenset({member.manager} - {""})
    yield "do_not_pair", member.do_not_pair


def _list(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(";")) - {""}


def _past(file: _File, line: int, row: dict[str, str], on: date, latest: int) -> Past | None:
    ids = tuple(row[name] for name in ("a", "b", "c") if row.get(name))
    met = row["met"].lower()
    if not row["a"] or not row["b"] or len(set(ids)) < len(ids):
        file.bad(line, "two or three different people are needed in a, b and c")
    if met not in YES | NO:
        file.bad(line, f"met is {row['met']}; write yes or no")
    if row["round"].isdecimal():
        day: date | None = on - (latest - int(row["round"]) + 1) * WEEK
    else:
        day = _day(file, line, "round", row["round"])
    if day and day > on:
        file.bad(line, f"round {day} lies ahead")
    return Past(day, ids, met in YES) if day else None


def _day(file: _File, line: int, column: str, cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        file.bad(line, f"{column} is {cell or 'empty'}; write a day as 2026-11-23")
        return None
