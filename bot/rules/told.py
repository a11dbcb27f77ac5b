"""What somebody told about themselves: learned from sentences, shown to them, and corrected.

Everything here is a name of the catalogue, beside the words with which it was said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from bot.rules.catalogue import TRACKS, Catalogue, Role, Track
from bot.rules.lattice.coverage import skills_of
from bot.rules.lattice.ideas import Standing, Wishes
from bot.rules.lattice.kinds import usual_level
from bot.rules.understanding.reading import FieldRead, Reading, RoleRead, Use, Wish

if TYPE_CHECKING:
    from bot.rules.lattice.fusion import Lattice

BY_MYSELF, SOME = 3.0, 2.0  # how well a skill is known that is named; that another job taught
LONGEST = 40  # characters of what was said that are kept
LATER = timedelta(days=90)  # how long "not now" holds
ROLE, FAMILY, TAG, NOT_NOW = "role", "family", "tag", "later"


@dataclass(frozen=True)
class Feeling:
    """Something liked, avoided or needed: how it was said, and what it stands for."""

    say: str
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def stands_for(self) -> tuple[tuple[str, ...], ...]:
        """What it stands for: two feelings about the same are one."""
        return self.skills, self.tags, self.families, self.roles


@dataclass(frozen=True)
class Told:
    """What somebody told: their role and level, own levels of skills, past roles, feelings.

    The levels of `guessed` skills nobody said: a job that they named teaches them.
    """

    role: str = ""
    number: int = 0
    track: Track = "ic"
    skills: Mapping[str, float] = field(default_factory=dict)
    past: tuple[str, ...] = ()
    likes: tuple[Feeling, ...] = ()
    dislikes: tuple[Feeling, ...] = ()
    needs: tuple[Feeling, ...] = ()
    guessed: tuple[str, ...] = ()

    @property
    def own(self) -> Mapping[str, float]:
        """The levels that they said themselves."""
        return {one: level for one, level in self.skills.items() if one not in self.guessed}

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is known."""
        return self == Told()


@dataclass(frozen=True)
class Away:
    """An idea that was set aside: its role, why (`role`, `family`, `later`, `tag:on-call`), when.

    What follows from it holds for as long as it is set aside.
    """

    role: str
    why: str
    at: datetime


def as_values(told: Told) -> dict[str, Any]:
    """Return plain values, without what is empty."""
    return {name: value for name, value in asdict(told).items() if value}


def from_values(values: Mapping[str, Any]) -> Told:
    """Return what `as_values` was given."""
    feelings = {
        name: tuple(_feeling(one) for one in values.get(name, ()))
        for name in ("likes", "dislikes", "needs")
    }
    lists = {name: tuple(values.get(name, ())) for name in ("past", "guessed")}
    return Told(**{**values, **feelings, **lists})


def _feeling(values: Mapping[str, Any]) -> Feeling:
    return Feeling(values["say"], *(tuple(values[one]) for one in Feeling.__match_args__[1:]))


def learn(told: Told, reading: Reading, sentence: str, catalogue: Catalogue) -> Told:
    """Return what is known after a sentence: the newer word holds."""
    mine = next((one for one in reading.roles if one.use is Use.MINE and not one.close), None)
    if mine is not None:
        told = at_role(told, catalogue, mine.id, mine.level)
    elif told.role in {one.id for one in reading.roles if one.use is Use.DENIED}:
        told = replace(told, role="")
    taught = {one: SOME for job in reading.outside if _is_own(job.use) for one in job.skills}
    named = {one: BY_MYSELF for wish in reading.skills for one in wish.skills}
    past = (one.id for one in reading.roles if one.use is Use.PAST)
    said_so = {**named, **told.own}
    skills = {**taught, **told.skills, **said_so}
    told = replace(
        told,
        skills=skills,
        guessed=tuple(one for one in skills if one not in said_so),
        past=tuple(dict.fromkeys((*told.past, *past))),
    )
    for name, those in _felt(reading, sentence).items():
        told = _feel(told, name, those)
    return told


def _is_own(use: Use) -> bool:
    return use in {Use.MINE, Use.PAST}


def at_role(told: Told, catalogue: Catalogue, role_id: str, number: int | None = None) -> Told:
    """Return the same with this role; the level stays where the role does, unless one is said."""
    role = roles_of(catalogue).get(role_id)
    if role is None or (role_id == told.role and number is None):
        return told
    level = usual_level(role)
    if number is not None:
        level = min(role.levels, key=lambda one: (abs(one.number - number), one.track != "ic"))
    return replace(told, role=role_id, number=level.number, track=level.track)


