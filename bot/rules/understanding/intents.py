"""What somebody asks for: of all phrases found, the longest; and whether it is about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.rules.understanding.patterns import Match
from bot.rules.understanding.reading import Intent, Kind, Span, Wanted
from bot.rules.understanding.scene import Scene
from bot.rules.understanding.tokens import PERSON, Token

STRONG = 4  # words of a phrase about moves that make it as good as any other
ALMOST = 1  # a phrase shorter by so few words may be meant as well
LONG_HELP = 3  # words of a call for help that may stand in a longer text
ASKS = (Intent.DISTANCE, Intent.PEOPLE, Intent.ELSEWHERE)


class Aim(IntEnum):
    """How clearly a sentence names a job that one could be far from."""

    NONE = 0
    FIELD = 1  # a field of work only
    NAMED = 2  # a role, and not what it is to the writer
    SAID = 3  # a role as a target


# How long a phrase must be to ask for a distance to it.
SURE = {Aim.FIELD: 3, Aim.NAMED: 1, Aim.SAID: 1}


@dataclass(frozen=True, slots=True)
class Asked:
    """The intent that phrases give away, if any, others that come close, and where it stands."""

    intent: Intent | None
    close: tuple[Intent, ...] = ()
    because: tuple[Span, ...] = ()
    words: frozenset[int] = frozenset()
    length: int = 0  # words of the phrase itself


def about_others(scene: Scene) -> tuple[Span, ...]:
    """Return where somebody asks about the moves of another person, or nothing."""
    row: list[str] = []
    places: list[tuple[int, int]] = []
    stems = [one.stem for one in scene.tokens]
    people = {one.start: one.end for one in sorted(scene.lexicon.people.find(stems), key=_length)}
    at = 0
    while at < len(stems):
        end = people.get(at, at + 1)
        is_person = at in people or stems[at] == PERSON or _is_name(scene, at)
        row.append(PERSON if is_person else stems[at])
        places.append((at, end))
        at = end
    return tuple(
        scene.span(places[one.start][0], places[one.end - 1][1])
        for one in scene.lexicon.asks.find(row)
        if PERSON in row[one.start : one.end]
        and scene.tokens[places[one.start][0]].sentence
        == scene.tokens[places[one.end - 1][0]].sentence
    )


def _length(match: Match) -> int:
    return match.end - match.start


def _is_name(scene: Scene, at: int) -> bool:
    """Whether a word looks like somebody's name: a capital, and no word that is known."""
    token = scene.said[at]
    if not token.is_capital or token.is_upper or scene.lexicon.spelling.knows(token):
        return False
    is_first = at == 0 or scene.said[at - 1].sentence != token.sentence
    return token.is_owner or not is_first


def kinds(scene: Scene) -> tuple[Kind, ...]:
    """Return the kinds of moves that are asked for by name, each once."""
    found: dict[Wanted, Kind] = {}
    for one in scene.wanted:
        if not scene.is_negated(one):
            wanted = Wanted(one.name)
            found.setdefault(wanted, Kind(wanted, scene.span(one.start, one.end)))
    return tuple(found.values())


def asked(scene: Scene, jobs: Collection[int], aim: Aim) -> Asked:
    """Return the intent with the longest phrase.

    `jobs` are the words of jobs: "a designer who knows …" does not ask who knows something.
    """
    best, distance = _best(scene, jobs, aim)
    ranked = sorted(
        (intent for intent in best if intent in ASKS),
        key=lambda intent: (-best[intent].words, intent != Intent.ELSEWHERE, best[intent].start),
    )
    moves = best.get(Intent.MOVES)
    if moves and ranked == [Intent.DISTANCE] and aim < Aim.SAID:
        ranked = ranked if best[Intent.DISTANCE].words >= moves.words else []
    if ranked:
        return _ranked(scene, best, ranked)
    if who := _question_word(scene):
        return Asked(Intent.PEOPLE, because=(who,), length=1)
    if moves:
        return _asked(scene, Intent.MOVES, moves, [])
    if distance:
        because = (scene.span(distance.start, distance.end),)
        return Asked(Intent.DISTANCE, because=because, length=distance.words)
    return Asked(None)


