"""The roles of the company: files read once, checked, and frozen.

A folder holds `skills.toml`, `roles/*.toml` (one file a family), and, where they were imported,
the occupations of a public database under `onet/`. Everything that is wrong is told at once.
"""

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from bot.catalogue.borrowing import borrow
from bot.catalogue.occupations import Occupations, read_occupations
from bot.catalogue.pages import LONGEST_NAME, Page, read, slug
from bot.catalogue.roles import Reading
from bot.catalogue.skills import SKILLS, Taxonomy, read_skills
from bot.content import ContentError, Problem
from bot.rules.catalogue import Catalogue, Family, Role

ROLES = "roles"


def load(folder: Path) -> Catalogue:
    """Read the catalogue in `folder`; raise ContentError with all problems of all its files.

    A folder may hold roles of its own, imported occupations, or both: then the occupations lend
    skills and duties to roles that say little.
    """
    found: list[Problem] = []
    pages = [read(folder, f"{ROLES}/{file.name}", found) for file in _files(folder)]
    occupations = read_occupations(folder, found)
    taxonomy = Taxonomy()
    if pages or not occupations.roles or (folder / SKILLS).exists():
        taxonomy = read_skills(read(folder, SKILLS, found))
    families, roles = _read_roles(pages, taxonomy)
    if not roles and not occupations.roles and not found:
        found.append(Problem(ROLES, "", "there is no role: add a file, or import roles"))
    if found:
        raise ContentError(tuple(found))
    return _freeze(taxonomy, families, roles, occupations)


def _files(folder: Path) -> Iterable[Path]:
    return sorted((folder / ROLES).glob("*.toml"))


def _read_roles(
    pages: Iterable[Page], taxonomy: Taxonomy
) -> tuple[dict[str, Family], dict[str, Role]]:
    reading = Reading(taxonomy)
    families: dict[str, Family] = {}
    for page in pages:
        if not page.is_read:
            continue
        family = Path(page.file).stem
        if slug(family) != family:
            page.note("", "the file's name must have only a-z, 0-9 and single hyphens")
        name = page.text("", "name", page.entries.get("name"), LONGEST_NAME)
        families[family] = Family(family, name)
        reading.read(page, family)
    reading.finish()
    return families, reading.roles


def _freeze(
    taxonomy: Taxonomy,
    families: dict[str, Family],
    roles: dict[str, Role],
    occupations: Occupations,
) -> Catalogue:
    known = occupations.roles
    roles = borrow(roles, known) if known else roles
    lent = {one.onet for one in roles.values()}
    if roles:  # the others would only take memory
        known = {code: role for code, role in known.items() if code in lent}
    return Catalogue(
        roles=MappingProxyType(roles),
        families=MappingProxyType(families | occupations.families),
        skills=MappingProxyType(taxonomy.skills | occupations.skills),
        categories=MappingProxyType(taxonomy.categories | occupations.categories),
        tags=MappingProxyType(taxonomy.tags),
        activities=MappingProxyType(occupations.activities),
        parents=MappingProxyType(occupations.parents),
        occupations=MappingProxyType(known),
        attribution=occupations.attribution,
    )
