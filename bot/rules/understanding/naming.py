"""Finds the jobs that a sentence names: by title, by what resembles one, or unknown ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rules.understanding.lexicon import Found
from bot.rules.understanding.patterns import Match
from bot.rules.understanding.reading import Use
from bot.rules.understanding.scene import Scene

REACH = 5  # words from what announces a role to the role
WIDEST = 3  # words before a title's last one that may belong to it
UNKNOWN = 3  # words that an unknown job's name may have


@dataclass(frozen=True, slots=True)
class Named:
    """A job as it stands there, before it is known what it is to the writer."""

    start: int
    end: int
    roles: tuple[str, ...] = ()
    level: int | None = None
    field: str | None = None
    outside: tuple[str, ...] | None = None


def known_jobs(scene: Scene) -> Iterator[Named]:
    """Yield the jobs that the lexicon holds, and what resembles one of its titles."""
    covered = set(scene.theirs)
    for found in scene.names:
        cue = announced_by(scene, found.start)
        if not _is_only_thing(found) or cue is None or cue.name != Use.MINE:
            covered.update(range(found.start, found.end))
        if found.entry.roles or found.entry.field or found.entry.outside is not None:
            yield _with_level(scene, found)
    yield from _resembling(scene, covered)


def _is_only_thing(found: Found) -> bool:
    entry = found.entry
    return not entry.roles and entry.field is None and entry.outside is None


def _with_level(scene: Scene, found: Found) -> Named:
    entry = found.entry
    levels = {level for level in entry.roles.values() if level is not None}
    exact = tuple(sorted(entry.roles)) if entry.roles else ()
    level = levels.pop() if len(levels) == 1 and None not in entry.roles.values() else None
    start = found.start
    before = scene.tokens[start - 1] if start else None
    if entry.roles and before and before.clause == scene.tokens[start].clause:
        said = scene.lexicon.levels.get(before.stem)
        if said is not None and level is None:
            start, level = start - 1, said
    field = None if entry.roles else entry.field
    outside = None if entry.roles or field else entry.outside
    return Named(start, found.end, exact, level, field, outside)


def _resembling(scene: Scene, covered: set[int]) -> Iterator[Named]:
    """Yield what only resembles a title: a last word such as "analyst", and some before it."""
    titles = scene.lexicon.titles
    for at, token in enumerate(scene.tokens):
        if token.stem not in titles.heads or at in covered or not _may_be_job(scene, at):
            continue
        start = at
        while start and at - start < WIDEST and _belongs(scene, start - 1):
            start -= 1
        roles = titles.like([one.stem for one in scene.tokens[start : at + 1]])
        levels = [scene.lexicon.levels.get(one.stem) for one in scene.tokens[start:at]]
        if not roles and start < at:
            roles, start = titles.like([token.stem]), at
        if roles:
            level = next((one for one in levels if one is not None), None)
            yield Named(start, at + 1, roles, level)


def _belongs(scene: Scene, at: int) -> bool:
    token, after = scene.tokens[at], scene.tokens[at + 1]
    if token.clause != after.clause:
        return False
    if token.stem in scene.lexicon.levels:
        return True
    return (
        scene.lexicon.titles.knows(token.stem) and token.plain not in scene.lexicon.phrases.ordinary
    )


def _may_be_job(scene: Scene, at: int) -> bool:
    """Whether a title's last word stands where somebody says a job, not "my manager"."""
    cue = announced_by(scene, at)
    if at and scene.tokens[at - 1].plain in scene.lexicon.small("owned"):
        return False
    return cue is not None or (at > 0 and _belongs(scene, at - 1))


def unknown_jobs(scene: Scene, named: Sequence[Named]) -> Iterator[Named]:
    """Yield jobs that nobody knows: what follows "I am a", "become a" or "used to be a"."""
    places = [(it.start, it.end) for it in named] + [(it.start, it.end) for it in scene.names]
    covered = {at for start, end in places for at in range(start, end)} | scene.theirs
    one, being = scene.lexicon.small("one"), scene.lexicon.small("being")
    for cue in scene.uses:
        at = cue.end
        if at >= len(scene.tokens) - 1:
            continue
        if scene.tokens[at].plain not in one or last_word(scene, cue) not in being:
            continue
        end = at + 1
        while end < min(at + 1 + UNKNOWN, len(scene.tokens)) and _is_name(scene, at + 1, end):
            end += 1
        if end > at + 1 and not covered & set(range(at + 1, at + 2 + UNKNOWN)):
            yield Named(at + 1, end, outside=())


def _is_name(scene: Scene, first: int, at: int) -> bool:
    token = scene.tokens[at]
    if token.clause != scene.tokens[first].clause:
        return False
    if at == first:
        return token.stem not in scene.lexicon.not_jobs
    return token.plain not in scene.lexicon.phrases.ordinary


def announced_by(scene: Scene, at: int) -> Match | None:
    """Return what stands nearest before a job and says what it is to the writer."""
    before = [
        one
        for one in scene.uses
        if one.end <= at <= one.end + REACH and scene.is_one_thought(one.end - 1, at)
    ]
    return max(before, key=lambda one: (one.end, one.end - one.start), default=None)


def felt_before(scene: Scene, at: int) -> tuple[int, int] | None:
    """Return the end and the length of the feeling that stands nearest before a word, if any."""
    before = [
        (one.end, one.end - one.start)
        for one in scene.feelings
        if one.end <= at <= one.end + REACH and scene.is_one_thought(one.end - 1, at)
    ]
    return max(before, default=None)


def last_word(scene: Scene, cue: Match) -> str:
    """Return the last word of a phrase."""
    return scene.tokens[cue.end - 1].plain
