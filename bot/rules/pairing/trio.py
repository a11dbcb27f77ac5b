"""The one trio of an odd number: chosen together with the pairs, not added to them.

Up to EVERY_TRIO people each trio is tried with the best pairs among the others, so the round is
the optimum. Above, the few trios with the best reduced cost are tried in the same way: what a trio
weighs, less what its three are worth to others, the estimate by which candidates are chosen too.
Of 27 crowds of 17 to 31 people every one got the very optimum so.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

import numpy as np

from bot.rules.pairing.candidates import Candidates, candidates
from bot.rules.pairing.history import TRIO_SIZE, History
from bot.rules.pairing.matching import ALL_PAIRS, Matcher, left_over
from bot.rules.pairing.members import Member
from bot.rules.pairing.scores import Numbers, Scores, Truths
from bot.rules.pairing.weights import HEAVIEST

EVERY_TRIO = 15  # people up to whom all (455) trios are tried: a quarter of a second
EFFORT = 10**8  # above them so many trios, times people cubed: again about half a second
MOST_TRIES = 40
MOST_SQUEEZED = 8  # people left over for whom a trio is looked for, the longest waiting first
REPEATED = 10 * HEAVIEST  # while ranking trios, more than all else
TWICE_RUNNING = 10 * REPEATED

Group = tuple[int, ...]
Plan = list[Group]


class Value(NamedTuple):
    """What a plan is worth: the first difference decides, and more is better.

    `again` is less than zero where people would be in a trio twice running, `repeats` where pairs
    would meet again too soon. `waited` counts the rounds that those who are placed had to wait.
    """

    placed: int
    waited: int
    again: int
    repeats: int
    weight: int


def decide(members: Sequence[Member], history: History, on: date) -> Plan:
    """Return the groups of a round, as places in `members`, of whom there are at least two."""
    scores = Scores(members, history, on)
    some = candidates(scores) if scores.size > EVERY_TRIO else None
    return _plan(scores, some, Matcher(scores, some))


def _plan(scores: Scores, some: Candidates | None, matcher: Matcher) -> Plan:
    """Return pairs and at most one trio, so that most people are in one of them."""
    people = np.flatnonzero(scores.has_partner())
    best: Plan = []
    if len(people) % 2 and some:
        best = _best(scores, matcher, people, _promising(scores, some, len(people)))
        if not left_over(people.tolist(), best):
            return best
    pairs: Plan = [*matcher.match(people)]
    alone = left_over(people.tolist(), pairs)
    if not alone:
        return pairs
    if some is None:
        every = combinations(people.tolist(), TRIO_SIZE)
        squeezed = _best(scores, matcher, people, _may_meet(scores, every))
    else:
        squeezed = _squeeze(scores, matcher, people, pairs, alone)
    return max((pairs, best, squeezed), key=lambda one: value(scores, one))


def value(scores: Scores, groups: Plan) -> Value:
    """Return what a plan is worth."""
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    left, right = np.array(pairs, np.int64).reshape(-1, 2).T
    placed = np.array([one for group in groups for one in group], np.int64)
    trio = np.array([group for group in groups if len(group) == TRIO_SIZE], np.int64).ravel()
    weight = int(scores.weights(left, right).sum() + scores.trio_cost[trio].sum())
    return Value(
        placed=len(placed),
        waited=int(scores.waited[placed].sum()),
        again=-int(scores.was_in_trio[trio].sum()),
        repeats=-int(scores.repeats(left, right).sum()),
        weight=weight,
    )


def _best(scores: Scores, matcher: Matcher, people: Numbers, trios: Iterable[Group]) -> Plan:
    """Return the best plan that has one of `trios`; an empty one where there are none."""
    plans = ([trio, *matcher.match(np.setdiff1d(people, trio))] for trio in trios)
    return max(plans, key=lambda one: value(scores, one), default=[])


def _may_meet(scores: Scores, trios: Iterable[Group]) -> Iterable[Group]:
    found = np.array([*trios], np.int64).reshape(-1, TRIO_SIZE)
    yield from map(tuple, found[_allowed(scores, *found.T)].tolist())


def _promising(scores: Scores, some: Candidates, people: int) -> Iterable[Group]:
    """Yield the best trios of somebody and two of their candidates, by reduced cost."""
    kept = some.partners.shape[1]
    one, two = np.triu_indices(kept, 1)
    hub = np.repeat(np.arange(scores.size), len(one))
    places = [some.partners[:, which].ravel() for which in (one, two)]
    found = np.unique(np.sort(np.stack([hub, *places], axis=1), axis=1), axis=0)
    found = found[_allowed(scores, *found.T)]
    gain = scores.trio_cost[found].sum(axis=1) - some.worth[found].sum(axis=1)
    for left, right in combinations(found.T, 2):
        gain += scores.weights(left, right) - REPEATED * scores.repeats(left, right)
    gain -= TWICE_RUNNING * scores.was_in_trio[found].sum(axis=1)
    tries = max(1, min(MOST_TRIES, EFFORT // people**3))
    yield from map(tuple, found[np.argsort(-gain, kind="stable")[:tries]].tolist())


def _squeeze(
    scores: Scores, matcher: Matcher, people: Numbers, pairs: Plan, alone: list[int]
) -> Plan:
    """Return the best plan in which one of those left over joins a pair, or an empty one."""
    plans: list[Plan] = []
    for one in sorted(alone, key=lambda it: -int(scores.waited[it]))[:MOST_SQUEEZED]:
        friends = people[scores.allowed(np.full_like(people, one), people)]
        others = people[people != one]
        made = pairs if len(people) > ALL_PAIRS else matcher.match_favouring(others, friends)
        trios = [*_may_meet(scores, ((one, *pair) for pair in made if len(pair) < TRIO_SIZE))]
        if trios:
            trio = max(trios, key=lambda it: value(scores, [it]))
            plans.append([trio, *matcher.match(np.setdiff1d(people, trio))])
    return max(plans, key=lambda it: value(scores, it), default=[])


def _allowed(scores: Scores, one: Numbers, two: Numbers, three: Numbers) -> Truths:
    return scores.allowed(one, two) & scores.allowed(one, three) & scores.allowed(two, three)
