"""Every question about who takes part in buddies, their rounds, their matches and their history."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.data import people
from bot.data.buddy_tables import (
    Buddy,
    BuddyMatch,
    BuddyRound,
    BuddySeat,
    Part,
)
from bot.data.store import Vault
from bot.data.tables import Person
from bot.rules import rounds
from bot.rules.nudging import Answer
from bot.rules.pairing.members import Past

REMEMBERED = timedelta(days=400)  # how far back rounds count for the next one
LIST_LENGTH = 1_024  # a list of ids is padded: its token does not tell whether it is empty


def buddy(session: Session, team: str, user: str) -> Buddy | None:
    """Return what somebody said when they joined; of those who left as well."""
    return session.get(Buddy, (team, user))


def lock_never(vault: Vault, users: Iterable[str]) -> str:
    """Return a do-not-pair list as a token that does not even tell its length."""
    return vault.lock(json.dumps(sorted(users)).ljust(LIST_LENGTH))


def never(vault: Vault, one: Buddy) -> list[str]:
    """Return whom they do not want to meet."""
    return [str(user) for user in json.loads(vault.open(one.sealed_never))]


def taking_part(session: Session, team: str, held_on: date) -> list[tuple[Buddy, Person]]:
    """Return those whose turn a round is, in the order of their ids."""
    wanted = (
        select(Buddy, Person)
        .where(Buddy.team == team, Buddy.part == Part.ACTIVE)
        .where(Person.team == team, Person.user == Buddy.user)
        .order_by(Buddy.user)
    )
    last = last_rounds(session, team)
    return [
        (one, person)
        for one, person in session.exec(wanted)
        if takes_part(one, person, held_on, last.get(one.user))
    ]


def rows(session: Session, team: str, users: Iterable[str]) -> list[tuple[Buddy, Person]]:
    """Return what is known of these people, in the order of their ids."""
    wanted = (
        select(Buddy, Person)
        .where(Buddy.team == team, col(Buddy.user).in_(list(users)))
        .where(Person.team == team, Person.user == Buddy.user)
        .order_by(Buddy.user)
    )
    return list(session.exec(wanted).all())


def takes_part(one: Buddy, person: Person, held_on: date, last: date | None) -> bool:
    """Whether somebody is in the round of `held_on`, as things stand now."""
    is_there = person.is_active and not person.has_stopped and not person.is_away
    is_resting = one.skips == held_on or (one.paused_until or held_on) > held_on
    return (
        is_there
        and not is_resting
        and one.part is Part.ACTIVE
        and rounds.is_turn(one.every, held_on, last, waits=one.waited > 0)
        and rounds.works_in_window(held_on, people.week(person))
    )


def last_rounds(session: Session, team: str, user: str | None = None) -> dict[str, date]:
    """Return the day of the last round in which each, or that one person, had a buddy."""
    wanted = (
        select(col(BuddySeat.user), col(BuddyRound.held_on))
        .join(BuddyMatch, col(BuddyMatch.id) == BuddySeat.match_id)
        .join(BuddyRound, col(BuddyRound.id) == BuddyMatch.round_id)
        .where(BuddySeat.team == team)
        .order_by(col(BuddyRound.held_on))
    )
    return dict(session.exec(wanted.where(BuddySeat.user == user) if user else wanted).all())


def open_round(session: Session, team: str) -> BuddyRound | None:
    """Return the round that comes next in a workspace."""
    wanted = select(BuddyRound).where(BuddyRound.team == team, col(BuddyRound.due_at).is_not(None))
    return session.exec(wanted.order_by(col(BuddyRound.held_on))).first()


def plan_round(session: Session, team: str, after: date, now: datetime) -> BuddyRound:
    """Return the round that comes next; it is planned where none was."""
    planned = open_round(session, team)
    if planned is None:
        planned = BuddyRound(team=team, held_on=rounds.round_after(after), due_at=now)
        session.add(planned)
        session.flush()
    return planned


def is_due(session: Session, now: datetime) -> bool:
    """Return whether any match needs the bot at `now`."""
    match = session.exec(select(BuddyMatch.id).where(col(BuddyMatch.due_at) <= now).limit(1))
    return match.first() is not None


def due_rounds(session: Session, now: datetime) -> Sequence[BuddyRound]:
    """Return the rounds that need the bot at `now`."""
    return session.exec(select(BuddyRound).where(col(BuddyRound.due_at) <= now)).all()


def new_matches(session: Session, now: datetime, limit: int) -> Sequence[BuddyMatch]:
    """Return matches whose people are to be introduced at `now`."""
    return session.exec(_due(now, limit).where(col(BuddyMatch.introduced_at).is_(None))).all()


def due_matches(session: Session, now: datetime, limit: int) -> Sequence[BuddyMatch]:
    """Return introduced matches that need the bot at `now`; they are this process's to carry on."""
    wanted = _due(now, limit).where(col(BuddyMatch.introduced_at).is_not(None))
    return session.exec(wanted.with_for_update(skip_locked=True)).all()


def hold_round(session: Session, round_id: int | None) -> BuddyRound:
    """Return a round as it stands now; no other process changes it until this one is done."""
    return session.get_one(BuddyRound, round_id, with_for_update=True)


