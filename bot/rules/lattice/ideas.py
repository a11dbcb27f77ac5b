"""A handful of ideas for somebody: of several kinds and families, none of them ranked by level."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bot.rules.catalogue import Level, Need, Role
from bot.rules.lattice.coverage import Coverage, Gap, Known, cover, know, skills_of
from bot.rules.lattice.kinds import Kind, kind, nearest_level

if TYPE_CHECKING:  # the arrays behind them load with a lattice
    from bot.rules.lattice.fusion import Lattice, Near

MOST, KINDS, FAMILIES = 6, 3, 2
OF_A_KIND = 2  # at most this many ideas of one kind, unless it was asked for
ASKED = 4  # ideas of the kind that was asked for
LIKED = 0.1  # what each liked tag or skill adds to the order of ideas; never to the fit
CENTRAL = 4  # a skill of this weight is what a role is about
NEAREST = 48  # roles that are looked at closely
FAR_ABOVE = 1  # levels: more than this above one's own is no next step
GOOD = 0.5  # an idea that fits less comes after all that fit
ORDER = (Kind.LATERAL, Kind.DEEPER, Kind.UP, Kind.TRY, Kind.BACK, Kind.GIVE)


@dataclass(frozen=True)
class Standing:
    """Where somebody is: their role and level, and their own skills where they told them."""

    role: Role
    level: Level
    skills: Mapping[str, float] = field(default_factory=dict)

    def known(self) -> dict[str, float]:
        """Return what they know: what their level asks for, and above that what they said."""
        return skills_of(self.level) | dict(self.skills)


@dataclass(frozen=True)
class Wishes:
    """What somebody said: tags they like, avoid or need, kinds and families they ask for.

    `enjoys` and `avoids` are skills. `without` are roles that they do not want to see again.
    """

    likes: frozenset[str] = frozenset()
    dislikes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    enjoys: frozenset[str] = frozenset()
    avoids: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    families: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Idea:
    """One idea and everything that can be said about it.

    `fit` is the share of the target's skills that is there; openings and headcount stand beside
    it. `touched` are the tags of the target that were liked. `give` is a skill to pass on, `get`
    one to ask for, where the idea is to give and get.
    """

    role: Role
    level: Level
    kind: Kind
    fit: float
    covered: tuple[Need, ...]
    gaps: tuple[Gap, ...]
    touched: frozenset[str]
    give: str | None = None
    get: str | None = None


class Move(NamedTuple):
    """A move that is possible, before the few ideas are chosen; `order` is what they go by."""

    role: Role
    level: Level
    kind: Kind
    coverage: Coverage
    order: float


def moves(lattice: "Lattice", standing: Standing, wishes: Wishes | None = None) -> tuple[Move, ...]:
    """Return every possible move to another role, the best first: one for each role and kind.

    A move goes by its fit and by how near the roles are, half and half; liked tags come on top.
    A target with a tag that is avoided is left out, wherever it would have stood; so is one
    without a tag that is needed, and one that is about a skill that is avoided.
    """
    wishes = wishes or Wishes()
    known = know(standing.known(), lattice.catalogue.skills)
    found = [
        _move(near.fit, known, wishes, lattice.roles[near.role], there, of_kind)
        for near in _near(lattice, standing.role.id, wishes)
        for of_kind, there in _targets(standing, lattice.roles[near.role], wishes)
    ]
    return tuple(sorted(found, key=_place))


def ideas(lattice: "Lattice", standing: Standing, wishes: Wishes | None = None) -> tuple[Idea, ...]:
    """Return up to six ideas, of at least three kinds and two families where there are any.

    What was asked for comes first; then the kinds take turns. None is the person's own role.
    """
    wishes = wishes or Wishes()
    every = moves(lattice, standing, wishes)
    chosen = _choose(every, wishes)
    given = {move.role.id for move in chosen}
    plain = [idea(wishes, move) for move in chosen]
    return (*plain, *_give_and_get(wishes, every, given))[:MOST]


def _near(lattice: "Lattice", role: str, wishes: Wishes) -> Iterator["Near"]:
    """Yield the nearest roles; of the families asked for as many again."""
    near = (one for one in lattice.nearest(role) if one.role not in wishes.without)
    yield from islice(near, NEAREST)
    if wishes.families:
        asked = (one for one in near if lattice.roles[one.role].family in wishes.families)
        yield from islice(asked, NEAREST)


def _targets(standing: Standing, role: Role, wishes: Wishes) -> Iterator[tuple[Kind, Level]]:
    """Yield for each kind of move the level of the role that is the nearest to one's own."""
    mine = standing.level
    levels = [
        one
        for one in role.levels
        if is_open_to(wishes, one) and one.number <= mine.number + FAR_ABOVE
    ]
    by_kind: dict[Kind, list[Level]] = {}
    for one in levels:
        by_kind.setdefault(kind(standing.role, mine, role, one), []).append(one)
        if role.tryouts and one.number <= mine.number:
            by_kind.setdefault(Kind.TRY, []).append(one)
    for of_kind, some in by_kind.items():
        yield of_kind, nearest_level(some, mine)


