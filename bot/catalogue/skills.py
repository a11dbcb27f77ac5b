"""Reads `skills.toml`: tags, categories, and skills with a practice and a kind of resource."""

from dataclasses import dataclass, field
from typing import Any

from bot.catalogue.pages import LONGEST_NAME, Page, slug
from bot.rules.catalogue import Category, Skill

SKILLS = "skills.toml"
RESOURCES = (
    "book",
    "course",
    "community",
    "documentation",
    "mentor",
    "project",
    "shadowing",
    "talk",
)
ENTRIES = ("name", "category", "practice", "resource", "also")


@dataclass
class Taxonomy:
    """Tags, categories and skills by id, and the skills' ids by their names in small letters."""

    tags: dict[str, str] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


def read_skills(page: Page) -> Taxonomy:
    """Read the page; everything wrong is noted there."""
    all_of = Taxonomy()
    if not page.is_read:
        return all_of
    page.unknown("", page.entries, ("tags", "categories", "skill"))
    all_of.tags = page.names("tags", page.entries.get("tags", {}))
    names = page.names("categories", page.entries.get("categories"))
    all_of.categories = {one: Category(one, name) for one, name in names.items()}
    for number, block in enumerate(page.blocks("", "skill", page.entries.get("skill")), start=1):
        _keep(page, _skill(page, number, block), all_of)
    for skill in tuple(all_of.skills.values()):
        for other in skill.also:
            all_of.ids.setdefault(other.lower(), skill.id)
    return all_of


def _skill(page: Page, number: int, block: dict[str, Any]) -> Skill:
    name = block.get("name")
    entry = name if isinstance(name, str) and name.strip() else f"skill {number}"
    page.unknown(entry, block, ENTRIES)
    name = page.text(entry, "name", name, LONGEST_NAME)
    if ":" in name or ";" in name:
        page.note(entry, "a name holds no colon and no semicolon")
    resource = page.maybe(entry, "resource", block)
    if resource and resource not in RESOURCES:
        page.note(entry, f"unknown resource {resource!r}; known are {', '.join(RESOURCES)}")
    return Skill(
        slug(name),
        name,
        page.text(entry, "category", block.get("category")),
        page.maybe(entry, "practice", block),
        resource,
        page.texts(entry, "also", block),
    )


def _keep(page: Page, skill: Skill, all_of: Taxonomy) -> None:
    if skill.name and not skill.id:
        page.note(skill.name, "a name needs letters or digits that an id can be made of")
    elif skill.id in all_of.skills:
        page.note(skill.name, "this skill stands twice")
    if skill.category and skill.category not in all_of.categories:
        page.note(skill.name, f"unknown category {skill.category!r}")
    all_of.skills[skill.id] = skill
    all_of.ids[skill.name.lower()] = skill.id
