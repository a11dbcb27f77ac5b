"""The cue: in the last fifteen minutes, never before and never after, whatever happens."""

from datetime import timedelta

import pytest

from bot.data.tables import Delivery, Occurrence, Outcome, Sending
from bot.playground.faults import Trouble
from tests.company import DEV, MAYA, Company, local
from tests.features.stories import asked, prepared
from tests.waiting import until

MINUTE = timedelta(minutes=1)


def cues(office: Company, user: str) -> list[str]:
    """Return the first lines of the cues that somebody got."""
    return [one for one in office.heading(user) if "minutes left" in one]


@pytest.mark.parametrize(
    ("minutes", "clock"),
    [("15", "10:07:30"), ("25", "10:12:30"), ("120", "11:45")],
)
def test_short_meetings_are_asked_at_half_time(office: Company, minutes: str, clock: str) -> None:
    """In fifteen and twenty-five minutes at half-time, else fifteen before the end."""
    office.meet(minutes=minutes)
    at = local("2027-03-04", clock)
    office.to(at - timedelta(seconds=3))
    assert cues(office, DEV) == []
    assert office.to_next("cue") == at
    assert (len(cues(office, DEV)), len(cues(office, MAYA))) == (1, 1)
    office.bot.tick()
    office.settle()
    assert (len(cues(office, DEV)), len(cues(office, MAYA))) == (1, 1)


def test_it_reaches_people_at_any_hour(office: Company) -> None:
    """A meeting on a Saturday evening has its question; nothing else comes then."""
    office.meet(first_date="2027-03-06", starts="20:00")
    office.to(local("2027-03-06", "20:29"))
    quiet = len(office.messages(MAYA))
    office.to(local("2027-03-07", "20:00"))
    assert cues(office, DEV) == ["*15 minutes left, and they are yours.*"]
    assert len(office.messages(MAYA)) == quiet + 1
    office.to(local("2027-03-08", "07:59"))
    assert len(office.messages(DEV)) == 2  # the acceptance and the cue
    office.to(local("2027-03-08", "08:01"))
    assert "The last question is still yours" in office.heading(DEV)[-1]


@pytest.mark.after(story=Company.meet)
def test_a_bot_that_was_down_speaks_while_the_meeting_lasts(office: Company) -> None:
    """Late, but in the last fifteen minutes."""
    office.wake_at(local("2027-03-04", "10:44"))
    assert (len(cues(office, DEV)), len(cues(office, MAYA))) == (1, 1)


@pytest.mark.after(story=prepared)
def test_a_bot_that_was_down_until_the_end_says_nothing(office: Company) -> None:
    """The question that was prepared comes next time."""
    prepared = office.last(MAYA).splitlines()[1]
    office.wake_at(local("2027-03-04", "10:45"))
    office.to(local("2027-03-09", "12:00"))
    assert cues(office, DEV) == cues(office, MAYA) == []
    assert "last question" not in str(office.heading(DEV))
    assert office.rows(Occurrence)[0].outcome is Outcome.MISSED
    office.to_next("preparation")
    assert prepared in office.last(MAYA)
    assert "It waited since last time." in office.last(MAYA)


@pytest.mark.after(story=prepared)
def test_a_cue_that_slack_did_not_take_in_time_is_not_counted_as_asked(office: Company) -> None:
    """Recorded but never out: the question waits for the next time, and nobody is reminded."""
    prepared = office.last(MAYA).splitlines()[1]
    office.slack.faults.switch_on(Trouble.BROKEN, "chat.postMessage", times=None)
    office.slack.clock.set(local("2027-03-04", "10:44"))
    office.bot.tick()
    office.slack.clock.set(local("2027-03-04", "10:45"))
    office.slack.faults.clear()
    office.to(local("2027-03-08", "12:00"))
    assert cues(office, DEV) == []
    assert office.rows(Occurrence)[0].outcome is Outcome.MISSED
    office.to_next("preparation")
    assert prepared in office.last(MAYA)


@pytest.mark.after(story=Company.meet, cadence="1w")
def test_a_bot_that_was_down_for_weeks_goes_on_with_the_next_one(office: Company) -> None:
    """What is over stays over; exactly one is open, and it lies ahead."""
    office.wake_at(local("2027-04-05", "12:00"))
    assert cues(office, DEV) == []
    assert [one.starts_at for one in office.rows(Occurrence) if one.is_open] == [
        local("2027-04-08", "10:00")
    ]


@pytest.mark.after(story=Company.meet)
def test_a_clock_that_jumps_back_asks_nothing_twice(office: Company) -> None:
    """Neither the preparation, nor the cue, nor the follow-up."""
    for kind in ("preparation", "cue"):
        at = office.to_next(kind)
        office.slack.clock.set(at - timedelta(hours=3))
        office.bot.tick()
        office.settle()
        office.to(at + MINUTE)
    assert (len(cues(office, DEV)), len(cues(office, MAYA))) == (1, 1)
    assert len([one for one in office.heading(MAYA) if "For the last" in one]) == 1
    keys = [one.key for one in office.rows(Delivery)]
    assert len(keys) == len(set(keys))


