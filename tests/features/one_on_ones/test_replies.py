"""Answers as people like to write them: in the thread, or as the next message."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.data.tables import Answer, Delivery
from bot.playground import payloads
from bot.playground.faults import Trouble
from bot.playground.state import Message
from tests.company import DEV, KIM, MAYA, Company
from tests.features.stories import asked


def kept(office: Company) -> list[str]:
    """Return all answers in clear, drafts left out."""
    vault = office.bot.desk.store.vault
    return [vault.open(one.sealed) for one in office.rows(Answer) if not one.is_draft]


def replies(office: Company, user: str) -> str:
    """Return all that the bot wrote into threads of this person's conversation."""
    dm = office.slack.dm(user)
    return str([one.text for one in office.slack.posts[dm].values() if one.is_reply and one.bot_id])


def edit(office: Company, ts: str, text: str) -> None:
    """Change one of Dev's messages."""
    office.slack.edit(DEV, office.slack.dm(DEV), ts, text)
    office.settle()


def delete(office: Company, ts: str) -> None:
    """Delete one of Dev's messages."""
    office.slack.delete(DEV, office.slack.dm(DEV), ts)
    office.settle()


def rewritten(office: Company, under: str | None) -> list[dict[str, Any]]:
    """Return the events of a message of Dev's, of two edits, and of its deletion."""
    channel = office.slack.channels[office.slack.dm(DEV)]
    team, ts = office.slack.team_id, office.slack.new_ts()
    old = Message(channel=channel.id, ts=ts, user=DEV, text="first", thread_ts=under)
    events = [payloads.said(old, channel, team)]
    for words in ("second", "third"):
        new = replace(old, text=words)
        events.append(payloads.changed(old, new, channel, team, office.slack.new_ts()))
        old = new
    return [*events, payloads.deleted(old, channel, team, office.slack.new_ts())]


@pytest.mark.after(story=asked)
def test_a_reply_in_the_thread_is_kept_edited_and_taken_back(office: Company) -> None:
    """The message with the question says how things stand after each."""
    cue = office.messages(DEV)[-1]
    office.home(KIM)
    ts = office.write(DEV, "R&D <3 <!channel> https://a.example/b", under=cue).ts or ""
    assert kept(office) == ["R&D <3 <!channel> https://a.example/b"]
    assert "Kept. Only you can see it." in office.last(DEV)
    edit(office, ts, "Rather: teaching, with @kim")
    assert kept(office) == ["Rather: teaching, with @Kim"]
    delete(office, ts)
    assert kept(office) == []
    assert "15 minutes left" in office.heading(DEV)[-1]
    assert office.rows(Answer) == []


@pytest.mark.after(story=asked)
def test_a_reply_that_cannot_be_kept_says_why_and_can_be_mended(office: Company) -> None:
    """Too long or blank: the message is untouched, an edit makes it an answer."""
    cue = office.messages(DEV)[-1]
    ts = office.write(DEV, "x" * 3_001, under=cue).ts or ""
    assert kept(office) == []
    assert "3,001 characters" in replies(office, DEV)
    edit(office, ts, "short")
    assert kept(office) == ["short"]
    edit(office, ts, "\u200b")
    assert kept(office) == ["short"]
    assert "there were no words in it" in replies(office, DEV)


@pytest.mark.after(story=asked)
@pytest.mark.parametrize("order", [(1, 0, 2), (2, 1, 0), (0, 2, 1)])
def test_what_overtook_the_words_before_is_not_undone_by_them(
    office: Company, order: Sequence[int]
) -> None:
    """Slack may bring an edit before the message, or before an older edit: the last one holds."""
    events = rewritten(office, office.messages(DEV)[-1].ts)
    for number in order:
        office.tell(events[number])
    assert kept(office) == ["third"]


@pytest.mark.after(story=asked)
@pytest.mark.parametrize("order", [(3, 0, 1, 2), (0, 3, 2, 1)])
def test_what_was_deleted_stays_deleted(office: Company, order: Sequence[int]) -> None:
    """Its words may come after that: nothing of them is kept."""
    events = rewritten(office, office.messages(DEV)[-1].ts)
    for number in order:
        office.tell(events[number])
    assert office.rows(Answer) == []


