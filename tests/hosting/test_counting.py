"""Payloads take turns where more at once would be slower."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import time
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.hosting import counting
from bot.hosting.counting import MESSAGES, Counted
from bot.hosting.replays import Replays
from bot.playground.signed_http import signature
from bot.tally import Tally
from tests.company import SECRET
from tests.waiting import PATIENCE, until

JSON, MANY = "application/json", 3 * MESSAGES
WHO = AuthorizeResult(
    enterprise_id=None, team_id="T1", bot_user_id="U1", bot_id="B1", bot_token="xoxb-1"
)


class Crowd:
    """Many who write at once to a bot that hears them out only when it may `go_on`."""

    def __init__(self) -> None:
        self.heard, self.opened, self.go_on = list[str](), Event(), Event()
        self.bolt = Counted(
            Tally(),
            Replays(),
            signing_secret=SECRET,
            authorize=lambda: WHO,
            process_before_response=True,
        )
        self.bolt.event("message")(self._hear)
        self.bolt.event("app_home_opened")(self.opened.set)

    @contextmanager
    def speaking(self) -> Iterator[ThreadPoolExecutor]:
        """Let all of them speak; afterwards each was heard once, and got an answer."""
        with ThreadPoolExecutor(MANY + 1) as slack:
            said = [slack.submit(tell, self.bolt, "message", text=str(n)) for n in range(MANY)]
            try:
                yield slack
            finally:
                self.go_on.set()
            assert [one.result().status for one in said] == [200] * MANY
        assert sorted(self.heard) == sorted(str(n) for n in range(MANY))

    def _hear(self, event: Mapping[str, Any]) -> None:
        self.heard.append(event["text"])
        self.go_on.wait()


def test_messages_take_turns_and_what_else_comes_does_not_wait_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many messages come, a few are heard at once; Home is opened meanwhile."""
    monkeypatch.setattr(counting, "A_MOMENT", PATIENCE)
    crowd = Crowd()
    with crowd.speaking() as slack:
        assert until(lambda: len(crowd.heard) == MESSAGES)
        slack.submit(tell, crowd.bolt, "app_home_opened", tab="home")
        assert crowd.opened.wait(PATIENCE)
        assert len(crowd.heard) == MESSAGES


def test_nobody_waits_long_for_those_who_wait_for_slack() -> None:
    """Where those before do not come to an end, the others are heard beside them."""
    crowd = Crowd()
    with crowd.speaking():
        assert until(lambda: len(crowd.heard) == MANY)


def tell(bolt: Counted, kind: str, **more: str) -> BoltResponse:
    """Hand an event to Bolt as Slack does."""
    event = {"type": kind, "user": "U2", "channel": "D1", **more}
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event": event})
    signed = signature(SECRET, body.encode(), int(time()))
    return bolt.dispatch(BoltRequest(body=body, headers={**signed, "content-type": JSON}))