def roles_of(catalogue: Catalogue) -> Mapping[str, Role]:
    """Return the company's roles, or the occupations where it has none."""
    return catalogue.roles or catalogue.occupations


def _felt(reading: Reading, sentence: str) -> dict[str, list[Feeling]]:
    avoided = [
        *(_of_job(one, sentence) for one in reading.roles if one.use is Use.AVOIDED),
        *(_of_job(one, sentence) for one in reading.fields if one.use is Use.AVOIDED),
    ]
    dislikes = (*reading.dislikes, *reading.rules_out)
    return {
        "likes": [_of_wish(one, sentence) for one in reading.likes],
        "needs": [_of_wish(one, sentence) for one in reading.needs],
        "dislikes": [*(_of_wish(one, sentence) for one in dislikes), *avoided],
    }


def _of_wish(wish: Wish, sentence: str) -> Feeling:
    say = said(wish.span.of(sentence))
    return Feeling(say, wish.skills, wish.tags, wish.families)


def _of_job(job: RoleRead | FieldRead, sentence: str) -> Feeling:
    say = said(job.span.of(sentence))
    if isinstance(job, RoleRead):
        return Feeling(say, roles=(job.id,))
    return Feeling(say, families=(job.family,))


def said(words: str) -> str:
    """Return somebody's words as they are kept: one short line."""
    return " ".join(words.split())[:LONGEST]


def _feel(told: Told, name: str, those: Iterable[Feeling]) -> Told:
    """Add feelings to a list; what was felt about the same before gives way."""
    for one in those:
        if not any(one.stands_for):
            continue  # understood, but no catalogue says anything about it
        told = without(told, one)
        more: dict[str, Any] = {name: (*getattr(told, name), one)}
        told = replace(told, **more)
    return told


def without(told: Told, feeling: Feeling) -> Told:
    """Return the same without any feeling about what this one stands for."""
    kept: dict[str, Any] = {
        name: tuple(one for one in getattr(told, name) if one.stands_for != feeling.stands_for)
        for name in ("likes", "dislikes", "needs")
    }
    return replace(told, **kept)


def standing(told: Told, catalogue: Catalogue) -> Standing | None:
    """Return where somebody stands; None where their role is not known, or is no longer there.

    What a past role taught counts where it is more than today's; their own word counts first.
    """
    role = roles_of(catalogue).get(told.role)
    if role is None:
        return None
    track = told.track if told.track in TRACKS else "ic"
    level = role.level(told.number, track) or min(
        role.levels, key=lambda one: (abs(one.number - told.number), one.track != track)
    )
    base = skills_of(level)
    past = {
        skill: known
        for name in told.past
        if (there := roles_of(catalogue).get(name))
        for skill, known in skills_of(usual_level(there)).items()
        if known > base.get(skill, 0.0)
    }
    own = {skill: known for skill, known in told.skills.items() if skill in catalogue.skills}
    return Standing(role, level, {**past, **own})


def wishes(told: Told, away: Iterable[Away], now: datetime, woven: "Lattice") -> Wishes:
    """Return what holds for every idea: what was said, and what was set aside."""
    gone = [one for one in away if one.why != NOT_NOW or now - one.at < LATER]
    of_family = {
        woven.roles[one.role].family
        for one in gone
        if one.why == FAMILY and one.role in woven.roles
    }
    families = of_family | _all(told.dislikes, "families")
    return Wishes(
        likes=_all(told.likes, "tags") | _all(told.needs, "tags"),
        dislikes=_all(told.dislikes, "tags") | {tag for one in gone if (tag := tag_of(one.why))},
        needs=_all(told.needs, "tags"),
        enjoys=_all(told.likes, "skills") | _all(told.needs, "skills"),
        avoids=_all(told.dislikes, "skills"),
        without=frozenset(
            {one.role for one in gone if not tag_of(one.why)}
            | _all(told.dislikes, "roles")
            | {role.id for role in woven.roles.values() if role.family in families}
        ),
    )


def tag_of(why: str) -> str:
    """Return the tag that was the reason to set something aside; empty where none was."""
    kind, _, tag = why.partition(":")
    return tag if kind == TAG else ""


def _all(feelings: Iterable[Feeling], name: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(getattr(one, name) for one in feelings))
