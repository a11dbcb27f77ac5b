"""The best pairs among people: a maximum-weight matching, and the repair of who is left over."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice, zip_longest

import numpy as np
import rustworkx

from bot.rules.pairing.candidates import Candidates
from bot.rules.pairing.scores import Numbers, Scores
from bot.rules.pairing.weights import HEAVIEST

ALL_PAIRS = 400  # people up to whom every pair is weighed: about a second
MORE_PAIRS = (3, 9, 27)  # for each person left over, so many pairs are made once more

Pair = tuple[int, int]
Edges = tuple[Numbers, Numbers]


class Matcher:
    """Finds the best pairs among any part of the people. `candidates` are needed for many."""

    def __init__(self, scores: Scores, candidates: Candidates | None) -> None:
        self._scores = scores
        self._edges = candidates.edges() if candidates else None

    def match(self, people: Numbers) -> list[Pair]:
        """Return pairs among `people`: as many as possible, then the best ones.

        Best means, in this order: of those who waited before, most are paired; fewest repeats;
        greatest weight. Above ALL_PAIRS this is so among the candidates, and near it among all.
        """
        if self._edges is None or len(people) <= ALL_PAIRS:
            return self._solve(_all_pairs(people))
        inside = np.zeros(self._scores.size, bool)
        inside[people] = True
        left, right = self._edges
        both = inside[left] & inside[right]
        pairs = self._solve((left[both], right[both]))
        for times in MORE_PAIRS:
            alone = left_over(people.tolist(), pairs)[: ALL_PAIRS // 2]
            if len(alone) <= len(people) % 2:
                break
            pairs = self._repair(alone, pairs, min(times * len(alone), ALL_PAIRS // 4))
        return pairs

    def match_favouring(self, people: Numbers, favoured: Numbers) -> list[Pair]:
        """Return most pairs among `people` (all pairs are tried), and of those most among friends.

        Friends are the `favoured`: pairs that somebody else could join.
        """
        left, right = self._allowed(_all_pairs(people))
        is_friend = np.isin(left, favoured) & np.isin(right, favoured)
        return _blossom((left, right), is_friend.astype(int).tolist())

    def _repair(self, alone: list[int], pairs: list[Pair], most: int) -> list[Pair]:
        """Solve the people left over, and `most` pairs that they would like to break, once more."""
        pair_of = {one: pair for pair in pairs for one in pair}
        liked = [
            [pair_of[other] for other in self._liked(one) if other in pair_of] for one in alone
        ]
        in_turn = (pair for rank in zip_longest(*liked) for pair in rank if pair)
        broken = set(islice(dict.fromkeys(in_turn), most))
        pool = sorted({*alone, *chain.from_iterable(broken)})
        kept = [pair for pair in pairs if pair not in broken]
        return kept + self._solve(_all_pairs(np.array(pool, np.int64)))

    def _liked(self, one: int) -> list[int]:
        """Return the partners whom this person may meet, the best first."""
        row = self._scores.rows(one, one + 1)[0]
        order = np.argsort(-row, kind="stable")[: np.count_nonzero(~np.isneginf(row))]
        liked: list[int] = order[: 2 * ALL_PAIRS].tolist()
        return liked

    def _allowed(self, edges: Edges) -> Edges:
        may = self._scores.allowed(*edges)
        return edges[0][may], edges[1][may]

    def _solve(self, edges: Edges) -> list[Pair]:
        left, right = self._allowed(edges)
        weights = self._scores.weights(left, right).tolist()
        repeats = self._scores.repeats(left, right).tolist()
        waited = (self._scores.waited[left] + self._scores.waited[right]).tolist()
        # One repeat outweighs all weights together, one person who waited all repeats together.
        repeat = 2 * HEAVIEST * (self._scores.size + 1)
        wait = repeat * (self._scores.size + 1)
        values = [
            wait * waits - repeat * again + weight
            for waits, again, weight in zip(waited, repeats, weights, strict=True)
        ]
        return _blossom((left, right), values)


def left_over(people: Iterable[int], groups: Iterable[Sequence[int]]) -> list[int]:
    """Return who of `people` is in no group, in their order."""
    placed = {one for group in groups for one in group}
    return [one for one in people if one not in placed]


def _all_pairs(people: Numbers) -> Edges:
    left, right = np.triu_indices(len(people), 1)
    return people[left], people[right]


def _blossom(edges: Edges, values: list[int]) -> list[Pair]:
    """Return the matching with most pairs and, among those, the greatest sum of `values`."""
    names = sorted({*edges[0].tolist(), *edges[1].tolist()})
    place = {name: number for number, name in enumerate(names)}
    graph = rustworkx.PyGraph[int, int](multigraph=False)
    graph.add_nodes_from(names)
    pairs = zip(edges[0].tolist(), edges[1].tolist(), values, strict=True)
    graph.add_edges_from([(place[one], place[other], value) for one, other, value in pairs])
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return sorted((min(names[a], names[b]), max(names[a], names[b])) for a, b in found)