def is_open_to(wishes: Wishes, level: Level) -> bool:
    """Whether a level breaks nothing that must hold: tags avoided and needed, skills avoided."""
    if level.tags & wishes.dislikes or not wishes.needs <= level.tags:
        return False
    return not any(one.skill in wishes.avoids and one.weight >= CENTRAL for one in level.needs)


def _move(
    nearness: float, known: Known, wishes: Wishes, role: Role, there: Level, of_kind: Kind
) -> Move:
    coverage = cover(known, there)
    enjoyed = sum(need.skill in wishes.enjoys for need in there.needs)
    liked = LIKED * (len(there.tags & wishes.likes) + enjoyed)
    order = round((coverage.fit + nearness) / 2 + liked, 6)
    return Move(role, there, of_kind, coverage, order)


def _place(move: Move) -> tuple[bool, float, str, str]:
    return move.coverage.fit < GOOD, -move.order, move.role.id, move.kind


def _choose(every: Sequence[Move], wishes: Wishes) -> list[Move]:
    """Choose moves to different roles: what was asked for, then kind by kind in turns.

    What fits little is only taken where there would be too few kinds without it.
    """
    good = [move for move in every if move.coverage.fit >= GOOD]
    most = MOST - 1  # the last one gives and gets
    chosen = _different([one for one in every if _is_asked(one, wishes)], [], ASKED)
    for some, of_a_kind in ((good, 1), (good, OF_A_KIND), (every, 1)):
        if some is every and len({move.kind for move in chosen}) >= KINDS:
            break
        for one in ORDER:
            held = sum(move.kind is one for move in chosen)
            room = min(most, len(chosen) + max(0, of_a_kind - held))
            chosen = _different([move for move in some if move.kind is one], chosen, room)
    return _with_families(every, chosen)


def _is_asked(move: Move, wishes: Wishes) -> bool:
    if not wishes.kinds and not wishes.families:
        return False
    return (not wishes.kinds or move.kind in wishes.kinds) and (
        not wishes.families or move.role.family in wishes.families
    )


def _different(some: Iterable[Move], chosen: Sequence[Move], most: int) -> list[Move]:
    """Return what was chosen and more of these, each with a role of its own, up to `most`."""
    found = list(chosen)
    taken = {move.role.id for move in found}
    for move in some:
        if len(found) >= most:
            break
        if move.role.id not in taken:
            taken.add(move.role.id)
            found.append(move)
    return found


def _with_families(every: Sequence[Move], chosen: list[Move]) -> list[Move]:
    """Add a move into another family, or put it in the last one's place, where all are of one."""
    families = {move.role.family for move in chosen}
    other = next((move for move in every if move.role.family not in families), None)
    if len(families) >= FAMILIES or other is None:
        return chosen
    return [*chosen[: MOST - 2], other]


def idea(wishes: Wishes, move: Move) -> Idea:
    """Return everything that can be said about a move."""
    return Idea(
        move.role,
        move.level,
        move.kind,
        move.coverage.fit,
        move.coverage.covered,
        move.coverage.gaps,
        move.level.tags & wishes.likes,
    )


def _give_and_get(wishes: Wishes, every: Sequence[Move], given: set[str]) -> Iterator[Idea]:
    """Yield one idea that moves nobody: a skill to pass on and one to ask for, with a near role."""
    for move in sorted(every, key=lambda one: one.kind is Kind.BACK):
        if move.role.id not in given and move.coverage.covered and move.coverage.gaps:
            yield give_and_get(idea(wishes, move))
            return


def give_and_get(found: Idea) -> Idea:
    """Return an idea as one that moves nobody: what to pass on there, and what to ask for."""
    give = found.covered[0].skill if found.covered else None
    get = found.gaps[0].need.skill if found.gaps else None
    return replace(found, kind=Kind.GIVE, give=give, get=get)
