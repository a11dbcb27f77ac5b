"""What goes wrong between Slack and a bot goes wrong here too, counted and on demand."""

import socket
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.playground.faults import Trouble
from bot.playground.limits import Limits, Meter
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from tests.playground.conftest import HASTY
from tests.playground.echo import Echo, buttons, over_sockets
from tests.waiting import PATIENCE, until

DEV, DM = "U0DEV", "D0DEV"


silent = pytest.mark.parametrize("pace", [HASTY], indirect=True, ids=["hasty"])


def until_refused(call: Callable[[], object]) -> tuple[int, Any]:
    """Call until Slack refuses; return how often it did not, and its answer.

    However many that are: on a busy machine more is due by the time they are counted.
    """
    for number in range(100):
        try:
            call()
        except SlackApiError as refused:
            return number, refused.response
    raise AssertionError("there is no limit")


@silent
def test_an_unacknowledged_event_comes_again(both: Echo, workspace: Workspace) -> None:
    """Slack repeats an event with its id until it is taken."""
    both.failing = 1
    workspace.say(DEV, DM, "again")
    assert until(lambda: len(workspace.messages(DM)) == 2)
    assert len({body["event_id"] for body in both.heard}) == 1
    assert len(both.heard) == 2


def test_slack_gives_up_after_three_retries(workspace: Workspace) -> None:
    """An event that is never taken is sent four times in all."""
    server = Server(workspace, retry_delays=(0, 0.01, 0.01), ack_seconds=0.2).start()
    echo = Echo(server.api_url)
    echo.failing = 9
    with over_sockets(echo, server):
        workspace.say(DEV, DM, "hello")
        assert until(lambda: len(echo.heard) == 4)
        time.sleep(0.3)
    assert len(echo.heard) == 4


def test_events_are_lost_doubled_and_late(echo: Echo, workspace: Workspace) -> None:
    """A fault holds for as many events as it says, and then all is well again."""
    workspace.faults.switch_on(Trouble.EVENT_LOST)
    workspace.say(DEV, DM, "lost")
    assert echo.heard == []
    workspace.faults.switch_on(Trouble.EVENT_DOUBLED, "message")
    workspace.say(DEV, DM, "doubled")
    assert until(lambda: len(echo.heard) == 2)
    assert echo.heard[0]["event_id"] == echo.heard[1]["event_id"]
    workspace.faults.clear()
    workspace.faults.switch_on(Trouble.EVENT_DELAYED, "message", seconds=0.3)
    began = time.monotonic()
    workspace.say(DEV, DM, "late")
    assert until(lambda: len(echo.heard) == 3)
    assert time.monotonic() - began > 0.29


def test_calls_fail_on_demand(workspace: Workspace, client: WebClient) -> None:
    """A 429 names its wait, a 500 speaks no JSON, any error can be had; nothing is posted."""
    workspace.faults.switch_on(Trouble.RATE_LIMITED, "chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=DM, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    workspace.faults.switch_on(Trouble.BROKEN, "chat.postMessage")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=DM, text="x")
    assert caught.value.response.status_code == 500
    workspace.faults.switch_on(Trouble.REFUSED, "chat.postMessage", error="is_archived")
    with pytest.raises(SlackApiError, match="is_archived"):
        client.chat_postMessage(channel=DM, text="x")
    assert workspace.messages(DM) == ()
    assert workspace.faults.active() == ()
    assert client.chat_postMessage(channel=DM, text="x")["ok"]


@pytest.mark.parametrize(("trouble", "posted"), [("lost_before", 0), ("lost_after", 1)])
def test_silence_may_follow_acceptance(
    workspace: Workspace, client: WebClient, trouble: str, posted: int
) -> None:
    """A dropped call leaves open whether it was accepted; here one can look."""
    workspace.faults.switch_on(Trouble(trouble), "chat.postMessage")
    with pytest.raises((OSError, HTTPException)):
        client.chat_postMessage(channel=DM, text="x")
    assert len(workspace.messages(DM)) == posted


def test_a_call_may_time_out_after_it_was_accepted(workspace: Workspace, client: WebClient) -> None:
    """Silence lasts as long as the fault says, so that the bot's own patience ends first."""
    workspace.faults.switch_on(Trouble.LOST_AFTER, "chat.postMessage", seconds=60)
    client.timeout = 1
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel=DM, text="x")
    assert until(lambda: len(workspace.messages(DM)) == 1)


