"""What a named job is to the writer: their own, a past one, one to aim for, or one to avoid."""

from collections.abc import Sequence

from bot.rules.understanding.naming import Named, announced_by, felt_before, last_word
from bot.rules.understanding.patterns import Match
from bot.rules.understanding.reading import Use
from bot.rules.understanding.scene import Scene

NEXT_TO = 2  # words from a role to what follows it
SOME = 2  # words between two jobs of one list


def uses_of(scene: Scene, named: Sequence[Named]) -> list[Use]:
    """Return the use of each job, in their order in the sentence."""
    uses: list[Use] = []
    for number, one in enumerate(named):
        before = named[number - 1] if number else None
        after = named[number + 1] if number + 1 < len(named) else None
        cue = announced_by(scene, one.start)
        is_free = cue is None or (before is not None and cue.end <= before.start)
        if before and is_free and _is_listed(scene, before, one, uses[-1]):
            uses.append(_joined(scene, before, uses[-1]))
        else:
            uses.append(_use(scene, one, None if before and is_free else cue, after))
    return uses


def _joined(scene: Scene, before: Named, use: Use) -> Use:
    """Return the use of a job that stands in one list with another: "between" has two ends."""
    cue = announced_by(scene, before.start)
    if cue and last_word(scene, cue) in scene.lexicon.small("between"):
        return Use.TARGET
    return use


def _use(scene: Scene, one: Named, cue: Match | None, after: Named | None) -> Use:
    clause = scene.tokens[one.start].clause
    is_mine = any(
        one.end <= it.start < one.end + NEXT_TO and scene.tokens[it.start].clause == clause
        for it in scene.uses_after
    )
    if is_mine and (cue is None or cue.name == Use.MINE):
        return Use.MINE
    feeling = felt_before(scene, one.start)
    if cue is None:
        if feeling is None:
            return Use.MINE if _begins(scene, one) else Use.UNSAID
        return _liked(scene, one)
    if last_word(scene, cue) in scene.lexicon.small("from") and after is not None:
        later = announced_by(scene, after.start)
        if (
            later
            and later.start >= one.end
            and last_word(scene, later) in scene.lexicon.small("toward")
        ):
            return Use.MINE
    use = Use(cue.name)
    if use == Use.MINE and _is_denied(scene, cue, one):
        return Use.DENIED
    return Use.AVOIDED if use == Use.TARGET and scene.is_negated(cue) else use


def _is_denied(scene: Scene, cue: Match, one: Named) -> bool:
    """Whether nothing but "not", and maybe an article, stands between "I am" and the job."""
    between = [it for it in scene.nots if it.start == cue.end and it.end <= one.start]
    end = max((it.end for it in between), default=None)
    joints = scene.lexicon.small("joints")
    return end is not None and all(it.plain in joints for it in scene.tokens[end : one.start])


def _begins(scene: Scene, one: Named) -> bool:
    """Whether a text begins with a job and goes on after a stop: "Editor, bored. Ideas?"."""
    last = scene.tokens[-1]
    return one.start <= 1 and bool(one.roles) and last.clause != scene.tokens[one.end - 1].clause


def _liked(scene: Scene, one: Named) -> Use:
    nearest = max(
        (it for it in scene.feelings if it.end <= one.start),
        key=lambda it: it.end,
    )
    is_liked = nearest.name in {"like", "need"} and not scene.is_negated(nearest)
    return Use.TARGET if is_liked else Use.AVOIDED


def _is_listed(scene: Scene, before: Named, one: Named, use: Use) -> bool:
    """Whether two jobs are joined by no more than "and", "or", an article or a comma.

    What one was, and then a comma: what follows is most likely something else.
    """
    between = scene.tokens[before.end : one.start]
    if use == Use.PAST and not between:
        return False
    if scene.tokens[before.start].sentence != scene.tokens[one.start].sentence:
        return False
    return len(between) <= SOME and all(
        token.plain in scene.lexicon.small("joints") for token in between
    )
