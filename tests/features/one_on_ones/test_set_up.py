"""Setting up a one-on-one: asked, accepted or not, and every refusal with its reason."""

from dataclasses import replace
from typing import Any

import pytest

from bot.data import people
from bot.data.tables import Meeting, OneOnOne, Person
from tests.company import ANA, DEV, GUS, KIM, LENA, MAYA, TOM, Company, local, said

TIMES = {"first_date": "2027-03-04", "starts": "10:00", "minutes": "45", "cadence": "2w"}


def propose(office: Company, who: str, whom: str, **fields: str) -> dict[str, str]:
    """Send the form; return what is wrong with it."""
    office.command(who, "one-on-one")
    errors = dict(office.fill(who, **{"with": whom, **TIMES, **fields}).errors)
    office.slack.dismiss(who)
    return errors


def test_every_refusal_says_why(office: Company) -> None:
    """Not with oneself, a guest, an app, somebody gone, or of elsewhere; nor as a guest."""
    office.slack.admit(replace(office.slack.members[LENA], deleted=True))
    whys = {
        DEV: "A one-on-one takes two.",
        GUS: "Gus is a guest here.",
        "U0TRELLIS": "an app, not a person",
        "USLACKBOT": "an app, not a person",
        LENA: "Lena is no longer active",
        "U0NOBODY": "does not know this person",
    }
    for whom, why in whys.items():
        assert why in propose(office, DEV, whom)["with"]
    office.command(GUS, "one-on-one")
    assert "you are a guest" in office.modal(GUS)
    assert office.rows(OneOnOne) == []


def test_somebody_of_another_workspace_is_refused(office: Company) -> None:
    """Met in a shared channel, but a member elsewhere."""
    desk, sam = office.bot.desk, {"id": "U0SAM", "name": "sam", "team_id": "T0B"}
    with desk.store.begin() as session:
        people.remember(session, office.slack.team_id, sam, desk.now())
    office.command(DEV, "one-on-one")
    assert "belongs to another workspace" in propose(office, DEV, "U0SAM")["with"]


def test_two_people_have_at_most_one(office: Company) -> None:
    """Whoever asks second is told, in either direction, before and after it was accepted."""
    assert propose(office, DEV, MAYA) == {}
    assert "already have one" in propose(office, DEV, MAYA)["with"]
    assert "already have one" in propose(office, MAYA, DEV)["with"]
    office.press(MAYA, "Accept")
    assert "already have one" in propose(office, MAYA, DEV, manager="me")["with"]
    assert len(office.rows(OneOnOne)) == 1


def test_whoever_has_stopped_is_not_asked_until_they_come_back(office: Company) -> None:
    """Stop is respected by others; setting up a one-on-one oneself begins again."""
    office.write(MAYA, "stop")
    assert "Stopped." in office.last(MAYA)
    assert "does not use Trellis" in propose(office, DEV, MAYA)["with"]
    assert propose(office, MAYA, DEV, manager="me") == {}
    office.press(DEV, "Accept")
    assert "Dev accepted" in office.last(MAYA)


def test_nothing_is_asked_before_the_other_accepts(office: Company) -> None:
    """The proposal tells what will happen and who sees what; then there is silence."""
    propose(office, DEV, MAYA)
    asked = office.last(MAYA)
    assert "Dev would like your one-on-ones to end with a career question." in asked
    assert "What Dev writes stays with Dev unless Dev shares it." in asked
    assert "Thursdays 10:00–10:45, every two weeks, first on Thursday 4 March" in asked
    office.to(local("2027-03-04", "11:00"))
    assert len(office.messages(MAYA)) == 1
    assert office.messages(DEV) == []
    assert "has not answered yet" in office.home(DEV)


def test_the_manager_starts_it_too(office: Company) -> None:
    """The report is told what they will be asked, and who sees what."""
    office.command(MAYA, "one-on-one @dev")
    assert office.slack.modal(MAYA).blocks[1]["element"]["initial_user"] == DEV  # type: ignore[union-attr]
    assert office.fill(MAYA, manager="me", **TIMES).errors == {}
    assert "Trellis asks you one question; Maya sees it two hours before" in office.last(DEV)
    office.press(DEV, "Accept")
    meeting = office.rows(OneOnOne)[0]
    assert (meeting.manager, meeting.report, meeting.state) == (MAYA, DEV, Meeting.ACTIVE)


