"""The SDK's installation store, on our own database, with every token sealed."""

import logging
from datetime import UTC, datetime
from logging import Logger
from typing import NoReturn

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot, InstallationStore
from slack_sdk.oauth.installation_store import Installation as SlackInstallation

from bot.data import installations
from bot.data.hosting_tables import Installation
from bot.data.store import Store

log = logging.getLogger(__name__)


class Installations(InstallationStore):
    """One bot for each workspace. Tokens of people are never asked for, and not kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def logger(self) -> Logger:
        """Where the SDK speaks."""
        return log

    def save(self, installation: SlackInstallation) -> None:
        """Keep a new installation; raise BoltError where it is not one of a single workspace."""
        bot = installation.to_bot()
        if bot is None or not bot.bot_token or not bot.team_id or bot.is_enterprise_install:
            raise BoltError("Trellis is installed by one workspace at a time, with a bot's token")
        lock = self._store.vault.lock
        row = Installation(
            team=bot.team_id,
            enterprise=bot.enterprise_id,
            app_id=bot.app_id or "",
            bot_id=bot.bot_id or "",
            bot_user=bot.bot_user_id or "",
            scopes=",".join(bot.bot_scopes),
            sealed=lock(bot.bot_token),
            sealed_refresh=lock(bot.bot_refresh_token) if bot.bot_refresh_token else None,
            expires_at=_moment(bot.bot_token_expires_at),
            installed_by=installation.user_id,
            installed_at=datetime.fromtimestamp(bot.installed_at, UTC),
        )
        with self._store.begin() as session:
            installations.keep(session, row, bot.team_name or "")
        log.info("workspace.installed team=%s", bot.team_id)

    def save_bot(self, bot: Bot) -> None:
        """Keep the next token of a workspace that has installed the bot."""
        expires_at = _moment(bot.bot_token_expires_at)
        if bot.team_id is None or expires_at is None:
            _refuse()
        lock = self._store.vault.lock
        refresh = lock(bot.bot_refresh_token) if bot.bot_refresh_token else None
        with self._store.begin() as session:
            installations.renew(session, bot.team_id, lock(bot.bot_token), refresh, expires_at)

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return the workspace's bot, its token in clear; None where it is not installed."""
        del enterprise_id
        if is_enterprise_install or not team_id:
            return None
        with self._store.read() as session:
            row = installations.find(session, team_id)
        return self._opened(row) if row else None

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> SlackInstallation | None:
        """Return the same as an installation; of whichever person, for it is the bot's."""
        del user_id
        bot = self.find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        if bot is None:
            return None
        with self._store.read() as session:
            row = installations.find(session, bot.team_id or "")
        by = (row.installed_by if row else None) or ""
        return SlackInstallation(user_id=by, **bot.to_dict_for_copying())

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the workspace's token, and write there no more."""
        del enterprise_id
        now = datetime.now(UTC)
        with self._store.begin() as session:
            installations.leave(session, team_id or "", now, "deleted", None)

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Do nothing for one person: the installation is the bot's, see `delete_bot`."""

    def _opened(self, row: Installation) -> Bot:
        unlock = self._store.vault.open
        return Bot(
            app_id=row.app_id,
            enterprise_id=row.enterprise,
            team_id=row.team,
            bot_token=unlock(row.sealed),
            bot_id=row.bot_id,
            bot_user_id=row.bot_user,
            bot_scopes=row.scopes,
            bot_refresh_token=unlock(row.sealed_refresh) if row.sealed_refresh else None,
            bot_token_expires_at=int(row.expires_at.timestamp()) if row.expires_at else None,
            installed_at=row.installed_at.timestamp(),
        )


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _refuse() -> NoReturn:
    raise BoltError("only a token that expires is renewed")
