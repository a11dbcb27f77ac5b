"""Looking up messages that were sent or wait to be."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.data.tables import Delivery, Sending


def by_key(session: Session, team: str, key: str) -> Delivery | None:
    """Return the message recorded under this key."""
    return session.exec(select(Delivery).where(Delivery.team == team, Delivery.key == key)).first()


def by_message(session: Session, team: str, channel: str, ts: str) -> Delivery | None:
    """Return the delivery that posted this Slack message."""
    wanted = select(Delivery).where(
        Delivery.team == team,
        Delivery.channel == channel,
        Delivery.ts == ts,
        col(Delivery.replaces).is_(None),
    )
    return session.exec(wanted).first()


def waiting_after(session: Session, after: datetime, limit: int) -> Sequence[Delivery]:
    """Return the messages that may go out after that moment, the soonest first."""
    wanted = select(Delivery).where(
        Delivery.state == Sending.WAITING, col(Delivery.not_before) > after
    )
    return session.exec(wanted.order_by(col(Delivery.not_before)).limit(limit)).all()
