"""Each of Slack's refusals has its own answer."""

import logging
import socket
from datetime import timedelta
from itertools import pairwise

import pytest
from slack_sdk import WebClient

from bot.data.tables import Person, Sending, Workspace
from bot.delivery.refusals import ENOUGH, FEW, pause
from tests.delivery.stage import MORNING, TEAM, Stage, message
from tests.delivery.wire import BROKEN, Fault, connect, refusal, too_fast

POST = "chat.postMessage"
HOPELESS = (
    "user_disabled",
    "user_not_found",
    "channel_not_found",
    "is_archived",
    "messages_tab_disabled",
    "account_inactive",
)


@pytest.mark.parametrize("error", HOPELESS)
def test_who_cannot_be_written_to_is_given_up_and_an_owner_told_once(
    stage: Stage, error: str
) -> None:
    """A person or channel out of reach fails its messages at once; the owner hears of it once."""
    stage.views["delivery.trouble"] = stage.views["test"]
    stage.put(message("a"), message("b"), message("c"))
    stage.wire.faults[POST].extend([refusal(error), refusal(error)])
    stage.run(stage.sender(owners=("UOWNER",)))
    assert stage.row("a").state is stage.row("b").state is Sending.FAILED
    assert (stage.row("a").error, stage.row("a").attempts) == (error, 1)
    assert stage.wire.keys() == ["c", f"trouble:{error}:UOWNER"]
    told = stage.row(f"trouble:{error}:UOWNER")
    assert (told.kind, told.to, told.about) == ("delivery.trouble", "UOWNER", {"error": error})


def test_each_end_is_told_once(stage: Stage) -> None:
    """What is given up is counted as such, and by nobody whose message it is no longer."""
    ends: list[object] = []
    sender = stage.sender(noted=lambda _row, end: ends.append(end["state"]))
    stage.put(message("k1"))
    stage.wire.faults[POST].append(refusal("user_not_found"))
    (row,) = sender.lease(1)
    sender.deliver([row])
    assert ends == [Sending.FAILED]
    sender.note(row, Sending.SENT)
    assert ends == [Sending.FAILED]


def test_an_owner_is_told_in_their_working_hours(stage: Stage) -> None:
    """Trouble in the night waits for the owner's morning."""
    stage.add(Person(team=TEAM, user="UOWNER", name="Olu", zone="Asia/Tokyo"))
    stage.put(message("a"))
    stage.wire.faults[POST].append(refusal("is_archived"))
    stage.run(stage.sender(owners=("UOWNER",)))
    assert stage.row("trouble:is_archived:UOWNER").not_before == MORNING + timedelta(hours=14)


def test_trouble_about_trouble_is_not_told(stage: Stage) -> None:
    """An owner who cannot be reached is not told that they cannot be reached."""
    stage.put(message("a", kind="delivery.trouble"))
    stage.views["delivery.trouble"] = stage.views["test"]
    stage.wire.faults[POST].append(refusal("user_disabled"))
    stage.run(stage.sender(owners=("UOWNER",)))
    assert len(stage.wire.calls) == 1


def test_a_conversation_that_is_gone_is_opened_again(stage: Stage) -> None:
    """A remembered DM that Slack no longer knows is forgotten, and the person written to anew."""
    stage.add(Person(team=TEAM, user="UA", name="Ana", dm="DOLD"))
    stage.put(message("a"))
    stage.wire.faults[POST].append(refusal("channel_not_found"))
    stage.run()
    assert [call["channel"] for call in stage.wire.asked(POST)] == ["DOLD", "UA"]
    assert (stage.row("a").state, stage.person("UA").dm) == (Sending.SENT, "DA")


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "token_expired"])
def test_a_dead_token_stops_its_workspace(stage: Stage, error: str) -> None:
    """A workspace with a dead token is left alone, loses nothing, and goes on once it is seen to.

    Other workspaces do not notice.
    """
    stage.put(message("a1"), message("a2"), message("b", team="T2"))
    stage.wire.faults[POST].append(refusal(error))
    stage.run()
    assert stage.wire.keys() == ["b"]
    assert (stage.stopped(), stage.row("a1").state) == (error, Sending.WAITING)
    stage.advance(3600)
    stage.run()
    assert len(stage.wire.calls) == 2
    assert not stage.sender().is_unfinished()
    _start_again(stage)
    stage.run()
    assert sorted(stage.wire.keys()) == ["a1", "a2", "b"]
    assert stage.row("a1").attempts == 1


