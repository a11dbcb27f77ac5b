"""Looking up messages that were sent or wait to be."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.data.tables import Delivery, Occurrence, Sending

PREPARE = "prepare"  # the kind of a manager's preparation
RECENT = 50  # messages of a kind to some people are looked through

# What nearly every message of a person asks for, built once: building takes longer than asking.
BY_KEYS = select(Delivery).where(
    Delivery.team == bindparam("team"), col(Delivery.key).in_(bindparam("keys", expanding=True))
)
BY_MESSAGE = select(Delivery).where(
    Delivery.team == bindparam("team"),
    Delivery.channel == bindparam("channel"),
    Delivery.ts == bindparam("ts"),
    col(Delivery.replaces).is_(None),
)


def by_keys(session: Session, team: str, keys: Sequence[str]) -> Sequence[Delivery]:
    """Return the messages recorded under these keys."""
    return session.exec(BY_KEYS, params={"team": team, "keys": keys}).all()


def by_message(session: Session, team: str, channel: str, ts: str) -> Delivery | None:
    """Return the delivery that posted this Slack message."""
    asked = {"team": team, "channel": channel, "ts": ts}
    return session.exec(BY_MESSAGE, params=asked).first()


def unsent(session: Session, teams: Collection[str], keys: Collection[str]) -> frozenset[str]:
    """Return those of the keys whose messages wait, or were given up, without having been sent."""
    wanted = select(Delivery.key).where(
        col(Delivery.team).in_(teams),
        col(Delivery.key).in_(keys),
        col(Delivery.state).in_((Sending.WAITING, Sending.EXPIRED, Sending.FAILED)),
    )
    return frozenset(session.exec(wanted).all() if keys else ())


def waiting_after(session: Session, after: datetime, limit: int) -> Sequence[Delivery]:
    """Return the messages that may go out after that moment, the soonest first."""
    wanted = select(Delivery).where(
        Delivery.state == Sending.WAITING, col(Delivery.not_before) > after
    )
    return session.exec(wanted.order_by(col(Delivery.not_before)).limit(limit)).all()


def latest(session: Session, team: str, kind: str, users: Collection[str]) -> Sequence[Delivery]:
    """Return the latest messages of a kind to these people, the last one first."""
    wanted = select(Delivery).where(
        Delivery.team == team,
        col(Delivery.to).in_(users),
        Delivery.kind == kind,
        col(Delivery.replaces).is_(None),
    )
    return session.exec(wanted.order_by(col(Delivery.id).desc()).limit(RECENT)).all()


def prepared(session: Session, occurrence: Occurrence, manager: str) -> Delivery | None:
    """Return the message that prepares a manager for an occurrence, where there is one."""
    found = latest(session, occurrence.team, PREPARE, [manager])
    return next((one for one in found if one.about.get("occurrence") == occurrence.id), None)
