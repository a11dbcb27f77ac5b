"""What goes wrong: ticks that fire twice, crashes half-way, forged buttons, a bot that was down."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.data.buddy_tables import Buddy, BuddyMatch, BuddyRound, BuddySeat
from bot.data.tables import Delivery
from bot.features.buddies.carrying import hold_rounds
from bot.features.buddies.introducing import introduce
from bot.playground.faults import Trouble
from tests.company import ANA, DEV, KIM, LENA, TOM, Company
from tests.features.buddies.round import at, hold, join, matches, member, room, words

FOUR = (TOM, DEV, ANA, LENA)


CRASH = """CREATE TRIGGER crash BEFORE INSERT ON {0} WHEN (SELECT count(*) FROM {0}) % 2 = {1}
BEGIN SELECT RAISE(ABORT, 'crash'); END"""


@contextmanager
def crashing(office: Company, table: str, rows: int) -> Iterator[None]:
    """Let the database fail while a table has an even (0) or odd (1) number of rows."""
    _run(office, CRASH.format(table, rows))
    yield
    _run(office, "DROP TRIGGER crash")


def _run(office: Company, statement: str) -> None:
    with office.bot.desk.store.begin() as session:
        session.connection().execute(text(statement))


def test_a_round_that_is_carried_on_by_many_is_held_once(office: Company) -> None:
    """However many look at the same moment, there is one round, and one of each message."""
    for user in FOUR:
        join(office, user)
    office.slack.clock.set(at("2027-03-02", "16:00"))
    with ThreadPoolExecutor(4) as pool:
        for run in (hold_rounds, hold_rounds, introduce):
            for one in [pool.submit(run, office.bot.desk) for _ in range(4)]:
                one.result()
    office.settle()
    held = [one.held_on.isoformat() for one in office.rows(BuddyRound)]
    assert held == ["2027-03-02", "2027-03-09"]
    assert sorted(user for match in matches(office) for user in match) == sorted(FOUR)
    assert len(office.rows(BuddyMatch)) == 2
    keys = [one.key for one in office.rows(Delivery) if one.kind == "buddy.introduction"]
    assert len(keys) == len(set(keys)) == 2


def test_who_is_locked_out_is_passed_over_and_the_rest_meet(
    office: Company, caplog: pytest.LogCaptureFixture
) -> None:
    """Where no key opens whom somebody must not meet, they meet nobody; the others do."""
    for user in (TOM, DEV, ANA):
        join(office, user)
    _lose_key(office, TOM)
    hold(office)
    assert matches(office) == [[ANA, DEV]]
    assert f"buddy.locked team={office.slack.team_id} user={TOM}" in caplog.text
    office.press_home(ANA, "Leave")
    assert matches(office) == []
    assert member(office, DEV).waited == 1


def test_who_is_locked_out_after_the_pairing_still_meets(office: Company) -> None:
    """Two who are paired are introduced, though nothing can be said about why."""
    join(office, DEV)
    join(office, ANA)
    office.to(at("2027-03-02", "09:00"))
    assert matches(office) == [[ANA, DEV]]
    assert not room(office, DEV, ANA)
    _lose_key(office, DEV)
    office.to(at("2027-03-02", "18:00"))
    assert "Ana, meet Dev" in words(room(office, DEV, ANA))


def _lose_key(office: Company, user: str) -> None:
    """Let no key of ours open whom somebody must not meet."""
    with office.bot.desk.store.begin() as session:
        one = session.get_one(Buddy, (office.slack.team_id, user))
        one.sealed_never = Fernet(Fernet.generate_key()).encrypt(b"[]").decode()


@pytest.mark.parametrize("table", ["buddy_match", "buddy_seat", "buddy_round"])
def test_a_crash_leaves_no_half_a_round(office: Company, table: str) -> None:
    """A round whose writing breaks off was never held; the next look holds it as a whole."""
    for user in FOUR:
        join(office, user)
    office.slack.clock.set(at("2027-03-02", "16:00"))
    with crashing(office, table, 1):
        for _ in range(2):  # to warn, and to pair
            try:
                office.bot.run_errands()
            except* IntegrityError:
                pass
        assert (office.rows(BuddyMatch), office.rows(BuddySeat)) == ([], [])
        assert len(office.rows(BuddyRound)) == 1
    office.wake_at(at("2027-03-02", "16:01"))
    assert sorted(user for match in matches(office) for user in match) == sorted(FOUR)
    assert len(office.rows(BuddySeat)) == 4


def test_a_crash_at_the_introduction_is_made_good(office: Company) -> None:
    """Where recording the message fails, the same conversation is used by the next tick."""
    join(office, DEV)
    join(office, ANA)
    office.slack.clock.set(at("2027-03-02", "09:10"))
    office.bot.run_errands()
    office.slack.clock.set(at("2027-03-02", "11:00"))
    office.settle()  # nothing else is written from here on
    rows = len(office.rows(Delivery)) % 2
    with crashing(office, "delivery", rows), pytest.RaisesGroup(IntegrityError):
        office.bot.catch_up()
    assert [one.introduced_at for one in office.rows(BuddyMatch)] == [None]
    office.wake_at(at("2027-03-02", "11:05"))
    assert len(room(office, DEV, ANA)) == 1


def test_slack_away_at_the_introduction_is_waited_out(office: Company) -> None:
    """A conversation that cannot be opened just now is opened a minute later."""
    join(office, DEV)
    join(office, ANA)
    office.slack.faults.switch_on(Trouble.RATE_LIMITED, "conversations.open", seconds=1)
    office.to(at("2027-03-02", "10:30"))
    assert not room(office, DEV, ANA)
    office.to(at("2027-03-02", "10:32"))
    assert len(room(office, DEV, ANA)) == 1


def test_a_round_that_is_days_late_is_left_out(office: Company) -> None:
    """A bot that comes back on Saturday holds no Tuesday's round, and plans the next."""
    join(office, DEV)
    join(office, ANA)
    office.wake_at(at("2027-03-06", "12:00"))
    office.wake_at(at("2027-03-06", "12:01"))
    assert matches(office) == []
    assert office.rows(BuddyRound)[-1].held_on.isoformat() == "2027-03-09"


