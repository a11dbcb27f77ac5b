"""Bolt, counting what comes in and how it was answered, over a socket as over HTTP."""

from time import perf_counter
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.tally import Counted as What
from bot.tally import Tally, Timed

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


class Counted(App):
    """An app of Bolt's that notes each payload in a tally."""

    def __init__(self, tally: Tally, **options: Any) -> None:
        super().__init__(**options)
        self._tally = tally

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a payload, and count it."""
        kind, began = kind_of(req.body), perf_counter()
        self._tally.count(What.EVENTS, kind)
        response = super().dispatch(req)
        self._tally.count(What.ACKNOWLEDGEMENTS, str(response.status))
        self._tally.took(Timed.EVENT, kind, perf_counter() - began)
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
