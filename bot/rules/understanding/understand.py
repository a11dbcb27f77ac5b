"""From a sentence to what it says: deterministic, without a model, every part with its place."""

from dataclasses import dataclass, replace

from bot.rules.understanding.intents import (
    Aim,
    Asked,
    about_others,
    asked,
    insults,
    is_faint,
    is_wordless,
    kinds,
    looking_ahead,
    wants_help,
)
from bot.rules.understanding.jobs import Jobs, aimed, read_jobs, settle, without
from bot.rules.understanding.languages import foreign
from bot.rules.understanding.lexicon import FEELINGS, Lexicon
from bot.rules.understanding.reading import Intent, Kind, Reading, Use, Wanted
from bot.rules.understanding.scene import Scene, lay_out
from bot.rules.understanding.tokens import cut
from bot.rules.understanding.wishes import TOPIC, Wishes, read_wishes

ASK_BACK = (Intent.MOVES, Intent.DISTANCE, Intent.PEOPLE)
ALONE = 1  # word: a greeting before a question is no call for help
TALKATIVE = 3  # words beside a name that make it more than the name alone
LOOKING_AHEAD = frozenset({Intent.DISTANCE, Intent.PEOPLE})


def understand(sentence: str, lexicon: Lexicon) -> Reading:
    """Return what a sentence asks for and says about its writer. Never raises.

    Only the first 1,500 characters of a long text are read. Every span lies in `sentence`.
    """
    text = cut(sentence)
    is_cut = len(text) < len(sentence)
    scene = lay_out(lexicon, text)
    if is_wordless(scene.tokens):
        return Reading(Intent.EMPTY, is_cut=is_cut)
    understood = sum(one.end - one.start for one in scene.names)
    is_foreign, language = foreign(lexicon, scene.said, understood)
    if is_foreign:
        return Reading(Intent.FOREIGN, language=language, is_cut=is_cut)
    if about := about_others(scene):
        return Reading(Intent.SOMEONE_ELSE, about, is_cut=is_cut)
    reading = _read(scene)
    return replace(reading, is_cut=True) if is_cut else reading


@dataclass(frozen=True, slots=True)
class _Parts:
    """Everything that was read, before it is decided what is asked for."""

    jobs: Jobs
    kinds: tuple[Kind, ...]
    asked: Asked
    wishes: Wishes


def _read(scene: Scene) -> Reading:
    jobs = read_jobs(scene)
    jobs = aimed(jobs, scene, looking_ahead(scene))
    asked_for = asked(scene, jobs.words, _aim(jobs))
    wishes = read_wishes(scene, jobs.words, asked_for.words)
    parts = _Parts(jobs, kinds(scene), asked_for, wishes)
    said = _intent(scene, parts)
    jobs = settle(without(jobs, said.because), _unsaid(said.intent, parts))
    return Reading(
        intent=said.intent or Intent.NOT_UNDERSTOOD,
        because=said.because,
        wanted=parts.kinds,
        roles=jobs.roles,
        fields=jobs.fields,
        outside=jobs.outside,
        skills=wishes["have"],
        likes=wishes["like"],
        dislikes=wishes["dislike"],
        needs=wishes["need"],
        rules_out=wishes["rules_out"],
        topics=wishes[TOPIC],
        close=said.close,
    )


def _aim(jobs: Jobs) -> Aim:
    """Return how clearly a job is named that one could be far from."""
    uses = {one.use for one in jobs.roles} | {one.use for one in jobs.outside}
    if Use.TARGET in uses:
        return Aim.SAID
    if Use.UNSAID in uses:
        return Aim.NAMED
    return Aim.FIELD if any(one.use == Use.TARGET for one in jobs.fields) else Aim.NONE


def _uses(jobs: Jobs) -> list[Use]:
    return [
        *(one.use for one in jobs.roles),
        *(one.use for one in jobs.fields),
        *(one.use for one in jobs.outside),
    ]


def _intent(scene: Scene, parts: _Parts) -> Asked:
    """Return what is asked for; where no phrase says so, what the rest of the sentence suggests."""
    rude = insults(scene)
    help_at, help_words = wants_help(scene)
    said = parts.asked
    tells = _tells(parts) or bool(parts.kinds)
    if said.intent == Intent.DISTANCE and not said.words and tells:
        said = Asked(None)  # no job to be far from, but enough else
    if help_words > max(said.length, ALONE):
        return Asked(Intent.HELP, because=help_at)
    is_short = said.intent == Intent.MOVES and not tells and said.length == 1
    is_mere_noise = is_short and (rude or is_faint(scene))
    if said.intent and not is_mere_noise:
        return said
    if tells:
        return _told(parts)
    if rude:
        return Asked(Intent.INSULT, because=rude)
    return Asked(Intent.HELP, because=help_at) if help_at else _named(scene, parts)


def _told(parts: _Parts) -> Asked:
    """Return what a sentence asks for that only says something about its writer."""
    if parts.kinds:
        return Asked(Intent.MOVES, because=tuple(one.span for one in parts.kinds))
    if any(one.use == Use.TARGET for one in parts.jobs.roles):
        return Asked(Intent.DISTANCE, (Intent.MOVES,))
    return Asked(Intent.MOVES)


def _named(scene: Scene, parts: _Parts) -> Asked:
    """Return what a sentence asks for that names something, and says no more about it."""
    if not _uses(parts.jobs) and not parts.wishes[TOPIC]:
        return Asked(Intent.NOT_UNDERSTOOD)
    named = sum(one.end - one.start for one in scene.names)
    is_more = len(scene.tokens) - named >= TALKATIVE
    if is_more and not _uses(parts.jobs):  # "my laptop is broken": something, and no wish
        return Asked(Intent.NOT_UNDERSTOOD)
    return Asked(Intent.MOVES if is_more else Intent.UNCLEAR, ASK_BACK)


def _tells(parts: _Parts) -> bool:
    """Whether the sentence says something about its writer."""
    return any(parts.wishes[feeling] for feeling in FEELINGS) or any(
        use != Use.UNSAID for use in _uses(parts.jobs)
    )


def _unsaid(intent: Intent | None, parts: _Parts) -> Use:
    """Return what a job is whose use was not said, given what is asked for."""
    is_tried = any(one.wanted == Wanted.TRY_OUT for one in parts.kinds)
    if intent in LOOKING_AHEAD or is_tried:
        return Use.TARGET
    if intent != Intent.MOVES:
        return Use.UNSAID
    return Use.TARGET if Use.MINE in _uses(parts.jobs) else Use.MINE
