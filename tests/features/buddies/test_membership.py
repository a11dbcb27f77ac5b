"""Taking part and stepping back: each holds at once, and each is one click or one form."""

import pytest

from bot.data.buddy_tables import Buddy, BuddyRound, Part
from bot.data.tables import Person
from tests.company import ANA, DEV, GUS, KIM, LENA, TOM, Company
from tests.features.buddies.round import at, hold, join, matches, member, room, words


def test_one_member_is_told_kindly_and_comes_first(office: Company) -> None:
    """The only one in a round hears why nobody was found, and waits at the head of the queue."""
    join(office, DEV)
    hold(office)
    assert "you are the only one in this round so far" in office.last(DEV)
    assert member(office, DEV).waited == 1
    office.command(DEV, "buddy")
    assert "You come first now." in office.whisper(DEV)


def test_two_who_must_not_meet_are_not_paired(office: Company) -> None:
    """A do-not-pair list works in both directions, and nobody learns of it."""
    join(office, DEV, never=[ANA])
    join(office, ANA)
    hold(office)
    assert matches(office) == []
    assert office.last(ANA).splitlines()[0] == office.last(DEV).splitlines()[0]
    assert ANA not in member(office, DEV).sealed_never
    assert len(member(office, DEV).sealed_never) == len(member(office, ANA).sealed_never)


@pytest.mark.after(story=Company.meet)
def test_manager_and_report_are_kept_apart(office: Company) -> None:
    """Who has one-on-ones with somebody is not their buddy, unless both want that."""
    join(office, DEV)
    join(office, "U0MAYA", line_rule=[])
    hold(office)
    assert matches(office) == []


def test_the_company_s_list_keeps_manager_and_report_apart(office: Company) -> None:
    """Without any one-on-one here, the list knows who reports to whom, and which department."""
    office.home(DEV)
    with office.bot.desk.store.begin() as session:
        dev = session.get_one(Person, (office.slack.team_id, DEV))
        dev.manager, dev.department = ANA, "Support"
    join(office, DEV)
    assert member(office, DEV).department == "Support"
    join(office, ANA, line_rule=[])
    hold(office)
    assert matches(office) == []


@pytest.mark.after(story=Company.meet)
def test_every_manager_s_wish_keeps_them_apart_from_a_report(office: Company) -> None:
    """Who has two managers, one here and one by the list, is kept from either who wishes it."""
    with office.bot.desk.store.begin() as session:
        session.get_one(Person, (office.slack.team_id, DEV)).manager = ANA
    join(office, DEV, line_rule=[])
    join(office, ANA)
    hold(office)
    assert matches(office) == []


def test_a_form_without_a_topic_is_refused(office: Company) -> None:
    """At least one topic is needed, and the form keeps what was filled in."""
    office.command(DEV, "buddy")
    office.press_whisper(DEV, "Find a career buddy")
    assert "seeks" in office.fill(DEV, line="Hello").errors
    assert office.rows(Buddy) == []


def test_a_guest_cannot_join(office: Company) -> None:
    """A guest is told that buddies are for members."""
    office.command(GUS, "buddy")
    office.press_whisper(GUS, "Find a career buddy")
    assert "you are a guest here" in office.modal(GUS)


def test_joining_twice_changes_what_was_said(office: Company) -> None:
    """There is one row for each person, with the latest choices, and one round."""
    join(office, DEV)
    office.press_home(DEV, "Change")
    assert office.fill(DEV, seeks=["data"], every="2").ok
    assert [(one.seeks, one.every) for one in office.rows(Buddy)] == [(["data"], 2)]
    assert len(office.rows(BuddyRound)) == 1


def test_the_next_round_can_be_skipped_and_taken_back(office: Company) -> None:
    """Skipped by the warning's button, taken back on Home, skipped there again."""
    join(office, DEV)
    join(office, ANA)
    office.to(at("2027-03-08", "12:00"))
    office.press(DEV, "Skip this round")
    assert "*Skipped.* Your next round is Tuesday 16 March." in office.last(DEV)
    office.press_home(DEV, "Take part after all")
    assert "You will be paired" in office.last(DEV)
    office.slack.dismiss(DEV)
    office.press_home(DEV, "Skip the next round")
    office.to(at("2027-03-09", "12:00"))
    assert member(office, ANA).waited == 1


def test_a_pause_holds_until_its_day(office: Company) -> None:
    """Nobody is paired with a person who paused; from that day on they are in again."""
    join(office, DEV)
    join(office, ANA)
    office.press_home(DEV, "Pause")
    assert "a day after today" in str(office.fill(DEV, until="2027-02-27").errors)
    assert office.fill(DEV, until="2027-03-05").ok
    office.slack.dismiss(DEV)
    hold(office)
    assert matches(office) == []
    assert "Paused" not in office.home(DEV) or "2027" not in office.home(DEV)
    office.to(at("2027-03-09", "12:00"))
    assert matches(office) == [[ANA, DEV]]


def test_on_leave_by_status_is_not_paired(office: Company) -> None:
    """A palm tree in the status keeps somebody out of a round."""
    join(office, DEV)
    join(office, ANA)
    office.slack.change_member(DEV, status_emoji=":palm_tree:")
    hold(office)
    assert matches(office) == []


