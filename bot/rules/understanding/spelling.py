"""Puts small typing errors right: an unknown word becomes the nearest known one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.rules.understanding.tokens import Token, stem

SHORTEST = 4  # letters; shorter words are left as they are
LONG, MOST_ERRORS = 8, 2  # letters from which two errors are forgiven
MOST = 60  # unknown words put right in one text: the others are most likely noise
NEIGHBOURS = 12
KEPT = 2_000  # unknown words of which is kept what they become: people make the same errors
INFLECTED, SAME = ("ing", "ings", "ed"), 3  # such a word may be another one with an error


class Spelling:
    """The words that are known, with how often names hold them: of two near ones the usual wins.

    The same word is always put right in the same way.
    """

    def __init__(self, words: Mapping[str, int], whole: frozenset[str]) -> None:
        known = sorted(words)
        self._often = words
        self._whole = whole
        self._known = frozenset(known)
        self._stems = frozenset(stem(word, whole) for word in known)
        long = [word for word in known if len(word) >= SHORTEST]
        # An error adds or drops a letter at most: words of quite another length are not compared.
        lengths = range(SHORTEST, max(map(len, long), default=0) + MOST_ERRORS + 1)
        self._about_as_long = {
            length: [one for one in long if abs(len(one) - length) <= _errors(length)]
            for length in lengths
        }
        self._near = lru_cache(KEPT)(self._nearest)

    def knows(self, token: Token) -> bool:
        """Whether the word, or another form of it, is known."""
        return token.plain in self._known or token.stem in self._stems

    def repaired(self, tokens: Iterable[Token]) -> tuple[Token, ...]:
        """Return the words with typing errors put right; their places stay."""
        seen: dict[str, str] = {}
        return tuple(self._repaired(token, seen) for token in tokens)

    def _repaired(self, token: Token, seen: dict[str, str]) -> Token:
        word = token.plain
        if word in self._known or len(word) < SHORTEST or not word.isalpha():
            return token
        if self.knows(token) and not word.endswith(INFLECTED):
            return token
        if word not in seen:
            if len(seen) >= MOST:
                return token
            seen[word] = self._near(word)
        right = seen[word]
        if self.knows(token) and right[-SAME:] != word[-SAME:]:
            return token
        return replace(token, plain=right, stem=stem(right, self._whole))

    def _nearest(self, word: str) -> str:
        known = self._about_as_long.get(len(word), ())
        most = _errors(len(word))
        near = extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=NEIGHBOURS)
        ranked = sorted(
            (int(far), other[0] != word[0], -self._often[other], other) for other, far, _ in near
        )
        return ranked[0][-1] if ranked and (not ranked[0][1] or ranked[0][0] == 1) else word


def _errors(length: int) -> int:
    """Return how many errors are forgiven in a word of so many letters."""
    return MOST_ERRORS if length >= LONG else 1
