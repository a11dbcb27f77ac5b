"""The manager's preparation: when it comes, what it shows, and what can be done with it."""

from datetime import date, timedelta

import pytest

from bot.data.tables import Occurrence, Outcome, Question
from tests.company import DEV, MAYA, Company, local
from tests.features.stories import prepared


def question(office: Company, user: str) -> str:
    """Return the question in this person's latest message."""
    return office.last(user).splitlines()[1]


@pytest.mark.after(story=Company.meet)
def test_it_comes_two_hours_before(office: Company) -> None:
    """The question, its reason, two follow-ups and what to listen for; nothing to the report."""
    assert office.to_next("preparation") == local("2027-03-04", "08:00")
    shown = office.last(MAYA)
    for part in ("Today at 10:00 with Dev", "If it goes well, ask:", "Listen for:", "Theme:"):
        assert part in shown
    assert "Only you see this message." in shown
    assert office.messages(DEV)[-1].text.startswith("*Maya accepted.*")


def test_an_early_meeting_is_prepared_the_afternoon_before(office: Company) -> None:
    """Two hours before a Monday's 09:00 nobody works: it comes on Friday at 16:00."""
    office.meet(first_date="2027-03-08", starts="09:00")
    assert office.to_next("preparation") == local("2027-03-05", "16:00")
    assert "Monday 8 March at 09:00 with Dev" in office.last(MAYA)


def test_what_is_set_up_shortly_before_is_prepared_at_once(office: Company) -> None:
    """Accepted half an hour before the meeting, the manager still sees the question."""
    office.meet(first_date="2027-03-01", starts="09:00")
    office.bot.tick()
    office.settle()
    assert "Today at 09:00 with Dev" in office.last(MAYA)


@pytest.mark.after(story=prepared)
def test_what_is_moved_close_is_prepared_at_once(office: Company) -> None:
    """The question stays, the message comes again with the new time."""
    asked = question(office, MAYA)
    office.press_home(DEV, "More…")
    office.press(DEV, "Change")
    office.fill(DEV, first_date="2027-03-04", starts="09:00")
    office.bot.tick()
    office.settle()
    assert "Today at 09:00 with Dev" in office.last(MAYA)
    assert question(office, MAYA) == asked


def test_nothing_is_prepared_once_the_meeting_has_begun(office: Company) -> None:
    """The cue comes all the same, with a question."""
    office.meet(first_date="2027-03-01", starts="08:15", minutes="45")
    office.bot.tick()
    office.settle()
    assert "Accepted." in office.last(MAYA)
    office.to_next("cue")
    assert "15 minutes left, for Dev." in office.last(MAYA)


@pytest.mark.after(story=prepared)
def test_another_question_never_shows_one_that_was_turned_down(office: Company) -> None:
    """Each press brings a new one; the last one is asked."""
    seen = [question(office, MAYA)]
    for _ in range(6):
        office.press(MAYA, "Another question")
        seen.append(question(office, MAYA))
    assert len(set(seen)) == len(seen)
    office.to_next("cue")
    assert question(office, DEV) == seen[-1]
    assert len([one for one in office.rows(Question) if one.state == "asked"]) == 1


@pytest.mark.after(story=prepared)
def test_a_press_that_comes_again_changes_nothing_more(office: Company) -> None:
    """Sent twice, or pressed twice before the message is new, one question is turned down."""
    first = question(office, MAYA)
    buttons = next(one for one in office.messages(MAYA)[-1].blocks if one["type"] == "actions")
    value = buttons["elements"][0]["value"]
    for _ in range(2):
        assert office.forge(MAYA, "prepare.another", value).status_code == 200
    office.settle()
    assert question(office, MAYA) != first
    assert len([one for one in office.rows(Question) if one.state == "dropped"]) == 1


@pytest.mark.after(story=prepared)
def test_the_manager_writes_their_own(office: Company) -> None:
    """It takes the place of the chosen one, safe to read, and both see it at the cue."""
    office.press(MAYA, "Write my own")
    assert "Please write the question" in office.fill(MAYA, question=" \u200b ").errors["question"]
    assert office.fill(MAYA, question="What <!here> & now?").errors == {}
    office.slack.dismiss(MAYA)
    assert question(office, MAYA) == "What &lt;!here&gt; &amp; now?"
    assert "You wrote it." in office.last(MAYA)
    office.to_next("cue")
    assert question(office, DEV) == "What &lt;!here&gt; &amp; now?"
    assert "Another question" not in str(office.messages(MAYA)[-1].blocks)


@pytest.mark.after(story=Company.meet)
def test_either_picks_from_the_bank(office: Company) -> None:
    """The report's choice is prepared, and says so."""
    office.press_home(DEV, "Choose the question")
    office.choose(DEV, "theme", "energy")
    modal = office.slack.modal(DEV)
    assert modal is not None
    picked = next(one for one in modal.blocks if "accessory" in one)
    words = picked["text"]["text"]
    office.press(DEV, "Ask this")
    assert "This question will be asked Thursday at 10:30." in office.modal(DEV)
    office.slack.dismiss(DEV)
    office.to_next("preparation")
    assert question(office, MAYA) == words
    assert "Dev picked it." in office.last(MAYA)


@pytest.mark.after(story=prepared)
def test_a_skipped_question_waits_for_the_next_time(office: Company) -> None:
    """Nothing is asked this time; the same question comes first next time."""
    asked = question(office, MAYA)
    office.press(MAYA, "Skip this time")
    assert "Skipped." in office.last(MAYA)
    assert "it waits for Thursday 18 March" in office.last(MAYA)
    office.to(local("2027-03-05", "12:00"))
    assert not [one for one in office.heading(DEV) if "minutes left" in one]
    assert office.rows(Occurrence)[0].outcome is Outcome.SKIPPED
    office.to_next("preparation")
    assert question(office, MAYA) == asked
    assert "It waited since last time." in office.last(MAYA)


