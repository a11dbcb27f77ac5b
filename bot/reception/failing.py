"""What becomes of a payload that cannot be taken: answered calmly, logged by name alone."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import DataError, NoResultFound
from sqlalchemy.orm.exc import StaleDataError

from bot.data.store import reason
from bot.delivery.wire import Refusal, why
from bot.reception.desk import Desk
from bot.reception.gate import tell

log = logging.getLogger(__name__)

# A payload that is not as Slack's are: it would fail again, so Slack need not repeat it.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, DataError)
# What Slack says of one call, and would not say of the next.
PASSING = frozenset({Refusal.WAIT, Refusal.UNSENT, Refusal.FAULT, Refusal.SILENCE, Refusal.STOP})
# What was pressed was erased between the look whose it is and the deed.
GONE = (NoResultFound, StaleDataError)
NO_RETRY = "x-slack-no-retry"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def door(app: Wsgi) -> Wsgi:
    """Return `app`, but turning away what is no payload at all."""

    def enter(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return app(environ, start_response)
        except MALFORMED as error:
            log.warning("payload.malformed error=%s", type(error).__name__)
            start_response("400 Bad Request", [("Content-Length", "0"), (NO_RETRY, "1")])
            return [b""]

    return enter


def answer_for(desk: Desk) -> Callable[..., BoltResponse]:
    """Return what happens when a listener fails: logged by name, never with what people wrote.

    A form keeps its words; an event comes again, unless it was malformed.
    """

    def fail(error: Exception, body: Mapping[str, Any], context: BoltContext) -> BoltResponse:
        kind = body.get("type") or body.get("command")
        log.error("listener.failed team=%s kind=%s error=%s", context.team_id, kind, reason(error))
        if body.get("type") == "view_submission" and (field := _first_input(body)):
            errors = {field: desk.say("notice.trouble")}
            return _json({"response_action": "errors", "errors": errors})
        if body.get("command"):
            return _json({"response_type": "ephemeral", "text": desk.say("notice.command_failed")})
        if isinstance(error, GONE) and body.get("type") == "block_actions" and context.client:
            with suppress(SlackClientError):
                tell(desk, body, context.client, "notice.not_yours")
            return BoltResponse(status=200, body="")
        # A view that was closed meanwhile, a press too old: nothing of ours is broken.
        is_late = isinstance(error, SlackClientError) and "event" not in body
        if is_late or _is_final(error) or isinstance(error, MALFORMED):
            return BoltResponse(status=400, body="", headers={NO_RETRY: ["1"]})
        return BoltResponse(status=500, body="")

    return fail


def _is_final(error: Exception) -> bool:
    """Whether Slack would refuse the same call again, however often the event comes."""
    return isinstance(error, SlackApiError) and why(error).refusal not in PASSING


def _first_input(body: Mapping[str, Any]) -> str | None:
    view = body.get("view")
    shown = view.get("blocks") if isinstance(view, Mapping) else None
    inputs = (one for one in shown or () if isinstance(one, Mapping) and one.get("type") == "input")
    return next((str(one["block_id"]) for one in inputs if one.get("block_id")), None)


def _json(content: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(content), headers={"content-type": ["application/json"]}
    )
