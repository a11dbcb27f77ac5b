"""How fast and how well people are paired, and what that takes of the machine.

Each round is decided in a process of its own, as in the bot; its time begins with the values at
hand and ends with the round at hand, its memory is the most that the process ever held.
"""

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from bot.rules.pairing import Past, Round, pair, remember
from bot.rules.pairing.matching import Matcher
from bot.rules.pairing.scores import Scores
from tests.bench import Figure
from tests.rules.crowd import ON, crowd, rounds

PAST = 10
KIB = 1024


def measure() -> Iterator[Figure]:
    """Yield seconds and memory for 1,000 and 10,000 people, and what 500 lose to the optimum."""
    repeats = 0
    for size, name in ((1_000, "1k"), (10_000, "10k")):
        seconds, mib, decided = _in_child(size)
        repeats += decided.repeats + len(decided.left)
        yield Figure(f"pairing_{name}_s", seconds, "s")
    yield Figure("pairing_10k_mb", mib, "MiB")
    yield Figure("pairing_optimality", _optimality(500), "ratio")
    yield Figure("pairing_repeats", repeats, "pairs")


def _in_child(size: int) -> tuple[float, float, Round]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as child:
        return child.submit(_timed, size).result()


def _timed(size: int) -> tuple[float, float, Round]:
    members = crowd(size)
    past = rounds(members, PAST)
    began = time.perf_counter()
    decided = pair(members, past, ON)
    seconds = time.perf_counter() - began
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB, decided


def _optimality(size: int) -> float:
    """Return what a round weighs over the best matching that all pairs allow."""
    members = crowd(size)
    past: list[Past] = rounds(members, PAST)
    scores = Scores(members, remember(past, ON), ON)
    left, right = np.array(Matcher(scores, None).match(np.arange(size))).T
    return pair(members, past, ON).score / int(scores.weights(left, right).sum())
