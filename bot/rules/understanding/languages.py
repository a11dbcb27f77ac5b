"""Tells whether a text is in a language that is not understood."""

from collections.abc import Sequence
from unicodedata import name

from bot.rules.understanding.lexicon import Lexicon
from bot.rules.understanding.tokens import Token

ENOUGH = 2  # small words of a language that give it away


def foreign(lexicon: Lexicon, tokens: Sequence[Token], understood: int) -> tuple[bool, str | None]:
    """Return whether a text is foreign, and its language where that is known.

    `understood` counts the words that stand for something in the lexicon.
    """
    words = {one.plain for one in tokens}
    if not all(map(str.isascii, words)) and _is_in_another_script(tokens):
        return True, None
    ordinary = lexicon.phrases.ordinary
    hits = {
        language: sum(one.plain in theirs and one.plain not in ordinary for one in tokens)
        for language, theirs in lexicon.languages.items()
        if not theirs.isdisjoint(words)
    }
    best = max(sorted(hits), key=lambda language: hits[language], default=None)
    if best is None or not hits[best]:
        return False, None
    strange = lexicon.languages[best]
    english = sum(token.plain in ordinary and token.plain not in strange for token in tokens)
    alone = not english and not understood
    if hits[best] >= (1 if alone else ENOUGH) and (not english or hits[best] > understood):
        return (True, best) if hits[best] > english else (False, None)
    return False, None


def _is_in_another_script(tokens: Sequence[Token]) -> bool:
    """Whether most letters are none of the Latin alphabet."""
    letters = [one for token in tokens for one in token.plain if one.isalpha()]
    latin = sum(one.isascii() or "LATIN" in name(one, "") for one in letters)
    return latin * 2 < len(letters)
