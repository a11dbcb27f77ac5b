"""Files that somebody asks for: recorded as messages, made when they are sent."""

from datetime import datetime, timedelta

from bot.delivery.outbox import Message, Rank
from bot.reception.desk import Caller

PATIENCE = timedelta(days=1)  # after which nobody waits for a file any more


def wanted(me: Caller, kind: str, of: str, now: datetime) -> Message:
    """Return the message that brings a file about `of` to whoever asked for it now."""
    return Message(
        team=me.team,
        key=f"{kind}:{of}:{me.user}:{now.isoformat()}",
        kind=kind,
        to=me.user,
        rank=Rank.REPLY,
        not_before=now,
        expires_at=now + PATIENCE,
        about={"of": of},
    )
