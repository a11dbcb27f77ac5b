"""A simulated Slack of many workspaces, each with its own token, its limits and its troubles.

What people do there is brought to the bot's webs by turns, as a load balancer does.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from slack_sdk.oauth.installation_store import Installation

from bot.admin.demo import manifest
from bot.data.store import Store
from bot.hosting.installations import Installations
from bot.playground.ledger import Ack
from bot.playground.oauth import Grant, OAuth
from bot.playground.people import APP_ID, BOT
from bot.playground.server import Server
from bot.playground.signed_http import SignedHttp
from bot.playground.state import Json
from bot.playground.workspace import Workspace
from tests.running import SECRET
from tests.seeds import Pairs, members

CLIENT_ID, CLIENT_SECRET = "17.42", "hush"
AGAIN = (0.0, 2.0, 4.0, 8.0, 16.0)  # seconds after which an event that was not taken comes again


@dataclass(frozen=True)
class Many:
    """The workspaces, by their id, and the server of their Web API."""

    server: Server
    workspaces: dict[str, Workspace]

    def posts(self) -> Iterator[tuple[str, float]]:
        """Yield the key of each message that stands somewhere, and when it was posted."""
        for slack in self.workspaces.values():
            with slack.lock:
                found = [post for posts in slack.posts.values() for post in posts.values()]
            for one in found:
                if one.metadata:
                    yield one.metadata["event_payload"]["key"], float(one.ts)

    def install(self, store: Store) -> None:
        """Install the bot in each of them, as its pages would."""
        for team, slack in self.workspaces.items():
            Installations(store).save(
                Installation(
                    app_id=APP_ID,
                    team_id=team,
                    user_id=slack.people()[0].id,
                    bot_token=_token(team),
                    bot_id=BOT,
                    bot_user_id=BOT,
                    bot_scopes=sorted(slack.scopes),
                    installed_at=time.time(),
                )
            )


class Turns:
    """Brings payloads to one address after the other.

    The echoes of the bot's own messages are left out: there are as many as messages, the bot
    drops them first thing, and this process would do little else than bring them.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self._ways = [SignedHttp(one, SECRET) for one in addresses]
        self._turns = cycle(self._ways)

    async def deliver(self, kind: str, payload: Json, attempt: int, reason: str) -> Ack:
        """Post one payload to the next of them."""
        event = payload.get("event", {})
        if event.get("bot_id") or event.get("message", {}).get("bot_id"):
            return Ack(is_ok=True)
        return await next(self._turns).deliver(kind, payload, attempt, reason)

    async def close(self) -> None:
        """Give back every connection."""
        for way in self._ways:
            await way.close()


@contextmanager
def many(everybody: Sequence[Pairs], doors: Sequence[str]) -> Iterator[Many]:
    """Open a workspace for each of these groups of people; `doors` is where the webs listen."""
    spaces = [Workspace(members(one), manifest(), team_id=one.team) for one in everybody]
    oauth = OAuth(CLIENT_ID, CLIENT_SECRET, "http://127.0.0.1/back")
    oauth.tokens.update({_token(one.team_id): Grant(one) for one in spaces})
    http: dict[str, Any] = {"request_url": doors[0], "signing_secret": SECRET}
    with Server(spaces[0], others=spaces[1:], oauth=oauth, retry_delays=AGAIN, **http) as server:
        turns = Turns(doors)
        for one in spaces:
            vars(one.carrier)["_transport"] = turns
        yield Many(server, {one.team_id: one for one in spaces})
        asyncio.run_coroutine_threadsafe(turns.close(), server._loop).result()  # noqa: SLF001


def _token(team: str) -> str:
    return f"xoxb-{team}"
