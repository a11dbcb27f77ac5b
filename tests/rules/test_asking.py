"""Which question comes next, and why."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.asking import Asked, BankQuestion, Choice, Reason, Waiting, choose, is_eligible

START = datetime(2026, 11, 22, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


def question(theme: str, number: int = 0) -> BankQuestion:
    """Make a question without conditions."""
    return BankQuestion(f"{theme}-{number}", theme, "?", ("?", "?"), "!")


def ask(theme: str, days: int, bank_id: str | None = None) -> Asked:
    """Note a question that was asked so many days after the start."""
    return Asked(bank_id, theme, START + timedelta(days=days))


BANK = tuple(
    question(theme, number) for theme in ("energy", "goals", "skills") for number in (1, 2)
)
BANKS = st.lists(
    st.builds(
        BankQuestion,
        id=st.text("abcdef", min_size=1, max_size=4),
        theme=st.sampled_from(["energy", "goals", "skills", "barriers"]),
        text=st.just("?"),
        follow_ups=st.just(("?", "?")),
        listen_for=st.just("!"),
        opener=st.booleans(),
        newcomer=st.booleans(),
        min_months=st.none() | st.integers(0, 24),
        max_months=st.none() | st.integers(0, 24),
        min_asked=st.integers(0, 3),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
).map(lambda some: (*some, question("open")))
MONTHS = st.none() | st.integers(0, 30)


def live(bank: tuple[BankQuestion, ...], months: int | None, seed: str, times: int) -> list[Choice]:
    """Let a pair meet so many times, each time asking what is chosen."""
    asked: list[Asked] = []
    choices = []
    for turn in range(times):
        choice = choose(bank, asked, (), months, seed=seed)
        assert choice.question
        asked.append(Asked(choice.question.id, choice.theme, START + turn * FORTNIGHT))
        choices.append(choice)
    return choices


def test_deferred_comes_first() -> None:
    """What was put off comes back before what somebody picked earlier, and both before the bank."""
    deferred = Waiting(7, "goals", Reason.DEFERRED, START + FORTNIGHT)
    written = Waiting(5, "own", Reason.WRITTEN, START + timedelta(days=1))
    picked = Waiting(6, "skills", Reason.PICKED, START)
    past = [ask("goals", -30), ask("goals", -60)]
    found = choose(BANK, past, [written, picked, deferred], None, seed="M-R")
    assert found == Choice(7, None, Reason.DEFERRED, "goals", START - timedelta(days=30))
    found = choose(BANK, past, [written, picked], None, seed="M-R")
    assert found == Choice(6, None, Reason.PICKED, "skills", None)
    found = choose(BANK, past, [written], None, seed="M-R")
    assert found == Choice(5, None, Reason.WRITTEN, "own", None)


def test_the_theme_that_waited_longest() -> None:
    """A theme never asked about comes first, then the one asked about longest ago."""
    past = [ask("energy", 0, "energy-1"), ask("skills", 14, "skills-2")]
    found = choose(BANK, past, (), None, seed="M-R")
    assert (found.theme, found.why, found.last_asked) == ("goals", Reason.THEME_NEVER, None)
    past.append(ask("goals", 28, "goals-1"))
    found = choose(BANK, past, (), None, seed="M-R")
    assert (found.theme, found.why, found.last_asked) == ("energy", Reason.THEME_LONGEST, START)
    assert found.question
    assert found.question.id == "energy-2"


def test_a_question_of_their_own_counts_for_its_theme() -> None:
    """A theme that somebody wrote a question about has been asked about."""
    past = [ask("energy", 0), ask("goals", 1), ask("skills", 2)]
    assert choose(BANK, past, (), None, seed="M-R").theme == "energy"


def test_the_first_one_is_easy() -> None:
    """Two who were never asked anything begin with an opener."""
    bank = (*BANK, replace(question("barriers"), opener=True))
    found = choose(bank, (), (), None, seed="M-R")
    assert (found.theme, found.why) == ("barriers", Reason.FIRST)
    passed = choose(bank, (), (), None, seed="M-R", passed=frozenset({"barriers-0"}))
    assert passed.why is Reason.THEME_NEVER


@pytest.mark.parametrize("months", [0, 2])
def test_a_newcomer_is_first_asked_what_they_hoped_for(months: int) -> None:
    """Somebody new is asked that one question, once, even if they were asked others before."""
    bank = (*BANK, replace(question("goals", 8), newcomer=True), replace(BANK[0], opener=True))
    found = choose(bank, [ask("goals", 0, "goals-1")], (), months, seed="M-R")
    assert found.question
    assert (found.question.id, found.why) == ("goals-8", Reason.NEWCOMER)
    again = choose(bank, [ask("goals", 0, "goals-8")], (), months, seed="M-R")
    assert again.why is Reason.THEME_NEVER


@pytest.mark.parametrize(
    ("conditions", "months", "asked", "expected"),
    [
        ({}, None, 0, True),
        ({"newcomer": True}, None, 0, False),
        ({"newcomer": True}, 2, 0, True),
        ({"newcomer": True}, 3, 0, False),
        ({"min_months": 12}, None, 0, False),
        ({"min_months": 12}, 11, 0, False),
        ({"min_months": 12}, 12, 0, True),
        ({"max_months": 6}, None, 0, False),
        ({"max_months": 6}, 6, 0, True),
        ({"max_months": 6}, 7, 0, False),
        ({"min_asked": 3}, None, 2, False),
        ({"min_asked": 3}, None, 3, True),
    ],
)
def test_conditions(
    conditions: dict[str, Any], months: int | None, asked: int, expected: bool
) -> None:
    """A condition on time in the company holds only where that time is known."""
    one = BankQuestion("a", "goals", "?", ("?", "?"), "!", **conditions)
    assert is_eligible(one, months, asked) is expected


def test_another_question_moves_through_the_themes() -> None:
    """Who turns a question down is offered another theme, and everything before a repeat."""
    passed: list[str] = []
    for _ in BANK:
        found = choose(BANK, (), (), None, seed="M-R", passed=frozenset(passed))
        assert found.question
        passed.append(found.question.id)
    assert set(passed) == {one.id for one in BANK}
    assert len({one.split("-")[0] for one in passed[:3]}) == 3
    assert choose(BANK, (), (), None, seed="M-R", passed=frozenset(passed)).question


@given(BANKS, MONTHS, st.text(max_size=5))
def test_nothing_comes_twice_before_everything_came_once(
    bank: tuple[BankQuestion, ...], months: int | None, seed: str
) -> None:
    """A pair hears every question meant for it once, then each again in the same order."""
    mine = {one.id for one in bank if is_eligible(one, months, len(bank))}
    choices = live(bank, months, seed, 3 * len(mine))
    heard = [one.question.id for one in choices if one.question]
    # A question may have to wait for others (min_asked), so that a repeat can come before it.
    if all(one.min_asked == 0 for one in bank):
        assert set(heard[: len(mine)]) == mine
        assert heard[: len(mine)] * 3 == heard
        assert all(one.why is Reason.AGAIN for one in choices[len(mine) :])
    assert set(heard) <= mine


@given(BANKS, MONTHS, st.text(max_size=5), st.randoms(use_true_random=False), st.integers(0, 20))
def test_order_of_input_never_matters(
    bank: tuple[BankQuestion, ...], months: int | None, seed: str, random: Random, times: int
) -> None:
    """The same history leads to the same question, however it was read."""
    asked = [
        Asked(one.question.id, one.theme, START + turn * FORTNIGHT)
        for turn, one in enumerate(live(bank, months, seed, times))
        if one.question
    ]
    waiting = [Waiting(number, "goals", Reason.PICKED, START) for number in range(times % 3)]
    found = choose(bank, asked, waiting, months, seed=seed)
    shuffled = list(bank)
    random.shuffle(shuffled)
    random.shuffle(asked)
    random.shuffle(waiting)
    assert choose(shuffled, asked, waiting, months, seed=seed) == found


def test_pairs_differ() -> None:
    """Two teams do not all hear the same question on the same day."""
    first = {choose(BANK, (), (), None, seed=f"U{number}").question for number in range(40)}
    assert len(first) > 3


def test_processes_agree() -> None:
    """The choice does not depend on how a process hashes its strings."""
    code = """
from bot.rules.asking import BankQuestion, choose
bank = [BankQuestion(f"q{n}", f"t{n % 9}", "?", ("?", "?"), "!") for n in range(90)]
print([choose(bank, (), (), None, seed=f"M-{n}").question.id for n in range(50)])
"""
    said = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, check=True, stdout=-1
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_an_empty_bank_is_an_error() -> None:
    """Where nothing fits and nothing waits, the caller is told; what waits needs no bank."""
    with pytest.raises(LookupError):
        choose([replace(BANK[0], min_months=3)], (), (), None, seed="M-R")
    assert choose((), (), [Waiting(1, "own", Reason.WRITTEN, START)], None, seed="M-R").waiting == 1
