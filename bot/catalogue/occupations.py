"""Occupations of the O*NET database as they are kept in a catalogue's folder, and read again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.content import Problem
from bot.rules.catalogue import Category, Family, Level, Need, Role, Skill, Track

FOLDER = "onet"
FILE = f"{FOLDER}/occupations.jsonl"
LICENCE = f"{FOLDER}/ATTRIBUTION.txt"
MANAGEMENT = "11"  # the group of occupations whose work is to manage
PROFILES = ("work", "knowledge", "interests")


@dataclass(frozen=True)
class Occupations:
    """What was imported: roles with one level each, and all that they refer to."""

    roles: dict[str, Role] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    activities: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    attribution: str = ""


def read_occupations(folder: Path, found: list[Problem]) -> Occupations:
    """Return what was imported into `folder`, nothing where there was no import."""
    try:
        with (folder / FILE).open(encoding="utf-8") as file:
            head = json.loads(next(file))
            return _occupations(head, {role.id: role for role in map(_role, file)})
    except FileNotFoundError:
        return Occupations()
    except (OSError, ValueError, LookupError, TypeError, StopIteration) as error:
        found.append(Problem(FILE, "", f"cannot be read ({error}): import it again"))
        return Occupations()


def write_occupations(folder: Path, kept: dict[str, Any]) -> Path:
    """Write what an import found and its attribution; return the file.

    Its first line holds what occupations refer to, each further line one of them.
    """
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    (folder / LICENCE).write_text(f"{kept['attribution']}\n", encoding="utf-8")
    head = {name: value for name, value in kept.items() if name != "occupations"}
    lines = [json.dumps(one, ensure_ascii=False) for one in (head, *kept["occupations"])]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _occupations(kept: dict[str, Any], roles: dict[str, Role]) -> Occupations:
    skills = {one["id"]: Skill(one["id"], one["name"], one["category"]) for one in kept["skills"]}
    groups = sorted({role.family for role in roles.values()})
    return Occupations(
        roles=roles,
        families={group: Family(group, f"SOC {group}") for group in groups},
        skills=skills,
        categories={one: Category(one, name) for one, name in kept["categories"].items()},
        activities=kept["activities"],
        parents=kept["parents"],
        attribution=kept["attribution"],
    )


def _role(line: str) -> Role:
    one = json.loads(line)
    family = one["id"][:2]
    track: Track = "management" if family == MANAGEMENT else "ic"
    needs = tuple(Need(*need) for need in one["needs"])
    return Role(
        id=one["id"],
        title=one["title"],
        family=family,
        levels=(Level(one["level"], one["title"], track, needs),),
        summary=one["summary"],
        duties=tuple(one["tasks"]),
        aliases=tuple(one["titles"]),
        onet=one["id"],
        activities=tuple(one["activities"]),
        profiles=dict(_profiles(one)),
        words=one["words"],
    )


def _profiles(one: dict[str, Any]) -> Iterator[tuple[str, tuple[float, ...]]]:
    for name in PROFILES:
        if numbers := one.get(name):
            yield name, tuple(numbers)