def test_leaving_ends_everything(office: Company) -> None:
    """After leaving there is no round, no message, and the form to join again."""
    join(office, DEV)
    join(office, ANA)
    office.press_home(DEV, "Leave")
    assert member(office, DEV).part is Part.LEFT
    before = len(office.messages(DEV))
    hold(office)
    assert len(office.messages(DEV)) == before
    assert "Find a career buddy" in office.home(DEV)


@pytest.mark.parametrize("gone", ["left", "deactivated", "stopped", "skipped"])
def test_who_leaves_before_the_introduction_is_replaced(office: Company, gone: str) -> None:
    """The partner is paired again the same day, and never hears of the one who left."""
    join(office, TOM, seeks=["data"], gives=["customers"])
    join(office, DEV, seeks=["customers"], gives=["data"])
    join(office, ANA, seeks=["stress"], gives=["family"])
    join(office, LENA, seeks=["family"], gives=["stress"])
    office.to(at("2027-03-02", "12:00"))
    assert sorted(matches(office)) == [[ANA, LENA], [DEV, TOM]]
    if gone == "deactivated":
        office.slack.change_member(TOM, deleted=True)
    elif gone == "stopped":
        office.command(TOM, "stop")
    else:
        office.press_home(TOM, "Leave" if gone == "left" else "Skip this round")
    assert matches(office) == [[ANA, DEV, LENA]]
    office.to(at("2027-03-02", "18:00"))
    assert "meet each other" in words(room(office, DEV, ANA, LENA))
    assert not room(office, DEV, TOM)


def test_who_cannot_any_more_frees_the_other(office: Company) -> None:
    """After the day of the round the other is told, and comes first next time."""
    join(office, DEV, every="4")
    join(office, ANA, every="4")
    hold(office)
    office.to(at("2027-03-04", "12:00"))
    office.command(DEV, "buddy")
    office.press_whisper(DEV, "Could not")
    assert "Dev cannot make it this time." in office.last(ANA)
    assert member(office, ANA).waited == 1
    assert matches(office) == []


def test_who_could_not_and_says_so_afterwards(office: Company) -> None:
    """Once it was asked whether they met, the other is told what was, not what will be."""
    join(office, DEV, every="4")
    join(office, ANA, every="4")
    hold(office)
    office.to(at("2027-03-11", "12:00"))
    office.press(DEV, "Could not")
    assert "Dev says that the two of you did not get to meet." in office.last(ANA)
    assert "Last time it did not work out. You come first now." in office.home(ANA)


def test_three_silent_rounds_pause_with_one_click_back(office: Company) -> None:
    """Who never gives a sign is paused and told; one click, and they are in the next round."""
    join(office, DEV)
    join(office, ANA)
    office.to(at("2027-04-02", "12:00"))
    assert member(office, DEV).part is Part.PAUSED
    assert "I have paused your buddies." in words(office.messages(DEV))
    office.press(DEV, "Come back")
    assert member(office, DEV).part is Part.ACTIVE
    assert "Welcome back" in words(office.messages(DEV))
    assert KIM not in [one.user for one in office.rows(Buddy)]


@pytest.mark.parametrize("how", ["leave", "forget"])
def test_who_leaves_is_asked_about_no_match_at_all(office: Company, how: str) -> None:
    """Who has a buddy each week is in two matches at once, and leaves both."""
    for user in (TOM, DEV):
        join(office, user)
    for round_ in ("2027-03-02", "2027-03-09"):
        office.to(at(round_, "12:00"))
    assert matches(office) == [[DEV, TOM], [DEV, TOM]]
    if how == "leave":
        office.press_home(TOM, "Leave")
    else:
        office.command(TOM, "forget me")
        office.fill(TOM)
    assert matches(office) == []
    office.settle()
    heard = len(office.messages(TOM)), len(office.messages(DEV))
    office.to(at("2027-03-15", "07:00"))
    assert (len(office.messages(TOM)), len(office.messages(DEV))) == heard


def test_who_is_left_alone_before_any_introduction_hears_so(office: Company) -> None:
    """Paired on Tuesday, to be introduced on Thursday; on Wednesday the other leaves."""
    office.press_home(TOM, "Settings")
    assert office.fill(TOM, days=["4", "5"]).errors == {}
    join(office, ANA)
    join(office, TOM)
    office.to(at("2027-03-03", "10:00"))
    assert matches(office) == [[ANA, TOM]]
    office.press_home(TOM, "Leave")
    office.to(at("2027-03-03", "15:00"))
    assert "Nobody" in office.last(ANA)
    assert member(office, ANA).waited == 1


def test_a_wish_holds_from_the_moment_it_is_saved(office: Company) -> None:
    """Whoever is named after the pairing and before the introduction is not introduced."""
    join(office, ANA)
    join(office, TOM)
    office.to(at("2027-03-02", "10:05"))
    assert matches(office) == [[ANA, TOM]]
    office.command(ANA, "buddy")
    office.press_whisper(ANA, "Change")
    assert office.fill(ANA, seeks=["feedback"], gives=["writing"], every="1", never=[TOM]).ok
    assert matches(office) == []
    office.slack.dismiss(ANA)
    office.to(at("2027-03-02", "18:00"))
    assert not room(office, ANA, TOM)
