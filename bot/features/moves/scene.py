"""What a view of moves needs at hand: who reads, what they told, and the names of things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from bot.blocks import escape
from bot.data import moves
from bot.data.moves_tables import MoveIdea
from bot.data.tables import OneOnOne
from bot.reception.desk import Caller, Desk
from bot.rules import told as told_rules
from bot.rules.catalogue import Catalogue, Level, Role, Skill
from bot.rules.lattice.ideas import Idea, Standing, Wishes
from bot.rules.lattice.kinds import Kind
from bot.rules.lattice.revisit import idea_of
from bot.rules.told import Told

GUIDES = 2  # people named in one place


@dataclass(frozen=True)
class Scene:
    """Moves as one person sees them."""

    session: Session
    desk: Desk
    me: Caller

    @cached_property
    def told(self) -> Told:
        """What they told about themselves."""
        return moves.told(self.session, self.desk.store.vault, self.me.team, self.me.user)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self.desk.roles.catalogue

    @cached_property
    def roles(self) -> dict[str, Role]:
        """The roles of the catalogue."""
        return self.desk.roles.roles

    @cached_property
    def mine(self) -> Standing | None:
        """Where they stand, where that is known."""
        return told_rules.standing(self.told, self.catalogue)

    @cached_property
    def wishes(self) -> Wishes:
        """What holds for every idea of theirs."""
        away = moves.away(self.session, self.me.team, self.me.user)
        return told_rules.wishes(self.told, away, self.desk.now(), self.desk.roles.lattice)

    @cached_property
    def managed(self) -> Sequence[OneOnOne]:
        """The one-on-ones to which they can bring an idea."""
        return moves.managed(self.session, self.me.team, self.me.user)

    def say(self, key: str, **values: object) -> str:
        """Return the words for `key`, filled in."""
        return self.desk.say(f"moves.{key}", **values)

    def idea(self, row: MoveIdea) -> Idea | None:
        """Return what can be said about an idea today; None where the catalogue lost it."""
        role = self.roles.get(row.role)
        level = level_of(role, row)
        if role is None or level is None or self.mine is None:
            return None
        return idea_of(self.desk.roles.lattice, self.mine, self.wishes, role, level, Kind(row.kind))

    def title(self, row: MoveIdea) -> str:
        """Return how an idea is called, safe to show."""
        return escape(self.bare_title(row))

    def bare_title(self, row: MoveIdea) -> str:
        """Return how an idea is called, for where nothing is markup."""
        return self.desk.roles.name_of(row.role, row.number, row.track, row.kind)

    def skill(self, skill: str) -> Skill:
        """Return a skill."""
        return self.catalogue.skills[skill]

    def skills(self, ids: Iterable[str]) -> str:
        """Return the names of skills in a row, safe to show."""
        known = (self.catalogue.skills.get(one) for one in ids)
        return ", ".join(escape(one.name) for one in known if one)

    def tags(self, ids: Iterable[str]) -> str:
        """Return what tags say to people, safe to show."""
        return ", ".join(escape(self.catalogue.tags.get(one, one)) for one in sorted(ids))

    def talk_to(self, roles: Sequence[str], most: int = GUIDES) -> list[str]:
        """Return people who agreed to be asked about these roles, each with their role."""
        found = moves.guides(self.session, self.me.team, roles, self.me.user)
        return [
            self.say("person", who=f"<@{one.user}>", role=escape(self.roles[one.role].title))
            for one in found[:most]
            if one.role in self.roles
        ]

    def near_roles(self, role: str) -> list[str]:
        """Return a role and then the others of its family."""
        family = self.roles[role].family
        others = (one.id for one in self.roles.values() if one.family == family and one.id != role)
        return [role, *others]


def level_of(role: Role | None, row: MoveIdea) -> Level | None:
    """Return the level of a role that an idea is about."""
    levels = role.levels if role else ()
    found = (one for one in levels if (one.number, one.track) == (row.number, row.track))
    return next(found, None)