def cue_rows(office: Company) -> list[Delivery]:
    """Return the recorded messages with the question, to both."""
    return [one for one in office.rows(Delivery) if one.kind.startswith("cue.")]


def is_held_back(rows: list[Delivery]) -> bool:
    """Whether Slack has told us to wait, and no call is on its way."""
    is_refused = any(one.retry_at is not None for one in rows)
    return is_refused and all(one.state is Sending.WAITING for one in rows)


@pytest.mark.after(story=prepared)
def test_it_expires_at_the_end(office: Company) -> None:
    """A cue that waits when the meeting is over is never sent."""
    office.slack.faults.switch_on(Trouble.RATE_LIMITED, "chat.postMessage", times=None, seconds=5)
    office.slack.clock.set(local("2027-03-04", "10:44"))
    office.bot.tick()
    assert until(lambda: is_held_back(cue_rows(office)))
    office.slack.clock.set(local("2027-03-04", "10:46"))
    office.slack.faults.clear()
    office.settle()
    assert cues(office, DEV) == []
    assert [one.state for one in cue_rows(office)] == [Sending.EXPIRED, Sending.EXPIRED]


@pytest.mark.after(story=asked)
def test_not_today_by_the_manager_is_seen_by_both(office: Company) -> None:
    """The same question comes back; the report may still answer after all."""
    asked = office.last(DEV).splitlines()[1]
    office.press(MAYA, "Not today")
    assert "it comes back Thursday 18 March" in office.last(MAYA)
    assert "It will wait for Thursday 18 March" in office.last(DEV)
    office.to_next("close")
    assert office.rows(Occurrence)[0].outcome is Outcome.DEFERRED
    office.to_next("preparation")
    assert asked in office.last(MAYA)


@pytest.mark.after(story=asked)
def test_answered_after_all_it_does_not_come_back(office: Company) -> None:
    """Not today, then an answer: another question is next."""
    asked = office.last(DEV).splitlines()[1]
    office.press(DEV, "Not today")
    office.press(DEV, "Answer after all")
    office.fill(DEV, words="here it is")
    office.to_next("close")
    office.to_next("preparation")
    assert asked not in office.last(MAYA)


@pytest.mark.after(story=asked)
def test_we_talked_about_it_settles_it(office: Company) -> None:
    """Noted once; the report is not reminded, and may still write it down."""
    office.press(MAYA, "We talked about it")
    assert "Noted: you two talked about it." in office.last(MAYA)
    office.to(local("2027-03-08", "12:00"))
    assert "15 minutes left" in office.heading(DEV)[-1]
    office.press(DEV, "Answer")
    assert office.fill(DEV, words="what we said").errors == {}


def test_unanswered_it_comes_back_once_the_next_working_morning(office: Company) -> None:
    """One gentle follow-up, then silence."""
    office.meet(first_date="2027-03-05")
    office.to_next("cue")
    office.to(local("2027-03-08", "07:59"))
    assert "15 minutes left" in office.heading(DEV)[-1]
    office.to(local("2027-03-08", "08:01"))
    assert "The last question is still yours" in office.heading(DEV)[-1]
    count = len(office.messages(DEV))
    office.to(local("2027-03-18", "12:00"))
    assert len(office.messages(DEV)) == count


@pytest.mark.after(story=asked, cadence="1w")
def test_not_today_on_the_follow_up_brings_it_back(office: Company) -> None:
    """The same question is the next one."""
    asked = office.last(DEV).splitlines()[1]
    office.to(local("2027-03-05", "08:01"))
    office.press(DEV, "Not today")
    assert "It will wait for Thursday 11 March" in office.last(DEV)
    office.to_next("preparation")
    assert asked in office.last(MAYA)


@pytest.mark.after(story=asked, cadence="1w")
def test_once_the_next_is_prepared_nothing_old_can_wait_for_it(office: Company) -> None:
    """The button of the last time says so, and changes nothing."""
    office.to_next("close")
    office.to_next("preparation")
    prepared = office.last(MAYA)
    office.press(DEV, "Not today")
    assert "This has moved on" in office.modal(DEV)
    office.press(MAYA, "Not today")
    assert office.last(MAYA) == prepared


@pytest.mark.after(story=asked, cadence="1w")
def test_an_answered_question_is_not_followed_up(office: Company) -> None:
    """Nor one that was put off."""
    office.press(DEV, "Answer")
    office.fill(DEV, words="done")
    office.to(local("2027-03-09", "12:00"))
    assert "last question" not in str(office.heading(DEV))
    office.to_next("cue")
    office.press(DEV, "Not today")
    office.to(local("2027-03-16", "12:00"))
    assert "last question" not in str(office.heading(DEV))
