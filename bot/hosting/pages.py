"""The two pages of an installation: where it begins, and where Slack sends the browser back to."""

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.state_store import OAuthStateStore

from bot.data.store import Store, Vault
from bot.hosting.door import Page, Show
from bot.hosting.installations import Installations

log = logging.getLogger(__name__)

MANIFEST = Path(__file__).resolve().parents[2] / "manifest.json"
INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
STATE, STATE_SECONDS = "an installation", 600


class States(OAuthStateStore):
    """Sealed words instead of rows: every process knows its own kind, and none has to remember.

    The flow holds each state against the cookie of the browser that began; a code opens once.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def logger(self) -> logging.Logger:
        """Where the SDK speaks."""
        return log

    def issue(self, *_args: object, **_more: object) -> str:
        """Return a new state."""
        return self._vault.lock(STATE)

    def consume(self, state: str) -> bool:
        """Whether a state is one of ours, and not older than ten minutes."""
        return self._vault.open_fresh(state, STATE_SECONDS) == STATE


def pages(
    store: Store, client: WebClient, client_id: str, client_secret: str
) -> Mapping[str, Show]:
    """Return the pages by path; Slack's own page is beside the API that `client` calls."""
    flow = OAuthFlow(
        client=client,
        logger=log,
        settings=OAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=_scopes(),
            user_scopes=[],
            install_path=INSTALL,
            redirect_uri_path=BACK,
            authorization_url=urljoin(client.base_url, "../oauth/v2/authorize"),
            installation_store=Installations(store),
            installation_store_bot_only=True,
            state_store=States(store.vault),
            state_expiration_seconds=STATE_SECONDS,
            logger=log,
        ),
    )
    return {INSTALL: _shown(flow.handle_installation), BACK: _shown(flow.handle_callback)}


def _scopes() -> list[str]:
    asked: list[str] = json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]
    return asked


def _shown(handle: Callable[[BoltRequest], BoltResponse]) -> Show:
    def show(environ: Mapping[str, Any]) -> Page:
        cookie = environ.get("HTTP_COOKIE", "")
        asked = BoltRequest(
            body="", query=environ.get("QUERY_STRING", ""), headers={"cookie": [cookie]}
        )
        try:
            answer = handle(asked)
        except OSError as error:
            log.warning("install.failed error=%s", type(error).__name__)
            return Page(b"Slack cannot be reached just now. Please try again.", 502)
        named = {name: values for name, values in answer.headers.items() if name != "content-type"}
        kind = answer.first_headers().get("content-type", "text/plain")
        headers = tuple((name, value) for name, values in named.items() for value in values)
        return Page(answer.body.encode(), answer.status, kind, headers)

    return show
