"""A message whose sending broke off half-way is neither lost nor doubled."""

from datetime import timedelta

import pytest

from bot.data.tables import Person, Sending
from bot.delivery.outbox import Rank
from tests.delivery.stage import MORNING, TEAM, Stage, message
from tests.delivery.wire import BROKEN, DROPPED_AFTER, DROPPED_BEFORE, Fault, refusal, too_fast

POST, HISTORY = "chat.postMessage", "conversations.history"
LEASE = 31


def test_what_arrived_is_found_and_not_sent_again(stage: Stage) -> None:
    """A message that Slack took before the connection broke is found by its key."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(DROPPED_AFTER)
    stage.run()
    assert stage.row("a").state is Sending.SENDING
    stage.advance(LEASE)
    stage.run()
    row = stage.row("a")
    assert (row.state, row.channel, row.ts) == (Sending.SENT, "DA", stage.wire.posts[0]["ts"])
    assert stage.wire.keys() == ["a"]
    (look,) = stage.wire.asked(HISTORY)
    assert (look["channel"], look["limit"], look["include_all_metadata"]) == ("DA", "15", "1")
    assert MORNING.timestamp() - 60 < float(look["oldest"]) < MORNING.timestamp()


def test_what_did_not_arrive_is_sent_again(stage: Stage) -> None:
    """A message that is not in the conversation is sent again, after one look."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(DROPPED_BEFORE)
    stage.run()
    stage.advance(LEASE)
    stage.run()
    assert (stage.row("a").state, stage.row("a").attempts) == (Sending.SENT, 2)
    assert stage.wire.keys() == ["a"]
    assert len(stage.wire.asked(HISTORY)) == 1


def test_no_look_while_a_call_may_be_on_its_way(stage: Stage) -> None:
    """A call without an answer is not looked for before its lease is over."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(DROPPED_AFTER)
    stage.run()
    stage.advance(24)
    stage.run()
    assert len(stage.wire.calls) == 1


def test_a_fault_may_hide_a_message(stage: Stage) -> None:
    """After a 500 a message is looked for: it may be there."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(Fault(status=503, body={}, counts=True))
    stage.run()
    stage.advance(3)
    stage.run()
    assert stage.row("a").state is Sending.SENT
    assert stage.wire.keys() == ["a"]


def test_a_slow_answer_is_no_answer(stage: Stage) -> None:
    """A call that takes too long is given up, and its message looked for."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(Fault(seconds=0.4, counts=True, body={"ok": True}))
    sender = stage.sender()

    def impatient(team: str) -> object:
        client = stage.sender().client(team)
        client.timeout = 0.1  # type: ignore[assignment]  # shorter than Slack's SDK foresees
        return client

    stage.run(stage.sender(client=impatient))
    assert stage.row("a").error == "TimeoutError"
    stage.advance(LEASE)
    stage.run(sender)
    assert stage.row("a").state is Sending.SENT
    assert stage.wire.keys() == ["a"]


def test_a_process_that_died_is_followed_up(stage: Stage) -> None:
    """A message begun by a process that is no more is taken up when its lease is over."""
    stage.put(message("a"), message("b"))
    dead = stage.sender()
    for row in dead.lease(2):
        _begin_only(stage, row.key)
    stage.run()
    assert stage.wire.calls == []
    stage.advance(LEASE)
    stage.run()
    assert stage.wire.keys() == ["a", "b"]


def test_a_lease_that_was_not_used_needs_no_look(stage: Stage) -> None:
    """A message leased but not begun by a dead process is sent without a look-up."""
    stage.put(message("a"))
    assert stage.sender().lease(1)
    stage.run()
    assert stage.wire.calls == []
    stage.advance(LEASE)
    stage.run()
    assert stage.wire.keys() == ["a"]
    assert stage.wire.asked(HISTORY) == []


def test_a_thread_is_looked_into(stage: Stage) -> None:
    """A reply in a thread is looked for in its thread, in the channel it was meant for."""
    stage.put(message("a", channel="C1", thread_ts="5.5"))
    stage.wire.faults[POST].append(DROPPED_AFTER)
    stage.run()
    stage.advance(LEASE)
    stage.run()
    assert stage.row("a").state is Sending.SENT
    (look,) = stage.wire.asked("conversations.replies")
    assert (look["channel"], look["ts"]) == ("C1", "5.5")
    assert len(stage.wire.posts) == 1


def test_the_conversation_is_opened_once(stage: Stage) -> None:
    """Where the DM is unknown it is opened for the look-up, and remembered."""
    stage.add(Person(team=TEAM, user="UA", name="Ana"))
    stage.put(message("a"), message("b", to="UA"))
    stage.wire.faults[POST].extend([DROPPED_BEFORE, DROPPED_BEFORE])
    stage.run()
    stage.advance(LEASE)
    stage.run()
    assert len(stage.wire.asked("conversations.open")) == 1
    assert stage.person("UA").dm == "DA"


def test_rewriting_again_needs_no_look(stage: Stage) -> None:
    """A rewriting that broke off is simply done again."""
    stage.put(message("a"))
    stage.run()
    stage.put(message("a2", replaces=stage.row("a").id))
    stage.wire.faults["chat.update"].append(DROPPED_AFTER)
    stage.run()
    stage.advance(LEASE)
    stage.run()
    assert stage.row("a2").state is Sending.SENT
    assert stage.wire.asked(HISTORY) == []


@pytest.mark.parametrize("error", ["missing_scope", "channel_not_found", "no_such_method"])
def test_where_nobody_can_look_only_a_cue_is_sent_again(stage: Stage, error: str) -> None:
    """Without a look-up a cue goes out again; anything else is unknown, for the owner to see."""
    stage.put(message("cue", rank=Rank.CUE), message("nudge", rank=Rank.NUDGE))
    stage.wire.faults[POST].extend([DROPPED_AFTER, DROPPED_BEFORE])
    stage.wire.faults[HISTORY].extend([refusal(error), refusal(error)])
    stage.run()
    stage.advance(LEASE)
    stage.run()
    assert stage.wire.keys() == ["cue", "cue"]
    assert (stage.row("nudge").state, stage.row("nudge").error) == (Sending.UNKNOWN, error)


def test_a_long_conversation_proves_nothing(stage: Stage) -> None:
    """Where more was said since than one look shows, absence is not taken for proof."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(DROPPED_BEFORE)
    stage.wire.faults[HISTORY].append(Fault(body={"ok": True, "messages": [], "has_more": True}))
    stage.run()
    stage.advance(LEASE)
    stage.run()
    assert stage.row("a").state is Sending.UNKNOWN


