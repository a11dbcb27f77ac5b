"""How the installation does: the clock's last tick, what waits to be sent, the migrations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.data.hosting_tables import LastTick
from bot.data.tables import Delivery, Sending, Workspace

DUE = "due"  # the tick that serves everybody


@dataclass(frozen=True)
class Queue:
    """The messages that are due and not out: how many, and since when the oldest waits."""

    waiting: int
    sending: int
    oldest: datetime | None


def note_tick(session: Session, at: datetime) -> None:
    """Note that the clock went round at `at`, in real time; what failed on the way is counted."""
    session.merge(LastTick(name=DUE, at=at))


def last_tick(session: Session) -> datetime | None:
    """Return when the clock last went round, in whichever process."""
    found = session.get(LastTick, ("", DUE))
    return found.at if found else None


def queue(session: Session, now: datetime) -> Queue:
    """Return what is due at `now` by the bot's clock.

    Workspaces that have stopped do not count, nor what rewrites a message that is not out yet.
    """
    stopped = exists().where(
        col(Workspace.team) == col(Delivery.team), col(Workspace.stopped).is_not(None)
    )
    first = aliased(Delivery)
    rewrites = exists().where(
        col(first.id) == col(Delivery.replaces), col(first.state) == Sending.WAITING
    )
    wanted = (
        select(Delivery.state, func.count(), func.min(col(Delivery.not_before)))
        .where(
            col(Delivery.state).in_((Sending.WAITING, Sending.SENDING)),
            col(Delivery.not_before) <= now,
            ~stopped,
            or_(col(Delivery.replaces).is_(None), ~rewrites),
        )
        .group_by(col(Delivery.state))
    )
    found = {state: (count, oldest) for state, count, oldest in session.exec(wanted)}
    counts = {state: count for state, (count, _) in found.items()}
    oldest = min((oldest for _, oldest in found.values()), default=None)
    return Queue(counts.get(Sending.WAITING, 0), counts.get(Sending.SENDING, 0), oldest)


def workspaces(session: Session) -> tuple[int, int]:
    """Return how many workspaces are served, and how many have stopped."""
    wanted = select(func.count(), func.count(col(Workspace.stopped)))
    every, stopped = session.exec(wanted.select_from(Workspace)).one()
    return every - stopped, stopped


def migration(session: Session) -> str | None:
    """Return the last migration that the database has seen."""
    found = session.connection().execute(text("SELECT version_num FROM alembic_version"))
    number: str | None = found.scalar()
    return number
