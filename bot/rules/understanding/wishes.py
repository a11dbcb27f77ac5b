"""What somebody knows, likes, avoids and needs, by the phrase that stands before or after it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.rules.understanding.lexicon import AFTER, ONLY_WITH_NOT, Found
from bot.rules.understanding.patterns import Match
from bot.rules.understanding.reading import Wish
from bot.rules.understanding.scene import Scene

REACH = 6  # words from a feeling to the thing
CLOSE = 3  # words from a thing to the feeling that follows it
# What a feeling turns into when a "not" stands before it; where nothing stands, it says nothing.
TURNED = {"like": "dislike", ONLY_WITH_NOT: "dislike"}
TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes by feeling: have, like, dislike, need, rules_out; `topic` where none was said."""

    by_feeling: Mapping[str, tuple[Wish, ...]]

    def __getitem__(self, feeling: str) -> tuple[Wish, ...]:
        return self.by_feeling.get(feeling, ())


def read_wishes(scene: Scene, taken: Collection[int], silent: Collection[int]) -> Wishes:
    """Return what is wished.

    `taken` are words of jobs; a feeling in the words of `silent` says nothing.
    """
    names = [
        one
        for one in scene.names
        if (one.entry.is_thing or one.entry.field) and one.start not in taken
    ]
    felt = [_feeling(scene, one, silent) for one in names]
    _spread(scene, names, felt)
    found: dict[str, list[Wish]] = {}
    for name, feeling in zip(names, felt, strict=True):
        if feeling is not None or name.start not in silent:
            found.setdefault(feeling or TOPIC, []).append(_wish(scene, name))
    return Wishes({feeling: tuple(those) for feeling, those in found.items()})


def _spread(scene: Scene, names: Sequence[Found], felt: list[str | None]) -> None:
    """Let things without a feeling share that of their neighbour in a list, the earlier first."""
    for at in range(1, len(names)):
        if felt[at] is None and _is_listed(scene, names[at - 1], names[at]):
            felt[at] = felt[at - 1]
    for at in reversed(range(len(names) - 1)):
        if felt[at] is None and _is_listed(scene, names[at], names[at + 1]):
            felt[at] = felt[at + 1]


def _wish(scene: Scene, name: Found) -> Wish:
    entry = name.entry
    families = entry.families or ((entry.field,) if entry.field else ())
    return Wish(scene.span(name.start, name.end), entry.skills, entry.tags, families)


def _feeling(scene: Scene, name: Found, silent: Collection[int]) -> str | None:
    before = _before(scene, name, silent)
    after = _after(scene, name)
    if after and (before is None or _is_nearer(scene, name, before, after)):
        turned = after.name.removesuffix(AFTER)
        return TURNED.get(turned) if scene.is_negated(after) else turned
    if before is None:
        return None
    if scene.is_negated(before):
        return TURNED.get(before.name)
    return None if before.name == ONLY_WITH_NOT else before.name


def _is_nearer(scene: Scene, name: Found, before: Match, after: Match) -> bool:
    """Whether a thing belongs to what follows: it is nearer, or the other is cut off by a comma."""
    clause = scene.tokens[name.start].clause
    if scene.tokens[before.end - 1].clause != clause == scene.tokens[after.start].clause:
        return True
    return name.start - before.end > after.start - name.end + 1


def _before(scene: Scene, name: Found, silent: Collection[int]) -> Match | None:
    near = [
        one
        for one in scene.feelings
        if one.end <= name.start <= one.end + REACH
        and one.start not in silent
        and scene.is_one_thought(one.end - 1, name.start)
    ]
    return max(near, key=lambda one: (one.end, one.end - one.start), default=None)


def _after(scene: Scene, name: Found) -> Match | None:
    near = [
        one
        for one in scene.feelings_after
        if name.end <= one.start <= name.end + CLOSE
        and scene.is_one_thought(name.end - 1, one.start)
        and not any(name.end <= other.start < one.start for other in scene.names)
    ]
    return min(near, key=lambda one: (one.start, -one.end), default=None)


def _is_listed(scene: Scene, earlier: Found, name: Found) -> bool:
    between = scene.tokens[earlier.end : name.start]
    same = scene.tokens[earlier.start].sentence == scene.tokens[name.start].sentence
    return (
        same
        and len(between) <= CLOSE
        and all(token.plain in scene.lexicon.small("joints") for token in between)
    )
