"""One message's way to Slack, as long as Slack takes it."""

import logging
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.data.tables import Delivery, Person, Sending
from bot.delivery.outbox import Later, Message, Rank, Rendered
from tests.delivery.stage import MORNING, TEAM, Stage, message

MINUTE = timedelta(minutes=1)


def test_what_is_due_is_posted_with_its_key(stage: Stage) -> None:
    """A due message is posted once, carries its key, unfurls nothing, and is noted as sent."""
    stage.put(message("a"))
    stage.run()
    stage.run()
    (post,) = stage.wire.posts
    row = stage.row("a")
    assert (post["channel"], post["text"]) == ("DA", f"message {row.id}")
    assert post["metadata"] == {"event_type": "trellis", "event_payload": {"key": "a"}}
    assert (post["unfurl_links"], post["unfurl_media"]) == (False, False)
    assert (row.state, row.channel, row.ts) == (Sending.SENT, "DA", post["ts"])
    assert (row.sent_at, row.tried_at, row.attempts) == (MORNING, MORNING, 1)
    assert (row.lease_until, row.retry_at, row.error) == (None, None, None)
    assert stage.wire.tokens == ["Bearer xoxb-T1"]


def test_nothing_goes_out_early(stage: Stage) -> None:
    """A message waits until its moment by the bot's clock, however much real time passes."""
    stage.put(message("a", not_before=MORNING + MINUTE))
    stage.real += timedelta(days=1)
    stage.run()
    assert stage.wire.calls == []
    stage.now += MINUTE
    stage.run()
    assert stage.wire.keys() == ["a"]


def test_nothing_goes_out_late(stage: Stage) -> None:
    """A message whose moment has passed is never sent."""
    stage.put(message("a", expires_at=MORNING + MINUTE))
    stage.now += MINUTE
    stage.run()
    assert stage.row("a").state is Sending.EXPIRED
    assert stage.wire.calls == []


def test_expiry_is_asked_again_right_before_the_call(stage: Stage) -> None:
    """A message that expires while it is rendered is not sent."""

    def dawdle(_session: Session, _row: Delivery) -> Rendered:
        stage.now += MINUTE
        return Rendered("too late", [])

    stage.views["test"] = dawdle
    stage.put(message("a", expires_at=MORNING + MINUTE))
    stage.run()
    assert stage.row("a").state is Sending.EXPIRED
    assert stage.wire.calls == []


def test_the_urgent_goes_first(stage: Stage) -> None:
    """Messages leave by rank, then by their moment, then as they were recorded."""
    earlier = MORNING - MINUTE
    stage.put(
        message("nudge", rank=Rank.NUDGE, not_before=earlier),
        message("second", rank=Rank.CUE),
        message("third", rank=Rank.CUE),
        message("reply", rank=Rank.REPLY),
        message("first", rank=Rank.CUE, not_before=earlier),
    )
    stage.run()
    assert stage.wire.keys() == ["first", "second", "third", "reply", "nudge"]


def test_a_message_with_nothing_to_say_is_cancelled(stage: Stage) -> None:
    """A view that returns nothing cancels its message."""
    stage.views["test"] = lambda _session, _row: None
    stage.put(message("a"))
    stage.run()
    assert stage.row("a").state is Sending.CANCELLED
    assert stage.wire.calls == []


def test_a_view_may_put_its_message_off(stage: Stage) -> None:
    """A view that names a later moment is asked again then, not before."""
    asked = []

    def in_an_hour(_session: Session, _row: Delivery) -> Rendered | Later:
        asked.append(stage.now)
        return Rendered("now", []) if len(asked) > 1 else Later(MORNING + 60 * MINUTE)

    stage.views["test"] = in_an_hour
    stage.put(message("a"))
    stage.run()
    stage.advance(59 * 60)
    stage.run()
    assert (stage.row("a").state, len(asked)) == (Sending.WAITING, 1)
    stage.advance(60)
    stage.run()
    assert stage.wire.keys() == ["a"]