@pytest.mark.parametrize(
    "action",
    ["met", "not_yet", "could_not", "about", "takeaway", "file", "time.0", "time.2"],
)
def test_a_foreign_match_is_nobodys_business(office: Company, action: str) -> None:
    """A forged or foreign id changes nothing and tells nothing."""
    join(office, DEV, line="A line of Dev's")
    join(office, ANA)
    hold(office)
    times = office.rows(BuddyMatch)[0].times
    before = [one.model_dump() for one in office.rows(BuddySeat)]
    for value in ("1", f"1 {times[0]}", "99", "-1", "x", "", "9" * 30, "1; drop"):
        office.forge(KIM, f"buddy.{action}", value)
        assert "A line of" not in office.modal(KIM)
        office.slack.dismiss(KIM)
    assert [one.model_dump() for one in office.rows(BuddySeat)] == before
    assert office.forge_form(KIM, "buddy.takeaway", "1", words={"value": "x"}).status_code == 200
    assert [one.model_dump() for one in office.rows(BuddySeat)] == before


def test_a_forged_time_is_not_proposed(office: Company) -> None:
    """Only times that the bot found can be chosen, and only while they lie ahead."""
    join(office, DEV)
    join(office, ANA)
    hold(office)
    for moment in ("2027-03-03T03:00:00+00:00", "2020-01-01T00:00:00", "soon"):
        office.forge(DEV, "buddy.time.0", f"1 {moment}")
        assert "That time is over" in office.modal(DEV)
        office.slack.dismiss(DEV)
    assert len(room(office, DEV, ANA)) == 1


def test_forged_days_skip_nothing(office: Company) -> None:
    """Only one's own next round can be skipped, by the day that it has."""
    join(office, DEV)
    for value in ("2027-03-03", "2030-01-01", "never", ""):
        office.forge(DEV, "buddy.skip", value)
        assert "has moved on" in office.modal(DEV)
    assert "Your next round: tomorrow." in office.home(DEV)


def test_those_who_never_joined_can_press_without_harm(office: Company) -> None:
    """Old buttons of somebody who is not in say that things have moved on."""
    for action in ("skip", "unskip", "resume"):
        office.forge(KIM, f"buddy.{action}", "2027-03-02")
        assert "has moved on" in office.modal(KIM)
    assert office.forge_form(
        KIM, "buddy.pause", "", until={"selected_date": "2027-05-01"}
    ).is_success
    assert "You have left" not in words(office.messages(KIM))
