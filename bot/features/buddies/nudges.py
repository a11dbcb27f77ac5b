"""Reminding, kindly and little: a word after silence, "did you meet?", and the end of a match.

What is due follows from the rows of a match and `now`, so that a crash heals at the next tick.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.data import buddies
from bot.data.buddy_tables import Buddy, BuddyMatch, BuddySeat, Part
from bot.delivery.outbox import Rank
from bot.features.buddies import course, matches, posts
from bot.reception.desk import Caller, Desk
from bot.rules import nudging
from bot.rules.nudging import Answer, Step

BATCH = 200  # matches in one transaction


def remind(desk: Desk) -> int:
    """Carry on every match that has been introduced and is due; return how many were."""
    now = desk.now()
    with desk.store.begin() as session:
        due = buddies.due_matches(session, now, BATCH)
        for match in due:
            _carry(session, match, now)
    return len(due)


def see(session: Session, who: Caller, channel: str, desk: Desk) -> None:
    """Note that somebody wrote to their buddy where the bot was there: no reminder is needed."""
    match = buddies.open_match(session, who.team, who.user)
    if match is None or match.channel != channel:
        return
    seat = session.get_one(BuddySeat, (match.id, who.user))
    if seat.spoke_at is None:
        seat.spoke_at = desk.now()
        session.add(seat)
        session.flush()
        course.plan(session, match, desk.now())


def propose(session: Session, match: BuddyMatch, now: datetime) -> None:
    """Add times at which all work, the latest last; earlier ones can be chosen while ahead."""
    weeks = course.tell(session, match).weeks
    found = [at.isoformat() for at in nudging.suggest(now, weeks)]
    ahead = [at for at in match.times if datetime.fromisoformat(at) > now and at not in found]
    match.times = ahead + found
    session.add(match)


def respond(
    session: Session, match: BuddyMatch, seat: BuddySeat, answer: Answer, now: datetime
) -> None:
    """Note what somebody says about a match, and what follows for it."""
    seat.response, seat.responded_at, seat.spoke_at = answer, now, now
    session.add(seat)
    session.flush()
    if match.closed_at is None and answer is Answer.MET:
        _finish(session, match, now)
    elif match.closed_at is None:
        course.plan(session, match, now)


def _carry(session: Session, match: BuddyMatch, now: datetime) -> None:
    """Take the one step that a match waits for, and note when the next one is."""
    step, at = course.next_step(session, match)
    if at <= now:
        users = [it.user for it in buddies.still_in(buddies.seats(session, match.id))]
        match step:
            case Step.NUDGE:
                propose(session, match, now)
                match.nudged_at = now
                posts.to_all(session, "buddy.nudge", match, users, now, rank=Rank.NUDGE)
            case Step.ASK:
                match.asked_at = now
                _ask(session, match, users, now, mark="")
            case Step.ASK_AGAIN:
                match.asked_again_at = now
                _ask(session, match, users, now, mark=posts.AGAIN)
            case _:
                _finish(session, match, now)
                return
    course.plan(session, match, now)


def _ask(
    session: Session, match: BuddyMatch, users: Sequence[str], now: datetime, *, mark: str
) -> None:
    posts.to_each(
        session,
        "buddy.ask",
        match,
        users,
        now,
        mark=mark,
        rank=Rank.NUDGE,
        is_again=bool(mark),
    )


def _finish(session: Session, match: BuddyMatch, now: datetime) -> None:
    """End a match. Who gave no sign in three rounds running is paused, and told."""
    matches.close(session, match, now)
    seats = buddies.seats(session, match.id)
    has_met = any(one.response is Answer.MET for one in seats)
    for seat in seats:
        one = session.get_one(Buddy, (match.team, seat.user))
        one.silent = 0 if has_met or seat.spoke_at else one.silent + 1
        if one.silent >= nudging.SILENT_ROUNDS and one.part is Part.ACTIVE:
            one.part = Part.PAUSED
            posts.to_each(session, "buddy.quiet", match, [seat.user], now)
        session.add(one)
