"""Who is calling: read from the payload, looked up in Slack the first time."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.data import installations, people
from bot.data.tables import Person, Workspace
from bot.reception import members
from bot.reception.desk import Adapt, Caller, Desk, Leave

log = logging.getLogger(__name__)

LIST_KEPT = timedelta(days=1)  # after which a workspace's list of people is read again
NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


def greet(
    desk: Desk, context: BoltContext, body: Mapping[str, Any], client: WebClient
) -> Caller | None:
    """Return who is calling, known to the database from now on; None for nobody of ours."""
    caller = named(context, body)
    if caller is None:
        return None
    with desk.store.read() as session:
        is_known = people.is_known(session, caller.team, caller.user)
    return caller if is_known or get_to_know(desk, client, caller) else None


def named(context: BoltContext, body: Mapping[str, Any]) -> Caller | None:
    """Return who is calling as the payload says; None for nobody of this workspace."""
    team, user = context.team_id, context.user_id
    if not isinstance(team, str) or not _is_id(user) or _is_visitor(body, team):
        return None
    return Caller(team, str(user))


def get_to_know(desk: Desk, client: WebClient, caller: Caller) -> Person | None:
    """Ask Slack about a person and remember them; None where Slack knows nobody by that id."""
    try:
        profile = client.users_info(user=caller.user)["user"]
    except SlackApiError as error:
        if error.response.get("error") in NOBODY:
            return None
        raise
    try:
        with desk.store.begin() as session:
            return people.remember(session, caller.team, profile, desk.now())
    except IntegrityError:  # something else that they did has made them known meanwhile
        with desk.store.read() as session:
            return people.person(session, caller.team, caller.user)


def follow_changes(
    desk: Desk, leaves: Sequence[Leave], adapts: Sequence[Adapt]
) -> Callable[..., None]:
    """Return the listener that keeps people up to date; the deactivated are let go."""

    def follow(event: Mapping[str, Any], context: BoltContext) -> None:
        profile = event.get("user")
        if not isinstance(profile, Mapping) or not _is_id(profile.get("id")):
            return
        if not isinstance(context.team_id, str):
            return
        with desk.store.begin() as session:
            # Of all others nothing is kept: most people of a company never write to the bot.
            if people.is_known(session, context.team_id, str(profile["id"])):
                take_up(session, desk, context.team_id, profile, leaves, adapts)

    return follow


def follow_lists(desk: Desk, leaves: Sequence[Leave], adapts: Sequence[Adapt]) -> int:
    """Read the list of every workspace's people once a day; return how many have changed.

    It makes up for changes that Slack reported while nobody listened. Only people whom the bot
    knows are looked at, and of them only those whose profile has changed.
    """
    now, count = desk.now(), 0
    with desk.store.read() as session:
        teams = people.unlisted(session, now - LIST_KEPT)
    for team in teams:
        try:
            for page in members.pages(desk.client(team)):
                count += _take_up_all(desk, team, page, leaves, adapts)
        except (SlackApiError, OSError) as error:
            log.warning("people.unread team=%s error=%s", team, type(error).__name__)
            continue
        with desk.store.begin() as session:
            session.get_one(Workspace, team).listed_at = now
    return count


def _take_up_all(
    desk: Desk,
    team: str,
    page: Sequence[Mapping[str, Any]],
    leaves: Sequence[Leave],
    adapts: Sequence[Adapt],
) -> int:
    with desk.store.read() as session:
        stamps = people.stamps(session, team, [str(one["id"]) for one in page])
    changed = [
        one for one in page if one["id"] in stamps and people.is_news(one, stamps[one["id"]])
    ]
    if changed:
        with desk.store.begin() as session:
            for profile in changed:
                take_up(session, desk, team, profile, leaves, adapts)
    return len(changed)


def take_up(
    session: Session,
    desk: Desk,
    team: str,
    profile: Mapping[str, Any],
    leaves: Sequence[Leave],
    adapts: Sequence[Adapt],
) -> None:
    """Keep what a profile says; who is gone is let go, whose zone is another is planned anew.

    Slack repeats events: a profile that is older than what is known says nothing any more.
    """
    before = people.person(session, team, str(profile["id"]))
    if people.is_past(profile, before.updated):
        return
    zone = before.zone
    known = people.remember(session, team, profile, desk.now())
    session.flush()
    moved = adapts if known.zone != zone else ()
    for fit in moved if known.is_active else leaves:
        fit(session, Caller(known.team, known.user), desk)
    log.info("person.changed team=%s user=%s active=%s", known.team, known.user, known.is_active)


def stop_workspace(desk: Desk) -> Callable[..., None]:
    """Return the listener for an uninstalled app: nothing more is sent there.

    Slack tells it twice, in either order, and perhaps after the app was installed again.
    """

    def stop(event: Mapping[str, Any], body: Mapping[str, Any], context: BoltContext) -> None:
        bots = (event.get("tokens") or {}).get("bot")
        if not isinstance(context.team_id, str):
            return
        if event.get("type") == "tokens_revoked" and not bots:
            return
        why, told_at = str(event.get("type")), _moment(body.get("event_time"))
        with desk.store.begin() as session:
            if not installations.leave(session, context.team_id, desk.now(), why, told_at):
                return
        log.warning("workspace.stopped team=%s why=%s", context.team_id, why)

    return stop


def turn_away(context: BoltContext) -> BoltResponse:
    """Answer a payload that nobody of ours has sent: Slack need not send it again."""
    user = context.user_id if _is_id(context.user_id) else "?"  # else it may be anything
    log.warning("caller.unknown team=%s user=%s", context.team_id, user)
    return BoltResponse(status=200, body="")


def _moment(seconds: object) -> datetime | None:
    """Return what Slack says of when something was; None where it is no such moment."""
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (OverflowError, OSError, ValueError):
        return None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[UW][A-Z0-9]{1,40}", value) is not None


def _is_visitor(body: Mapping[str, Any], team: str) -> bool:
    user = body.get("user")
    home = user.get("team_id") if isinstance(user, Mapping) else None
    return home is not None and home != team