def test_a_broken_view_fails_loudly_and_keeps_its_words(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """A view that raises fails its message alone; the log says where, not what; an owner hears."""

    def stumble(_session: Session, _row: Delivery) -> Rendered:
        raise ValueError("what somebody wrote")

    stage.views["broken"] = stumble
    stage.views["delivery.trouble"] = stage.views["test"]
    stage.put(message("a", kind="broken"), message("b", kind="unheard-of"), message("c"))
    stage.run(stage.sender(owners=("UOWNER",)))
    assert stage.row("a").error == "view:ValueError"
    assert stage.row("b").error == "view:KeyError"
    assert stage.row("a").state is stage.row("b").state is Sending.FAILED
    told = [f"trouble:view:{error}:UOWNER" for error in ("KeyError", "ValueError")]
    assert sorted(stage.wire.keys()) == ["c", *told]
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 2
    assert "stumble" in caplog.text
    assert "somebody wrote" not in caplog.text


def test_the_log_holds_no_words(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """A sent message is one line with ids."""
    caplog.set_level(logging.INFO)
    stage.put(message("a"))
    stage.run()
    lines = [record.getMessage() for record in caplog.records if "bot." in record.name]
    assert lines == [f"sent: delivery={stage.row('a').id} team=T1 kind=test"]


def test_the_conversation_is_remembered(stage: Stage) -> None:
    """A person's DM is written to by their id until Slack has named it, then by its name."""
    stage.add(Person(team=TEAM, user="UA", name="Ana"))
    for key in ("a", "again"):
        stage.put(message(key, to="UA"))
        stage.run()
    assert [call["channel"] for call in stage.wire.asked("chat.postMessage")] == ["UA", "DA"]
    assert stage.person("UA").dm == "DA"


def test_a_channel_and_a_thread_are_kept(stage: Stage) -> None:
    """A message with a channel and a thread goes there, and is nobody's DM."""
    stage.add(Person(team=TEAM, user="UA", name="Ana"))
    stage.put(message("a", channel="C7", thread_ts="12.5"))
    stage.run()
    (post,) = stage.wire.posts
    assert (post["channel"], post["thread_ts"]) == ("C7", "12.5")
    assert stage.person("UA").dm is None


def test_long_text_is_cut(stage: Stage) -> None:
    """Slack never gets more text than it takes."""
    stage.views["test"] = lambda _session, _row: Rendered("x" * 50_000, [])
    stage.put(message("a"))
    stage.run()
    assert len(stage.wire.posts[0]["text"]) == 40_000


def _rewriting(stage: Stage, key: str, of: str) -> Message:
    return message(key, replaces=stage.row(of).id, rank=Rank.CUE, not_before=stage.now)


def test_a_sent_message_is_rewritten_in_place(stage: Stage) -> None:
    """A message that replaces another rewrites that one's channel and ts, and posts nothing."""
    stage.put(message("a"))
    stage.run()
    stage.put(_rewriting(stage, "a2", "a"))
    stage.run()
    (call,) = stage.wire.asked("chat.update")
    assert (call["channel"], call["ts"]) == ("DA", stage.row("a").ts)
    assert stage.wire.keys() == ["a"]
    assert (stage.row("a2").state, stage.row("a2").ts) == (Sending.SENT, stage.row("a").ts)


def test_a_rewriting_waits_for_its_message(stage: Stage) -> None:
    """A rewriting, however urgent, waits until the message that it rewrites is out."""
    stage.put(message("a", not_before=MORNING + MINUTE))
    stage.put(_rewriting(stage, "a2", "a"))
    stage.run()
    assert stage.wire.calls == []
    stage.advance(60)
    stage.run()
    assert [method for method, _ in stage.wire.calls] == ["chat.postMessage", "chat.update"]


def test_rewritings_keep_their_order(stage: Stage) -> None:
    """Of two rewritings of one message the later is not free before the earlier is done."""
    stage.put(message("a"))
    stage.run()
    stage.put(_rewriting(stage, "a2", "a"), _rewriting(stage, "a3", "a"))
    assert [row.key for row in stage.sender().lease(10)] == ["a2"]
    stage.advance(31)
    stage.run()
    texts = [call["text"] for call in stage.wire.asked("chat.update")]
    assert texts == [f"message {stage.row('a2').id}", f"message {stage.row('a3').id}"]


def test_what_never_went_out_is_not_rewritten(stage: Stage) -> None:
    """A rewriting of a message that expired is cancelled."""
    stage.put(message("a", expires_at=MORNING))
    stage.put(_rewriting(stage, "a2", "a"), message("b2", replaces=4711))
    stage.run()
    assert stage.row("a2").state is stage.row("b2").state is Sending.CANCELLED
    assert stage.wire.calls == []


def test_a_clock_that_jumps_back_sends_nothing_twice(stage: Stage) -> None:
    """Moving the bot's clock back and forward again neither repeats nor loses a message."""
    stage.put(message("a"), message("b", not_before=MORNING + 60 * MINUTE))
    stage.run()
    stage.now -= timedelta(days=2)
    stage.run()
    assert stage.wire.keys() == ["a"]
    stage.now += timedelta(days=30)
    stage.run()
    assert stage.wire.keys() == ["a", "b"]


def test_a_channel_keeps_its_pace_and_holds_up_nobody(stage: Stage) -> None:
    """Three messages to one person leave a second apart; another's leaves in between."""
    stage.put(*(message(f"a{number}", to="UA") for number in range(3)), message("b"))
    sender = stage.sender(rates=stage.rates(channel_seconds=1))
    stage.run(sender)
    assert stage.wire.keys() == ["a0", "b"]
    stage.advance(1.01)
    stage.run(sender)
    assert stage.wire.keys() == ["a0", "b", "a1"]
    stage.advance(1.01)
    stage.run(sender)
    assert stage.wire.keys() == ["a0", "b", "a1", "a2"]
    assert stage.row("a2").attempts == 1


def test_a_conversation_just_opened_keeps_its_pace(stage: Stage) -> None:
    """A DM is one channel, whether it is named by its person or by itself."""
    stage.add(Person(team=TEAM, user="UA", name="Ana"))
    stage.put(message("a"), message("again", channel="DA"))
    stage.run(stage.sender(rates=stage.rates(channel_seconds=1)))
    assert stage.wire.keys() == ["a"]


def test_a_workspace_keeps_its_ceiling_and_holds_up_no_other(stage: Stage) -> None:
    """A full workspace's messages are left alone, while another workspace's go out."""
    stage.put(*(message(f"a{number}") for number in range(20)))
    stage.put(*(message(f"b{number}", team="T2", rank=Rank.NUDGE) for number in range(3)))
    sender = stage.sender(rates=stage.rates(per_minute=60))
    stage.run(sender)
    assert stage.wire.keys() == ["a0", "a1", "a2", "a3", "a4", "b0", "b1", "b2"]
    stage.advance(2)
    stage.run(sender)
    assert stage.wire.keys()[8:] == ["a5", "a6"]
    assert stage.row("a19").retry_at is None
