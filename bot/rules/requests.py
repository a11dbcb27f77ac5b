"""What somebody asks for, taken from the reading of their sentence: values that can be kept.

Where two readings are close, `choices` says what to ask back; an answer leads to a new request.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.rules.lattice.kinds import Kind
from bot.rules.told import said
from bot.rules.understanding.reading import FieldRead, Intent, Reading, Span, Use, Wanted

KINDS = {
    Wanted.LATERAL: Kind.LATERAL,
    Wanted.DEEPER: Kind.DEEPER,
    Wanted.UP: Kind.UP,
    Wanted.STEP_BACK: Kind.BACK,
    Wanted.TRY_OUT: Kind.TRY,
    Wanted.MENTORING: Kind.GIVE,
}
MINE, TARGET, INTENT = "mine", "target", "intent"
OPENS = "opens"  # what a skill leads to: asked by a button, never in words
SOMETHING = frozenset({Intent.MOVES, Intent.DISTANCE, Intent.PEOPLE, Intent.ELSEWHERE})

ASKS = re.compile(r"\W*(what|which|where|who|whom|how)\b.*\?\W*$", re.IGNORECASE)
MORE = re.compile(r"[.!?…]\s+\S")  # a sentence that ends, and another one
SHORT, GREETING, PHRASE = 10, 1, 3  # words of it in all, before it begins, and that make it one


@dataclass(frozen=True)
class Choice:
    """What to ask back: which role is theirs, which one they mean, or what they would like."""

    about: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """What is asked for. `unknown` is a job, in their words, that no catalogue has.

    `heard` is what was read, by a word for what it is: ("like", "teaching").
    """

    intent: str
    kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    level: int = 0
    skills: tuple[str, ...] = ()
    unknown: str = ""
    language: str = ""
    is_cut: bool = False
    heard: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()


def as_values(request: Request) -> dict[str, Any]:
    """Return plain values, without what is empty."""
    return {name: value for name, value in asdict(request).items() if value}


def from_values(values: Mapping[str, Any]) -> Request:
    """Return what `as_values` was given."""
    texts = {
        name: tuple(values.get(name, ())) for name in ("kinds", "families", "targets", "skills")
    }
    heard = tuple((what, words) for what, words in values.get("heard", ()))
    choices = tuple(
        Choice(one["about"], tuple(one["options"])) for one in values.get("choices", ())
    )
    return Request(**{**values, **texts, "heard": heard, "choices": choices})


def is_plain_question(reading: Reading, sentence: str) -> bool:
    """Say whether a short sentence asks about moves and does nothing else.

    Nobody means that as an answer to something else; where there is more in it, they might.
    """
    is_one = not MORE.search(sentence.strip()) and len(sentence.split()) <= SHORT
    if reading.intent not in SOMETHING or not is_one:
        return False
    begins = (one for one in reading.because if len(sentence[: one.start].split()) <= GREETING)
    if any(len(one.of(sentence).split()) >= PHRASE for one in begins):
        return True
    return bool(reading.wanted and ASKS.match(sentence))


def request(reading: Reading, sentence: str) -> Request:
    """Return what a sentence asks for."""
    targets = [one for one in reading.roles if one.use is Use.TARGET]
    fields = [one for one in _fields(reading) if one.use is Use.TARGET]
    liked = [family for one in reading.likes for family in one.families]
    topics = (*reading.topics, *(reading.likes if reading.intent is Intent.PEOPLE else ()))
    return Request(
        intent=str(reading.intent),
        kinds=tuple(str(KINDS[one.wanted]) for one in reading.wanted),
        families=_each((*(one.family for one in fields), *liked, *_all(topics, "families"))),
        targets=_each(one.id for one in targets),
        level=next((one.level for one in targets if one.level), 0),
        skills=_each(_all(topics, "skills")),
        unknown=_unknown(reading, sentence),
        language=reading.language or "",
        is_cut=reading.is_cut,
        heard=tuple(_heard(reading, sentence)),
        choices=tuple(_choices(reading)),
    )


def choose(asked: Request, option: str) -> Request:
    """Return the request after somebody chose an option of its first choice."""
    first, *others = asked.choices
    asked = replace(asked, choices=tuple(others))
    if first.about == INTENT:
        return replace(asked, intent=option)
    if first.about == TARGET:
        return replace(asked, targets=(option, *asked.targets[1:]), unknown="")
    return replace(asked, unknown="")


def _choices(reading: Reading) -> Iterator[Choice]:
    for use, about in ((Use.MINE, MINE), (Use.TARGET, TARGET)):
        for one in reading.roles:
            if one.use is use and one.close:
                yield Choice(about, (one.id, *one.close))
                break
    if reading.close:
        intents = [one for one in (reading.intent, *reading.close) if one in SOMETHING]
        yield Choice(INTENT, _each(map(str, intents)))


def _fields(reading: Reading) -> list[FieldRead]:
    """Return the fields that were named, without words of the question itself."""
    return [one for one in reading.fields if not _is_in(one.span, reading.because)]


def _is_in(span: Span, those: Iterable[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in those)


def _unknown(reading: Reading, sentence: str) -> str:
    """Return a job that is named and in no catalogue, in the words of the sentence."""
    outside = next((one for one in reading.outside if one.use in {Use.MINE, Use.TARGET}), None)
    if outside is not None:
        return said(outside.span.of(sentence))
    uses = [*(one.use for one in reading.roles), *(one.use for one in _fields(reading))]
    is_aimless = Use.TARGET not in uses
    if reading.intent is Intent.DISTANCE and is_aimless and reading.because:
        return said(sentence[max(one.end for one in reading.because) :].strip(" ?.!,"))
    return ""


def _heard(reading: Reading, sentence: str) -> Iterator[tuple[str, str]]:
    """Yield what was read; roles by their id, everything else as it was said."""
    for role in reading.roles:
        yield f"role_{role.use}", role.id
    for named in _fields(reading):
        yield f"field_{named.use}", named.family
    for job in (one for one in reading.outside if one.use is not Use.DENIED):
        yield "job", said(job.span.of(sentence))
    for name in ("skills", "likes", "dislikes", "needs", "rules_out", "topics"):
        for wish in getattr(reading, name):
            yield name, said(wish.span.of(sentence))


def _all(wishes: Iterable[Any], name: str) -> list[str]:
    return [value for one in wishes for value in getattr(one, name)]


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
