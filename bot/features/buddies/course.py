"""The course of a match, as the rules read it: what comes next, and when."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.data import buddies, people
from bot.data.buddy_tables import Buddy, BuddyMatch, BuddyRound
from bot.rules import nudging, rounds
from bot.rules.nudging import Said, Step, Story

HALF_HOUR = timedelta(minutes=30)


def next_step(session: Session, match: BuddyMatch) -> tuple[Step | None, datetime]:
    """Return what comes next for an open match and when; no step means that it ends then."""
    story = tell(session, match)
    found = nudging.next_step(story)
    if found is None:
        return None, story.ends_at
    step, at = found
    if step is Step.ASK and match.meets_at:
        at = max(at, match.meets_at + HALF_HOUR)  # not before they have had the time to
    return step, at


def plan(session: Session, match: BuddyMatch, now: datetime) -> None:
    """Note when an open match needs the bot next."""
    match.due_at = max(now, next_step(session, match)[1])
    session.add(match)


def tell(session: Session, match: BuddyMatch) -> Story:
    """Return what happened in a match so far; who could not is in it no more."""
    held_on = session.get_one(BuddyRound, match.round_id).held_on
    seats = buddies.seats(session, match.id)
    still = buddies.still_in(seats) or seats
    everybody = [people.person(session, match.team, one.user) for one in still]
    weeks = tuple(people.week(one) for one in everybody)
    cadences = [session.get_one(Buddy, (match.team, one.user)).every for one in still]
    return Story(
        weeks=weeks,
        round_at=rounds.introduce_from(held_on, weeks),
        ends_at=rounds.end_at(held_on, cadences),
        introduced_at=match.introduced_at,
        heard_at=min((one.spoke_at for one in still if one.spoke_at), default=None),
        nudged_at=match.nudged_at,
        asked_at=match.asked_at,
        asked_again_at=match.asked_again_at,
        said=tuple(
            Said(one.response, one.responded_at)
            for one in still
            if one.response and one.responded_at
        ),
    )
