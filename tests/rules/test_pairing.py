"""Pairing: what every round keeps to, whoever takes part and whatever they wish."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import chain, combinations, pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.pairing import Left, Member, Past, Round, Why, match, pair, rejoin, remember
from bot.rules.pairing.weights import may_meet
from tests.rules.crowd import ON, WEEK, as_past, crowd, rounds

Plan = tuple[tuple[int, ...], ...]
FEW = tuple("abcdefgh")
TOPICS = st.frozensets(st.sampled_from("wxyz"))
MEMBERS = st.builds(
    Member,
    id=st.sampled_from(FEW),
    department=st.sampled_from(["", "one", "two"]),
    manager=st.sampled_from(["", *FEW]),
    languages=st.frozensets(st.sampled_from(["de", "en"])),
    seeks=TOPICS,
    gives=TOPICS,
    do_not_pair=st.frozensets(st.sampled_from(FEW), max_size=4),
    avoids_line=st.booleans(),
    waited=st.integers(0, 2),
)
CROWDS = st.lists(MEMBERS, max_size=8, unique_by=lambda one: one.id)
PAST = st.lists(
    st.builds(
        Past,
        st.integers(0, 400).map(lambda days: ON - timedelta(days=days)),
        st.lists(st.sampled_from(FEW), min_size=2, max_size=3, unique=True).map(tuple),
        st.booleans(),
    ),
    max_size=12,
)


@given(CROWDS, PAST)
def test_everybody_stands_in_one_place(members: list[Member], past: list[Past]) -> None:
    """Everybody is in exactly one match or left over, and at most one match is a trio."""
    decided = pair(members, past, ON)
    named = [*chain.from_iterable(_groups(decided)), *(one.id for one in decided.left)]
    assert sorted(named) == sorted(one.id for one in members)
    assert sorted(map(len, _groups(decided)))[:-1] == [2] * (len(decided.matches) - 1)
    assert all(len(group) in {2, 3} for group in _groups(decided))


@given(CROWDS, PAST)
def test_nobody_meets_whom_they_must_not(members: list[Member], past: list[Past]) -> None:
    """No match holds a pair that either one's list or a reporting line forbids."""
    known = {one.id: one for one in members}
    for group in _groups(pair(members, past, ON)):
        for one, other in combinations([known[name] for name in group], 2):
            assert one.id not in other.do_not_pair
            assert other.id not in one.do_not_pair
            if one.avoids_line or other.avoids_line:
                assert one.id != other.manager
                assert other.id != one.manager


@given(CROWDS, PAST)
def test_a_small_round_is_the_best_there_is(members: list[Member], past: list[Past]) -> None:
    """Among all ways to place up to eight people none is better, in the order of what counts."""
    number = {one.id: place for place, one in enumerate(members)}
    decided = tuple(
        tuple(number[name] for name in group) for group in _groups(pair(members, past, ON))
    )
    worth = _worth(members, past)
    assert worth(decided) == max(map(worth, _ways(tuple(range(len(members))), members)))


