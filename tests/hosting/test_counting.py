"""Payloads take turns where more at once would be slower."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from time import time
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.hosting.counting import MESSAGES, Counted
from bot.hosting.replays import Replays
from bot.playground.signed_http import signature
from bot.tally import Tally
from tests.company import SECRET
from tests.waiting import until

JSON = "application/json"
WHO = AuthorizeResult(
    enterprise_id=None, team_id="T1", bot_user_id="U1", bot_id="B1", bot_token="xoxb-1"
)


def test_messages_take_turns_and_what_else_comes_does_not_wait_for_them() -> None:
    """However many messages come, a few are heard at once; Home is opened meanwhile."""
    bolt = Counted(
        Tally(),
        Replays(),
        signing_secret=SECRET,
        authorize=lambda: WHO,
        process_before_response=True,
    )
    heard, opened, go_on, lock = list[str](), Event(), Event(), Lock()

    def hear(event: Mapping[str, Any]) -> None:
        with lock:
            heard.append(event["text"])
        go_on.wait()

    bolt.event("message")(hear)
    bolt.event("app_home_opened")(opened.set)
    many = 3 * MESSAGES
    with ThreadPoolExecutor(many + 1) as slack:
        try:
            said = [slack.submit(tell, bolt, "message", text=str(one)) for one in range(many)]
            assert until(lambda: len(heard) == MESSAGES)
            slack.submit(tell, bolt, "app_home_opened", tab="home")
            assert opened.wait(30)
            assert len(heard) == MESSAGES
        finally:
            go_on.set()
        assert [one.result().status for one in said] == [200] * many
    assert sorted(heard) == [str(one) for one in range(many)]


def tell(bolt: Counted, kind: str, **more: str) -> BoltResponse:
    """Hand an event to Bolt as Slack does."""
    event = {"type": kind, "user": "U2", "channel": "D1", **more}
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event": event})
    signed = signature(SECRET, body.encode(), int(time()))
    return bolt.dispatch(BoltRequest(body=body, headers={**signed, "content-type": JSON}))
