"""A small bot on real Bolt that does a bit of everything, for the playground to be tried with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from waitress.server import create_server

from bot import listening
from bot.playground.api import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Server

SECRET = "a signing secret"
Json = dict[str, Any]


def plain(words: str) -> Json:
    """Return a plain text object."""
    return {"type": "plain_text", "text": words}


def text_input(**own: Any) -> Json:
    """Return an input block with the ids "why" and "words"."""
    element = {"type": "plain_text_input", "action_id": "words", **own.pop("element", {})}
    return {"type": "input", "block_id": "why", "label": plain("Why"), "element": element, **own}


def modal(*blocks: Json, **own: Any) -> Json:
    """Return a modal with these blocks, by default one input."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Save"),
        "blocks": list(blocks) or [text_input()],
        **own,
    }


def buttons(*actions: str) -> Json:
    """Return a row of buttons with these action ids; a button's value is its id."""
    elements = [{"type": "button", "action_id": a, "value": a, "text": plain(a)} for a in actions]
    return {"type": "actions", "block_id": "row", "elements": elements}


class Echo:
    """The bot: what it heard stands in `heard`, and `failing` makes the next events fail."""

    def __init__(self, api_url: str) -> None:
        self.heard: list[Json] = []
        self.failing = 0
        self.submitted: Callable[[Ack, Json], Any] = lambda ack, _: ack()
        client = WebClient(token=BOT_TOKEN, base_url=api_url)
        self.app = App(
            client=client,
            signing_secret=SECRET,
            process_before_response=True,
            ignoring_self_events_enabled=True,
        )
        self._listen()

    def kinds(self) -> list[str]:
        """Return the type of everything heard, subtypes where there are any."""
        return [_kind(body) for body in self.heard]

    def last(self, kind: str) -> Json:
        """Return the newest body of this kind."""
        return next(body for body in reversed(self.heard) if _kind(body) == kind)

    def _listen(self) -> None:
        listen = self.app
        listen.event("message")(self._message)
        for kind in ("user_change", "team_join", "app_mention"):
            listen.event(kind)(self._note)
        listen.event("app_home_opened")(self._opened)
        listen.command("/career")(self._command)
        listen.action("answer")(self._answer)
        listen.action("replace")(self._replace)
        listen.action("choose")(self._choose)
        listen.view("form")(self._submit)
        listen.view_closed("form")(self._closed)

    def _note(self, body: Json) -> None:
        self.heard.append(body)

    def _message(self, body: Json, event: Json, say: Say) -> None:
        self.heard.append(body)
        if self.failing:
            self.failing -= 1
            raise RuntimeError("told to fail")
        if event.get("subtype") in (None, "file_share"):
            say(text=f"echo: {event['text']}", thread_ts=event.get("thread_ts"))

    def _opened(self, body: Json, event: Json, client: WebClient) -> None:
        self.heard.append(body)
        if event["tab"] == "home":
            blocks = [{"type": "header", "text": plain("Home")}, buttons("answer")]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})
        else:
            prompts = [{"title": "Next", "message": "When is my next one-on-one?"}]
            client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], prompts=prompts
            )

    def _command(self, body: Json, ack: Ack, client: WebClient, respond: Respond) -> None:
        self.heard.append(body)
        if body["text"] == "form":
            client.views_open(trigger_id=body["trigger_id"], view=modal(notify_on_close=True))
            ack()
        elif body["text"] == "aside":
            respond(text="on the side", response_type="in_channel")
            ack()
        else:
            ack(f"help for {body['text']}")

    def _answer(self, body: Json, ack: Ack, client: WebClient) -> None:
        self.heard.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        ack()

    def _replace(self, body: Json, ack: Ack, respond: Respond) -> None:
        self.heard.append(body)
        respond(text="replaced", replace_original=True)
        ack()

    def _choose(self, body: Json, ack: Ack) -> None:
        self.heard.append(body)
        ack()

    def _submit(self, body: Json, ack: Ack) -> None:
        self.heard.append(body)
        self.submitted(ack, body)

    def _closed(self, body: Json, ack: Ack) -> None:
        self.heard.append(body)
        ack()


def _kind(body: Json) -> str:
    if "command" in body:
        return "command"
    event = body.get("event", body)
    return str(event.get("subtype") or event["type"])


@contextmanager
def over_sockets(echo: Echo, server: Server) -> Iterator[None]:
    """Connect the bot by Socket Mode, and hang up at the end."""
    handler = SocketModeHandler(echo.app, APP_TOKEN)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    try:
        yield
    finally:
        hang_up(handler, server)


def hang_up(handler: SocketModeHandler, server: Server) -> None:
    """Close both ends."""
    listening.hang_up(handler.client)
    server.stop()


@contextmanager
def over_http(echo: Echo, listening: Any) -> Iterator[None]:
    """Serve the bot under waitress on an open socket, and stop at the end."""
    handler = SlackRequestHandler(echo.app)
    server: Any = create_server(handler, sockets=[listening], threads=4)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield
    finally:
        server.trigger.pull_trigger(server.close)  # on its own thread, or it would not wake up
        thread.join()
        server.task_dispatcher.shutdown()
