"""Which question is asked next, and why: the same for the same history, different between pairs.

First what was deferred, then what one of the two picked or wrote, then the bank: the theme that
this pair was not asked about for longest. Nothing comes twice before everything came once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from operator import itemgetter

NEWCOMER_MONTHS = 3  # somebody who joined fewer months ago than this is new
NEVER = datetime.min.replace(tzinfo=UTC)


class Reason(StrEnum):
    """Why a question was chosen; the words for it stand with the messages."""

    DEFERRED = "deferred"
    PICKED = "picked"
    WRITTEN = "written"
    NEWCOMER = "newcomer"  # they joined a short while ago
    FIRST = "first"  # an easy one, because these two were never asked anything
    THEME_NEVER = "theme_never"
    THEME_LONGEST = "theme_longest"
    AGAIN = "again"  # everything was asked once; this one longest ago


@dataclass(frozen=True)
class BankQuestion:
    """A question of the bank, its two follow-ups, and the conditions under which it is asked.

    Months count from the day the report joined; where that day is unknown, a question with a
    condition on it is not asked.
    """

    id: str
    theme: str
    text: str
    follow_ups: tuple[str, ...]
    listen_for: str
    opener: bool = False  # easy enough for the very first time
    newcomer: bool = False  # for the first months only, and then before all others
    learns: bool = False  # its answer names a skill to learn: moves that it opens are offered
    min_months: int | None = None
    max_months: int | None = None
    min_asked: int = 0  # how many questions these two have behind them


@dataclass(frozen=True)
class Asked:
    """A question that this pair was asked; `bank_id` is empty where one of them wrote it."""

    bank_id: str | None
    theme: str
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """A question that waits for its turn, because it was DEFERRED, PICKED or WRITTEN."""

    id: int
    theme: str
    origin: Reason
    since: datetime


@dataclass(frozen=True)
class Choice:
    """What is asked: either the waiting question with that id, or one of the bank.

    `last_asked` is when this pair was last asked about the theme (or, for AGAIN, this question).
    """

    waiting: int | None
    question: BankQuestion | None
    why: Reason
    theme: str
    last_asked: datetime | None


def is_eligible(question: BankQuestion, months: int | None, asked: int) -> bool:
    """Whether a report who joined `months` ago, asked so many times before, may be asked this."""
    if asked < question.min_asked:
        return False
    if months is None:
        return not (question.newcomer or question.min_months or question.max_months is not None)
    return (
        (not question.newcomer or months < NEWCOMER_MONTHS)
        and months >= (question.min_months or 0)
        and (question.max_months is None or months <= question.max_months)
    )


def choose(
    bank: Iterable[BankQuestion],
    asked: Iterable[Asked],
    waiting: Iterable[Waiting],
    months: int | None,
    *,
    seed: str,
    passed: frozenset[str] = frozenset(),
) -> Choice:
    """Choose the question for a pair's next one-on-one.

    `seed` names the pair; `passed` are the ids of the bank that were turned down for this
    occurrence (when all are, they count again). The order of the arguments' items never matters.
    Raises LookupError where nothing waits and the bank has no question for this pair.
    """
    history = tuple(asked)
    if waits := sorted(waiting, key=lambda one: (one.origin != Reason.DEFERRED, one.since, one.id)):
        first = waits[0]
        last = _latest((one.theme, one.at) for one in history)
        return Choice(first.id, None, first.origin, first.theme, last.get(first.theme))
    everything = tuple(one for one in bank if is_eligible(one, months, len(history)))
    if not everything:
        raise LookupError("the bank has no question for this pair")
    pool = tuple(one for one in everything if one.id not in passed) or everything
    turned_down = tuple(one.theme for one in everything if one.id in passed)
    return _from_bank(pool, history, turned_down, seed)


def _from_bank(
    pool: Sequence[BankQuestion], history: Sequence[Asked], turned_down: Sequence[str], seed: str
) -> Choice:
    seen = {one.bank_id for one in history}
    fresh = tuple(one for one in pool if one.id not in seen)
    newcomer = tuple(one for one in fresh if one.newcomer)
    openers = tuple(one for one in pool if one.opener)
    if not fresh:
        return _again(pool, history, seed)
    if newcomer and len(newcomer) == sum(one.newcomer for one in pool):
        return _by_theme(newcomer, history, turned_down, seed, Reason.NEWCOMER)
    if openers and not history:
        return _by_theme(openers, history, turned_down, seed, Reason.FIRST)
    return _by_theme(fresh, history, turned_down, seed)


def _by_theme(
    pool: Sequence[BankQuestion],
    history: Sequence[Asked],
    turned_down: Sequence[str],
    seed: str,
    why: Reason | None = None,
) -> Choice:
    """Choose by theme: none that was just turned down, then the one asked longest ago."""
    last = _latest((one.theme, one.at) for one in history)
    theme = min(
        {one.theme for one in pool},
        key=lambda name: (turned_down.count(name), last.get(name, NEVER), _draw(seed, name)),
    )
    question = min((one for one in pool if one.theme == theme), key=lambda one: _draw(seed, one.id))
    usual = Reason.THEME_LONGEST if theme in last else Reason.THEME_NEVER
    return Choice(None, question, why or usual, theme, last.get(theme))


def _again(pool: Sequence[BankQuestion], history: Sequence[Asked], seed: str) -> Choice:
    last = _latest((one.bank_id, one.at) for one in history if one.bank_id)
    question = min(pool, key=lambda one: (last[one.id], _draw(seed, one.id)))
    return Choice(None, question, Reason.AGAIN, question.theme, last[question.id])


def _latest(moments: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    """Return the latest moment of each name."""
    return dict(sorted(moments, key=itemgetter(1)))


def _draw(seed: str, name: str) -> tuple[bytes, str]:
    """Draw a lot that falls the same in every process, and differently for every pair."""
    return sha256(f"{seed}\n{name}".encode()).digest(), name
