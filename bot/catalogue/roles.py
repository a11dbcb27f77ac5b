"""Reads `roles/*.toml`, one file a family, and what is wrong between the files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, cast

from bot.catalogue.pages import LONGEST_NAME, Page, slug
from bot.catalogue.skills import Taxonomy
from bot.rules.catalogue import HIGHEST, TOP, TRACKS, Level, Need, Role, Track

ROLE = (
    "id",
    "title",
    "summary",
    "duties",
    "skills",
    "tags",
    "aliases",
    "onet",
    "tryouts",
    "resources",
    "next",
    "openings",
    "headcount",
    "level",
)
LEVEL = ("number", "name", "track", "summary", "tags", "skills")
PARTS = (2, 3)  # name:weight or name:weight:level


@dataclass
class Reading:
    """The roles read so far, and the page and name under which each stands."""

    taxonomy: Taxonomy
    roles: dict[str, Role] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    def read(self, page: Page, family: str) -> None:
        """Read one family's page; everything wrong is noted there."""
        page.unknown("", page.entries, ("name", "role"))
        blocks = page.blocks("", "role", page.entries.get("role"))
        for number, block in enumerate(blocks, start=1):
            name = block.get("id")
            entry = name if isinstance(name, str) and name else f"role {number}"
            role = self._role(page, entry, family, block)
            if role.id in self.roles:
                page.note(entry, "this id stands twice")
            self._take(page, role.id, role.title, "two roles have the title")
            self.roles[role.id], self.pages[role.id] = role, page

    def finish(self) -> None:
        """Note what is wrong between roles: aliases held twice, unknown roles, circles."""
        for name, role in self.roles.items():
            for alias in role.aliases:
                self._take(self.pages[name], name, alias, "another role has the title or alias")
            for other in role.next:
                if other not in self.roles:
                    self.pages[name].note(name, f"next names an unknown role {other!r}")
        for circle in _circles(self.roles):
            reason = f"levels go in a circle: {' → '.join(circle)}"
            self.pages[circle[0]].note(circle[0], reason)

    def _take(self, page: Page, name: str, title: str, reason: str) -> None:
        holder = self.taken.setdefault(title.lower(), name)
        if title and holder != name:
            page.note(name, f"{reason} {title!r} (see {holder})")

    def _role(self, page: Page, entry: str, family: str, block: dict[str, Any]) -> Role:
        page.unknown(entry, block, ROLE)
        if entry != block.get("id") or slug(entry) != entry:
            page.note(entry, "an id has only a-z, 0-9 and single hyphens")
        return Role(
            id=entry,
            title=page.text(entry, "title", block.get("title"), LONGEST_NAME),
            family=family,
            levels=self._levels(page, entry, block),
            summary=page.maybe(entry, "summary", block),
            duties=page.texts(entry, "duties", block),
            aliases=page.texts(entry, "aliases", block),
            resources=page.texts(entry, "resources", block),
            tryouts=page.texts(entry, "tryouts", block),
            next=page.texts(entry, "next", block),
            openings=page.count(entry, "openings", block),
            headcount=page.count(entry, "headcount", block),
            onet=page.maybe(entry, "onet", block) or None,
        )

    def _levels(self, page: Page, entry: str, block: dict[str, Any]) -> tuple[Level, ...]:
        tags = self._tags(page, entry, block)
        asked = self._asked(page, entry, block)
        found: dict[tuple[int, Track], Level] = {}
        for place, step in enumerate(page.blocks(entry, "level", block.get("level")), start=1):
            name = step.get("name")
            where = f"{entry}, {name if isinstance(name, str) and name else f'level {place}'}"
            level = self._level(page, where, step, tags, asked)
            if (level.number, level.track) in found:
                page.note(where, f"the level {level.number} {level.track} stands twice")
            found[level.number, level.track] = level
        if not found:
            page.note(entry, "a role needs at least one level")
        if found and not block.get("onet") and not any(level.needs for level in found.values()):
            page.note(entry, "a role needs at least one skill")
        return tuple(found[one] for one in sorted(found, key=_step))

    def _level(
        self,
        page: Page,
        where: str,
        step: dict[str, Any],
        tags: frozenset[str],
        asked: dict[str, tuple[int, int | None]],
    ) -> Level:
        page.unknown(where, step, LEVEL)
        number, track = step.get("number"), step.get("track", "ic")
        if type(number) is not int or not 1 <= number <= TOP:
            page.note(where, f"number must be a whole number from 1 to {TOP}")
            number = 1
        if track not in TRACKS:
            page.note(where, f"track must be one of {', '.join(TRACKS)}")
            track = "ic"
        return Level(
            number,
            page.text(where, "name", step.get("name"), LONGEST_NAME),
            cast("Track", track),
            tuple(
                Need(skill, weight, level or min(number, HIGHEST))
                for skill, (weight, level) in (asked | self._asked(page, where, step)).items()
            ),
            page.maybe(where, "summary", step),
            tags | self._tags(page, where, step),
        )

    def _tags(self, page: Page, where: str, table: dict[str, Any]) -> frozenset[str]:
        tags = page.texts(where, "tags", table)
        for tag in tags:
            if tag not in self.taxonomy.tags:
                page.note(where, f"unknown tag {tag!r}{_near(tag, self.taxonomy.tags)}")
        return frozenset(tags)

    def _asked(
        self, page: Page, where: str, table: dict[str, Any]
    ) -> dict[str, tuple[int, int | None]]:
        """Return weight and level by skill; None where the level follows the role's level."""
        found: dict[str, tuple[int, int | None]] = {}
        for text in page.texts(where, "skills", table):
            name, *numbers = (part.strip() for part in text.split(":"))
            skill = self.taxonomy.ids.get(name.lower())
            if 1 + len(numbers) not in PARTS or not all(_is_step(one) for one in numbers):
                page.note(where, f"{text!r} must be name:weight or name:weight:level, 1 to 5")
            elif skill is None:
                page.note(where, f"unknown skill {name!r}{_near(name, self.taxonomy.ids)}")
            elif skill in found:
                page.note(where, f"the skill {name!r} stands twice")
            else:
                found[skill] = int(numbers[0]), int(numbers[1]) if numbers[1:] else None
        return found


def _is_step(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 1 <= int(text) <= HIGHEST


def _step(one: tuple[int, Track]) -> tuple[int, int]:
    return one[0], TRACKS.index(one[1])


def _near(name: str, known: Iterable[str]) -> str:
    best = get_close_matches(name.lower(), sorted(known), n=1)
    return f"; did you mean {best[0]!r}?" if best else ""


def _circles(roles: dict[str, Role]) -> Iterator[Sequence[str]]:
    """Yield each circle of roles that grow into one another once, from its first id on."""
    for start in sorted(roles):
        ways: list[tuple[str, ...]] = [(start,)]
        seen = {start}
        while ways:
            way = ways.pop()
            for other in roles[way[-1]].next:
                if other == start and start == min(way):
                    yield (*way, start)
                    ways = []
                    break
                if other in roles and other not in seen:
                    seen.add(other)
                    ways.append((*way, other))
