"""Matches begin and end here: made, left by somebody, and mended the same day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.data import buddies, people
from bot.data.buddy_members import members
from bot.data.buddy_tables import (
    Buddy,
    BuddyMatch,
    BuddyRound,
    BuddySeat,
    Part,
)
from bot.data.store import Vault
from bot.features.buddies import course, posts
from bot.rules import nudging, pairing
from bot.rules.nudging import Answer
from bot.rules.pairing.members import Why
from bot.rules.workdays import local_day

PAIR = 2


def add(
    session: Session,
    held: BuddyRound,
    users: Sequence[str],
    started: Mapping[str, date],
    now: datetime,
) -> BuddyMatch:
    """Record a match of a round, to be introduced when all of them are at work."""
    match = BuddyMatch(
        team=held.team,
        round_id=held.id or 0,
        starter=nudging.starter(users, started),
    )
    session.add(match)
    session.flush()
    for user in users:
        session.add(BuddySeat(match_id=match.id or 0, user=user, team=held.team))
        _set_waited(session, held.team, user, 0)
    session.flush()
    course.plan(session, match, now)
    return match


def withdraw(session: Session, vault: Vault, match: BuddyMatch, user: str, now: datetime) -> None:
    """Take somebody out of an open match, which is held.

    Whom they leave alone finds somebody else the same day, or hears that it will be next time.
    """
    mine = session.get_one(BuddySeat, (match.id, user))
    if match.introduced_at is None:
        session.delete(mine)
    else:
        mine.response, mine.responded_at, mine.spoke_at = Answer.COULD_NOT, now, now
        session.add(mine)
    session.flush()
    rest = buddies.still_in(buddies.seats(session, match.id))
    if match.starter == user and rest:
        match.starter = rest[0].user
    if match.introduced_at is not None:
        users = [one.user for one in rest]
        posts.to_each(session, "buddy.gone", match, users, now, mark=user, who=user)
    if len(rest) < PAIR:
        _dissolve(session, vault, match, rest, now)
    session.add(match)


def _dissolve(
    session: Session, vault: Vault, match: BuddyMatch, rest: Sequence[BuddySeat], now: datetime
) -> None:
    """End a match that at most one person is left in, and see to that person."""
    held = session.get_one(BuddyRound, match.round_id)
    close(session, match, now)
    for one in rest:
        if match.introduced_at is None:
            session.delete(one)
            session.flush()
        known = buddies.buddy(session, match.team, one.user)
        if known is None or known.part is not Part.ACTIVE:
            continue  # both leave at the same moment
        zone = people.zone(people.person(session, match.team, one.user))
        if local_day(now, zone) <= held.held_on:
            rehome(session, vault, held, one.user, now)
        elif match.introduced_at is None:
            leave_over(session, held, one.user, Why.TAKEN, now)  # nothing told them so far
        else:
            _wait(session, match.team, one.user)


def rehome(session: Session, vault: Vault, held: BuddyRound, alone: str, now: datetime) -> None:
    """Find somebody else for a person whose buddy has gone on the day of the round.

    That is another single, or a pair that becomes a trio: rather one that has not heard of each
    other yet. Where there is nobody, they are told.
    """
    joined = _join(session, vault, held, alone, now, is_new=True) or _join(
        session, vault, held, alone, now, is_new=False
    )
    if not joined:
        leave_over(session, held, alone, Why.TAKEN, now)


def leave_over(session: Session, held: BuddyRound, user: str, why: str, now: datetime) -> None:
    """Note that nobody was found for somebody, who comes first next time; they are told why."""
    _wait(session, held.team, user)
    posts.leave_out(session, held, user, why, now)


def close(session: Session, match: BuddyMatch, now: datetime) -> None:
    """End a match: nothing more is asked about it."""
    match.closed_at, match.due_at = now, None
    session.add(match)
    session.flush()


def _join(
    session: Session, vault: Vault, held: BuddyRound, alone: str, now: datetime, *, is_new: bool
) -> bool:
    """Let `alone` join whom they fit best; `is_new` leaves out pairs that were introduced."""
    pairs = {
        tuple(one.user for one in seats): match
        for match in buddies.of_round(session, held.id or 0)
        if (match.introduced_at is None or not is_new)
        and len(seats := buddies.seats(session, match.id)) == PAIR
        and all(one.spoke_at is None for one in seats)
    }
    singles = [(one,) for one in _singles(session, held) if one != alone]
    users = {alone, *(one for group in (*pairs, *singles) for one in group)}
    rows = buddies.rows(session, held.team, users)
    known = {one.id: one for one in members(session, vault, rows)}
    if alone not in known:
        return False
    whole = [group for group in (*pairs, *singles) if set(group) <= known.keys()]
    groups = [[known[one] for one in group] for group in whole]
    past = buddies.past(session, held.team, held.held_on)
    found = pairing.rejoin(known[alone], groups, past, held.held_on)
    if found is None:
        return False
    others = tuple(one for one in found.ids if one != alone)
    if match := pairs.get(others):
        _widen(session, match, alone, now)
    else:
        add(session, held, found.ids, buddies.starts(session, held.team, found.ids), now)
    return True


def _singles(session: Session, held: BuddyRound) -> list[str]:
    """Return those who take part and have nobody in this round."""
    return [one.user for one, _ in buddies.taking_part(session, held.team, held.held_on)]


def _widen(session: Session, match: BuddyMatch, user: str, now: datetime) -> None:
    """Make a pair a trio, which is introduced anew."""
    session.add(BuddySeat(match_id=match.id or 0, user=user, team=match.team))
    match.introduced_at, match.channel = None, None
    _set_waited(session, match.team, user, 0)
    session.flush()
    course.plan(session, match, now)


def _wait(session: Session, team: str, user: str) -> None:
    known = session.get_one(Buddy, (team, user))
    _set_waited(session, team, user, known.waited + 1)


def _set_waited(session: Session, team: str, user: str, waited: int) -> None:
    known = session.get_one(Buddy, (team, user))
    known.waited = waited
    session.add(known)
