"""What people say to any bot beside what it is for: told as whole messages, word by word.

So a sentence about somebody's work is not taken for one, whatever words it holds. What says that
somebody is in danger is heard wherever it stands, where it can hardly mean anything else.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.rules.understanding.lexicon import Lexicon
from bot.rules.understanding.patterns import Match
from bot.rules.understanding.phrases import Texts
from bot.rules.understanding.reading import Remark
from bot.rules.understanding.tokens import Token, cut

ANYWHERE, BEGINS = "_anywhere", "_begins"  # end the names of lists, and say how they are heard
FEW = 3  # words that may follow a beginning
AROUND, LONGEST = 12, 5  # words before or after a remark, and those of one phrase there, at most
WISHES = frozenset(
    {Remark.ENOUGH, Remark.AWAY, Remark.BUDDY, Remark.NEXT, Remark.STAYING}
    | {Remark.MINE, Remark.EXPORT, Remark.ERASE, Remark.ROLE}
)
# Heard under a question too, where everything else is its answer.
URGENT = frozenset({Remark.DANGER, Remark.ENOUGH, Remark.ERASE, Remark.LATER, Remark.HELP})
# May be the answer to a question that waits: "I feel exhausted".
DOUBTFUL = frozenset(
    {Remark.PAY, Remark.HARD, Remark.MINE, Remark.MANAGER, Remark.STAYING}
    | {Remark.WHICH, Remark.NOD}
)


def remark(text: str, lexicon: Lexicon) -> Remark | None:
    """Return the remark that a message is, with typing errors or without; None for others."""
    tokens = lexicon.tokens(cut(text))
    if text.strip() and "?" not in text and not tokens:  # a smile asks for nothing
        return Remark.NOD
    return _found(tokens, lexicon) or _found(lexicon.spelling.repaired(tokens), lexicon)


def _found(tokens: Sequence[Token], lexicon: Lexicon) -> Remark | None:
    words = tuple(one.plain for one in tokens)
    found = [one for one in lexicon.remarks.find(words) if _is_heard(one, words, lexicon)]
    # Danger goes before everything else that a message may be.
    best = max(found, key=lambda one: (one.name.startswith(Remark.DANGER), one.words), default=None)
    return _remark(best) if best else None


def _remark(match: Match) -> Remark:
    return Remark(match.name.removesuffix(ANYWHERE).removesuffix(BEGINS))


def _is_heard(match: Match, words: Texts, lexicon: Lexicon) -> bool:
    """Whether nothing stands around a phrase that would make it something else."""
    if match.name.endswith(ANYWHERE):
        return True
    before, after = words[: match.start], words[match.end :]
    wished = lexicon.wishing if _remark(match) in WISHES else lexicon.around
    most = FEW if match.name.endswith(BEGINS) else 0
    return _is_made_of(before, wished) and any(
        _is_made_of(after[many:], lexicon.around) for many in range(most + 1)
    )


def _is_made_of(words: Sequence[str], phrases: AbstractSet[Texts]) -> bool:
    """Whether words are nothing but some of these phrases, one after the other."""
    if len(words) > AROUND:
        return False
    return not words or any(
        tuple(words[:many]) in phrases and _is_made_of(words[many:], phrases)
        for many in range(1, min(LONGEST, len(words)) + 1)
    )
