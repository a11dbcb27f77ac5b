"""Consent and quiet: one message before anybody accepts, and an off switch next to everything."""

import re
from datetime import timedelta

import pytest

from bot.app import FEATURES
from bot.data.buddy_tables import Buddy, Part
from bot.data.tables import Meeting, OneOnOne
from tests.company import ANA, DEV, MAYA, NOOR, TOM, Company, local, said
from tests.features.buddies.round import room, words
from tests.features.one_on_ones.test_set_up import propose
from tests.features.stories import prepared

DAYS = 45
# Shown to those who answer for the program, and to nobody else.
FOR_OWNERS = frozenset({"program"})


def join(office: Company, user: str) -> None:
    """Let somebody take part in buddies."""
    office.command(user, "buddy")
    office.press_whisper(user, "Find a career buddy")
    office.fill(user, seeks=["feedback"], gives=["writing"], every="4")
    office.slack.dismiss(user)


def test_before_they_accept_they_get_one_message(office: Company) -> None:
    """Whatever the proposer does, however long it lasts: one message, with accept and decline."""
    propose(office, DEV, MAYA)
    (message,) = office.messages(MAYA)
    labels = said(message.blocks)
    assert "Accept" in labels
    assert "Not now" in labels
    office.press_home(DEV, "Settings")
    office.fill(DEV, starts="11:00")
    office.slack.dismiss(DEV)
    office.to(office.slack.clock.now() + timedelta(days=DAYS))
    assert len(office.messages(MAYA)) == 1


@pytest.mark.after(story=Company.meet)
def test_whoever_never_asked_hears_nothing(office: Company) -> None:
    """Rounds of buddies and others' one-on-ones reach nobody else."""
    join(office, ANA)
    join(office, TOM)
    office.to(office.slack.clock.now() + timedelta(days=DAYS))
    others = {"U0LENA", "U0NOOR", "U0GUS", "U0KIM"}
    assert not [one for user in others for one in office.messages(user)]


@pytest.mark.after(story=Company.meet, cadence="1w")
def test_everything_is_paused_at_once_and_goes_on_by_itself(office: Company) -> None:
    """One form rests one-on-ones and buddies; on the day everything is asked again."""
    join(office, DEV)
    office.press_home(DEV, "Pause everything…")
    assert "after today" in office.fill(DEV, until="2027-03-01").errors["until"]
    office.fill(DEV, until="2027-03-15")
    assert "Everything rests* until Monday 15 March" in office.modal(DEV)
    office.slack.dismiss(DEV)
    assert "paused the questions" in office.last(MAYA)
    before = len(office.messages(DEV))
    office.to(local("2027-03-14", "23:00"))
    assert len(office.messages(DEV)) == before
    assert str(office.rows(Buddy)[0].paused_until) == "2027-03-15"
    assert office.to_next("cue") == local("2027-03-18", "10:30")


@pytest.mark.after(story=prepared)
def test_what_was_not_answered_before_a_pause_is_not_asked_for_in_it(office: Company) -> None:
    """The follow-up of the next morning stays away from somebody who rests."""
    office.to_next("cue")
    office.to(local("2027-03-04", "12:00"))
    office.command(DEV, "pause")
    office.fill(DEV, until="2027-03-15")
    before = len(office.messages(DEV))
    office.to(local("2027-03-08", "12:00"))
    assert len(office.messages(DEV)) == before


def test_nobody_is_asked_in_a_pause_whether_they_met(office: Company) -> None:
    """Of two buddies the one who rests hears nothing of it; the other is asked."""
    join(office, DEV)
    join(office, ANA)
    office.to(local("2027-03-02", "18:00"))
    (first,) = room(office, DEV, ANA)
    office.press(ANA, next(it for it in words([first]).splitlines() if "Thu" in it), on=first)
    office.command(DEV, "pause")
    office.fill(DEV, until="2027-04-12")
    office.slack.dismiss(DEV)
    before = len(office.messages(DEV))
    office.to(local("2027-04-05", "12:00"))
    assert len(office.messages(DEV)) == before
    assert office.heading(ANA) == ["*Did you and Dev meet?*"]


@pytest.mark.after(story=Company.meet)
def test_the_command_pauses_everything_too(office: Company) -> None:
    """`/career pause` opens the same form."""
    office.command(DEV, "pause")
    office.fill(DEV, until="2027-03-15")
    assert office.rows(OneOnOne)[0].paused_until is not None


@pytest.mark.after(story=Company.meet)
def test_everything_is_stopped_from_home(office: Company) -> None:
    """The button does what `/career stop` does, at once."""
    join(office, DEV)
    office.press_home(DEV, "Stop everything")
    assert "Stopped." in office.modal(DEV)
    assert office.rows(OneOnOne)[0].state is Meeting.ENDED
    assert office.rows(Buddy)[0].part is Part.LEFT
    before = len(office.messages(DEV))
    office.to(office.slack.clock.now() + timedelta(days=DAYS))
    assert len(office.messages(DEV)) == before


def test_help_names_every_command(office: Company) -> None:
    """Each word after /career stands in the help, and the help names none that does nothing."""
    office.command(DEV, "help")
    listed = set(re.findall(r"/career ([a-z-]+)", office.whisper(DEV)))
    words = {command.word for feature in FEATURES for command in feature.commands}
    assert listed == words - FOR_OWNERS


def test_zone_hours_days_and_country_are_theirs_to_change(office: Company) -> None:
    """What Slack says holds until they say otherwise; the line on Home follows."""
    assert "08:00–18:00, Monday to Friday, Europe/Berlin" in office.home(DEV)
    office.press_home(DEV, "Settings")
    fields = {"zone": "Asia/Tokyo", "starts": "10:00", "ends": "16:30", "country": "jp"}
    assert office.fill(DEV, **fields, days=["2", "3"]).errors == {}
    assert "10:00–16:30, Tuesday, Wednesday, Asia/Tokyo. Holidays: JP" in office.home(DEV)


@pytest.mark.parametrize(
    "said_",
    ["how do i stop this?", "Please stop", "stop asking me", "pause", "leave me alone!", "opt out"],
)
def test_whoever_has_enough_is_shown_the_way_out(office: Company, said_: str) -> None:
    """In whatever words: two buttons, of which one pauses and one ends; nothing else happens."""
    office.write(DEV, said_)
    assert "A pause ends by itself" in office.last(DEV)
    office.press(DEV, "Pause everything…")
    assert "Until which day?" in office.modal(DEV)
    office.slack.dismiss(DEV)
    office.press(DEV, "Stop everything")
    assert "Stopped." in office.modal(DEV)


def test_an_answer_with_such_a_word_is_an_answer(office: Company) -> None:
    """A sentence about work that speaks of stopping is nobody's wish to stop."""
    office.write(DEV, "I would like to stop doing support and write more")
    assert "A pause ends by itself" not in office.last(DEV)


def test_stopping_says_what_has_ended(office: Company) -> None:
    """Whoever had nothing reads that; whoever had only buddies reads of those."""
    office.write(NOOR, "stop")
    assert "There was nothing to end." in office.last(NOOR)
    assert "one-on-ones" not in office.last(NOOR)
    join(office, ANA)
    office.write(ANA, "stop")
    assert "You have left career buddies." in office.last(ANA)
    assert "one-on-ones with Trellis have ended" not in office.last(ANA)
    office.meet()
    join(office, DEV)
    office.command(DEV, "stop")
    (*_, told) = office.slack.ephemerals(DEV, office.slack.dm(DEV))
    assert "Your one-on-ones with Trellis have ended. You have left" in told.text
