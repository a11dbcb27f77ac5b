"""The ears: Bolt over Socket Mode or HTTP, and every listener of every feature.

A payload is acknowledged after what it caused is committed (`process_before_response`): if that
fails, Slack sends it again, and a form keeps its words.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from socket import SHUT_RD, socket
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.web import SlackResponse

from bot.delivery.engine import is_shared
from bot.features.people import home
from bot.hosting import health
from bot.hosting.counting import CountingApp
from bot.hosting.door import Show, pages, router, serve
from bot.hosting.metrics import Metrics
from bot.hosting.replays import Replays, SharedReplays
from bot.reception import callers, failing, hearing, remarks
from bot.reception.desk import Desk, Feature
from bot.reception.gate import guard
from bot.reception.home import asked_in
from bot.settings import Settings
from bot.tally import Tally

A_MOMENT = 1.0  # seconds
COMMAND = "/career"
EVENTS = "/slack/events"
NOT_ABOUT_A_CALLER = frozenset({"user_change", "team_join", "app_uninstalled", "tokens_revoked"})
Next = Callable[[], BoltResponse]
Authorize = Callable[..., AuthorizeResult | None]


class Listening:
    """Listens over a socket where there is an app token, else on a port; `more` are its pages."""

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        features: Sequence[Feature],
        client: Callable[[], WebClient],
        tally: Tally,
        more: Mapping[str, Show],
    ) -> None:
        self._settings, self._desk, self._features = settings, desk, features
        self._client, self._tally = client, tally
        metrics = Metrics(tally, desk.store, desk.now)
        self._pages, self._more = pages(partial(health.look, desk.store, desk.now), metrics), more
        self._stops: list[Callable[[], None]] = []

    def start(self, authorize: Authorize) -> None:
        """Begin to listen; `authorize` says who the bot is in a workspace."""
        bolt = self.bolt(authorize)
        if self._settings.app_token:
            handler = SocketModeHandler(bolt, self._settings.app_token)
            handler.connect()  # type: ignore[no-untyped-call]  # Bolt's own
            self._stops.append(partial(hang_up, handler.client))
        if port := self._settings.serves_on:
            door = None if self._settings.app_token else SlackRequestHandler(bolt, EVENTS)
            shown = {**self._pages, **self._more}
            app = router(shown, failing.door(door) if door else None, EVENTS)
            self._stops.append(serve(app, port))

    def show(self, port: int) -> None:
        """Show health and metrics there, and listen to nobody."""
        self._stops.append(serve(router(self._pages), port))

    def stop(self) -> None:
        """Listen no more."""
        while self._stops:
            self._stops.pop()()

    def bolt(self, authorize: Authorize) -> App:
        """Return the app with every listener."""
        logger = logging.getLogger("slack_bolt.trellis")
        logger.addFilter(_is_news)
        bolt = CountingApp(
            self._tally,
            self._replays(),
            name="trellis",  # else Bolt reads the source of every caller to find one
            client=self._client_without_token(),
            signing_secret=self._settings.signing_secret or "socket",
            # Given explicitly: with SLACK_CLIENT_ID in the environment Bolt would drop a token.
            authorize=authorize,
            process_before_response=True,
            logger=logger,
        )
        _register(bolt, self._desk, self._features)
        return bolt

    def _replays(self) -> Replays:
        store = self._desk.store
        return SharedReplays(store, self._desk.now) if is_shared(store) else Replays()

    def _client_without_token(self) -> WebClient:
        client = self._client()
        client.token = None
        return client


def hang_up(client: SocketModeClient) -> None:
    """Hear nothing more, and close the line once what was heard has been answered.

    By itself the client would wait for its threads to look up, which takes up to 4 s.
    """
    client.closed, client.auto_reconnect_enabled = True, False
    client.current_session_runner.event.set()  # else it would begin to listen again
    client.current_session_state.terminated = True
    line = client.current_session.sock if client.current_session else None
    if line is not None:
        with suppress(OSError):  # it broke by itself
            socket.shutdown(line, SHUT_RD)  # past TLS, in which answers still go out
    client.message_queue.put(None)  # wakes who waits for the next one
    client.message_processor.shutdown()  # type: ignore[no-untyped-call]  # the SDK's own
    client.message_workers.shutdown()
    client.current_session_runner.thread.join(A_MOMENT)  # else both might close the line at once
    client.close()


def _is_news(record: logging.LogRecord) -> bool:
    """Say whether a line of Bolt's is to be told: a token in the environment is no trouble."""
    return record.getMessage() != warning_client_prioritized_and_token_skipped()


