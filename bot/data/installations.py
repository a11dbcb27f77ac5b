"""Every question about which workspaces have installed the bot, and their tokens."""

from datetime import datetime

from sqlmodel import Session, col, or_, select, update

from bot.data.hosting_tables import Installation
from bot.data.tables import Workspace

EXPIRED = "token_expired"  # why a workspace is stopped whose token could not be renewed in time


def find(session: Session, team: str) -> Installation | None:
    """Return what a workspace has given us; None where the bot is not installed."""
    return session.get(Installation, team)


def keep(session: Session, installation: Installation, name: str) -> None:
    """Keep a new installation: the workspace is served from now on, again if it had left."""
    session.merge(installation)
    home = session.get(Workspace, installation.team) or Workspace(team=installation.team)
    home.name, home.bot_user = name or home.name, installation.bot_user
    home.scopes, home.stopped, home.left_at = installation.scopes, None, None
    session.add(home)


def claim(session: Session, team: str, real: datetime, until: datetime) -> bool:
    """Take on asking Slack for the workspace's next token; False where somebody is at it."""
    free = or_(col(Installation.renewing_until).is_(None), col(Installation.renewing_until) <= real)
    taken = update(Installation).where(col(Installation.team) == team, free)
    return session.exec(taken.values(renewing_until=until)).rowcount == 1


def let_go(session: Session, team: str, until: datetime) -> None:
    """Let others ask Slack at once: whoever had taken it on `until` then was refused."""
    mine = col(Installation.team) == team, col(Installation.renewing_until) == until
    session.exec(update(Installation).where(*mine).values(renewing_until=None))


def renew(
    session: Session, team: str, sealed: str, refresh: str | None, expires_at: datetime
) -> None:
    """Keep the next token; a workspace that stood still for want of one goes on."""
    news = {"sealed": sealed, "sealed_refresh": refresh, "expires_at": expires_at}
    kept = update(Installation).where(col(Installation.team) == team)
    session.exec(kept.values(renewing_until=None, **news))
    home = session.get(Workspace, team)
    if home is not None and home.stopped == EXPIRED:
        home.stopped = None
        session.add(home)


def leave(session: Session, team: str, at: datetime, why: str, told_at: datetime | None) -> bool:
    """Stop a workspace that removed the bot, drop its token, and start its retention clock.

    False, and nothing done, for a workspace that we never knew, and where the news (`told_at`, by
    Slack's clock, to the second) is older than the installation: it had left before, and is back.
    """
    home, installed = session.get(Workspace, team), find(session, team)
    if home is None:
        return False
    if installed is not None:
        if told_at is not None and told_at < installed.installed_at.replace(microsecond=0):
            return False
        session.delete(installed)
    home.stopped, home.left_at = why, home.left_at or at
    session.add(home)
    return True


def stopped(session: Session) -> list[tuple[str, str, str]]:
    """Return the workspaces that are not served: id, name, and why."""
    wanted = select(Workspace).where(col(Workspace.stopped).is_not(None)).order_by(Workspace.team)
    return [(one.team, one.name, one.stopped or "") for one in session.exec(wanted)]
