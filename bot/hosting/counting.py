"""Bolt, counting what comes in and how it was answered, and taking no request twice."""

import logging
from time import perf_counter
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.hosting.replays import Replays
from bot.tally import Counted as What
from bot.tally import Tally, Timed

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


class Counted(App):
    """An app of Bolt's that notes each payload in a tally.

    `replays` remembers what people did. Events are remembered by this process alone: one that
    was heard changes nothing a second time, wherever its copy arrives.
    """

    def __init__(self, tally: Tally, replays: Replays, **options: Any) -> None:
        super().__init__(**options)
        self._tally, self._replays, self._events = tally, replays, Replays()

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a payload, and count it."""
        kind, began = kind_of(req.body), perf_counter()
        self._tally.count(What.EVENTS, kind)
        response = self._answer(req)
        self._tally.count(What.ACKNOWLEDGEMENTS, str(response.status))
        self._tally.took(Timed.EVENT, kind, perf_counter() - began)
        return response

    def _answer(self, req: BoltRequest) -> BoltResponse:
        """Answer a payload unless it is a copy of one that was taken; over a socket none is."""
        signature = (req.headers.get(SIGNATURE) or [""])[0]
        is_event = isinstance(req.body, dict) and "event" in req.body
        replays = self._events if is_event else self._replays
        if signature and replays.is_known(signature):
            log.warning("payload.replayed")
            return BoltResponse(status=401, body="")
        response = super().dispatch(req)
        if signature and response.status == TAKEN:
            replays.remember(signature)
        return response


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
