"""The messages of this feature as the outbox keeps them: keys of rows, never words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.data import deliveries, people
from bot.data.buddy_tables import Buddy, BuddyMatch, BuddyRound
from bot.data.tables import Person
from bot.delivery.outbox import Message, Rank, put, rewrite
from bot.rules import nudging, rounds

AGAIN = "again:"  # marks what is said a second time
JUST_NOW = timedelta(days=1)  # who joined then knows when the round is
FRESH = timedelta(days=3)  # how long a word about a match is still worth sending


def key(kind: str, match: BuddyMatch, about: object = "") -> str:
    """Return the key of a message about a match: one of a kind for each `about`."""
    return f"{kind}:{match.id}:{about}"


def to_all(
    session: Session,
    kind: str,
    match: BuddyMatch,
    users: Sequence[str],
    now: datetime,
    *,
    mark: str = "",
    rank: Rank = Rank.PREPARATION,
    **about: Any,
) -> None:
    """Say something in the conversation of a match; where there is none, to each of them.

    `mark` tells apart what is said of the same kind more than once; `about` is for the view.
    """
    if match.channel is None:
        to_each(session, kind, match, users, now, mark=mark, rank=rank, **about)
        return
    message = _message(kind, match, now, rank, match.starter, mark, about)
    put(session, [replace(message, channel=match.channel)], now)


def to_each(
    session: Session,
    kind: str,
    match: BuddyMatch,
    users: Sequence[str],
    now: datetime,
    *,
    mark: str = "",
    rank: Rank = Rank.PREPARATION,
    **about: Any,
) -> None:
    """Say something about a match to these people, each in their own conversation."""
    messages = [_message(kind, match, now, rank, one, mark + one, about) for one in users]
    put(session, messages, now)


def hand_file(
    session: Session,
    match: BuddyMatch,
    user: str,
    at: datetime,
    place: Mapping[str, Any],
    now: datetime,
) -> None:
    """Put the calendar file for `at` under the message in which somebody asked for it."""
    channel, thread_ts = place.get("channel_id"), place.get("message_ts")
    mark = f"{at.isoformat()}:{user}:{thread_ts}"
    message = _message("buddy.file", match, now, Rank.REPLY, user, mark, {"at": at.isoformat()})
    put(session, [replace(message, channel=channel, thread_ts=thread_ts)], now)


def refresh(
    session: Session, kind: str, match: BuddyMatch, user: str, now: datetime, *, mark: str = ""
) -> None:
    """Let a message about a match, if it was sent to this person, say how things stand now."""
    _rewrite(session, match.team, key(kind, match, mark + user), now)


def refresh_warning(session: Session, team: str, user: str, held_on: date, now: datetime) -> None:
    """Let the warning of a round say how things stand now."""
    _rewrite(session, team, f"buddy.warning:{held_on.isoformat()}:{user}", now)


def _rewrite(session: Session, team: str, name: str, now: datetime) -> None:
    rewrite(session, deliveries.by_keys(session, team, [name]), now)


def warn(
    session: Session, held: BuddyRound, crowd: Sequence[tuple[Buddy, Person]], now: datetime
) -> None:
    """Tell people a working day before that they will be paired; who just joined knows it."""
    messages = []
    for one, person in crowd:
        paired = rounds.pair_at(held.held_on, [people.week(person)])
        at = nudging.warn_at(paired, people.week(person))
        if now < paired and one.joined_at < at - JUST_NOW:
            about = {"round": held.id, "held_on": held.held_on.isoformat()}
            held_on, later = held.held_on, max(at, now)
            messages.append(
                _to_one("buddy.warning", held.team, one.user, held_on, later, about, paired)
            )
    put(session, messages, now)


def leave_out(session: Session, held: BuddyRound, user: str, why: str, now: datetime) -> None:
    """Tell somebody that nobody was found for them, and why."""
    about = {"round": held.id, "why": why}
    put(session, [_to_one("buddy.left", held.team, user, held.held_on, now, about)], now)


def _to_one(
    kind: str,
    team: str,
    user: str,
    held_on: date,
    not_before: datetime,
    about: dict[str, Any],
    expires_at: datetime | None = None,
) -> Message:
    return Message(
        team=team,
        key=f"{kind}:{held_on.isoformat()}:{user}",
        kind=kind,
        to=user,
        rank=Rank.PREPARATION,
        not_before=not_before,
        expires_at=expires_at,
        about=about,
    )


def _message(
    kind: str,
    match: BuddyMatch,
    now: datetime,
    rank: Rank,
    to: str,
    mark: str,
    about: Mapping[str, Any],
) -> Message:
    return Message(
        team=match.team,
        key=key(kind, match, mark),
        kind=kind,
        to=to,
        rank=rank,
        not_before=now,
        expires_at=now + FRESH,
        about={"match": match.id, "said_at": now.isoformat(), **about},
    )
