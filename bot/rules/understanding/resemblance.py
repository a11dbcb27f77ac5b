"""Takes words for a title that they only resemble, such as "analyst for marketing data"."""

from collections.abc import Iterable, Sequence
from math import log

NEAR = 0.55  # how alike words and a title must be
CLOSE = 0.85  # others that reach this share of the best are as likely meant


class Resemblance:
    """The titles of all roles, each as a set of words that weigh the more the rarer they are."""

    def __init__(self, titles: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._titles = [(role, tuple(dict.fromkeys(words))) for role, words in titles if words]
        owners: dict[str, set[str]] = {}
        self._places: dict[str, list[int]] = {}
        heads: dict[str, set[str]] = {}
        for number, (role, words) in enumerate(self._titles):
            heads.setdefault(words[-1], set()).add(role)
            for word in words:
                owners.setdefault(word, set()).add(role)
                self._places.setdefault(word, []).append(number)
        roles = max(1, len({role for role, _ in self._titles}))
        self._weights = {word: log(1 + roles / len(those)) for word, those in owners.items()}
        self.heads = frozenset(word for word, those in heads.items() if len(those) > 1)

    def knows(self, word: str) -> bool:
        """Whether some title holds the word."""
        return word in self._weights

    def like(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the roles whose titles are most like the words, the best first; often none."""
        said = {word for word in words if word in self._weights}
        total = sum(self._weights[word] for word in sorted(said))
        best: dict[str, float] = {}
        for number in sorted({place for word in said for place in self._places[word]}):
            role, title = self._titles[number]
            shared = sum(self._weights[word] for word in title if word in said)
            alike = 2 * shared / (total + sum(self._weights[word] for word in title))
            best[role] = max(alike, best.get(role, 0.0))
        ranked = sorted(best, key=lambda role: (-best[role], role))
        if not ranked or best[ranked[0]] < NEAR:
            return ()
        return tuple(role for role in ranked if best[role] >= CLOSE * best[ranked[0]])