def test_a_proposal_waits_for_working_hours(office: Company) -> None:
    """Asked late in the evening, the other hears in the morning, in their own zone."""
    office.to(local("2027-03-01", "21:00"))
    propose(office, DEV, TOM)  # in New York it is 15:00
    propose(office, DEV, MAYA)
    assert len(office.messages(TOM)) == 1
    assert office.messages(MAYA) == []
    office.to(local("2027-03-02", "07:59"))
    assert office.messages(MAYA) == []
    office.to(local("2027-03-02", "08:01"))
    assert "Dev would like" in office.last(MAYA)


def test_declining_is_said_once_and_is_the_end(office: Company) -> None:
    """Nothing more is sent, and one may ask again another day."""
    propose(office, DEV, MAYA)
    office.press(MAYA, "Not now")
    assert "Maya would rather not start now." in office.last(DEV)
    assert "Not now." in office.last(MAYA)
    office.to(local("2027-03-05", "12:00"))
    assert (len(office.messages(DEV)), len(office.messages(MAYA))) == (1, 1)
    assert propose(office, DEV, MAYA) == {}


@pytest.mark.after(story=Company.meet)
def test_the_first_day_is_named_until_it_is_past(office: Company) -> None:
    """Where not every week has one, which week it is has to be said once."""
    office.press_home(DEV, "More…")
    assert "every two weeks, first on Thursday 4 March" in office.modal(DEV)
    office.slack.dismiss(DEV)
    office.to(local("2027-03-05", "09:00"))
    office.press_home(DEV, "More…")
    assert "every two weeks" in office.modal(DEV)
    assert "first on" not in office.modal(DEV)


def test_the_readers_own_clock_comes_first(office: Company) -> None:
    """Then that of the place by which it was set up, with the day where that is another one."""
    office.to(local("2027-03-01", "15:30"))
    propose(office, TOM, MAYA, first_date="2027-03-05", zone="America/New_York")
    shown = office.last(MAYA)
    assert "Fridays 16:00–16:45, every two weeks, first on Friday 5 March" in shown
    assert "(10:00–10:45 New York time)" in shown
    office.press_home(TOM, "Change")
    office.fill(TOM, starts="20:00")
    assert "Saturdays 02:00–02:45, every two weeks, first on Saturday 6 M" in office.last(MAYA)
    assert "(Fridays 20:00–20:45 New York time)" in office.last(MAYA)


def test_a_message_that_stays_names_the_day(office: Company) -> None:
    """Read a week later, "today" would mean another day."""
    propose(office, DEV, MAYA, first_date="2027-03-01", starts="16:00")
    office.press(MAYA, "Accept")
    assert "The first question comes Monday 1 March at 16:30." in office.last(MAYA)
    assert "The first question comes Monday 1 March at 16:30." in office.last(DEV)


def test_the_invited_change_the_time_and_have_accepted(office: Company) -> None:
    """Both learn the new time, and the question follows it."""
    propose(office, DEV, MAYA)
    office.press(MAYA, "Change the time")
    office.fill(MAYA, first_date="2027-03-05", starts="14:00", minutes="30")
    assert "Maya accepted, at another time:" in office.last(DEV)
    assert "Fridays 14:00–14:30, every two weeks" in office.last(DEV)
    assert "Accepted." in office.last(MAYA)
    assert office.to_next("cue") == local("2027-03-05", "14:15")


def test_the_proposer_changes_it_or_takes_it_back(office: Company) -> None:
    """The proposal says how things stand; nothing new is sent to the other."""
    propose(office, DEV, MAYA)
    office.press_home(DEV, "Change")
    office.fill(DEV, starts="11:00")
    office.slack.dismiss(DEV)
    assert "Thursdays 11:00–11:45" in office.last(MAYA)
    assert office.rows(OneOnOne)[0].state is Meeting.PROPOSED
    office.press_home(DEV, "Take it back")
    assert "Taken back." in office.modal(DEV)
    assert "has ended" in office.last(MAYA)
    assert len(office.messages(MAYA)) == 1