def only(identity: SlackResponse, token: str | None) -> Authorize:
    """Return what Bolt asks who the bot is; a payload of another workspace is not ours.

    `identity` is the answer of auth.test to the `token` of the only workspace there is.
    """

    def authorize(team_id: str | None) -> AuthorizeResult | None:
        if team_id not in {None, identity["team_id"]}:
            return None
        return AuthorizeResult(
            enterprise_id=identity.get("enterprise_id"),
            team_id=identity["team_id"],
            bot_user_id=identity["user_id"],
            bot_id=identity["bot_id"],
            bot_token=token,
        )

    return authorize


def _register(bolt: App, desk: Desk, features: Sequence[Feature]) -> None:
    layout = home.Layout(
        [one.home for one in features if one.home], [one.shelf for one in features if one.shelf]
    )
    bolt.use(_Introduction(desk, partial(home.follow, desk, layout)))
    bolt.error(failing.answer_for(desk))
    # Bolt asks one listener after the other: what comes most often is registered first.
    _register_events(bolt, desk, features, layout)
    for feature in features:
        for act in feature.acts:
            bolt.action(act.name, middleware=[guard(desk, act)])(act.handle)
        for form in feature.forms:
            bolt.view(form.name, middleware=[guard(desk, form)])(form.handle)
    _register_commands(bolt, features)


def _register_events(
    bolt: App, desk: Desk, features: Sequence[Feature], layout: home.Layout
) -> None:
    hearers = [remarks.hear(features)]
    hearers += [hearer for feature in features for hearer in feature.hearers]
    hearers += [feature.hears_rest for feature in features if feature.hears_rest]
    sees = [one.sees for one in features if one.sees]
    foresights = [one.foresee for one in features if one.foresee]
    bolt.event("message")(hearing.hear(desk, hearers, sees, foresights))
    mentioned = [hearer for feature in features for hearer in feature.mentions]
    bolt.event("app_mention")(hearing.hear_mention(desk, mentioned))
    bolt.event("app_home_opened")(home.opened(desk, layout))
    leaves = [one.leave for one in features if one.leave]
    adapts = [one.adapt for one in features if one.adapt]
    follow = callers.follow_changes(desk, leaves, adapts)
    for name in ("user_change", "team_join"):
        bolt.event(name)(follow)
    for name in ("app_uninstalled", "tokens_revoked"):
        bolt.event(name)(callers.stop_workspace(desk))


def _register_commands(bolt: App, features: Sequence[Feature]) -> None:
    commands = [command for feature in features for command in feature.commands]
    for command in commands:
        bolt.command(COMMAND, matchers=[_begins_with(command.word)])(command.handle)
    fallback = next(command for command in commands if command.word == "help")
    bolt.command(COMMAND)(fallback.handle)


def _begins_with(word: str) -> Callable[..., bool]:
    """Return the matcher for a word after the command; what follows it becomes `rest`."""

    def matches(command: Mapping[str, Any], context: BoltContext) -> bool:
        first, _, rest = str(command.get("text") or "").strip().partition(" ")
        context["rest"] = rest.strip()
        return first.casefold() == word

    return matches


class _Introduction(Middleware):
    """Hands listeners the desk, the caller, and their Home tab."""

    def __init__(self, desk: Desk, publish: Callable[..., None]) -> None:
        self._desk, self._publish = desk, publish

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002  # as Bolt calls it
        next: Next,  # noqa: A002
    ) -> BoltResponse:
        """Let pass whoever is known, or can be got to know."""
        context, body = req.context, req.body
        context["desk"] = self._desk
        event = (body.get("event") or {}).get("type")
        if event in NOT_ABOUT_A_CALLER:
            return next()
        is_message = event == "message"  # its listener asks who writes, in its own transaction
        me = (
            callers.named(context, body)
            if is_message
            else callers.greet(self._desk, context, body, context.client)
        )
        if me is None:
            return callers.turn_away(context)
        context["me"] = me
        # A form may have been opened from Home, which then stands behind it.
        is_seen = bool(body.get("view"))
        shown = partial(self._publish, context.client, me, asked_in(body))
        context["show_home"] = shown if is_seen else _nothing
        return next()


def _nothing(_asked: str | None = None, /) -> None:
    """Leave Home alone: nobody looks at it just now; it is made anew when they do."""