def hold_match(session: Session, match_id: int | None) -> BuddyMatch:
    """Return a match as it stands now; no other process changes it until this one is done."""
    return session.get_one(BuddyMatch, match_id, with_for_update=True)


def _due(now: datetime, limit: int) -> SelectOfScalar[BuddyMatch]:
    wanted = select(BuddyMatch).where(col(BuddyMatch.due_at) <= now)
    return wanted.order_by(col(BuddyMatch.due_at)).limit(limit)


def coming_rounds(session: Session) -> Sequence[BuddyRound]:
    """Return every round that is planned."""
    return session.exec(select(BuddyRound).where(col(BuddyRound.due_at).is_not(None))).all()


def coming_matches(session: Session, limit: int) -> Sequence[BuddyMatch]:
    """Return the matches that need the bot next."""
    wanted = select(BuddyMatch).where(col(BuddyMatch.due_at).is_not(None))
    return session.exec(wanted.order_by(col(BuddyMatch.due_at)).limit(limit)).all()


def seats(session: Session, match_id: int | None) -> list[BuddySeat]:
    """Return the people of a match, in the order of their ids."""
    wanted = select(BuddySeat).where(BuddySeat.match_id == match_id).order_by(BuddySeat.user)
    return list(session.exec(wanted).all())


def still_in(some: Iterable[BuddySeat]) -> list[BuddySeat]:
    """Return the seats of those who have not said that they cannot."""
    return [one for one in some if one.response is not Answer.COULD_NOT]


def matches_of(session: Session, team: str, user: str, limit: int) -> Sequence[BuddyMatch]:
    """Return the matches of which somebody has heard or will hear, the latest first."""
    wanted = (
        select(BuddyMatch)
        .join(BuddySeat, col(BuddySeat.match_id) == BuddyMatch.id)
        .where(BuddySeat.team == team, BuddySeat.user == user)
        .order_by(col(BuddyMatch.id).desc())
        .limit(limit)
    )
    return session.exec(wanted).all()


def open_match(session: Session, team: str, user: str) -> BuddyMatch | None:
    """Return somebody's latest match, if it is still under way."""
    latest = next(iter(matches_of(session, team, user, 1)), None)
    return latest if latest is not None and latest.closed_at is None else None


def hold_matches(session: Session, team: str, user: str) -> Sequence[BuddyMatch]:
    """Return all matches of somebody that are under way, held as by `hold_match`: the oldest first.

    Who has a buddy each week is in two: a match lasts longer than a week.
    """
    wanted = (
        select(BuddyMatch)
        .join(BuddySeat, col(BuddySeat.match_id) == BuddyMatch.id)
        .where(BuddySeat.team == team, BuddySeat.user == user)
        .where(col(BuddyMatch.closed_at).is_(None))
        .order_by(col(BuddyMatch.id))
        .with_for_update(of=BuddyMatch)
        .execution_options(populate_existing=True)
    )
    held, before = session.exec(wanted).all(), None
    while held != before:  # whoever we had to wait for may have put them into another
        held, before = session.exec(wanted).all(), held
    return held


def of_round(session: Session, round_id: int) -> Sequence[BuddyMatch]:
    """Return the matches of a round that are under way."""
    wanted = select(BuddyMatch).where(
        BuddyMatch.round_id == round_id, col(BuddyMatch.closed_at).is_(None)
    )
    return session.exec(wanted.order_by(col(BuddyMatch.id))).all()


def past(session: Session, team: str, on: date, users: Sequence[str] | None = None) -> list[Past]:
    """Return the matches of earlier rounds that still count on `on`; or those of `users` alone."""
    wanted = (
        select(
            col(BuddyRound.held_on),
            col(BuddySeat.match_id),
            col(BuddySeat.user),
            col(BuddySeat.response),
        )
        .join(BuddyMatch, col(BuddyMatch.id) == BuddySeat.match_id)
        .join(BuddyRound, col(BuddyRound.id) == BuddyMatch.round_id)
        .where(BuddySeat.team == team, col(BuddyRound.held_on) >= on - REMEMBERED)
        .where(col(BuddyRound.held_on) < on)
        .order_by(col(BuddySeat.match_id), col(BuddySeat.user))
    )
    if users is not None:
        mine = select(BuddySeat.match_id).where(BuddySeat.team == team)
        wanted = wanted.where(
            col(BuddySeat.match_id).in_(mine.where(col(BuddySeat.user).in_(users)))
        )
    found: dict[tuple[date, int], list[tuple[str, Answer | None]]] = defaultdict(list)
    for held_on, match_id, user, response in session.exec(wanted):
        found[held_on, match_id].append((user, response))
    return [
        Past(held_on, tuple(user for user, _ in rows), any(it is Answer.MET for _, it in rows))
        for (held_on, _), rows in found.items()
    ]


def starts(session: Session, team: str, users: Iterable[str]) -> dict[str, date]:
    """Return on which day each was last asked to start."""
    wanted = select(col(BuddyMatch.starter), col(BuddyMatch.introduced_at)).where(
        BuddyMatch.team == team, col(BuddyMatch.starter).in_(list(users))
    )
    in_order = session.exec(wanted.order_by(col(BuddyMatch.id)))
    return {user: at.date() for user, at in in_order if at is not None}
