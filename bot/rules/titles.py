"""From a job's title to the roles that it may mean: the exact title first, then the nearest words.

Each role is one text made of its titles, weighed by BM25. The last word of a title, the role's own
title and its duties count beside that, a little. Words that nobody knows are repaired first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.rules.catalogue import Role
from bot.rules.lattice.tables import Floats, Table, rounded, weighed
from bot.rules.wording import counted, plain_words, readings, singular

SATURATION = 3.0
HEAD, OWN, DUTIES = 0.5, 0.15, 0.15
BEST = 5
UNSURE = 0.9  # the most that is said of a title that nobody bears
LONGEST = 120  # characters of a title that are looked at
MOST_WORDS = 12
REPAIRS = 4  # spellings tried for a word
READINGS = 64  # combinations of spellings tried for a title
CLOSE = 30  # roles whose titles are compared letter by letter
SHORTEST = 4  # a word or a title with fewer letters is not repaired


@dataclass(frozen=True)
class Match:
    """A role that a title may mean. `confidence` is 1 for the only role with exactly this title."""

    role: str
    confidence: float
    is_exact: bool


@dataclass(frozen=True)
class Found:
    """The best roles for a title, and the title's words as they were read."""

    matches: tuple[Match, ...]
    words: tuple[str, ...]


class _Field:
    """One side of the roles' texts, ready to be asked for words."""

    def __init__(self, bags: Sequence[Mapping[str, int]]) -> None:
        self.table = Table(weighed(bags, SATURATION))

    def score(self, words: Iterable[str]) -> Floats:
        places = self.table.known(sorted(set(words)))
        return self.table.products(places, np.ones(len(places)))


class Titles:
    """All titles of some roles, ready to be matched."""

    def __init__(self, roles: Mapping[str, Role]) -> None:
        order = [roles[one] for one in sorted(roles)]
        self._ids = [role.id for role in order]
        self._titles = [(role.title, *role.aliases, *_steps(role)) for role in order]
        self._exact: dict[str, tuple[int, ...]] = {}
        whole, heads = [], []
        for place, titles in enumerate(self._titles):
            texts = self._learn(place, titles)
            whole.append(Counter(chain.from_iterable(texts)))
            heads.append(Counter(text[-1] for text in texts))
        self._whole = _Field(whole)
        self._sides = (
            (HEAD, _Field(heads)),
            (OWN, _Field([counted([role.title], singular) for role in order])),
            (DUTIES, _Field([counted((role.summary, *role.duties), singular) for role in order])),
        )
        self._usual = Counter(chain.from_iterable(whole))

    def match(self, title: str) -> Found:
        """Return up to five roles, the best first; nothing where no word of the title is known."""
        words = plain_words(title[:LONGEST])[:MOST_WORDS]
        exact = self._owners(words)
        was_known = all(word in self._usual for word in words)
        if not exact and not was_known:
            words = self._repaired(words)
            exact = self._owners(words)
        scores = self._scores(words)
        best = np.argsort(-rounded(scores), kind="stable")[:CLOSE].tolist()
        close = [place for place in best if scores[place] > 0]
        if not exact and not was_known:
            exact = self._nearly(" ".join(words), close)
        order = [*sorted(exact, key=lambda one: (-scores[one], one))]
        order += [place for place in close if place not in exact]
        return Found(tuple(self._judged(order[:BEST], exact, scores, words)), tuple(words))

    def _learn(self, place: int, titles: Iterable[str]) -> list[list[str]]:
        """Keep whose titles these are; return the different ones as words."""
        texts: dict[str, list[str]] = {}
        for text in chain.from_iterable(map(readings, titles)):
            if words := plain_words(text):
                texts["".join(words)] = words
        for key in texts:
            self._exact[key] = (*self._exact.get(key, ()), place)
        return list(texts.values())

    def _owners(self, words: Sequence[str]) -> frozenset[int]:
        return frozenset(self._exact.get("".join(words), ()))

    def _scores(self, words: Sequence[str]) -> Floats:
        scores = self._whole.score(words)
        for weight, field in self._sides:
            scores = scores + weight * field.score(words[-1:] if weight == HEAD else words)
        return scores

    def _repaired(self, words: list[str]) -> list[str]:
        """Return the words, unknown ones put right; preferably so that a title comes out."""
        choices = [[word] if word in self._usual else self._spellings(word) for word in words]
        tried = [list(one) for one in islice(product(*choices), READINGS)]
        return next((one for one in tried if self._owners(one)), tried[0])

    def _spellings(self, word: str) -> list[str]:
        """Return known words that this one may be meant for, the likeliest first; else itself."""
        if len(word) < SHORTEST:
            return [word]
        most = 1 if len(word) <= SHORTEST + 1 else 2
        near = process.extract(
            word, self._whole.table.names, scorer=OSA.distance, score_cutoff=most, limit=None
        )
        likely = sorted(near, key=lambda one: (one[1], -self._usual[one[0]], one[0]))
        return [one[0] for one in likely[:REPAIRS]] or [word]

    def _nearly(self, text: str, places: Iterable[int]) -> frozenset[int]:
        """Return the owners of titles that differ from this one by a letter."""
        if len(text) <= SHORTEST:
            return frozenset()
        known = [(place, title.lower()) for place in places for title in self._titles[place]]
        near = process.extract(
            text, [title for _, title in known], scorer=OSA.distance, score_cutoff=1, limit=None
        )
        return frozenset(known[one[2]][0] for one in near)

    def _judged(
        self, order: Sequence[int], exact: frozenset[int], scores: Floats, words: Sequence[str]
    ) -> Iterable[Match]:
        known = sum(word in self._usual for word in words) / max(len(words), 1)
        total = sum(float(scores[place]) for place in order) or 1.0
        for place in order:
            share = known * float(scores[place]) / total
            is_exact = place in exact
            sure = max(1 / len(exact), share) if is_exact else min(share, UNSURE)
            yield Match(self._ids[place], round(min(sure, 1.0), 3), is_exact)


def _steps(role: Role) -> tuple[str, ...]:
    """Return the names of a role's levels where they are its own."""
    return tuple(level.name for level in role.levels)
