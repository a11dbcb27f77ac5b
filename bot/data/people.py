"""What is known of people: read from Slack once, then kept up with what Slack reports."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select

from bot.data.tables import Person, Workspace
from bot.rules.workdays import WorkWeek, is_zone

SLACKBOT = "USLACKBOT"
MET = "met"  # the people whom a session has read
# Asked before everything that somebody does: building it takes longer than asking.
KNOWN = select(Person.user).where(
    Person.team == bindparam("team"), Person.user == bindparam("user")
)
THESE = select(Person).where(
    col(Person.team).in_(bindparam("teams", expanding=True)),
    col(Person.user).in_(bindparam("users", expanding=True)),
)
# Slack's own proposals for a status of leave or illness, and what else people put there.
AWAY = frozenset(
    f":{name}:"
    for name in ("palm_tree", "desert_island", "beach_with_umbrella", "face_with_thermometer")
)


def person(session: Session, team: str, user: str) -> Person:
    """Return the person; a stranger to the database comes back with defaults, not stored."""
    found = session.get(Person, (team, user))
    if found is None:
        return Person(team=team, user=user, name="")
    # A session forgets what nobody holds, and would ask for the same few people again and again.
    session.info.setdefault(MET, {})[team, user] = found
    return found


def is_known(session: Session, team: str, user: str) -> bool:
    """Whether the database knows this person."""
    found = session.connection().execute(KNOWN, {"team": team, "user": user})
    return found.first() is not None


def preload(session: Session, keys: Iterable[tuple[str, str]]) -> list[Person]:
    """Read many people at once, so that `person` finds them in the session.

    The caller must hold the list as long as it wants them found.
    """
    wanted = set(keys)
    if not wanted:
        return []
    teams, users = zip(*wanted, strict=True)
    found = session.exec(THESE, params={"teams": list(set(teams)), "users": list(set(users))})
    return [one for one in found if (one.team, one.user) in wanted]


def remember(session: Session, team: str, profile: Mapping[str, Any], now: datetime) -> Person:
    """Store what Slack's user object says; what the person chose here stays as it is."""
    user = str(profile["id"])
    known = session.get(Person, (team, user)) or Person(team=team, user=user)
    known.name = _name(profile) or known.name or user
    zone = str(profile.get("tz") or "")
    known.zone = zone if is_zone(zone) else known.zone
    known.is_active = not profile.get("deleted", False)
    known.left_at = None if known.is_active else known.left_at or now
    known.is_bot = bool(profile.get("is_bot")) or user == SLACKBOT
    known.is_guest = bool(profile.get("is_restricted") or profile.get("is_ultra_restricted"))
    known.is_stranger = bool(profile.get("is_stranger")) or profile.get("team_id", team) != team
    known.is_away = (profile.get("profile") or {}).get("status_emoji") in AWAY
    email = (profile.get("profile") or {}).get("email")
    known.email = str(email).strip().casefold() if email else known.email
    known.updated = _stamp(profile) or known.updated
    known.refreshed_at = now
    session.add(known)
    return known


def week(known: Person) -> WorkWeek:
    """Return when this person works."""
    days = frozenset(int(day) for day in known.workdays if day.isdigit())
    return WorkWeek(zone(known), known.day_starts, known.day_ends, days, known.country)


def zone(known: Person) -> str:
    """Return the zone that they live by: their own choice, else Slack's."""
    return known.own_zone or known.zone


def months_here(known: Person, today: date) -> int | None:
    """Return how many whole months ago they joined; None where the day is unknown."""
    if known.joined_on is None:
        return None
    joined = known.joined_on
    months = (today.year - joined.year) * 12 + today.month - joined.month
    return max(0, months - (today.day < joined.day))


def stamps(session: Session, team: str, users: Sequence[str]) -> dict[str, int | None]:
    """Return Slack's mark of the last change of those of `users` who are known."""
    wanted = select(Person.user, Person.updated).where(
        Person.team == team, col(Person.user).in_(users)
    )
    return dict(session.exec(wanted).all())


def unlisted(session: Session, before: datetime) -> Sequence[str]:
    """Return the workspaces whose list of people was last read before that moment, or never."""
    wanted = select(Workspace.team).where(
        col(Workspace.stopped).is_(None),
        or_(col(Workspace.listed_at).is_(None), col(Workspace.listed_at) < before),
    )
    return session.exec(wanted).all()


def is_news(profile: Mapping[str, Any], stamp: int | None) -> bool:
    """Say whether a profile has changed since it bore that mark; without one, it may have."""
    return _stamp(profile) is None or _stamp(profile) != stamp


def is_past(profile: Mapping[str, Any], stamp: int | None) -> bool:
    """Say whether a profile is older than one that bore that mark."""
    return (_stamp(profile) or math.inf) < (stamp or -math.inf)


def _stamp(profile: Mapping[str, Any]) -> int | None:
    updated = profile.get("updated")
    return updated if isinstance(updated, int) else None


def _name(profile: Mapping[str, Any]) -> str:
    inner = profile.get("profile") or {}
    names = (inner.get("display_name"), inner.get("real_name"), profile.get("real_name"))
    return str(next((name for name in names if name), profile.get("name") or ""))
