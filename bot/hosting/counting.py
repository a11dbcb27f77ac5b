"""Bolt, counting what comes in and how it was answered, and taking no request twice."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.hosting.replays import Replays
from bot.tally import Counted, Tally, Timed

log = logging.getLogger(__name__)

# The label of everything else is one word: whoever sends payloads must not make labels.
EVENTS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "message",
        "team_join",
        "tokens_revoked",
        "user_change",
    }
)
OTHERS = frozenset({"block_actions", "view_closed", "view_submission", "url_verification"})
OTHER = "other"
SIGNATURE, TAKEN = "x-slack-signature", 200


class CountingApp(App):
    """An app of Bolt's that notes each payload in a tally.

    `replays` remembers what people did. Events are remembered by this process alone: one that
    was heard changes nothing a second time, wherever its copy arrives.
    """

    def __init__(self, tally: Tally, replays: Replays, **options: Any) -> None:
        super().__init__(**options)
        self._tally, self._replays, self._events = tally, replays, Replays()
        self.use(_Doorkeeper(self._known_to))

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a payload, and count it."""
        kind, began = kind_of(req.body), perf_counter()
        self._tally.count(Counted.EVENTS, kind)
        response = super().dispatch(req)
        signature = _signature(req)
        if signature and response.status == TAKEN:
            self._known_to(req).remember(signature)
        self._tally.count(Counted.ACKNOWLEDGEMENTS, str(response.status))
        self._tally.took(Timed.EVENT, kind, perf_counter() - began)
        return response

    def _known_to(self, request: BoltRequest) -> Replays:
        is_event = isinstance(request.body, dict) and "event" in request.body
        return self._events if is_event else self._replays


class _Doorkeeper(Middleware):
    """Refuses a copy of what was taken; over a socket none is.

    Bolt has checked the signature before: whoever has none that is right learns nothing here, and
    costs no look at the database.
    """

    def __init__(self, known_to: Callable[[BoltRequest], Replays]) -> None:
        self._known_to = known_to

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002  # as Bolt calls it
        next: Callable[[], BoltResponse],  # noqa: A002
    ) -> BoltResponse:
        """Let pass what is new."""
        signature = _signature(req)
        if signature and self._known_to(req).is_known(signature):
            log.warning("payload.replayed")
            return BoltResponse(status=401, body="")
        return next()


def _signature(request: BoltRequest) -> str:
    return str((request.headers.get(SIGNATURE) or [""])[0])


def kind_of(body: Any) -> str:
    """Return what a payload is, in a word of ours."""
    if not isinstance(body, dict):
        return OTHER
    event, kind = body.get("event"), body.get("type")
    if isinstance(event, dict):
        name = event.get("type")
        return name if isinstance(name, str) and name in EVENTS else OTHER
    if "command" in body:
        return "command"
    return kind if isinstance(kind, str) and kind in OTHERS else OTHER
