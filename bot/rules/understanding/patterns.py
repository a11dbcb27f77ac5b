"""Finds ways of saying something in a row of words.

In a phrase, `*` stands for a few of any words, and `who|whom` for either of the two.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, product

GAP = "*"
WIDEST = 5  # words that a gap may span


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: what it belongs to, from which word to which, and its own words' number."""

    name: str
    start: int
    end: int
    words: int


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and the phrases that end here.

    A phrase is its number, in the order of their list, its name, and how many words it has.
    """

    following: dict[str, "_Node"] = field(default_factory=dict)
    ends: list[tuple[int, str, int]] = field(default_factory=list)


class Patterns:
    """Many phrases, each under a name, found in one walk over the words."""

    def __init__(
        self, phrases: Iterable[tuple[str, str]], stems: Callable[[str], Sequence[str]]
    ) -> None:
        self._root = _Node()
        numbers = count()
        for name, phrase in phrases:
            choices = [[_stems(one, stems) for one in word.split("|")] for word in phrase.split()]
            for chosen in product(*choices):
                parts = tuple(stem for word in chosen for stem in word)
                if parts and parts[0] != GAP:
                    self._add(next(numbers), name, parts)

    def find(self, words: Sequence[str]) -> tuple[Match, ...]:
        """Return all matches, in order of their first word; they may overlap."""
        if self._root.following.keys().isdisjoint(words):  # so it is mostly
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

    def _add(self, number: int, name: str, parts: Sequence[str]) -> None:
        node = self._root
        for part in parts:
            node = node.following.setdefault(part, _Node())
        node.ends.append((number, name, sum(part != GAP for part in parts)))

    def _all(self, words: Sequence[str]) -> Iterator[Match]:
        for start, word in enumerate(words):
            node = self._root.following.get(word)
            if node is None:
                continue
            ends: dict[tuple[int, str, int], int] = {}
            _walk(node, words, start + 1, ends)
            for one in sorted(ends):
                _, name, many = one
                yield Match(name, start, ends[one], many)


def _stems(word: str, stems: Callable[[str], Sequence[str]]) -> Sequence[str]:
    return (GAP,) if word == GAP else stems(word)


def _walk(
    node: _Node, words: Sequence[str], at: int, ends: dict[tuple[int, str, int], int]
) -> None:
    """Note where phrases end that have come as far as `node` before the word `at`.

    A gap is as narrow as it can be, and stands for at least one word at the end of a phrase.
    """
    for one in node.ends:
        ends.setdefault(one, at)
    if at == len(words):
        return
    if following := node.following.get(words[at]):
        _walk(following, words, at + 1, ends)
    if gap := node.following.get(GAP):
        for later in range(at, min(at + WIDEST, len(words)) + 1):
            _walk(gap, words, later, ends)
