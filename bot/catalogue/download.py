"""Reads the official O*NET text download: a zip or a folder of tables, any of them absent."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from bot.content import ContentError, Problem
from bot.rules.wording import counted, stem

CODE = "O*NET-SOC Code"
TABLES = (
    "Occupation Data",
    "Skills",
    "Knowledge",
    "Task Statements",
    "Tasks to DWAs",
    "DWA Reference",
    "IWA Reference",
    "Alternate Titles",
    "Sample of Reported Titles",
    "Job Zones",
    "Interests",
)
USUAL_ZONE = 3  # where the table of job zones is absent
IMPORTANT, NEEDS = 3.0, 12  # the elements that an occupation asks for, and how many at most
SCALE = 5 / 7  # levels go to 7 there and to 5 here
IRRELEVANT = 1.0  # an importance that says: not important
ATTRIBUTION = (
    "This catalogue includes information from the {version} by the U.S. Department of Labor, "
    "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license "
    "(https://creativecommons.org/licenses/by/4.0/). O*NET® is a trademark of USDOL/ETA. Trellis "
    "has modified all or some of this information. USDOL/ETA has not approved, endorsed, or "
    "tested these modifications."
)
Row = dict[str, str]
Ratings = dict[str, dict[tuple[str, str], float]]  # by occupation, then element and scale


def read_download(source: Path) -> dict[str, Any]:
    """Return the occupations of a download, in the form in which a catalogue keeps them.

    Raise ContentError where it cannot be read, or where a row makes no sense: with its line.
    """
    tables = Tables(source)
    try:
        return _kept(tables)
    finally:
        if tables.found:
            raise ContentError(tuple(tables.found))


class Tables:
    """The tables that are there, by name; what is wrong in them is noted."""

    def __init__(self, source: Path) -> None:
        self.found: list[Problem] = []
        self._texts = dict(_open(source))
        self.names: dict[str, str] = {}
        if not any(name in self._texts for name in TABLES):
            raise ContentError(
                (Problem(str(source), "", "holds no table of O*NET's text download"),)
            )

    def version(self) -> str:
        """Return the name and number of the database, as its read-me says it."""
        first = self._texts["Read Me"]().partition("\n")[0] if "Read Me" in self._texts else ""
        return first.strip() or "O*NET Database"

    def rows(self, name: str, *columns: str) -> Iterator[Row]:
        """Yield the rows of a table that have these columns; nothing where it is absent."""
        if name not in self._texts:
            return
        reader = csv.DictReader(
            io.StringIO(self._texts[name]()), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        missing = [one for one in columns if one not in (reader.fieldnames or ())]
        if missing:
            self.found.append(Problem(name, "", f"has no column {', '.join(missing)}"))
            return
        for row in reader:
            if any(row[one] is None for one in columns):
                self.note(name, reader.line_num, "has too few columns")
            else:
                yield row

    def ratings(self, name: str) -> Ratings:
        """Return the numbers of a table of ratings."""
        found: Ratings = defaultdict(dict)
        columns = (CODE, "Element ID", "Element Name", "Scale ID", "Data Value")
        for line, row in enumerate(self.rows(name, *columns), start=2):
            try:
                found[row[CODE]][row["Element ID"], row["Scale ID"]] = float(row["Data Value"])
            except ValueError:
                self.note(name, line, f"{row['Data Value']!r} is no number")
            self.names[row["Element ID"]] = row["Element Name"]
        return found

    def lists(self, name: str, column: str) -> dict[str, list[str]]:
        """Return the different texts of a column by occupation, in their order."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self.rows(name, CODE, column):
            if text := row[column].strip():
                found[row[CODE]][text] = None
        return {code: list(texts) for code, texts in found.items()}

    def note(self, name: str, line: int, reason: str) -> None:
        """Keep a problem for the end."""
        self.found.append(Problem(f"{name}.txt", f"line {line}", reason))


