"""Each workspace's own token, for what it asks and for what is sent to it in the background.

Tokens that rotate live for half a day. Whoever needs one that ends soon renews it first; one
worker at a time, for what it is renewed with can be used once.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.data import installations
from bot.data.store import Store
from bot.hosting.installations import Installations

log = logging.getLogger(__name__)

EARLY = timedelta(hours=2)  # before its end a token is renewed
AT_IT = timedelta(seconds=30)  # that one worker has for it; afterwards another may try
PATIENCE = 2.5  # seconds to wait for another worker where there is no token left: Slack waits 3
BREATH = 0.2


class NoTokenYetError(ConnectionRefusedError):
    """A token is being renewed and the old one has ended: Slack was not called; try again."""


class Grants:
    """Lends the bot of each workspace."""

    def __init__(
        self, store: Store, client: Callable[[], WebClient], client_id: str, client_secret: str
    ) -> None:
        self._store, self._installations = store, Installations(store)
        self._client, self._app = client, {"client_id": client_id, "client_secret": client_secret}

    def bot(self, team: str) -> Bot | None:
        """Return the bot of a workspace with a token that holds; None where it is not installed.

        Raise NoTokenYetError where that takes too long just now.
        """
        ends = time.monotonic() + PATIENCE
        while True:
            bot = self._find(team)
            if bot is None or not _ends_within(bot, EARLY):
                return bot
            renewed = self._renewed(team)
            if renewed is not None or not _ends_within(bot, timedelta(0)):
                return renewed or bot
            if time.monotonic() >= ends:
                raise NoTokenYetError
            time.sleep(BREATH)

    def authorizes(self) -> Callable[..., AuthorizeResult | None]:
        """Return what Bolt asks for each payload; a workspace that left is none of ours.

        A plain function: Bolt reads the names of what it takes.
        """

        def authorize(team_id: object, enterprise_id: str | None) -> AuthorizeResult | None:
            bot = self.bot(team_id) if isinstance(team_id, str) else None
            if bot is None:
                return None
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=bot.team_id,
                bot_user_id=bot.bot_user_id,
                bot_id=bot.bot_id,
                bot_token=bot.bot_token,
            )

        return authorize

    def _find(self, team: str) -> Bot | None:
        return self._installations.find_bot(enterprise_id=None, team_id=team)

    def _renewed(self, team: str) -> Bot | None:
        """Return the bot with its next token, asking Slack if nobody else is; None if not yet."""
        real = datetime.now(UTC)
        until = real + AT_IT
        with self._store.begin() as session:
            if not installations.claim(session, team, real, until):
                return None
        bot = self._find(team)  # another may have been quicker
        if bot is None or not _ends_within(bot, EARLY):
            return bot
        rotator = TokenRotator(client=self._client(), **self._app)
        minutes = int(EARLY.total_seconds() / 60)
        try:
            renewed = rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=minutes)
        except SlackTokenRotationError:
            log.exception("token.refused team=%s", team)
            if _ends_within(bot, timedelta(0)):  # else nobody waits, and Slack is left in peace
                with self._store.begin() as session:
                    installations.let_go(session, team, until)
            return bot  # while it holds it is used; afterwards Slack says what is wrong
        except OSError as error:
            log.warning("token.not_renewed team=%s error=%s", team, type(error).__name__)
            return None
        if renewed is not None:
            self._installations.save_bot(renewed)
            log.info("token.renewed team=%s", team)
        return renewed


def _ends_within(bot: Bot, span: timedelta) -> bool:
    ends = bot.bot_token_expires_at
    return ends is not None and ends <= time.time() + span.total_seconds()
