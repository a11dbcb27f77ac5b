"""Those who answer for the program see counts of everybody together, and nothing else."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest

from bot.data.hosting_tables import Installation
from bot.data.program_tables import WeekCount
from bot.data.tables import Delivery, OneOnOne, Person, Sending
from bot.playground.faults import Trouble
from tests.company import ANA, DEV, GUS, KIM, LENA, MAYA, NOOR, TOM, Company, company, local

TALLIED = local("2027-03-09", "02:00")  # a day after the week, by the clock of UTC
SECRET = "word-secret"
FAILED = "user_not_found"


REPORTS = (DEV, ANA, TOM, LENA, KIM)


@pytest.fixture
def office() -> Iterator[Company]:
    """Open the company with an owner of the program."""
    with company(owners=(NOOR,)) as opened:
        yield opened


@pytest.fixture(scope="module")
def counted() -> Iterator[Company]:
    """Let six live a week and be counted, once for all who look at what was published."""
    with company(owners=(NOOR,)) as opened:
        live_a_week(opened, (*REPORTS, NOOR))
        count(opened)
        yield opened


def live_a_week(office: Company, reports: tuple[str, ...]) -> None:
    """Let everybody of `reports` meet Maya on Thursday; the first of them puts it off."""
    for report in reports:
        office.meet(report, MAYA, cadence="1w", zone="Europe/Berlin")
    office.to(local("2027-03-04", "10:31"))
    office.press(reports[0], "Not today")
    for report in reports[1:]:
        office.press(report, "Answer")
        office.fill(report, words=SECRET)
    office.to(local("2027-03-04", "12:00"))


def count(office: Company) -> None:
    """Go on to the day on which the week is counted."""
    office.to(TALLIED)
    office.bot.tidy()


def test_enough_people_are_counted(office: Company) -> None:
    """Five whose question was asked are a number; what nobody did is a zero."""
    live_a_week(office, REPORTS)
    office.press(DEV, "Answer after all")
    office.fill(DEV, words=SECRET)
    assert "The first counts come on Tuesday 9 March" in office.home(NOOR)
    count(office)
    assert "talked about 0, asked 5, put off 0, left out 0" in office.home(NOOR)


def test_a_closed_week_is_shown_to_the_owner_alone(counted: Company) -> None:
    """On Home and by command; others hear whose it is, and their Home has nothing of it."""
    home = counted.home(NOOR)
    assert "The week from Monday 1 March" in home
    assert "asked not shown" in home  # five were asked and one put it off: both would tell of one
    assert SECRET not in home
    counted.command(NOOR, "program")
    assert "The week from Monday 1 March" in counted.whisper(NOOR)
    counted.command(DEV, "program")
    assert "TRELLIS_OWNERS" in counted.whisper(DEV)
    assert "The program" not in counted.home(DEV)


def test_what_was_published_never_changes(counted: Company) -> None:
    """Whoever erases everything afterwards leaves the numbers as they were."""
    before = [(one.week, one.kind, one.count) for one in counted.rows(WeekCount)]
    counted.command(ANA, "forget me")
    counted.fill(ANA)
    counted.settle()
    assert not [one for one in counted.rows(OneOnOne) if one.report == ANA]
    counted.bot.tidy()
    counted.bot.tidy()
    assert [(one.week, one.kind, one.count) for one in counted.rows(WeekCount)] == before


def test_pictures_come_with_their_words_and_the_table_with_the_same_counts(
    counted: Company,
) -> None:
    """A picture of what may be shown, with a text that says it, and a CSV."""
    counted.press_home(NOOR, "Send me a picture")
    counted.slack.dismiss(NOOR)
    counted.press_home(NOOR, "Send me a table")
    found = [file for one in counted.messages(NOOR) for file in one.files]
    files = sorted(found, key=lambda one: ("meetings", "buddies", "program").index(_stem(one.name)))
    assert [one.content.startswith(b"\x89PNG") for one in files] == [True, False]
    assert "1 Mar: talked about 0, asked not shown, put off not shown" in files[0].alt
    rows = [*csv.reader(StringIO(files[1].content.decode("utf-8-sig")))]
    assert ["2027-03-01", "talked about", "0"] in rows
    assert ["2027-03-01", "put off", "not shown"] in rows


def _stem(name: str) -> str:
    return name.partition("-")[0]


def test_without_the_scope_the_words_come_alone(
    counted: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files are not granted the picture's text says it all."""
    monkeypatch.setattr(counted.slack, "scopes", counted.slack.scopes - {"files:write"})
    before = len(counted.messages(NOOR))
    counted.press_home(NOOR, "Send me a picture")
    said_now = counted.messages(NOOR)[before:]
    assert "1 Mar: talked about 0, asked" in str([one.text for one in said_now])
    assert not [file for one in said_now for file in one.files]


def test_nobody_else_gets_a_file(office: Company) -> None:
    """A forged press of somebody else sends nothing, and says whose it is."""
    for action in ("program.picture", "program.csv"):
        office.forge(DEV, action, "all")
        assert "not yours" in office.modal(DEV)
        office.slack.dismiss(DEV)
    assert office.rows(Delivery) == []


def test_the_first_counts_come_on_the_day_that_was_named(office: Company) -> None:
    """Whoever moves the demo's clock past that day finds them there."""
    office.meet()
    assert "The first counts come on Tuesday 9 March" in office.home(NOOR)
    office.to(local("2027-03-09", "12:00"))
    assert "The first counts" not in office.home(NOOR)


def test_a_week_that_is_over_and_not_counted_yet_comes_first(office: Company) -> None:
    """On Monday the week before still waits for Tuesday."""
    office.meet()
    office.to(local("2027-03-08", "12:00"))
    assert "The first counts come on Tuesday 9 March" in office.home(NOOR)


def test_about_fewer_than_five_there_is_one_sentence(office: Company) -> None:
    """On Home, and in the place of pictures."""
    live_a_week(office, (DEV,))
    count(office)
    home = office.home(NOOR)
    assert home.count("Fewer than 5 people: nothing to show yet.") == 1
    assert "not shown" not in home
    before = len(office.messages(NOOR))
    office.press_home(NOOR, "Send me a picture")
    told = office.messages(NOOR)[before:]
    assert [one.files for one in told] == [(), ()]
    assert all("Fewer than 5 people" in one.text for one in told)


def test_failures_come_with_what_to_do(office: Company) -> None:
    """The reason, how often, and what to do; never who or what."""
    office.meet()
    office.slack.faults.switch_on(Trouble.REFUSED, "chat.postMessage", error=FAILED, times=1)
    office.to_next("preparation")
    assert [one.state for one in office.rows(Delivery) if one.error] == [Sending.FAILED]
    home = office.home(NOOR)
    assert f"`{FAILED}` (a few): Slack does not know somebody any more." in home
    office.to(office.slack.clock.now() + timedelta(days=8))
    assert "Every message of the last seven days has arrived" in office.home(NOOR)


def test_without_a_named_owner_the_installer_answers() -> None:
    """Where the settings name nobody, it is whoever installed the app."""
    with company() as office:
        office.home(GUS)
        assert "The program" not in office.home(KIM)
        with office.bot.desk.store.begin() as session:
            team, now = office.slack.team_id, office.slack.clock.now()
            session.add(Installation(team=team, sealed="", installed_by=KIM, installed_at=now))
        assert "The program" in office.home(KIM)
        assert {one.user for one in office.rows(Person)} == {GUS, KIM}