def _open(source: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield each text's name and a way to read it."""
    if source.is_dir():
        for path in sorted(source.rglob("*.txt")):
            yield path.stem, partial(path.read_text, "utf-8-sig", "replace")
        return
    try:
        archive = ZipFile(source)
    except (OSError, BadZipFile) as error:
        problem = Problem(str(source), "", f"cannot be read as a zip or a folder: {error}")
        raise ContentError((problem,)) from None
    for name in sorted(archive.namelist()):
        if name.endswith(".txt"):
            yield Path(name).stem, partial(_unpacked, archive, name)


def _unpacked(archive: ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8-sig", "replace")


@dataclass(frozen=True)
class _Sides:
    """What the tables say about occupations, each by its code."""

    data: Mapping[str, Row]
    tasks: Mapping[str, list[str]]
    skills: Ratings
    knowledge: Ratings
    interests: Ratings
    activities: Mapping[str, list[str]]
    titles: Mapping[str, list[str]]
    zones: Mapping[str, list[str]]

    def codes(self) -> list[str]:
        """Return the occupations that have more than a name; all, where none has."""
        with_work = {*self.tasks, *self.skills, *self.knowledge, *self.activities}
        return sorted(with_work or {*self.data, *self.titles, *self.interests, *self.zones})


def _kept(tables: Tables) -> dict[str, Any]:
    titles = [
        tables.lists("Alternate Titles", "Alternate Title"),
        tables.lists("Sample of Reported Titles", "Reported Job Title"),
        _short_titles(tables),
    ]
    sides = _Sides(
        data={
            row[CODE]: row for row in tables.rows("Occupation Data", CODE, "Title", "Description")
        },
        tasks=tables.lists("Task Statements", "Task"),
        skills=tables.ratings("Skills"),
        knowledge=tables.ratings("Knowledge"),
        interests=tables.ratings("Interests"),
        activities=tables.lists("Tasks to DWAs", "DWA ID"),
        titles={
            code: _joined(code, titles) for code in sorted({*titles[0], *titles[1], *titles[2]})
        },
        zones=tables.lists("Job Zones", "Job Zone"),
    )
    wider = {
        row["DWA ID"]: row["IWA ID"] for row in tables.rows("DWA Reference", "DWA ID", "IWA ID")
    }
    return {
        "attribution": ATTRIBUTION.format(version=tables.version()),
        "categories": {"onet-skills": "Skills (O*NET)", "onet-knowledge": "Knowledge (O*NET)"},
        "skills": [
            *_skills(tables, sides.skills, "onet-skills"),
            *_skills(tables, sides.knowledge, "onet-knowledge"),
        ],
        "activities": {
            row[f"{kind} ID"]: row[f"{kind} Title"]
            for kind in ("DWA", "IWA")
            for row in tables.rows(f"{kind} Reference", f"{kind} ID", f"{kind} Title")
        },
        "parents": wider,
        "occupations": _occupations(sides),
    }


def _short_titles(tables: Tables) -> dict[str, list[str]]:
    """Return the short titles that stand beside some others; `n/a` where there is none."""
    found = tables.lists("Alternate Titles", "Short Title")
    return {code: [one for one in texts if one != "n/a"] for code, texts in found.items()}


def _joined(code: str, lists: Iterable[Mapping[str, list[str]]]) -> list[str]:
    return list(dict.fromkeys(text for one in lists for text in one.get(code, ())))


def _skills(tables: Tables, ratings: Ratings, category: str) -> list[dict[str, str]]:
    return [
        {"id": f"onet-{one.lower()}", "name": tables.names[one], "category": category}
        for one in _elements(ratings)
    ]


def _elements(ratings: Ratings) -> list[str]:
    return sorted({element for one in ratings.values() for element, _ in one})


def _occupations(sides: _Sides) -> list[dict[str, Any]]:
    skills, knowledge = _elements(sides.skills), _elements(sides.knowledge)
    interests = _elements(sides.interests)
    return [
        _occupation(code, sides)
        | {
            "work": [
                *_products(sides.skills.get(code, {}), skills),
                *_products(sides.knowledge.get(code, {}), knowledge),
            ],
            "knowledge": [
                round(max(sides.knowledge.get(code, {}).get((one, "IM"), 0.0) - IRRELEVANT, 0.0), 3)
                for one in knowledge
            ],
            "interests": [sides.interests.get(code, {}).get((one, "OI"), 0.0) for one in interests],
            "needs": _needs(sides.skills.get(code, {}) | sides.knowledge.get(code, {})),
        }
        for code in sides.codes()
    ]


def _occupation(code: str, sides: _Sides) -> dict[str, Any]:
    data = sides.data.get(code, {})
    title = data.get("Title", "").strip() or code
    zone = sides.zones.get(code, [""])[0]
    summary, tasks = data.get("Description", ""), sides.tasks.get(code, [])
    return {
        "id": code,
        "title": title,
        "summary": summary,
        "words": " ".join(counted((title, summary, *tasks), stem).elements()),
        "level": int(zone) if zone.isdecimal() else USUAL_ZONE,
        "tasks": tasks,
        "titles": [one for one in sides.titles.get(code, ()) if one != title],
        "activities": sides.activities.get(code, []),
    }


def _products(rated: Mapping[tuple[str, str], float], elements: list[str]) -> list[float]:
    return [round(rated.get((one, "IM"), 0.0) * rated.get((one, "LV"), 0.0), 3) for one in elements]


def _needs(rated: Mapping[tuple[str, str], float]) -> list[tuple[str, float, float]]:
    """Return the most important elements: skill, weight and level, the heaviest first."""
    asked = [
        (f"onet-{element.lower()}", value, round(rated.get((element, "LV"), 0.0) * SCALE, 2))
        for (element, scale), value in rated.items()
        if scale == "IM" and value >= IMPORTANT
    ]
    return sorted(asked, key=lambda one: (-one[1] * one[2], one[0]))[:NEEDS]