def _best(
    scene: Scene, jobs: Collection[int], aim: Aim
) -> tuple[dict[Intent, Match], Match | None]:
    """Return the longest phrase of each intent, and of distances without an aim."""
    best: dict[Intent, Match] = {}
    distance: Match | None = None
    for one in scene.intents:
        intent = Intent(one.name)
        if intent == Intent.PEOPLE and _is_aside(scene, one, jobs):
            continue
        if intent == Intent.DISTANCE and (aim == Aim.NONE or one.words < SURE[aim]):
            distance = one if distance is None or one.words > distance.words else distance
        elif intent not in best or one.words > best[intent].words:
            best[intent] = one
    if aim >= Aim.NAMED and Intent.DISTANCE in best:
        best.pop(Intent.ELSEWHERE, None)
    return best, distance


def _ranked(scene: Scene, best: Mapping[Intent, Match], ranked: Sequence[Intent]) -> Asked:
    first, moves = ranked[0], best.get(Intent.MOVES)
    close = [one for one in ranked[1:] if best[one].words >= best[first].words - ALMOST]
    if moves and moves.words >= STRONG and not _overlap(moves, best[first]):
        close.append(Intent.MOVES)
    return _asked(scene, first, best[first], close)


def looking_ahead(scene: Scene) -> int | None:
    """Return the word at which a question about another job begins, if there is one."""
    starts = [one.start for one in scene.intents if one.name in {Intent.DISTANCE, Intent.PEOPLE}]
    return min(starts, default=None)


def _question_word(scene: Scene) -> Span | None:
    """Return the "who" that begins a sentence, if one does."""
    for at, token in enumerate(scene.tokens):
        is_first = at == 0 or scene.tokens[at - 1].sentence != token.sentence
        if is_first and token.plain in scene.lexicon.small("who"):
            return token.span
    return None


def _is_aside(scene: Scene, people: Match, jobs: Collection[int]) -> bool:
    """Whether people are only spoken of: "a designer who knows …", "ideas for somebody who …"."""
    at = people.start
    if at - 1 in jobs and scene.tokens[at - 1].clause == scene.tokens[at].clause:
        return True
    return any(one.name == Intent.MOVES and one.start < at <= one.end for one in scene.intents)


def _asked(scene: Scene, intent: Intent, match: Match, close: Sequence[Intent]) -> Asked:
    because = (scene.span(match.start, match.end),)
    words = frozenset(
        at
        for one in scene.intents
        if one.name == intent and intent in ASKS
        for at in range(one.start, one.end)
    )
    return Asked(intent, tuple(close), because, words, match.words)


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def is_faint(scene: Scene) -> bool:
    """Whether all that asks for moves are single words that mostly mean something else."""
    return all(
        one.words == 1 and scene.tokens[one.start].plain in scene.lexicon.small("faint")
        for one in scene.intents
        if one.name == Intent.MOVES
    )


def wants_help(scene: Scene) -> tuple[tuple[Span, ...], int]:
    """Return where somebody greets or asks what the bot can do, and says little else.

    With it comes the number of words of the longest such phrase.
    """
    found = [one for one in scene.intents if one.name == Intent.HELP]
    words = {at for one in found for at in range(one.start, one.end)}
    if len(words) * 2 >= len(scene.tokens) or any(one.words >= LONG_HELP for one in found):
        return (
            tuple(scene.span(one.start, one.end) for one in found),
            max((one.words for one in found), default=0),
        )
    return (), 0


def insults(scene: Scene) -> tuple[Span, ...]:
    """Return where somebody is rude."""
    found = (one for one in scene.intents if one.name == Intent.INSULT)
    return tuple(scene.span(one.start, one.end) for one in found)


def is_wordless(tokens: Sequence[Token]) -> bool:
    """Whether there is nothing to read: no words at all, or only mentions."""
    return all(one.stem == PERSON for one in tokens)