@pytest.mark.after(story=asked)
def test_an_edit_that_overtook_a_message_at_top_level_is_asked_about(office: Company) -> None:
    """What it said before is not heard any more."""
    for event in reversed(rewritten(office, None)[:2]):
        office.tell(event)
    office.settle()
    office.press(DEV, "Yes, keep it")
    assert kept(office) == ["second"]


@pytest.mark.after(story=asked)
def test_a_message_at_top_level_is_asked_about_first(office: Company) -> None:
    """Yes keeps it, and what is said of it stays true when it is shared."""
    office.write(DEV, "I liked the workshop")
    assert "Is this your answer to" in office.last(DEV)
    assert kept(office) == []
    office.press(DEV, "Yes, keep it")
    assert kept(office) == ["I liked the workshop"]
    assert office.last(DEV) == "Kept. Only you can see it."
    office.press(DEV, "Share with Maya")
    assert office.last(DEV) == "Kept. You and Maya can see it."
    office.press_home(MAYA, "Read")
    assert "I liked the workshop" in office.modal(MAYA)


@pytest.mark.after(story=asked)
def test_a_no_keeps_nothing(office: Company) -> None:
    """Nor does silence: after a week it is thrown away."""
    office.write(DEV, "lunch at noon")
    office.press(DEV, "No")
    assert office.last(DEV) == "*Not kept.*"
    assert office.rows(Answer) == []
    office.write(DEV, "maybe an answer")
    assert "Is this your answer to" in office.last(DEV)  # and not what became of the first one
    assert len(office.rows(Answer)) == 1
    office.slack.clock.set(office.slack.clock.now() + timedelta(days=8))
    office.bot.tidy()
    assert office.rows(Answer) == []


@pytest.mark.after(story=asked)
def test_a_draft_that_is_edited_or_deleted_is_followed(office: Company) -> None:
    """The yes means what the message says by then; without it the question is withdrawn."""
    ts = office.write(DEV, "first thought").ts or ""
    edit(office, ts, "second thought")
    office.press(DEV, "Yes, keep it")
    assert kept(office) == ["second thought"]
    edit(office, ts, "third thought")
    assert kept(office) == ["third thought"]
    delete(office, ts)
    assert kept(office) == []
    ts = office.write(DEV, "another").ts or ""
    delete(office, ts)
    assert office.last(DEV) == "*Not kept.*"


@pytest.mark.after(story=asked)
def test_a_draft_left_alone_is_followed_up_once(office: Company) -> None:
    """It is no answer yet."""
    office.write(DEV, "maybe an answer")
    office.to_next("close")
    office.to(office.slack.clock.now() + timedelta(days=1))
    assert "The last question is still yours" in office.heading(DEV)[-1]


@pytest.mark.after(story=asked)
@pytest.mark.parametrize(("text", "answer"), [("help", "/career one-on-one"), ("stop", "Stopped.")])
def test_help_and_stop_are_heard_while_a_question_is_open(
    office: Company, text: str, answer: str
) -> None:
    """They are no answers."""
    office.write(DEV, text)
    assert answer in office.last(DEV)
    assert office.rows(Answer) == []


@pytest.mark.after(story=asked)
def test_an_answer_that_speaks_of_next_is_no_question(office: Company) -> None:
    """Only who asks when the next one is gets that answer."""
    office.write(DEV, "When I think about what comes next, it is teaching")
    assert "Is this your answer" in office.last(DEV)
    office.write(DEV, "When is my next one-on-one?")
    assert "*Maya*: today at 10:00, until 10:45." in office.last(DEV)


