"""The errand: carries every round that is due a step on. Warn those whose turn it is; pair them.

What it does depends on rows and `now` alone. A round is decided outside of any transaction, for
deciding may take long; then one transaction records it, unless somebody else did meanwhile.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.data import buddies, people
from bot.data.buddy_members import members
from bot.data.buddy_tables import BuddyRound, RoundStep
from bot.data.store import Vault
from bot.features.buddies import matches, posts
from bot.reception.desk import Desk
from bot.rules import pairing, rounds
from bot.rules.pairing.members import Member, Past, Round

log = logging.getLogger(__name__)

MANY = 60  # people from which on a round is decided in a process of its own


@dataclass(frozen=True)
class Gathered:
    """All that a round is decided from."""

    members: Sequence[Member]
    past: Sequence[Past]
    started: Mapping[str, date]


def hold_rounds(desk: Desk) -> int:
    """Carry on every round that is due; return how many were.

    Processes share them, a round each. One that fails holds up no other workspace's; what failed
    is raised last.
    """
    now, failed = desk.now(), list[Exception]()
    with desk.store.read() as session:
        due = buddies.due_rounds(session, now)
    for one in due:
        try:
            _carry_on(desk, one, now)
        except Exception as error:  # noqa: BLE001 - as above
            failed.append(error)
    if failed:
        raise ExceptionGroup("rounds failed", failed)
    return len(due)


def _carry_on(desk: Desk, due: BuddyRound, now: datetime) -> None:
    with desk.store.alone(f"round {due.id}") as is_alone:
        if not is_alone:
            return
        if due.step is RoundStep.WARN:
            _warn(desk, due, now)
        else:
            _pair(desk, due, now)


def _warn(desk: Desk, due: BuddyRound, now: datetime) -> None:
    with desk.store.begin() as session:
        held = buddies.hold_round(session, due.id)
        if held.step is not RoundStep.WARN:
            return
        crowd = buddies.taking_part(session, held.team, held.held_on)
        weeks = [people.week(person) for _, person in crowd]
        held.step, held.due_at = RoundStep.PAIR, rounds.pair_at(held.held_on, weeks)
        session.add(held)
        posts.warn(session, held, crowd, now)


def _pair(desk: Desk, due: BuddyRound, now: datetime) -> None:
    """Gather, decide, record."""
    if rounds.is_too_late(due.held_on, now):
        decided, gathered = Round((), (), 0, 0), Gathered((), (), {})
    else:
        gathered = _gather(desk, due)
        decide = pairing.pair_in_child if len(gathered.members) >= MANY else pairing.pair
        decided = decide(gathered.members, gathered.past, due.held_on)
    with desk.store.begin() as session:
        held = buddies.hold_round(session, due.id)
        if held.step is RoundStep.PAIR:
            _record(session, desk.store.vault, held, decided, gathered.started, now)
            log.info(
                "round.held team=%s on=%s matches=%d left=%d",
                held.team,
                held.held_on,
                len(decided.matches),
                len(decided.left),
            )


def _gather(desk: Desk, due: BuddyRound) -> Gathered:
    with desk.store.read() as session:
        crowd = buddies.taking_part(session, due.team, due.held_on)
        return Gathered(
            members=members(session, desk.store.vault, crowd),
            past=buddies.past(session, due.team, due.held_on),
            started=buddies.starts(session, due.team, [one.user for one, _ in crowd]),
        )


def _record(
    session: Session,
    vault: Vault,
    held: BuddyRound,
    decided: Round,
    started: Mapping[str, date],
    now: datetime,
) -> None:
    """Write down the round, its matches, who is left, and open the next round."""
    there = {one.user: one for one, _ in buddies.taking_part(session, held.team, held.held_on)}
    held.step, held.due_at = RoundStep.DONE, None
    session.add(held)
    stranded: list[str] = []
    for made in decided.matches:
        users = [one for one in made.ids if one in there]
        if len(users) > 1:
            matches.add(session, held, users, started, now)
        else:
            stranded += users  # their buddy has left while the round was decided
    for user in stranded:
        matches.rehome(session, vault, held, user, now)
    for left in decided.left:
        if left.id in there:
            matches.leave_over(session, held, left.id, left.why, now)
    buddies.plan_round(session, held.team, max(held.held_on, now.date()), now)