@pytest.mark.after(story=prepared)
def test_a_skip_can_be_taken_back(office: Company) -> None:
    """Until its moment has come: the message is the preparation again, and the question comes."""
    asked, before = question(office, MAYA), len(office.messages(MAYA))
    for _ in range(2):
        office.press(MAYA, "Skip this time")
        assert "Skipped." in office.last(MAYA)
        office.press(MAYA, "Ask after all")
        assert question(office, MAYA) == asked
    office.press(MAYA, "Another question")
    other = question(office, MAYA)
    assert other != asked
    assert len(office.messages(MAYA)) == before
    assert office.to_next("cue") == local("2027-03-04", "10:30")
    assert question(office, DEV) == other
    ends = [Outcome.WITHDRAWN, Outcome.WITHDRAWN, None]
    assert (
        sorted(map(str, (one.outcome for one in office.rows(Occurrence))))
        == [*map(str, ends)][::-1]
    )
    office.to(local("2027-03-04", "12:00"))
    assert office.to_next("preparation").date() == date(2027, 3, 18)


@pytest.mark.after(story=prepared)
def test_a_question_for_the_next_time_stays_for_the_next_time(office: Company) -> None:
    """Picked while this one was skipped, it is asked in its turn, and not at this meeting."""
    asked = question(office, MAYA)
    office.press(MAYA, "Skip this time")
    office.press_home(DEV, "Choose the question")
    office.choose(DEV, "theme", "energy")
    modal = office.slack.modal(DEV)
    assert modal is not None
    picked = next(one for one in modal.blocks if "accessory" in one)["text"]["text"]
    office.press(DEV, "Ask this")
    office.slack.dismiss(DEV)
    office.press(MAYA, "Ask after all")
    office.to_next("cue")
    assert question(office, DEV) == asked
    office.to(local("2027-03-18", "10:31"))
    assert question(office, DEV) == picked


@pytest.mark.after(story=prepared)
def test_what_no_longer_takes_place_is_not_asked_after_all(office: Company) -> None:
    """A pause that covers the meeting keeps it skipped, and the button says so."""
    office.press(MAYA, "Skip this time")
    office.command(MAYA, "pause")
    office.fill(MAYA, until="2027-03-30")
    office.slack.dismiss(MAYA)
    office.press(MAYA, "Ask after all")
    assert "This has moved on" in office.modal(MAYA)
    assert office.rows(Occurrence)[0].outcome is Outcome.SKIPPED


@pytest.mark.after(story=prepared)
def test_when_its_moment_is_past_a_skip_stays(office: Company) -> None:
    """The button of an old message says that time has moved on, and changes nothing."""
    office.press(MAYA, "Skip this time")
    old = office.messages(MAYA)[-1]
    office.to(local("2027-03-04", "10:31"))
    office.press(MAYA, "Ask after all", on=old)
    assert "This has moved on" in office.modal(MAYA)
    assert [one.outcome for one in office.rows(Occurrence)] == [Outcome.SKIPPED, None]


@pytest.mark.after(story=Company.meet)
def test_leaving_out_the_next_one_can_be_taken_back_where_it_was_done(office: Company) -> None:
    """The notice that says so has the way back; a second press finds it done."""
    office.press_home(DEV, "Skip the next")
    office.press(DEV, "Ask after all")
    assert "Not left out" in office.modal(DEV)
    assert "Thursday at 10:30" in office.modal(DEV)
    (first, _) = office.rows(Occurrence)
    office.forge(DEV, "meeting.unskip", str(first.id))
    assert "Not left out" in office.modal(DEV)
    assert office.to_next("cue") == local("2027-03-04", "10:30")


@pytest.mark.after(story=prepared)
def test_old_buttons_say_that_time_has_moved_on(office: Company) -> None:
    """After the cue the preparation's buttons change nothing."""
    old = office.messages(MAYA)[-1]
    office.to_next("cue")
    before = question(office, DEV)
    for label in ("Another question", "Write my own", "Skip this time"):
        office.press(MAYA, label, on=old)
        assert "This has moved on" in office.modal(MAYA)
        office.slack.dismiss(MAYA)
    assert question(office, DEV) == before


def test_a_preparation_waits_for_working_hours_and_then_is_too_late(office: Company) -> None:
    """Set up at night for early morning: nothing at night, the question still comes at its time."""
    office.to(local("2027-03-03", "23:00"))
    office.command(DEV, "one-on-one @maya")
    office.fill(DEV, first_date="2027-03-04", starts="07:00", minutes="45")
    office.press_home(MAYA, "Accept")
    office.to(local("2027-03-04", "06:59"))
    assert not [one for one in office.heading(MAYA) if "For the last" in one]
    office.to(local("2027-03-04", "12:00"))
    assert not [one for one in office.heading(MAYA) if "For the last" in one]
    assert [one for one in office.heading(DEV) if "minutes left" in one]


@pytest.mark.after(story=Company.meet)
def test_settings_move_the_preparation(office: Company) -> None:
    """A manager who begins at noon is prepared the afternoon before."""
    office.press_home(MAYA, "Settings")
    office.fill(MAYA, starts="09:30", ends="17:00")
    at = office.to_next("preparation")
    assert at == local("2027-03-03", "16:00")
    assert "Thursday 4 March at 10:00 with Dev" in office.last(MAYA)
    assert office.to_next("cue") - at == timedelta(hours=18, minutes=30)