@pytest.mark.after(story=asked)
def test_doubled_and_repeated_events_have_one_effect(office: Company) -> None:
    """One answer, one reply, whatever Slack repeats."""
    office.slack.faults.switch_on(Trouble.EVENT_DOUBLED, "message", times=2)
    office.write(DEV, "once", under=office.messages(DEV)[-1])
    assert kept(office) == ["once"]
    before = len(office.messages(DEV))
    office.write(DEV, "what can you do?")
    assert len(office.messages(DEV)) == before + 2
    event = {
        "type": "message",
        "user": DEV,
        "text": "help",
        "ts": "1772.000100",
        "channel": office.slack.dm(DEV),
        "channel_type": "im",
    }
    for _ in range(3):
        assert office.tell(event, event_id="Ev0SAME").status_code == 200
    office.settle()
    assert len(office.messages(DEV)) == before + 3


@pytest.mark.after(story=asked)
def test_others_words_in_a_thread_are_no_answers(office: Company) -> None:
    """The manager's thread has no answers in it, and nobody writes in somebody else's."""
    office.write(MAYA, "I thought so too", under=office.messages(MAYA)[-1])
    assert kept(office) == []
    cue = office.messages(DEV)[-1]
    forged = {
        "type": "message",
        "user": KIM,
        "text": "not mine",
        "ts": "1772.000200",
        "thread_ts": cue.ts,
        "channel": cue.channel,
        "channel_type": "im",
    }
    assert office.tell(forged).status_code == 200
    assert office.rows(Answer) == []


@pytest.mark.after(story=asked)
def test_a_reply_to_a_question_whose_place_is_not_noted_is_asked_about(office: Company) -> None:
    """Whoever posted it may have died before noting where: what people write is kept all the same.

    Under a message that is known, a reply is about that one.
    """
    cue = office.messages(DEV)[-1]
    with office.bot.desk.store.begin() as session:
        wanted = select(Delivery).where(Delivery.team == office.slack.team_id)
        sent = session.exec(wanted.where(Delivery.ts == cue.ts)).one()
        sent.ts = None
        session.add(sent)
    office.write(DEV, "More teaching.", under=cue)
    assert "Is this your answer" in office.last(DEV)
    office.write(DEV, "Thanks!", under=office.messages(DEV)[-1])
    assert len(office.rows(Answer)) == 1
    office.press(DEV, "Yes, keep it")
    assert kept(office) == ["More teaching."]


@pytest.mark.after(story=asked)
def test_the_follow_up_takes_replies_too(office: Company) -> None:
    """The next morning, in its thread."""
    office.to_next("close")
    office.to(office.slack.clock.now() + timedelta(days=1))
    office.write(DEV, "slept on it", under=office.messages(DEV)[-1])
    assert kept(office) == ["slept on it"]
    assert "Kept. Only you can see it." in office.last(DEV)


@pytest.mark.after(story=asked)
def test_a_plain_question_about_moves_is_no_answer(office: Company) -> None:
    """While a question is open it is answered at once; what says more is asked about first."""
    office.write(DEV, "where could I go from here?")
    assert "Is this your answer" not in office.last(DEV)
    assert "Which role is yours?" in office.last(DEV)
    assert office.rows(Answer) == []
    office.write(DEV, "More teaching. Who could I talk to about that?")
    assert "Is this your answer" in office.last(DEV)


@pytest.mark.after(story=asked)
def test_a_question_in_the_thread_is_an_answer(office: Company) -> None:
    """Under the question whatever somebody writes is kept, even where it asks something back."""
    office.write(DEV, "where could I go from here?", under=office.messages(DEV)[-1])
    assert kept(office) == ["where could I go from here?"]


@pytest.mark.after(story=asked)
@pytest.mark.parametrize(("said_", "left"), [("Yes!", ["I would rather teach"]), ("no thanks", [])])
def test_a_typed_yes_or_no_is_that(office: Company, said_: str, left: list[str]) -> None:
    """Whoever types instead of pressing is understood; the question is not asked about "yes"."""
    office.write(DEV, "I would rather teach")
    office.write(DEV, said_)
    assert kept(office) == left
    assert len(office.rows(Answer)) == len(left)
    assert "Is this your answer" not in office.last(DEV)


@pytest.mark.after(story=asked)
def test_a_yes_to_the_question_itself_may_be_its_answer(office: Company) -> None:
    """With nothing to say yes to, it is asked about like any other message."""
    office.write(DEV, "Yes")
    assert "Is this your answer" in office.last(DEV)
