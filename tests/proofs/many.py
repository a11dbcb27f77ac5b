"""A simulated Slack of many workspaces at one address, each with its limits and its troubles.

The bot's one token opens all of them. Whose call it is, is told by the conversation it is about.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI, Request, Response

from bot.admin.demo import manifest
from bot.playground.api import BOT_TOKEN, Call, answer
from bot.playground.exchange import arguments, written
from bot.playground.faults import Trouble
from bot.playground.people import demo_company
from bot.playground.server import METHODS, Server
from bot.playground.workspace import Workspace
from tests.seeds import Pairs, members


class Many:
    """The workspaces, by their id, and the address of their Web API."""

    def __init__(self, everybody: Sequence[Pairs]) -> None:
        self.workspaces = {
            one.team: Workspace(members(one), manifest(), team_id=one.team) for one in everybody
        }
        self._of = {name: one for one in self.workspaces.values() for name in one.channels}
        self._first = next(iter(self.workspaces.values()))
        app = FastAPI(openapi_url=None)
        app.add_api_route("/api/{method}", self._call, methods=["GET", "POST"])
        self.server = Server(Workspace(demo_company(), manifest()), app=app)

    def posts(self) -> Iterator[tuple[str, float]]:
        """Yield the key of each message that stands somewhere, and when it was posted."""
        for slack in self.workspaces.values():
            with slack.lock:
                found = [post for posts in slack.posts.values() for post in posts.values()]
            for one in found:
                if one.metadata:
                    yield one.metadata["event_payload"]["key"], float(one.ts)

    async def _call(self, method: str, request: Request) -> Response:
        args: dict[str, Any] = await arguments(request)
        args.pop("token", None)
        slack = self._of.get(str(args.get("channel")), self._first)
        fault = slack.faults.call(method)
        if fault is not None and fault.trouble is not Trouble.LOST_AFTER:
            return await self.server._fail(fault, request)  # noqa: SLF001 (as above)
        reply = answer(METHODS, Call(slack, method, args), BOT_TOKEN)
        if fault:
            return await self.server._fail(fault, request)  # noqa: SLF001 (as above)
        return written(reply)


@contextmanager
def many(everybody: Sequence[Pairs]) -> Iterator[Many]:
    """Open a workspace for each of these groups of people."""
    slack = Many(everybody)
    with slack.server:
        yield slack
