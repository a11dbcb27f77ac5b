"""A company's roles out of a table (CSV): one row a level, turned into files of the catalogue."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.catalogue.pages import Page, read, slug
from bot.catalogue.roles import Reading
from bot.catalogue.skills import SKILLS, Taxonomy, read_skills
from bot.content import ContentError, Problem
from bot.rules.catalogue import Category, Skill

NEEDED = ("family", "role", "level", "skills")
OPTIONAL = ("level name", "track", "summary", "onet", "openings", "headcount")
LISTS = ("tags", "resources", "tryouts", "aliases", "duties", "next")
OWN, OWN_NAME = "our-own", "Our own"  # the category of skills that only the table knows
BETWEEN = ";"


@dataclass(frozen=True)
class Plan:
    """What an import would write: texts by their place in the folder, and what is new in them."""

    texts: Mapping[str, str]
    roles: int
    new_skills: tuple[str, ...]


@dataclass
class _Lines:
    """Blocks by role, families by id, and the line of each entry that a problem can name."""

    page: Page
    blocks: dict[str, dict[str, Any]] = field(default_factory=dict)
    families: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def plan(table: Path, folder: Path) -> Plan:
    """Read a table of roles; return what the catalogue in `folder` would gain.

    Raise ContentError with all that is wrong, each with its line. Skills and tags that the folder
    does not know yet are taken over.
    """
    found: list[Problem] = []
    page = Page(table.name, found)
    kept = _Lines(page)
    for line, row in _rows(table, page):
        _keep(kept, line, row)
    taxonomy = _taxonomy(folder, found)
    skills, tags = _news(kept.blocks.values(), taxonomy)
    _check(kept, taxonomy)
    if found:
        raise ContentError(tuple(_with_line(one, kept) for one in found))
    texts = {f"roles/{family}.toml": _family(kept, family) for family in kept.families}
    texts |= _skills_text(folder, skills, tags)
    return Plan(texts, len(kept.blocks), tuple(skills))


def _rows(table: Path, page: Page) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = table.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        page.note("", f"cannot be read: {error}")
        return
    reader = csv.DictReader(text.splitlines(keepends=True), restkey="", restval="")
    reader.fieldnames = [_column(one) for one in reader.fieldnames or ()]
    for name in NEEDED:
        if name not in reader.fieldnames:
            page.note("line 1", f"the column {name!r} is missing")
            return
    page.unknown("line 1", reader.fieldnames, (*NEEDED, *OPTIONAL, *LISTS))
    empty = True
    for row in reader:
        empty = False
        if "" in row:
            page.note(f"line {reader.line_num}", "has more cells than there are columns")
        yield reader.line_num, {name: cell.strip() for name, cell in row.items() if name}
    if empty:
        page.note("", "there is no row")


def _column(name: str) -> str:
    plain = " ".join(name.lower().replace("_", " ").split())
    return plain.replace("-", "") if plain == "try-outs" else plain


def _keep(kept: _Lines, line: int, row: dict[str, str]) -> None:
    """Add a row to its role: what all levels share comes from the first row that says it."""
    title, family = row["role"], slug(row["family"])
    name = slug(title)
    if not name or not family:
        kept.page.note(f"line {line}", "family and role must be there, with letters or digits")
        return
    if name not in kept.blocks:
        kept.blocks[name] = {"id": name, "title": title, "level": []}
        kept.families.setdefault(family, (row["family"], []))[1].append(name)
        kept.lines[name] = line
    elif name not in kept.families.get(family, ("", []))[1]:
        kept.page.note(f"line {line}", f"two roles have the title {title!r}: another family has it")
    block = kept.blocks[name]
    for column in LISTS:
        if row.get(column) and column != "tags":
            block.setdefault(column, _split(row[column]))
    for column in ("openings", "headcount"):
        if row.get(column):
            block.setdefault(column, _number(row[column]))
    if row.get("onet"):
        block.setdefault("onet", row["onet"])
    step = _step(title, row)
    kept.lines[f"{name}, {step['name']}"] = line
    block["level"].append(step)


def _step(title: str, row: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "number": _number(row["level"]),
        "name": row.get("level name") or f"{title} {row['level']}",
        "track": row.get("track") or "ic",
        "skills": _split(row["skills"]),
        "tags": _split(row.get("tags", "")),
    }
    return found | ({"summary": row["summary"]} if row.get("summary") else {})


def _split(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(BETWEEN) if one.strip()]


def _number(cell: str) -> int | str:
    return int(cell) if cell.isascii() and cell.isdecimal() else cell


def _taxonomy(folder: Path, found: list[Problem]) -> Taxonomy:
    if not (folder / SKILLS).exists():
        return Taxonomy()
    return read_skills(read(folder, SKILLS, found))


def _news(blocks: Iterable[dict[str, Any]], taxonomy: Taxonomy) -> tuple[list[str], list[str]]:
    """Take over skills and tags that are not known yet; return their names."""
    steps = [step for block in blocks for step in block["level"]]
    skills: dict[str, str] = {}
    for text in (text for step in steps for text in step["skills"]):
        name = text.partition(":")[0].strip()
        if slug(name) and name.lower() not in taxonomy.ids:
            skills.setdefault(name.lower(), name)
    if skills:
        taxonomy.categories.setdefault(OWN, Category(OWN, OWN_NAME))
    for name in skills.values():
        taxonomy.skills[slug(name)] = Skill(slug(name), name, OWN)
        taxonomy.ids[name.lower()] = slug(name)
    tags = sorted({slug(tag) for step in steps for tag in step["tags"]} - taxonomy.tags.keys())
    taxonomy.tags |= {tag: tag.replace("-", " ") for tag in tags}
    for step in steps:
        step["tags"] = [slug(tag) for tag in step["tags"]]
    return list(skills.values()), tags


def _check(kept: _Lines, taxonomy: Taxonomy) -> None:
    reading = Reading(taxonomy)
    kept.page.entries = {"role": list(kept.blocks.values())}
    reading.read(kept.page, "table")
    for block in kept.blocks.values():
        for step in block["level"]:
            if not step["skills"]:
                kept.page.note(f"{block['id']}, {step['name']}", "a role needs at least one skill")


def _with_line(problem: Problem, kept: _Lines) -> Problem:
    line = kept.lines.get(problem.entry)
    return Problem(problem.file, f"line {line}", problem.reason) if line else problem


def _family(kept: _Lines, family: str) -> str:
    name, roles = kept.families[family]
    parts = [f"name = {_quoted(name)}", ""]
    for role in roles:
        block = kept.blocks[role]
        parts += ["", "[[role]]", *(_line(one, block[one]) for one in block if one != "level"), ""]
        for step in block["level"]:
            parts += ["[[role.level]]", *(_line(one, step[one]) for one in step), ""]
    return "\n".join(parts)


def _skills_text(folder: Path, skills: list[str], tags: list[str]) -> dict[str, str]:
    """Return the skills' file with what is new in it; nothing where nothing is."""
    path = folder / SKILLS
    text = path.read_text("utf-8-sig") if path.exists() else "[tags]\n\n[categories]\n"
    if not skills and not tags and path.exists():
        return {}
    names = "".join(f"{tag} = {_quoted(tag.replace('-', ' '))}\n" for tag in tags)
    text = text.replace("[tags]\n", f"[tags]\n{names}", 1)
    if skills and f"\n{OWN} =" not in text:
        text = text.replace("[categories]\n", f"[categories]\n{OWN} = {_quoted(OWN_NAME)}\n", 1)
    blocks = (f"\n[[skill]]\nname = {_quoted(one)}\ncategory = {_quoted(OWN)}\n" for one in skills)
    return {SKILLS: text + "".join(blocks)}


def _line(name: str, value: object) -> str:
    if isinstance(value, list):
        return f"{name} = [{', '.join(_quoted(one) for one in value)}]"
    return f"{name} = {value}" if isinstance(value, int) else f"{name} = {_quoted(str(value))}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
