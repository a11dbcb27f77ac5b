"""Installing the app in workspaces: Slack's page, its codes, and tokens that may rotate."""

import secrets
import time
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlencode

from bot.playground.api import Call
from bot.playground.errors import Refusal
from bot.playground.people import APP_ID, BOT
from bot.playground.state import Json
from bot.playground.workspace import Workspace

ACCESS = "oauth.v2.access"


@dataclass
class Grant:
    """A workspace's token, and when it ends."""

    workspace: Workspace
    ends_at: float | None = None
    is_revoked: bool = False


@dataclass
class OAuth:
    """The app as Slack knows it; with `lives` its tokens end after so many seconds."""

    client_id: str
    client_secret: str
    back_to: str  # the redirect URL that the app has configured
    lives: int | None = None
    tokens: dict[str, Grant] = field(default_factory=dict)
    _codes: dict[str, Workspace] = field(default_factory=dict)
    _refreshes: dict[str, Workspace] = field(default_factory=dict)

    def page(self, workspaces: Sequence[Workspace], asked: dict[str, str]) -> str:
        """Return the page on which somebody chooses a workspace and allows what is asked."""
        if asked.get("client_id") != self.client_id:
            return "<h1>Something went wrong</h1><p>invalid_client_id</p>"
        scopes = escape(asked.get("scope", "").replace(",", ", "))
        links = "".join(
            f'<p><a href="?{escape(urlencode({**asked, "allow": one.team_id}))}">'
            f"Allow in {escape(one.team_id)}</a></p>"
            for one in workspaces
        )
        no = escape(self._back(error="access_denied", state=asked.get("state", "")))
        return f'<h1>Trellis asks for: {scopes}</h1>{links}<p><a href="{no}">Cancel</a></p>'

    def allow(self, workspace: Workspace, state: str) -> str:
        """Return where the browser goes once somebody has allowed it."""
        code = secrets.token_hex(12)
        self._codes[code] = workspace
        return self._back(code=code, state=state)

    def access(self, call: Call, basic: str) -> Json:
        """Give a token for a code, or for a refresh token; each is good for one time."""
        if b64decode(basic).decode() != f"{self.client_id}:{self.client_secret}":
            raise Refusal("bad_client_secret")
        if call.text("grant_type") == "refresh_token":
            workspace = self._refreshes.pop(call.text("refresh_token"), None)
            if workspace is None:
                raise Refusal("invalid_refresh_token")
        else:
            workspace = self._codes.pop(call.text("code"), None)
            if workspace is None:
                raise Refusal("invalid_code")
        return self._grant(workspace)

    def find(self, token: str | None) -> Workspace:
        """Return the workspace that a token is for, or refuse it."""
        grant = self.tokens.get(token or "")
        if grant is None:
            raise Refusal("invalid_auth" if token else "not_authed")
        if grant.is_revoked:
            raise Refusal("token_revoked")
        if grant.ends_at is not None and grant.ends_at <= time.time():
            raise Refusal("token_expired")
        return grant.workspace

    def uninstall(self, workspace: Workspace) -> None:
        """Take the app out of a workspace: its tokens open nothing any more, and the bot hears."""
        for grant in self.tokens.values():
            grant.is_revoked |= grant.workspace is workspace
        self._refreshes = {name: one for name, one in self._refreshes.items() if one != workspace}
        workspace.hear("tokens_revoked", tokens={"oauth": [], "bot": [BOT]})
        workspace.hear("app_uninstalled")

    def _grant(self, workspace: Workspace) -> Json:
        token = f"xoxb-{secrets.token_hex(8)}"
        ends_at = time.time() + self.lives if self.lives is not None else None
        self.tokens[token] = Grant(workspace, ends_at)
        found: Json = {
            "app_id": APP_ID,
            "authed_user": {"id": workspace.people()[0].id},
            "scope": ",".join(sorted(workspace.scopes)),
            "token_type": "bot",
            "access_token": token,
            "bot_user_id": BOT,
            "team": {"id": workspace.team_id, "name": f"Playground {workspace.team_id}"},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        if self.lives is not None:
            refresh = f"xoxe-1-{secrets.token_hex(8)}"
            self._refreshes[refresh] = workspace
            found |= {"refresh_token": refresh, "expires_in": self.lives}
        return found

    def _back(self, **query: str) -> str:
        return f"{self.back_to}?{urlencode(query)}"
