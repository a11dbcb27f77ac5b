"""Finds ways of saying something in a row of words.

In a phrase, `*` stands for a few of any words, and `who|whom` for either of the two.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

GAP = "*"
WIDEST = 5  # words that a gap may span


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: what it belongs to, from which word to which, and its own words' number."""

    name: str
    start: int
    end: int
    words: int


class Patterns:
    """Many phrases, each under a name, found in one walk over the words."""

    def __init__(
        self, phrases: Iterable[tuple[str, str]], stems: Callable[[str], Sequence[str]]
    ) -> None:
        self._by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name, phrase in phrases:
            choices = [[_stems(one, stems) for one in word.split("|")] for word in phrase.split()]
            for chosen in product(*choices):
                parts = tuple(stem for word in chosen for stem in word)
                if parts and parts[0] != GAP:
                    self._by_first.setdefault(parts[0], []).append((name, parts))

    def find(self, words: Sequence[str]) -> tuple[Match, ...]:
        """Return all matches, in order of their first word; they may overlap."""
        if self._by_first.keys().isdisjoint(words):  # so it is mostly
            return ()
        return tuple(self._all(words))

    def longest(self, words: Sequence[str]) -> tuple[Match, ...]:
        """Return the matches that no longer one of any name covers."""
        kept: list[Match] = []
        reached = 0
        for one in sorted(self.find(words), key=lambda one: (one.start, -one.end)):
            is_same = kept and (kept[-1].start, kept[-1].end) == (one.start, one.end)
            if one.end > reached or is_same:
                kept.append(one)
            reached = max(reached, one.end)
        return tuple(kept)

    def _all(self, words: Sequence[str]) -> Iterator[Match]:
        for start, word in enumerate(words):
            for name, parts in self._by_first.get(word, ()):
                end = _end(parts, words, start)
                if end is not None:
                    yield Match(name, start, end, sum(part != GAP for part in parts))


def _stems(word: str, stems: Callable[[str], Sequence[str]]) -> Sequence[str]:
    return (GAP,) if word == GAP else stems(word)


def _end(parts: Sequence[str], words: Sequence[str], at: int) -> int | None:
    """Return where the pattern ends when it begins at that word, or None."""
    for number, part in enumerate(parts):
        if part == GAP:
            rest = parts[number + 1 :]
            if not rest:
                return at if at < len(words) else None
            ends = (
                _end(rest, words, later) for later in range(at, min(at + WIDEST, len(words)) + 1)
            )
            return next((end for end in ends if end is not None), None)
        if at >= len(words) or words[at] != part:
            return None
        at += 1
    return at