@given(CROWDS, PAST, st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_is_nothing(
    members: list[Member], past: list[Past], dice: random.Random
) -> None:
    """The same people and the same past give the same round in whatever order they come."""
    decided = pair(members, past, ON)
    other_members, other_past = [*members], [*past]
    dice.shuffle(other_members)
    # Two rounds on one day that disagree are no past that could be: their order is kept.
    dice.shuffle(other_past)
    assert pair(other_members, other_past, ON) == decided


@given(st.integers(2, 9).map(lambda half: 2 * half), st.data())
def test_nobody_meets_again_while_that_is_possible(size: int, data: st.DataObject) -> None:
    """With an even number nobody meets again, in as many rounds as half of them less one."""
    members = [Member(id=f"{number}") for number in range(size)]
    past: list[Past] = []
    for back in range(data.draw(st.integers(0, size // 2 - 1)), -1, -1):
        on = ON - back * WEEK
        decided = pair(members, past, on)
        assert (decided.repeats, decided.left) == (0, ())
        past += as_past(decided, on, [True] * len(decided.matches))


@given(st.sampled_from([3, 5, 7, 9, 15, 17, 31]), st.integers(0, 99))
def test_an_odd_number_makes_one_trio(size: int, seed: int) -> None:
    """An odd number of people who may all meet are all placed, three of them together."""
    members = [replace(one, manager="", do_not_pair=frozenset()) for one in crowd(size, seed)]
    decided = pair(members, rounds(members, 3, seed), ON)
    assert not decided.left
    assert sorted(map(len, _groups(decided)), reverse=True) == [3] + [2] * (size // 2 - 1)


def test_seven_people_over_thirty_rounds() -> None:
    """Seven people in thirty rounds: nobody is twice running in a trio, and everybody has turns."""
    members = [Member(id=name) for name in FEW[:7]]
    past: list[Past] = []
    trios: list[set[str]] = []
    for number in range(30):
        on = ON + number * WEEK
        decided = pair(members, past, on)
        past += as_past(decided, on, [True] * len(decided.matches))
        trios.append({one for group in _groups(decided) if len(group) == 3 for one in group})
    assert all(not one & other for one, other in pairwise(trios))
    turns = [sum(name in trio for trio in trios) for name in FEW[:7]]
    assert max(turns) - min(turns) <= 2


def test_one_member() -> None:
    """One member alone is left over, for that reason; nobody at all makes an empty round."""
    assert pair([Member(id="a")], [], ON) == Round((), (Left("a", Why.ALONE),), 0, 0)
    assert pair([], [], ON) == Round((), (), 0, 0)


def test_two_who_must_not_meet() -> None:
    """Two of whom one does not want to meet the other are both left over."""
    members = [Member(id="a", do_not_pair=frozenset("b")), Member(id="b")]
    assert pair(members, [], ON).left == (Left("a", Why.FORBIDDEN), Left("b", Why.FORBIDDEN))


def test_a_star_of_prohibitions() -> None:
    """Where nobody wants to meet one person, that one is left over and all others are placed."""
    for size in (8, 9, 30, 31):
        others = [Member(id=f"{number}", do_not_pair=frozenset({"x"})) for number in range(size)]
        decided = pair([*others, Member(id="x")], [], ON)
        assert decided.left == (Left("x", Why.FORBIDDEN),)


def test_who_is_needed_by_others() -> None:
    """Where all want only the one person, who waited longest gets them; the rest are told why."""
    for size in (8, 30):
        names = {f"{number}" for number in range(size)}
        rest = [
            Member(id=one, do_not_pair=frozenset(names - {one}), waited=int(one == "5"))
            for one in sorted(names)
        ]
        decided = pair([*rest, Member(id="x")], [], ON)
        assert _groups(decided) == [("5", "x")]
        assert {one.why for one in decided.left} == {Why.TAKEN}


def test_somebody_left_over_joins_a_pair() -> None:
    """An even number that cannot all be paired leaves one less, because a trio takes one in."""
    for size in (3, 5, 9, 15):
        members = [
            Member(
                id=f"{side}{number}", do_not_pair=frozenset(f"{other}{it}" for it in range(size))
            )
            for side, other in ("xy", "yx")
            for number in range(size)
        ]
        decided = pair(members, [], ON)
        assert len(decided.left) == 1
        assert max(map(len, _groups(decided))) == 3


def test_everybody_in_one_department() -> None:
    """A company of one department is paired like any other."""
    members = [replace(one, department="all", manager="") for one in crowd(20)]
    assert len(pair(members, [], ON).matches) == 10


def test_when_all_have_met() -> None:
    """Where everybody has met everybody, all are paired again, with whom they met longest ago."""
    members = [Member(id=name) for name in "abcd"]
    past = [
        *(Past(ON - WEEK, pair, met=True) for pair in (("a", "b"), ("c", "d"))),
        *(Past(ON - 2 * WEEK, pair, met=True) for pair in (("a", "c"), ("b", "d"))),
        *(Past(ON - 3 * WEEK, pair, met=True) for pair in (("a", "d"), ("b", "c"))),
    ]
    decided = pair(members, past, ON)
    assert _groups(decided) == [("a", "d"), ("b", "c")]
    assert decided.repeats == 2


def test_a_pair_that_did_not_meet_is_no_repeat() -> None:
    """Two who were paired and did not meet may be paired again at no cost."""
    past = [Past(ON - WEEK, ("a", "b"), met=False)]
    decided = pair([Member(id="a"), Member(id="b")], past, ON)
    assert (decided.repeats, decided.score) == (0, 0)


@example(12)
@example(13)
@given(st.integers(1, 60))
def test_the_window_is_twelve_weeks(weeks: int) -> None:
    """Meeting again counts as a repeat for twelve weeks, and weighs less each week for a year."""
    met = remember([Past(ON - weeks * WEEK, ("a", "b"), met=True)], ON)
    one = match([Member(id="a"), Member(id="b")], met, ON)
    later = match([Member(id="a"), Member(id="b")], met, ON + 8 * WEEK)
    assert one.repeats == (weeks <= 12)
    assert one.weight < later.weight or later.weight == 0
    assert (one.weight < 0) == (weeks < 52)


def test_somebody_whose_buddy_has_left() -> None:
    """They meet another single if they may, else the pair that suits them best, else nobody."""
    alone, foe = Member(id="a", seeks=frozenset("x")), Member(id="b", do_not_pair=frozenset("a"))
    pairs = [
        (Member(id="c"), Member(id="d")),
        (Member(id="e", gives=frozenset("x")), Member(id="f")),
    ]
    past = [Past(ON - WEEK, ("e", "y", "z"), met=False)]
    for others, expected in (
        ([*pairs, (foe,), (Member(id="g"),)], ("a", "g")),
        ([*pairs, (foe,)], ("a", "c", "d")),  # `e` was in a trio a week ago
        ([pairs[1]], ("a", "e", "f")),
        ([(foe,), (foe, Member(id="h"))], None),
    ):
        found = rejoin(alone, others, past, ON)
        assert (found.ids if found else None) == expected
    free = rejoin(alone, pairs, [], ON)
    assert free
    assert free.ids == ("a", "e", "f")


def _groups(decided: Round) -> list[tuple[str, ...]]:
    return [one.ids for one in decided.matches]


def _worth(members: Sequence[Member], past: Sequence[Past]) -> Callable[[Plan], tuple[int, ...]]:
    """Return what measures a way of placing people: by the sums of `match`, one by one."""
    history = remember(past, ON)
    made = cache(lambda group: match([members[one] for one in group], history, ON))

    def worth(plan: Plan) -> tuple[int, ...]:
        placed = [members[one] for group in plan for one in group]
        trio = [members[one].id for group in plan if len(group) == 3 for one in group]
        return (
            len(placed),
            sum(one.waited for one in placed),
            -sum(map(history.was_in_trio, trio)),
            -sum(made(group).repeats for group in plan),
            sum(made(group).weight for group in plan)
            + sum(history.trio_cost(one, ON) for one in trio),
        )

    return worth


def _ways(
    people: tuple[int, ...], members: Sequence[Member], *, has_trio: bool = False
) -> Iterator[Plan]:
    """Yield every way to place some of `people` in pairs and at most one trio."""
    if not people:
        yield ()
        return
    first, rest = people[0], people[1:]
    yield from _ways(rest, members, has_trio=has_trio)
    for size in (1,) if has_trio else (1, 2):
        for others in combinations(rest, size):
            group = (first, *others)
            if all(may_meet(members[a], members[b]) for a, b in combinations(group, 2)):
                left = tuple(one for one in rest if one not in others)
                for way in _ways(left, members, has_trio=has_trio or size == 2):
                    yield (group, *way)
