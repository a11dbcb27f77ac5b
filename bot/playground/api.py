"""The Web API's front door: tokens, scopes, limits and arguments, then the method itself."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import Refusal
from bot.playground.ledger import Ledger
from bot.playground.state import Channel, Json

BOT_TOKEN = "xoxb-playground"  # noqa: S105 (opens nothing but the playground)
APP_TOKEN = "xapp-playground"  # noqa: S105 (as above)


@dataclass(frozen=True)
class Call:
    """One call of the bot: its method and its arguments as they came."""

    ledger: Ledger
    method: str
    args: Mapping[str, Any]
    urls: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return an argument as text, empty where it is missing."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """Return an argument that must be there, else refuse with `error`."""
        value = self.text(name)
        if not value:
            line = f"[ERROR] missing required field: {name}"
            raise Refusal(error, response_metadata={"messages": [line]})
        return value

    def flag(self, name: str) -> bool:
        """Tell whether an argument says yes, in any of the ways clients write it."""
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """Return an argument as a whole number."""
        text = self.text(name)
        if not text:
            return default
        if not text.isdecimal():
            raise Refusal("invalid_arguments")
        return int(text)

    def parsed(self, name: str, error: str = "invalid_arguments") -> Any:
        """Return an argument that is JSON, whether it came as such or as text; None if missing."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refusal(error) from None

    def channel(self, name: str = "channel") -> Channel:
        """Return the conversation named by its id, where the bot may know of it."""
        channel = self.ledger.channels.get(self.need(name, "channel_not_found"))
        if channel is None:
            raise Refusal("channel_not_found")
        return channel


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A method of the Web API: any one of `scopes` opens it, `per_minute` is its tier."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    per_minute: int | None = None
    token: str = BOT_TOKEN


@dataclass(frozen=True)
class Reply:
    """An answer as it goes over the wire."""

    body: Json
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(methods: Mapping[str, Method], call: Call, token: str | None) -> Reply:
    """Answer one call as Slack would, refusals included."""
    scopes = {"x-oauth-scopes": ",".join(sorted(call.ledger.scopes))}
    try:
        method = methods.get(call.method)
        if method is None:
            raise Refusal("unknown_method", req_method=call.method)  # noqa: TRY301 (one way out)
        _check_token(method, token)
        _check_scopes(call, method)
        _check_limits(call, method)
        return Reply({"ok": True, **method.handler(call)}, headers=scopes)
    except Refusal as no:
        body = {"ok": False, "error": no.error, **no.fields}
        return Reply(body, no.status, {**scopes, **no.headers})


def _check_token(method: Method, token: str | None) -> None:
    if not token:
        raise Refusal("not_authed")
    if token not in (BOT_TOKEN, APP_TOKEN):
        raise Refusal("invalid_auth")
    if token != method.token:
        raise Refusal("not_allowed_token_type")


def _check_scopes(call: Call, method: Method) -> None:
    if method.scopes and not call.ledger.scopes.intersection(method.scopes):
        raise missing_scope(call.ledger, *method.scopes)


def missing_scope(ledger: Ledger, *needed: str) -> Refusal:
    """Return the refusal of a call for which a scope is missing."""
    provided = ",".join(sorted(ledger.scopes))
    return Refusal("missing_scope", needed=",".join(needed), provided=provided)


def _check_limits(call: Call, method: Method) -> None:
    channel = call.text("channel")
    if channel in call.ledger.members:
        channel = call.ledger.dm(channel)
    wait = call.ledger.meter.admit(call.method, method.per_minute, channel)
    if wait:
        raise rate_limited(wait)


def rate_limited(seconds: float) -> Refusal:
    """Return the refusal that names its wait in Retry-After."""
    return Refusal("ratelimited", status=429, headers={"Retry-After": f"{max(1, round(seconds))}"})