def test_an_answer_may_be_slow(workspace: Workspace, client: WebClient) -> None:
    """It comes as late as the fault says, and says what happened."""
    workspace.faults.switch_on(Trouble.SLOW, "chat.postMessage", seconds=0.3)
    began = time.monotonic()
    reply = client.chat_postMessage(channel=DM, text="x")
    assert time.monotonic() - began > 0.29
    assert [one.ts for one in workspace.messages(DM)] == [reply["ts"]]


def test_one_message_a_second_in_a_channel(workspace: Workspace, client: WebClient) -> None:
    """After a short burst a channel takes one message a second; other channels do not wait."""
    began = time.monotonic()
    taken, refusal = until_refused(lambda: client.chat_postMessage(channel=DM, text="x"))
    assert 3 <= taken <= 3 + (time.monotonic() - began)
    assert refusal["error"] == "ratelimited"
    assert refusal.headers["Retry-After"] == "1"
    client.chat_postMessage(channel="U0ANA", text="x")
    assert workspace.meter.refused["chat.postMessage"] == 1
    assert workspace.meter.busiest(PATIENCE, DM) == taken
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    assert client.chat_postMessage(channel=DM, text="later")["ok"]


def test_every_tier_is_metered() -> None:
    """A method takes its minute's worth at once, then says how long to wait."""
    for per_minute in (20, 50, 100):
        meter = Meter(Limits())
        waits = [meter.admit("users.list", per_minute, "") for _ in range(per_minute + 1)]
        assert waits[:-1] == [0] * per_minute
        assert 1 <= waits[-1] <= 60 / per_minute + 1
        assert meter.calls["users.list"] == per_minute


def test_the_workspace_has_a_ceiling() -> None:
    """All channels together take so many messages a minute, and no limit where it is off."""
    meter = Meter(Limits(posts_per_minute=5))
    waits = [meter.admit("chat.postMessage", None, str(n)) for n in range(6)]
    assert waits[:5] == [0] * 5
    assert 59 <= waits[5] <= 60
    assert meter.busiest(60) == 5
    free = Meter(Limits(is_on=False))
    assert not any(free.admit("chat.postMessage", None, "one") for _ in range(50))


def test_a_tier_is_met_over_the_wire(workspace: Workspace, client: WebClient) -> None:
    """users.list is refused after twenty calls, and one more for each three seconds."""
    began = time.monotonic()
    taken, refusal = until_refused(client.users_list)
    assert 20 <= taken <= 20 + (time.monotonic() - began) / 3
    assert refusal.status_code == 429
    assert workspace.meter.refused["users.list"] == 1


def test_a_bot_that_is_down_is_told_of(server: Server, workspace: Workspace) -> None:
    """Without a bot, commands and presses fail in Slack's words, and messages still post."""
    client = WebClient(token="xoxb-playground", base_url=server.api_url)
    assert workspace.say(DEV, DM, "anybody?").ok
    line = '/career failed with the error "dispatch_failed"'
    assert workspace.command(DEV, DM, "/career", "help").error == line
    ts = client.chat_postMessage(channel=DM, text="?", blocks=[buttons("answer")])["ts"]
    assert "dispatch_failed" in workspace.press(DEV, "row", "answer", message=(DM, str(ts))).error


def test_a_server_leaves_nothing_behind(workspace: Workspace) -> None:
    """After a stop there is no thread and no listening socket, and a bot cannot be reached."""
    before = threading.active_count()
    server = Server(workspace).start()
    port = server.port
    server.stop()
    assert threading.active_count() == before
    assert workspace.carrier is None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    with Server(workspace, port=port) as again:
        assert again.port == port


@silent
def test_a_form_that_nobody_takes_stays_open(echo: Echo, workspace: Workspace) -> None:
    """A submission that is not acknowledged keeps the words in the modal."""

    def fail(*_: object) -> None:
        raise RuntimeError("told to fail")

    workspace.command(DEV, DM, "/career", "form")
    echo.submitted = fail
    assert workspace.submit(DEV, {"why": {"words": "x"}}).error
    assert workspace.modal(DEV) is not None


def test_the_connection_is_renewed(echo: Echo, server: Server, workspace: Workspace) -> None:
    """After a disconnect the bot connects anew, and nothing is lost."""
    assert server.sockets.connections == 1
    server.refresh()
    assert until(lambda: server.sockets.connections == 1)
    workspace.say(DEV, DM, "still there?")
    assert until(lambda: len(workspace.messages(DM)) == 2)
    assert echo.kinds() == ["message"]
