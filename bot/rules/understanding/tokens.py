"""A sentence as words, each with its place. Slack's markup counts as space, mentions as people."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import combining, normalize

from bot.rules.understanding.reading import Span

LONGEST = 1500  # characters that are read of a message
PERSON = "@"  # the form of a word that is a mention of somebody
WORD = re.compile(r"\.net\b|c\+\+|[cf]#|[^\W_]+(?:['’][^\W_]+)*", re.IGNORECASE)
MENTION = re.compile(r"<@[^<>\s]{1,40}>(?:['’]s\b)?")
MARKUP = re.compile(
    r"<@[^<>\s]{1,40}>['’]s\b|<[^<>]{0,500}>|&(?:amp|lt|gt);|https?://\S+|:[a-z0-9_+-]{1,40}:"
)
MARKED = re.compile(r"[<&:]")
LABEL = re.compile(r"<[^<>|]*\|([^<>]*)>")
NOTHING = frozenset({"", " "})  # what mostly stands between two words
STOP, PAUSE = re.compile(r"[.!?;\n…]"), re.compile(r"[,:()–—]|\s-\s")
DOUBLED = re.compile(r"([bdfglmnprstz])\1$")
SHORT = 3  # words of so many letters, or fewer, have no endings to take off
VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its stem, its plain form, where it stands, and what stood before it.

    `sentence` and `clause` count full stops and any stops so far; words of one contraction share
    a span.
    """

    stem: str
    plain: str
    span: Span
    sentence: int
    clause: int
    is_capital: bool = False
    is_upper: bool = False
    is_owner: bool = False  # ends in 's


def plain(word: str) -> str:
    """Return a word in small letters, without accents, with straight apostrophes."""
    if word.isascii():
        return word.lower()
    parts = normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(one for one in parts if not combining(one))


def stem(word: str, whole: frozenset[str] = frozenset()) -> str:
    """Return what a plain word has in common with its other forms; those in `whole` stay."""
    if word in whole or len(word) <= SHORT:
        return word
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word in whole:
        return word
    return DOUBLED.sub(r"\1", _without_ending(word.replace("iz", "is")))


def _without_ending(word: str) -> str:
    for ending in ("ing", "ed", "e"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 1 and VOWEL.search(rest):
            return rest if ending != "ed" or len(rest) >= SHORT else word
    return word


def tokenize(
    sentence: str, contractions: Mapping[str, str], whole: frozenset[str] = frozenset()
) -> tuple[Token, ...]:
    """Return the words of a sentence, contractions spelled out."""
    return tuple(_tokens(sentence, contractions, whole))


def _tokens(
    sentence: str, contractions: Mapping[str, str], whole: frozenset[str]
) -> Iterator[Token]:
    text, people = sentence, dict[int, int]()
    if MARKED.search(sentence):
        people = {one.start(): one.end() for one in MENTION.finditer(sentence)}
        text = _masked(sentence, people)
    stops = pauses = at = 0
    for match in WORD.finditer(text):
        between = text[at : match.start()]
        if between not in NOTHING:
            is_stop = STOP.search(between) is not None
            stops += is_stop
            pauses += is_stop or PAUSE.search(between) is not None
        at = match.end()
        if match.start() in people:
            span = Span(match.start(), people[match.start()])
            yield Token(PERSON, PERSON, span, stops, pauses)
            continue
        said, span = match.group(), Span(match.start(), match.end())
        small = plain(said)
        for part in contractions.get(small, small.removesuffix("'s").replace("'", "")).split():
            capital, upper = said[0].isupper(), said.isupper() and len(said) > 1
            owner = small.endswith("'s") and small not in contractions
            form = stem(part, whole)
            yield Token(form, part, span, stops, pauses, capital, upper, owner)


def _masked(sentence: str, people: Mapping[int, int]) -> str:
    """Return the sentence with its markup blanked, and one letter where a mention begins."""

    def blank(match: re.Match[str]) -> str:
        if match.start() in people:
            return "x".ljust(len(match.group()))
        if label := LABEL.fullmatch(match.group()):
            return " " * label.start(1) + label.group(1) + " "
        return " " * len(match.group())

    return MARKUP.sub(blank, sentence)


def cut(sentence: str, longest: int = LONGEST) -> str:
    """Return the beginning of a long text, ending with a whole word where it has words."""
    if len(sentence) <= longest:
        return sentence
    head = sentence[:longest]
    return head[: head.rfind(" ")] if " " in head[longest // 2 :] else head
