"""Pairing many people: the arrays say what the reasons say, and candidates are enough."""

import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from bot.rules import pairing
from bot.rules.pairing import Member, Past, pair, pair_in_child, remember, trio
from bot.rules.pairing.candidates import candidates
from bot.rules.pairing.matching import Matcher
from bot.rules.pairing.scores import Scores
from bot.rules.pairing.weights import is_repeat, may_meet, reasons
from tests.rules.crowd import ON, WEEK, crowd, rounds


def test_the_arrays_say_what_the_reasons_say() -> None:
    """Every pair weighs in the arrays what its reasons weigh, and is allowed where it may meet."""
    members = [
        replace(one, seeks=one.seeks | {f"own-{place // 9}"}) for place, one in enumerate(crowd(90))
    ]
    history = remember(rounds(members, 10), ON)
    scores = Scores(members, history, ON)
    left, right = np.triu_indices(len(members), 1)
    weights, repeats = scores.weights(left, right), scores.repeats(left, right)
    allowed, rows = scores.allowed(left, right), scores.rows(0, len(members))
    for place, (one, other) in enumerate(combinations(range(len(members)), 2)):
        pair_of = members[one], members[other]
        met = history.met_on(pair_of[0].id, pair_of[1].id)
        weight = sum(reason.weight for reason in reasons(*pair_of, met, ON))
        assert weights[place] == weight
        assert repeats[place] == is_repeat(met, ON)
        assert allowed[place] == may_meet(*pair_of)
        expected = -np.inf if not allowed[place] else weight - 1000 * repeats[place]
        assert rows[one, other] == rows[other, one] == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize("size", [450, 451])
def test_few_candidates_lose_nearly_nothing(size: int) -> None:
    """Above 400 people the round is within a thousandth of the optimum, and repeats nothing."""
    members = crowd(size)
    decided = pair(members, rounds(members, 10), ON)
    assert (decided.left, decided.repeats) == ((), 0)
    if size % 2 == 0:
        scores = Scores(members, remember(rounds(members, 10), ON), ON)
        left, right = np.array(Matcher(scores, None).match(np.arange(size))).T
        assert decided.score >= 0.999 * scores.weights(left, right).sum()


def test_a_crowd_is_decided_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has their place in one match all the same; nobody sees where the parts end."""
    members = crowd(205)
    whole = pair(members, (), ON)
    monkeypatch.setattr(pairing, "AT_ONCE", 50)
    parted = pair(members[::-1], (), ON)
    placed = [user for made in parted.matches for user in made.ids]
    assert (sorted(placed), parted.left) == (sorted(one.id for one in members), ())
    assert {len(made.ids) for made in parted.matches} == {2, 3}
    assert parted == pair(members, (), ON)
    assert 0.9 * whole.score < parted.score < whole.score


def test_few_trios_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the most promising trios are tried, the round is as good as with all of them."""
    members = crowd(17, seed=5)
    few = pair(members, rounds(members, 6), ON)
    monkeypatch.setattr(trio, "EVERY_TRIO", len(members))
    every = pair(members, rounds(members, 6), ON)
    assert (few.score, few.repeats, few.left) == (every.score, every.repeats, every.left)


def test_people_whom_the_candidates_strand_are_repaired() -> None:
    """People who all want the same few partners are all placed, if there are others for them."""
    stars = [Member(id=f"star-{one}", gives=frozenset("x")) for one in range(10)]
    seekers = [
        Member(id=f"seeker-{one}", seeks=frozenset("x"), department=f"{one}") for one in range(500)
    ]
    decided = pair([*stars, *seekers], [], ON)
    assert not decided.left
    assert decided.score == 10 * 4 + 245 * (1 + 1)


def test_the_alphabet_counts_for_nothing() -> None:
    """Among equals chance decides: neighbours by name meet no more often than others."""
    members = [Member(id=f"{one:03}") for one in range(200)]
    near = sum(
        abs(int(one.ids[0]) - int(one.ids[1])) <= 5
        for week in range(5)
        for one in pair(members, [], ON + week * WEEK).matches
    )
    assert near < 75  # 25 by chance


def test_a_child_decides_the_same() -> None:
    """A process of its own gives the same round, errors included."""
    members = crowd(40)
    assert pair_in_child(members, rounds(members, 3), ON) == pair(members, rounds(members, 3), ON)
    with pytest.raises(AttributeError):
        pair_in_child([None, None], [], ON)  # type: ignore[list-item]  # what cannot be read


def test_chance_is_the_same_in_every_process() -> None:
    """The round does not hang on the process: Python's own hashes differ in each."""
    program = (
        "from tests.rules.crowd import ON, crowd, rounds; from bot.rules.pairing import pair;"
        "print([one.ids for one in pair(crowd(60), rounds(crowd(60), 5), ON).matches])"
    )
    said = {
        subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(said) == 1


def test_the_bot_at_rest_carries_no_solver() -> None:
    """The rules can be imported without the arrays and without the solver."""
    program = (
        "import sys, bot.rules.pairing, bot.rules.nudging;"
        "print({*sys.modules} & {'numpy', 'rustworkx'})"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.strip() == "set()"


def test_two_who_wait_come_first_among_many() -> None:
    """Of many who all want one person it is again the one who waited, above 400 people too."""
    names = {f"{number}" for number in range(420)}
    rest = [
        Member(id=one, do_not_pair=frozenset(names - {one}), waited=int(one == "5"))
        for one in names
    ]
    decided = pair([*rest, Member(id="x")], [Past(ON - WEEK, ("1", "2"), met=True)], ON)
    assert [one.ids for one in decided.matches] == [("5", "x")]


def test_candidates_name_each_pair_once() -> None:
    """The edges of the candidates are pairs of different people, the lower number first."""
    members = crowd(60)
    left, right = candidates(Scores(members, remember([], ON), ON)).edges()
    assert (left < right).all()
    assert len({*zip(left.tolist(), right.tolist(), strict=True)}) == len(left)
