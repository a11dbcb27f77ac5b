"""Words of titles and duties, cut so that the same ones are recognised."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from string import punctuation

ASIDE = re.compile(r"\s*\(([^()]*)\)")
KEPT = frozenset("+#'")  # C++, C#, driver's
GAPS = str.maketrans({one: " " for one in f"{punctuation}–—…“”„·•" if one not in KEPT} | {"’": "'"})
SMALL = frozenset(
    "a an and any are as at be by etc for from in into is it its may new not of on or other such "  # noqa: SIM905 - a list of these would be a column of 40 lines
    "that the their these this to under use using with within".split()
)
SHORTEST = 4  # what an ending leaves behind must still say something
ENDINGS = (
    ("ies", "y"),
    ("ing", ""),
    ("ers", "er"),
    ("tion", "t"),
    ("ions", "ion"),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
)
Cut = Callable[[str], str]


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, the small ones left out."""
    return [one for one in text.lower().translate(GAPS).split() if one not in SMALL]


def plain_words(title: str) -> list[str]:
    """Return the words of a title, small ones left out, in the singular."""
    return [singular(word) for word in words_of(title)]


def counted(texts: Iterable[str], cut: Cut) -> Counter[str]:
    """Count the words of several texts, each cut by `cut` (`singular` or `stem`)."""
    found = Counter(map(cut, "\n".join(texts).lower().translate(GAPS).split()))
    for word in [one for one in found if len(one) == 1 or one in SMALL]:
        del found[word]
    return found


def readings(title: str) -> Iterator[str]:
    """Yield a title, and where it holds an aside in brackets, also what is left and the aside."""
    yield title
    if "(" in title and (asides := ASIDE.findall(title)):
        yield ASIDE.sub("", title).strip()
        yield from asides


@lru_cache(maxsize=1 << 14)
def singular(word: str) -> str:
    """Return a word of a title without the ending of its plural."""
    if len(word) > SHORTEST and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > SHORTEST and word.endswith("sses"):
        return word[:-2]
    if len(word) >= SHORTEST and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return a word of a longer text without its ending."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)] + instead
    return word