def test_an_inactive_account_may_be_the_bots_own(stage: Stage) -> None:
    """`account_inactive` stops the workspace where the token itself is refused."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(refusal("account_inactive"))
    stage.wire.faults["auth.test"].append(refusal("account_inactive"))
    stage.run()
    assert (stage.stopped(), stage.row("a").state) == ("account_inactive", Sending.WAITING)


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long"])
def test_our_own_bug_is_loud(stage: Stage, error: str, caplog: pytest.LogCaptureFixture) -> None:
    """What Slack cannot take is not tried again; it is logged as an error, and an owner told."""
    stage.views["delivery.trouble"] = stage.views["test"]
    stage.put(message("a"))
    stage.wire.faults[POST].append(refusal(error))
    stage.run(stage.sender(owners=("UOWNER",)))
    assert (stage.row("a").state, stage.row("a").error) == (Sending.FAILED, error)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert stage.wire.keys() == [f"trouble:{error}:UOWNER"]


def test_a_message_that_is_gone_is_not_rewritten(stage: Stage) -> None:
    """A rewriting of a deleted message fails quietly."""
    stage.put(message("a"))
    stage.run()
    stage.put(message("a2", replaces=stage.row("a").id))
    stage.wire.faults["chat.update"].append(refusal("message_not_found"))
    stage.run(stage.sender(owners=("UOWNER",)))
    assert stage.row("a2").state is Sending.FAILED
    assert len(stage.wire.calls) == 2


def test_too_fast_waits_as_long_as_slack_asks(stage: Stage) -> None:
    """A 429 holds its method and workspace for its `Retry-After`, and costs no attempt."""
    stage.put(message("z", team="T1", not_before=MORNING - timedelta(days=1)))
    stage.run()
    stage.put(message("a1"), message("a2"), message("b", team="T2"))
    stage.put(message("z2", replaces=stage.row("z").id))
    stage.wire.faults[POST].append(too_fast(40))
    sender = stage.sender()
    stage.run(sender)
    assert stage.wire.keys() == ["z", "b"]
    assert len(stage.wire.asked("chat.update")) == 1
    assert len(stage.wire.asked(POST)) == 3
    assert stage.row("a1").attempts == 0
    stage.advance(39)
    stage.run(sender)
    assert len(stage.wire.asked(POST)) == 3
    stage.advance(2)
    stage.run(sender)
    assert sorted(stage.wire.keys()) == ["a1", "a2", "b", "z"]


def test_too_fast_never_wears_a_message_out(stage: Stage) -> None:
    """However often Slack says "wait", a message is sent in the end."""
    stage.put(message("a"))
    stage.wire.faults[POST].extend([too_fast(1)] * (ENOUGH + 2))
    sender = stage.sender()
    for _ in range(ENOUGH + 3):
        stage.run(sender)
        stage.advance(2)
    assert stage.row("a").state is Sending.SENT


def test_a_wait_without_a_number_is_half_a_minute(stage: Stage) -> None:
    """A 429 that does not name its wait is obeyed all the same."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(Fault(status=429, body={}))
    stage.run()
    assert stage.row("a").retry_at == MORNING + timedelta(seconds=30)


def test_a_puzzle_is_tried_a_few_times(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """An error that nobody knows is tried a few times, further and further apart, and told."""
    stage.views["delivery.trouble"] = stage.views["test"]
    stage.put(message("a"))
    stage.wire.faults[POST].extend([refusal("wonderful")] * FEW)
    for _ in range(FEW + 1):
        stage.run(stage.sender(owners=("UOWNER",)))
        stage.advance(60)
    assert (stage.row("a").state, stage.row("a").error) == (Sending.FAILED, "wonderful")
    assert len(stage.wire.calls) == FEW + 1
    assert stage.wire.keys() == ["trouble:wonderful:UOWNER"]
    assert "error=wonderful" in caplog.text


def test_a_strange_page_is_not_kept(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """A reply that is no answer of Slack's is noted as such, without what it says."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(refusal("Some <b>words</b> of a proxy"))
    stage.run()
    assert stage.row("a").error == "unreadable"
    assert "proxy" not in caplog.text


def test_slack_out_of_reach_wears_no_message_out(stage: Stage) -> None:
    """While Slack cannot be reached, messages wait; they leave when it is there again."""
    stage.put(message("a"))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}/api/"
        for _ in range(ENOUGH + 2):
            stage.run(stage.sender(client=lambda _team: connect("xoxb-1", nowhere)))
            assert stage.row("a").state is Sending.WAITING
            stage.advance(900)
    stage.run()
    assert stage.wire.keys() == ["a"]
    assert stage.wire.asked("conversations.history") == []


def test_a_broken_slack_is_tried_often_but_not_for_ever(stage: Stage) -> None:
    """A Slack that answers 500 is asked again until enough is enough; then an owner hears of it."""
    stage.views["delivery.trouble"] = stage.views["test"]
    stage.put(message("a"))
    stage.wire.faults[POST].extend([BROKEN] * ENOUGH)
    for _ in range(20):
        stage.run(stage.sender(owners=("UOWNER",)))
        stage.advance(900)
    assert (stage.row("a").state, stage.row("a").error) == (Sending.FAILED, "http_500")
    assert len(stage.wire.asked(POST)) == ENOUGH + 1
    assert stage.wire.keys() == ["trouble:http_500:UOWNER"]


def test_a_workspace_without_a_client_hurts_no_other(stage: Stage) -> None:
    """Messages of a workspace that has no client fail; those beside them are sent and noted."""

    def lend(team: str) -> WebClient:
        return {"T1": connect("xoxb-1", stage.wire.url)}[team]

    stage.put(message("a"), message("b", team="T9"), message("c"))
    for _ in range(FEW + 1):
        stage.run(stage.sender(client=lend))
        stage.advance(60)
    assert (stage.row("b").state, stage.row("b").error) == (Sending.FAILED, "KeyError")
    assert stage.wire.keys() == ["a", "c"]
    assert stage.row("a").attempts == stage.row("c").attempts == 1


def test_pauses_grow_and_differ() -> None:
    """Each pause is longer than the one before, and two messages do not come back together."""
    pauses = [pause(attempt, 1) for attempt in range(1, 9)]
    assert all(1 <= one <= 900 for one in pauses)
    assert all(later > one for one, later in pairwise(pauses[:6]))
    assert len({pause(1, row) for row in range(50)}) == 50


def _start_again(stage: Stage) -> None:
    with stage.store.begin() as session:
        session.get_one(Workspace, TEAM).stopped = None
