"""What people say to any bot beside what it is for: told as whole messages, never from a part.

So a sentence about somebody's work is not taken for one, whatever words it holds. The only
remark that is heard anywhere is that somebody is in danger.
"""

from collections.abc import Sequence

from bot.rules.understanding.lexicon import Lexicon
from bot.rules.understanding.patterns import Match
from bot.rules.understanding.reading import Remark
from bot.rules.understanding.tokens import cut


def remark(text: str, lexicon: Lexicon) -> Remark | None:
    """Return the remark that a message is; None for everything else."""
    tokens = lexicon.spelling.repaired(lexicon.tokens(cut(text)))
    stems = [one.stem for one in tokens]
    found = lexicon.remarks.find(stems)
    if any(one.name == Remark.DANGER for one in found):
        return Remark.DANGER
    whole = [one for one in found if _is_all(one, stems, lexicon)]
    return Remark(max(whole, key=lambda one: one.words).name) if whole else None


def _is_all(match: Match, stems: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether before and after the phrase stands nothing but small words such as "please"."""
    return lexicon.around.issuperset((*stems[: match.start], *stems[match.end :]))
