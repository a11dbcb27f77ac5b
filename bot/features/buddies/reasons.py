"""Why these two: what the rules found for a match, in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.blocks import escape
from bot.data import buddies
from bot.data.buddy_members import members
from bot.data.buddy_tables import BuddyRound
from bot.features.buddies.scene import Scene, topic_names
from bot.rules import pairing, spoken
from bot.rules.pairing.history import remember
from bot.rules.pairing.members import Ground, Reason

MOST = 5  # lines
MINUTES = 60


def why_these(of: Scene) -> list[str]:
    """Return what speaks for this match, the topics first, a line each.

    What holds for all pairs of a trio is said once. Whom no topic names is introduced by their own.
    """
    reasons = _reasons(of)
    topics = list(_topics(of, reasons))[: MOST - len(("one of their own", "the rest"))]
    named = {user for who, _ in topics for user in who}
    own = [_own(of, one.user) for one in of.us if one.user not in named]
    lines = [*(line for _, line in topics), *own, " ".join(_rest(of, reasons))]
    return [line for line in lines if line]


def _reasons(of: Scene) -> Sequence[Reason]:
    held_on = of.session.get_one(BuddyRound, of.match.round_id).held_on
    users = [one.user for one in of.us]
    group = members(of.session, of.desk.store.vault, buddies.rows(of.session, of.match.team, users))
    past = buddies.past(of.session, of.match.team, held_on, users)
    return pairing.match(group, remember(past, held_on), held_on).reasons


def _topics(of: Scene, reasons: Sequence[Reason]) -> Iterator[tuple[Sequence[str], str]]:
    """Yield of whom a line speaks, and the line."""
    for one in reasons:
        topics = of.list_words(topic_names(of.desk, one.about))
        if one.ground is Ground.GIVES and topics:
            giver, taker = (_name(of, user) for user in one.who)
            line = of.say("buddy.intro.gives", giver=giver, taker=taker, topics=topics)
            yield one.who, line
        if one.ground is Ground.COMMON and topics:
            names = of.list_words([_name(of, user) for user in one.who])
            yield one.who, of.say("buddy.intro.common", names=names, topics=topics)


def _own(of: Scene, user: str) -> str:
    """Return what somebody would like to talk about, or can help with."""
    one = buddies.buddy(of.session, of.match.team, user)
    for kind, topics in (("seeks", one.seeks), ("helps", one.gives)) if one else ():
        if names := topic_names(of.desk, topics):
            return of.say(f"buddy.intro.{kind}", name=_name(of, user), topics=of.list_words(names))
    return ""


def _rest(of: Scene, reasons: Sequence[Reason]) -> Iterator[str]:
    pairs = len(of.us) * (len(of.us) - 1) // 2
    for ground, say in _SAYINGS.items():
        found = [one for one in reasons if one.ground is ground]
        if len(found) == pairs or (found and ground in _EACH):
            yield say(of, found)


def _name(of: Scene, user: str) -> str:
    return escape(next((one.name for one in of.us if one.user == user), user))


def _level(of: Scene, found: Sequence[Reason]) -> str:
    return of.say(f"buddy.intro.level_{found[0].about[0]}")


def _hours(of: Scene, found: Sequence[Reason]) -> str:
    fewest = min(int(one.about[0]) for one in found)
    return of.say("buddy.intro.hours", hours=fewest // MINUTES)


def _language(of: Scene, found: Sequence[Reason]) -> str:
    common = set(found[0].about).intersection(*(one.about for one in found))
    return of.say("buddy.intro.language", languages=of.list_words(sorted(common))) if common else ""


def _met(of: Scene, found: Sequence[Reason]) -> str:
    latest = max(date.fromisoformat(one.about[0]) for one in found)
    return of.say("buddy.intro.met", date=spoken.date_of(latest))


_EACH = frozenset({Ground.FEW_HOURS, Ground.NO_LANGUAGE})  # worth a word where it holds for two
_SAYINGS = {
    Ground.DEPARTMENT: lambda of, _: of.say("buddy.intro.department"),
    Ground.LEVEL: _level,
    Ground.NEAR: lambda of, _: of.say("buddy.intro.near"),
    Ground.HOURS: _hours,
    Ground.FEW_HOURS: lambda of, _: of.say("buddy.intro.few_hours"),
    Ground.LANGUAGE: _language,
    Ground.NO_LANGUAGE: lambda of, _: of.say("buddy.intro.no_language"),
    Ground.MET: _met,
}
