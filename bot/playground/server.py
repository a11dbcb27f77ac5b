"""The simulated Slack's server: on loopback only, in a thread of its own."""

import asyncio
from collections.abc import Sequence
from threading import Event, Thread
from typing import Self

from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.playground import (
    methods_chat,
    methods_conversations,
    methods_files,
    methods_people,
    methods_views,
)
from bot.playground.api import BOT_TOKEN, Call, Reply, answer, rate_limited
from bot.playground.courier import RETRY_DELAYS, Courier, Transport
from bot.playground.errors import Refusal
from bot.playground.exchange import arguments, authorization, written
from bot.playground.faults import DONE, Fault, Trouble
from bot.playground.methods_files import UPLOADS
from bot.playground.methods_people import CONNECTIONS
from bot.playground.oauth import ACCESS, OAuth
from bot.playground.serving import HOST, Quiet, bind
from bot.playground.signed_http import SignedHttp
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Workspace

PATIENCE = 10.0
METHODS = {
    **methods_chat.METHODS,
    **methods_conversations.METHODS,
    **methods_files.METHODS,
    **methods_people.METHODS,
    **methods_views.METHODS,
}


class Server:
    """Serves a workspace to a bot.

    Over Socket Mode by default; with `request_url` and `signing_secret`, payloads are posted
    there instead. With `oauth` the app is installed first, in this workspace and in `others`.
    The routes are on `app` as soon as this exists, so that a page can be mounted behind them.
    Use it in a `with` block, or call `start` and `stop`.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        port: int = 0,
        app: FastAPI | None = None,
        request_url: str | None = None,
        signing_secret: str = "",
        retry_delays: Sequence[float] = RETRY_DELAYS,
        ack_seconds: float = 3.0,
        oauth: OAuth | None = None,
        others: Sequence[Workspace] = (),
    ) -> None:
        self.workspace, self._oauth = workspace, oauth
        self.workspaces = (workspace, *others)
        self.app = app or FastAPI(openapi_url=None)
        self.sockets = SocketMode()
        self._over_http = (request_url, signing_secret) if request_url else None
        self._delays, self._ack_seconds = retry_delays, ack_seconds
        self._listening = bind(port)
        self.port: int = self._listening.getsockname()[1]
        self._ready = Event()
        self._uvicorn = Quiet(self.app, self._ready)
        self._thread: Thread | None = None
        self._error: BaseException | None = None
        self._add_routes()
        for one in self.workspaces:
            one.responses.base = f"{self.url}/response/"

    @property
    def url(self) -> str:
        """Return the server's address, without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    @property
    def api_url(self) -> str:
        """Return what SLACK_API_URL should be."""
        return f"{self.url}/api/"

    def start(self) -> Self:
        """Start serving; return when calls are answered."""
        self._thread = Thread(target=self._run, name="playground")
        self._thread.start()
        if not self._ready.wait(PATIENCE) or self._error:
            self.stop()
            raise RuntimeError("the playground did not start") from self._error
        return self

    def stop(self) -> None:
        """Stop serving; return when every connection and the thread are gone."""
        self._uvicorn.end()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._listening.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def refresh(self) -> None:
        """Ask the bot to connect anew, as Slack does now and then (Socket Mode)."""
        asyncio.run_coroutine_threadsafe(self.sockets.refresh(), self._loop).result(PATIENCE)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 (told to whoever started this thread)
            self._error = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        http = SignedHttp(*self._over_http) if self._over_http else None
        couriers = [self._employ(one, http or self.sockets) for one in self.workspaces]
        try:
            await self._uvicorn.serve(sockets=[self._listening])
        finally:
            for one, courier in zip(self.workspaces, couriers, strict=True):
                one.carrier = None
                await courier.stop()
            await self.sockets.close()
            if http:
                await http.close()

    def _employ(self, workspace: Workspace, transport: Transport) -> Courier:
        courier = Courier(
            transport,
            workspace.faults,
            retry_delays=self._delays,
            ack_seconds=self._ack_seconds,
        )
        courier.start()
        workspace.carrier = courier
        return courier

    def _add_routes(self) -> None:
        if self._oauth:
            self.app.add_api_route("/oauth/v2/authorize", self._authorize, methods=["GET"])
        self.app.add_api_route("/api/{method}", self._call, methods=["GET", "POST"])
        self.app.add_api_route("/upload/{file_id}", self._upload, methods=["POST"])
        self.app.add_api_route("/response/{token}", self._respond, methods=["POST"])
        self.app.add_api_route("/calendars/{name}.ics", self._calendar, methods=["GET"])
        self.app.add_api_websocket_route("/link/", self._link)

    async def _call(self, method: str, request: Request) -> Response:
        args = await arguments(request)
        token = args.pop("token", None) or authorization(request, "bearer")
        workspace = self.workspace
        if self._oauth and method != ACCESS:
            try:
                workspace, token = self._oauth.find(token), BOT_TOKEN
            except Refusal as no:
                return written(Reply({"ok": False, "error": no.error}))
        fault = workspace.faults.call(method)
        if fault is not None and fault.trouble not in DONE:
            return await self._fail(fault, request)
        if self._oauth and method == ACCESS:
            return self._access(self._oauth, Call(workspace, method, args), request)
        urls = {UPLOADS: f"{self.url}/upload/"}
        if method == "apps.connections.open" and not self._over_http:
            urls[CONNECTIONS] = f"ws://{HOST}:{self.port}/link/?ticket={self.sockets.ticket()}"
        reply = answer(METHODS, Call(workspace, method, args, urls), token)
        if fault and fault.trouble is Trouble.SLOW:
            await asyncio.sleep(fault.seconds)
            return written(reply)
        return await self._fail(fault, request) if fault else written(reply)

    def _access(self, oauth: OAuth, call: Call, request: Request) -> Response:
        try:
            given = oauth.access(call, authorization(request, "basic") or "")
        except Refusal as no:
            return written(Reply({"ok": False, "error": no.error}))
        return written(Reply({"ok": True, **given}))

    async def _authorize(self, request: Request) -> Response:
        oauth, asked = self._oauth, dict(request.query_params)
        for one in self.workspaces:
            if oauth and asked.get("allow") == one.team_id:
                return RedirectResponse(oauth.allow(one, asked.get("state", "")), 302)
        return HTMLResponse(oauth.page(self.workspaces, asked) if oauth else "")

    async def _fail(self, fault: Fault, request: Request) -> Response:
        if fault.trouble is Trouble.RATE_LIMITED:
            no = rate_limited(fault.seconds)
            return written(Reply({"ok": False, "error": no.error}, no.status, no.headers))
        if fault.trouble is Trouble.REFUSED:
            return written(Reply({"ok": False, "error": fault.error}))
        if fault.trouble is Trouble.BROKEN:
            return Response("upstream connect error", status_code=500, media_type="text/plain")
        await asyncio.sleep(fault.seconds)
        self._hang_up(request)
        return Response()

    def _hang_up(self, request: Request) -> None:
        """Drop the connection of a request without an answer."""
        own = tuple(request.scope["client"])
        for connection in list(self._uvicorn.server_state.connections):
            if getattr(connection, "client", None) == own:
                connection.transport.abort()

    async def _upload(self, file_id: str, request: Request) -> Response:
        body = await request.body()
        is_known = any(methods_files.store(one, file_id, body) for one in self.workspaces)
        return Response("OK" if is_known else "not found", status_code=200 if is_known else 404)

    async def _calendar(self, name: str, request: Request) -> Response:
        calendar = self.workspace.calendars.get(name)
        if calendar is None:
            return Response("not found", status_code=404)
        version = calendar.version()
        if request.headers.get("if-none-match") == version:
            return Response(status_code=304, headers={"ETag": version})
        return Response(calendar.feed(), headers={"ETag": version}, media_type="text/calendar")

    async def _respond(self, token: str, request: Request) -> Response:
        mine = (one for one in self.workspaces if one.responses.knows(token))
        try:
            next(mine, self.workspace).responses.take(token, await arguments(request))
        except Refusal as no:
            return written(Reply({"ok": False, "error": no.error}, no.status))
        return Response("ok", media_type="text/plain")

    async def _link(self, websocket: WebSocket) -> None:
        await self.sockets.serve(websocket, websocket.query_params.get("ticket", ""))