def test_a_look_up_may_have_to_wait(stage: Stage) -> None:
    """A look-up that Slack puts off, or fails, is made later; the message is not sent meanwhile."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(DROPPED_AFTER)
    stage.wire.faults[HISTORY].extend([too_fast(60), BROKEN])
    stage.run()
    for _ in range(3):
        stage.advance(61)
        stage.run()
    assert stage.row("a").state is Sending.SENT
    assert stage.wire.keys() == ["a"]
    assert len(stage.wire.asked(HISTORY)) == 3


def test_a_dead_token_stops_a_look_up(stage: Stage) -> None:
    """A look-up with a dead token stops the workspace; the message stays half-sent."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(DROPPED_AFTER)
    stage.wire.faults[HISTORY].append(refusal("invalid_auth"))
    stage.run()
    for _ in range(3):
        stage.advance(LEASE)
        stage.run()
    assert (stage.stopped(), stage.row("a").state) == ("invalid_auth", Sending.SENDING)
    assert len(stage.wire.asked(HISTORY)) == 1


def test_an_expired_message_is_looked_for_but_not_sent(stage: Stage) -> None:
    """A half-sent message that has expired is found or expires; it is never sent late."""
    ends = MORNING + timedelta(seconds=10)
    stage.put(message("there", expires_at=ends), message("gone", expires_at=ends))
    stage.put(message("hidden", expires_at=ends, rank=Rank.CUE, not_before=MORNING))
    stage.wire.faults[POST].extend([DROPPED_BEFORE, DROPPED_AFTER, DROPPED_BEFORE])
    stage.wire.faults[HISTORY].append(refusal("missing_scope"))
    stage.run()
    stage.advance(LEASE)
    stage.run()
    states = {key: stage.row(key).state for key in ("there", "gone", "hidden")}
    assert states == {
        "there": Sending.SENT,
        "gone": Sending.EXPIRED,
        "hidden": Sending.UNKNOWN,
    }
    assert stage.wire.keys() == ["there"]


def test_the_sdk_does_not_repeat_calls_by_itself(stage: Stage) -> None:
    """A client with retries of its own is tamed: a dropped connection is one call, not two."""
    from slack_sdk import WebClient

    stage.put(message("a"))
    stage.wire.faults[POST].append(DROPPED_AFTER)
    stage.run(stage.sender(client=lambda _team: WebClient("xoxb-1", base_url=stage.wire.url)))
    assert stage.wire.keys() == ["a"]


def _begin_only(stage: Stage, key: str) -> None:
    """Leave `key` as a process does that dies between beginning and calling."""
    with stage.store.begin() as session:
        row = stage.row(key)
        row.state, row.tried_at, row.attempts = Sending.SENDING, stage.now, 1
        session.merge(row)
