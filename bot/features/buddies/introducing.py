"""Introductions: a conversation is opened for those who were paired, then they hear of each other.

Opening it is a step of its own: Slack gives the same conversation to the same people, so that it
may be done again after a crash. What is said stands in the outbox, recorded with the step.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from http import HTTPStatus

from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot.data import buddies, people
from bot.data.buddy_tables import BuddyMatch
from bot.data.tables import Person, Workspace
from bot.features.buddies import course, nudges, posts
from bot.reception.desk import Desk
from bot.rules.workdays import is_working

log = logging.getLogger(__name__)

SCOPE = "mpim:write"  # without it everybody is told in their own conversation
BATCH = 50  # matches in one tick: about as many conversations as Slack opens in a minute
AGAIN = timedelta(minutes=1)
PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable"})


def introduce(desk: Desk) -> int:
    """Introduce those for whom it is time; return how many matches were."""
    now = desk.now()
    with desk.store.read() as session:
        due = buddies.new_matches(session, now, BATCH)
        groups = [(one, _people(session, one)) for one in due]
        rooms = {one.team: _has_rooms(session, one.team) for one in due}
    for match, group in groups:
        is_group = rooms[match.team] and all(is_working(now, people.week(it)) for it in group)
        try:
            channel = _open(desk, match, group) if is_group else None
        except (SlackApiError, OSError) as error:
            # Nothing is lost: they are introduced a little later.
            log.warning("match.later match=%s error=%s", match.id, type(error).__name__)
            _put_off(desk, match, now)
        else:
            _tell(desk, match, [one.user for one in group], channel, now)
    return len(due)


def _open(desk: Desk, match: BuddyMatch, group: Sequence[Person]) -> str | None:
    """Return the group conversation; None where Slack does not allow one."""
    users = ",".join(one.user for one in group)
    try:
        opened = desk.client(match.team).conversations_open(users=users)
    except SlackApiError as error:
        if error.response.get("error") in PASSING or error.response.status_code != HTTPStatus.OK:
            raise
        log.warning("match.no_room match=%s error=%s", match.id, error.response.get("error"))
        return None
    return str(opened["channel"]["id"])


def _tell(
    desk: Desk, due: BuddyMatch, users: Sequence[str], channel: str | None, now: datetime
) -> None:
    """Record the introduction, unless somebody left while the conversation was opened."""
    with desk.store.begin() as session:
        match = buddies.hold_match(session, due.id)
        seats = buddies.seats(session, match.id)
        is_as_it_was = match.introduced_at is None and match.closed_at is None
        if not is_as_it_was or [one.user for one in seats] != list(users):
            return
        match.channel, match.introduced_at = channel, now
        nudges.propose(session, match, now)
        course.plan(session, match, now)
        mark = "+".join(users) + ":"  # a pair that became a trio is introduced anew
        posts.to_all(session, "buddy.introduction", match, users, now, mark=mark)


def _put_off(desk: Desk, due: BuddyMatch, now: datetime) -> None:
    with desk.store.begin() as session:
        match = buddies.hold_match(session, due.id)
        if match.introduced_at is None and match.due_at is not None:
            match.due_at = now + AGAIN
            session.add(match)


def _people(session: Session, match: BuddyMatch) -> list[Person]:
    seats = buddies.seats(session, match.id)
    return [people.person(session, match.team, one.user) for one in seats]


def _has_rooms(session: Session, team: str) -> bool:
    home = session.get(Workspace, team)
    return home is not None and SCOPE in home.scopes.split(",")
