"""What people say to any bot beside what it is for: told as whole messages, never from a part.

So a sentence about somebody's work is not taken for one, whatever words it holds. Two kinds of
phrases are enough by themselves: what says that somebody is in danger, wherever it stands, and
the beginnings of questions, such as "when do I meet …".
"""

from collections.abc import Sequence

from bot.rules.understanding.lexicon import Lexicon
from bot.rules.understanding.patterns import Match
from bot.rules.understanding.reading import Remark
from bot.rules.understanding.tokens import cut

BEGINS = "_begins"  # ends the names of lists of beginnings: whatever may follow


def remark(text: str, lexicon: Lexicon) -> Remark | None:
    """Return the remark that a message is; None for everything else."""
    tokens = lexicon.spelling.repaired(lexicon.tokens(cut(text)))
    stems = [one.stem for one in tokens]
    found = lexicon.remarks.find(stems)
    if any(one.name == Remark.DANGER for one in found):
        return Remark.DANGER
    whole = [one for one in found if _is_all(one, stems, lexicon)]
    if not whole:
        return None
    return Remark(max(whole, key=lambda one: one.words).name.removesuffix(BEGINS))


def _is_all(match: Match, stems: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether before and after the phrase stands nothing but small words such as "please"."""
    rest = () if match.name.endswith(BEGINS) else stems[match.end :]
    return lexicon.around.issuperset((*stems[: match.start], *rest))
