"""Which few partners of each person are worth a look, when all pairs would be too many.

Ranked by reduced cost: what a pair weighs, less what its other half is worth to others. Measured
beside the exact optimum this loses a few hundredths of a percent, where each person's ten best
alone lose three times as much.
"""

from dataclasses import dataclass

import numpy as np

from bot.rules.pairing.scores import Floats, Numbers, Scores, Truths

FIRST_LOOK = 10  # partners each, by weight alone: what the worth of a person is learned from
KEPT = 8  # partners each, by reduced cost: mostly the optimum itself among 500 people
KEPT_OF_MANY = 6  # where there are many: two thirds of the time, for 0.02 % of the weight
MANY = 2_000
STEPS = 60  # after which the worths hardly move
BLOCK = 250_000  # pairs looked at together: arrays of a megabyte stay in the processor


@dataclass(frozen=True)
class Candidates:
    """The best partners of each person in order, places that stay empty, and what each is worth."""

    partners: Numbers
    missing: Truths
    worth: Floats

    def edges(self) -> tuple[Numbers, Numbers]:
        """Return every pair in which one is a candidate of the other, once."""
        size, kept = self.partners.shape
        people = np.repeat(np.arange(size), kept)
        others = self.partners.ravel()
        codes = np.minimum(people, others) * size + np.maximum(people, others)
        left, right = np.divmod(np.unique(codes[~self.missing.ravel()]), size)
        return left, right


def candidates(scores: Scores) -> Candidates:
    """Return whom each person should be compared with."""
    nothing = np.zeros(scores.size, np.float32)
    partners, weights = _best(scores, nothing, min(FIRST_LOOK, scores.size - 1))
    worth = _worth(partners, weights)
    kept = KEPT if scores.size <= MANY else KEPT_OF_MANY
    partners, weights = _best(scores, worth, min(kept, scores.size - 1))
    return Candidates(partners, np.isneginf(weights), worth)


def _best(scores: Scores, worth: Floats, count: int) -> tuple[Numbers, Floats]:
    """Return for each person the `count` best partners, less their worth, and those weights."""
    partners = np.empty((scores.size, count), np.int64)
    weights = np.empty((scores.size, count), np.float32)
    height = max(1, BLOCK // scores.size)
    for first in range(0, scores.size, height):
        last = min(scores.size, first + height)
        rows = scores.rows(first, last)
        rows -= worth
        found = np.argpartition(rows, -count, axis=1)[:, -count:]
        value = np.take_along_axis(rows, found, axis=1)
        order = np.argsort(-value, axis=1, kind="stable")
        partners[first:last] = np.take_along_axis(found, order, axis=1)
        weights[first:last] = np.take_along_axis(value, order, axis=1)
    return partners, weights


def _worth(partners: Numbers, weights: Floats) -> Floats:
    """Return what each person is worth as a partner: near the dual of the best matching.

    Averaged steps: half of what one is worth now, half of the best that one could still get.
    """
    size, count = partners.shape
    known = ~np.isneginf(weights).ravel()
    people, others = np.repeat(np.arange(size), count)[known], partners.ravel()[known]
    worth = np.zeros(size, np.float32)
    if not len(people):
        return worth
    both = np.concatenate([people, others])
    order = np.argsort(both, kind="stable")
    mine, yours = both[order], np.concatenate([others, people])[order]
    value = np.tile(weights.ravel()[known], 2)[order]
    starts = np.flatnonzero(np.diff(mine, prepend=-1))
    for _ in range(STEPS):
        best = np.maximum.reduceat(value - worth[yours], starts)
        worth[mine[starts]] = (worth[mine[starts]] + best) / 2
    return worth