def test_what_was_accepted_meanwhile_is_not_taken_back(office: Company) -> None:
    """Home as it stood before asks to take back a question; what was agreed on since goes on."""
    propose(office, DEV, MAYA)
    office.home(DEV)
    before = office.slack.home(DEV)
    (back,) = (
        one["value"]
        for block in (before.blocks if before else ())
        for one in block.get("elements", ())
        if one.get("action_id") == "meeting.end"
    )
    office.press(MAYA, "Accept")
    office.forge(DEV, "meeting.end", back)
    assert "has moved on" in office.modal(DEV)
    assert office.rows(OneOnOne)[0].state is Meeting.ACTIVE


def test_somebody_with_many_reports_sees_them_all_on_the_next_page(office: Company) -> None:
    """`/career next` answers for more than one, within what Slack shows."""
    for who in (DEV, ANA, TOM, LENA, KIM):
        propose(office, who, MAYA, first_date="2027-03-05")
        office.press(MAYA, "Accept")
    office.command(MAYA, "next")
    shown = said(office.slack.ephemerals(MAYA, office.slack.dm(MAYA))[-1].blocks)
    assert [name in shown for name in ("Dev", "Ana", "Tom", "Lena", "Kim")] == [True] * 5


def test_a_form_that_says_too_little_names_each_field(office: Company) -> None:
    """Malformed and missing values come back by their field, and nothing is recorded."""
    answer = office.forge_form(DEV, "setup", "", minutes={"selected_option": {"value": "7"}}).json()
    assert set(answer["errors"]) == {"with", "first_date", "starts", "cadence", "zone"}
    far: dict[str, Any] = {
        "with": {"selected_user": MAYA},
        "manager": {"selected_option": {"value": "them"}},
        "first_date": {"selected_date": "2031-01-01"},
        "starts": {"selected_time": "10:00"},
        "minutes": {"selected_option": {"value": "121"}},
        "cadence": {"selected_option": {"value": "2w"}},
        "zone": {"selected_option": {"value": "Mars/Olympus"}},
    }
    answer = office.forge_form(DEV, "setup", "", **far).json()
    assert set(answer["errors"]) == {"first_date", "minutes", "zone"}
    assert office.rows(OneOnOne) == []


def test_the_form_begins_with_what_is_usual(office: Company) -> None:
    """Tomorrow where its opener lives, in their zone."""
    office.to(local("2027-03-01", "23:30"))
    office.command(TOM, "one-on-one")
    blocks = {one.get("block_id"): one for one in office.slack.modal(TOM).blocks}  # type: ignore[union-attr]
    assert blocks["first_date"]["element"]["initial_date"] == "2027-03-02"
    assert blocks["zone"]["element"]["initial_option"]["value"] == "America/New_York"


def list_manager(office: Company, user: str, manager: str) -> None:
    """Let the company's list say who somebody's manager is."""
    office.home(user)
    office.home(manager)
    with office.bot.desk.store.begin() as session:
        session.get_one(Person, (office.slack.team_id, user)).manager = manager


def offered(office: Company, user: str) -> tuple[str | None, str]:
    """Return whom the open form offers, and who is the manager."""
    fields = {one.get("block_id"): one for one in office.slack.modal(user).blocks}  # type: ignore[union-attr]
    manager = fields["manager"]["element"]["initial_option"]["value"]
    return fields["with"]["element"].get("initial_user"), manager


def test_the_form_offers_the_manager_whom_the_list_names(office: Company) -> None:
    """A report finds their manager in it, and why; once the two have one, nobody is offered."""
    office.command(DEV, "one-on-one")
    assert offered(office, DEV) == (None, "them")
    list_manager(office, DEV, MAYA)
    office.command(DEV, "one-on-one")
    assert offered(office, DEV) == (MAYA, "them")
    assert "as the company’s list says" in office.modal(DEV)
    office.command(MAYA, "one-on-one @dev")
    assert offered(office, MAYA) == (DEV, "me")
    assert propose(office, DEV, MAYA) == {}
    office.command(DEV, "one-on-one")
    assert offered(office, DEV) == (None, "them")


def test_a_listed_manager_who_is_gone_is_not_offered(office: Company) -> None:
    """The list may be older than Slack."""
    list_manager(office, DEV, MAYA)
    office.slack.change_member(MAYA, deleted=True)
    office.command(DEV, "one-on-one")
    assert offered(office, DEV) == (None, "them")
