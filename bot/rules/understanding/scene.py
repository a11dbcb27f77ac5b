"""A sentence laid out for reading: its words, the names in it, and what stands around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.rules.understanding.lexicon import Found, Lexicon
from bot.rules.understanding.patterns import Match
from bot.rules.understanding.reading import Span
from bot.rules.understanding.tokens import Token

NEGATION_REACHES = 3  # words


@dataclass(frozen=True, slots=True)
class Scene:
    """A tokenized sentence with everything that was found in it, in its order."""

    lexicon: Lexicon
    said: tuple[Token, ...]  # as written
    tokens: tuple[Token, ...]  # with typing errors put right
    names: tuple[Found, ...]
    uses: tuple[Match, ...]
    uses_after: tuple[Match, ...]
    feelings: tuple[Match, ...]
    feelings_after: tuple[Match, ...]
    wanted: tuple[Match, ...]
    intents: tuple[Match, ...]
    nots: tuple[Match, ...]
    theirs: frozenset[int]  # words that say what somebody else is or does
    breaks: frozenset[int]  # words at which a new thought begins

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the sentence from one word up to, not including, another."""
        return Span(self.tokens[start].span.start, self.tokens[end - 1].span.end)

    def is_negated(self, match: Match) -> bool:
        """Whether a "not" stands closely before the phrase, in the same thought."""
        return any(
            one.end <= match.start <= one.end + NEGATION_REACHES - 1
            and self.is_one_thought(one.start, match.start)
            and self.tokens[one.end].plain not in self.lexicon.small("only")
            for one in self.nots
            if one.end < len(self.tokens)
        )

    def is_one_thought(self, start: int, end: int) -> bool:
        """Whether no stop and no "but" stands between two words."""
        if start >= len(self.tokens) or end > len(self.tokens):
            return False
        last = min(end, len(self.tokens) - 1)
        return self.tokens[start].sentence == self.tokens[last].sentence and not any(
            at in self.breaks for at in range(start + 1, end)
        )


def lay_out(lexicon: Lexicon, sentence: str) -> Scene:
    """Find everything in a sentence that has a meaning of its own."""
    said = lexicon.tokens(sentence)
    tokens = lexicon.spelling.repaired(said)
    stems = [one.stem for one in tokens]
    feelings_after = _whole(lexicon.feelings_after.longest(stems), tokens)
    theirs = _of_others(lexicon, tokens, feelings_after)
    names = tuple(
        one
        for one in lexicon.names(tokens)
        if one.start not in theirs and not _is_bidden(lexicon, tokens, one)
    )
    grammar = lexicon.grammar.find(stems)
    return Scene(
        lexicon=lexicon,
        said=said,
        tokens=tokens,
        names=names,
        uses=_whole(lexicon.uses.longest(stems), tokens),
        uses_after=_whole(lexicon.uses_after.longest(stems), tokens),
        feelings=_whole(lexicon.feelings.longest(stems), tokens),
        feelings_after=feelings_after,
        wanted=_whole(lexicon.wanted.longest(stems), tokens),
        intents=_whole(lexicon.intents.find(stems), tokens),
        nots=tuple(one for one in grammar if one.name == "not"),
        theirs=theirs,
        breaks=frozenset(one.start for one in grammar if one.name == "but"),
    )


def _is_bidden(lexicon: Lexicon, tokens: Sequence[Token], one: Found) -> bool:
    """Whether a word tells the bot what to do: "write me a poem", "can you draw it"."""
    at, sentence = one.start, tokens[one.start].sentence
    if one.end - at > 1 or one.end == len(tokens) or tokens[one.end].sentence != sentence:
        return False
    before = tuple(it.plain for it in tokens[:at] if it.sentence == sentence)
    is_asked = before in lexicon.wishing and before[-1] in lexicon.small("bidding")
    return (not before or is_asked) and tokens[one.end].plain in lexicon.small("bidden")


def _of_others(lexicon: Lexicon, tokens: Sequence[Token], felt: Sequence[Match]) -> frozenset[int]:
    """Return the words that say what somebody else is or does, up to one about oneself.

    What is felt about it after all is the writer's: "she works with data, which I love".
    """
    found: set[int] = set()
    oneself = lexicon.small("self")
    for one in lexicon.people.find([it.stem for it in tokens]):
        if one.end == len(tokens) or tokens[one.end].plain not in lexicon.small("theirs"):
            continue
        at, sentence = one.end, tokens[one.end].sentence
        if any(tokens[it.start].sentence == sentence and it.start > at for it in felt):
            continue
        while at < len(tokens) and tokens[at].sentence == sentence:
            if tokens[at].plain in oneself:
                break
            found.add(at)
            at += 1
    return frozenset(found)


def _whole(matches: Iterable[Match], tokens: Sequence[Token]) -> tuple[Match, ...]:
    """Leave out what reaches over the end of a sentence."""
    return tuple(
        one for one in matches if tokens[one.start].sentence == tokens[one.end - 1].sentence
    )
