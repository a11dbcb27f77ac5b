"""Who somebody is: known once, whatever comes at the same moment, and as Slack said last."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.data import people
from bot.data.tables import Delivery, Person
from bot.playground.people import Member
from bot.settings import database_url
from tests.company import ANA, DEV, TOM, Company, company


@pytest.mark.postgres
def test_who_becomes_known_meanwhile_is_heard(postgres_url: str) -> None:
    """A message is heard though another of the same person has made them known just then."""
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        desk, seen = office.bot.desk, list[str]()

        def meet(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if "INTO seen_event" in statement and not seen:
                seen.append(statement)
                with desk.store.begin() as session:
                    people.remember(session, office.slack.team_id, {"id": ANA}, desk.now())

        event.listen(desk.store.engine, "after_cursor_execute", meet)
        office.write(ANA, "help")
        assert seen
        assert "/career help" in office.last(ANA)


@pytest.mark.postgres
def test_two_first_things_at_once_are_both_done(postgres_url: str) -> None:
    """Home is shown though something else of the same person has made them known just then."""
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        desk, met = office.bot.desk, list[str]()

        def meet(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if statement.startswith("INSERT INTO person") and not met:
                met.append(statement)
                with desk.store.begin() as session:
                    people.remember(session, office.slack.team_id, {"id": ANA}, desk.now())

        event.listen(desk.store.engine, "before_cursor_execute", meet)
        opened = {"type": "app_home_opened", "tab": "home", "user": ANA, "channel": "D1"}
        assert office.tell(opened).status_code == 200
        assert met
        assert office.slack.home(ANA)


def test_a_profile_that_comes_late_or_again_changes_nothing(office: Company) -> None:
    """What Slack has told since holds, though an older change arrives after it."""
    office.home(DEV)
    team, now = office.slack.team_id, office.slack.clock.now()
    old = office.slack.members[DEV].as_slack(team, now, with_email=False)
    office.slack.clock.set(now + timedelta(minutes=1))
    office.slack.change_member(DEV, tz="America/New_York")
    office.tell({"type": "user_change", "user": old})
    (dev,) = [one for one in office.rows(Person) if one.user == DEV]
    assert dev.zone == "America/New_York"


def test_of_whom_nobody_knows_nothing_is_kept(office: Company) -> None:
    """A change of somebody who never wrote to the bot, or was forgotten, leaves no row."""
    office.slack.change_member(TOM, tz="America/New_York")
    office.slack.join(Member(id="U0ZOE", name="zoe", real_name="Zoe"))
    assert office.rows(Person) == []


def test_a_mention_by_somebody_of_another_company_is_not_answered(office: Company) -> None:
    """Met in a shared channel, they learn nothing of colleagues."""
    desk, sam = office.bot.desk, {"id": "U0SAM", "name": "sam", "team_id": "T0B"}
    with desk.store.begin() as session:
        people.remember(session, office.slack.team_id, sam, desk.now())
    said = {"type": "app_mention", "user": "U0SAM", "channel": "C0GENERAL", "ts": "1.2"}
    office.tell(said | {"text": "<@U0BOT> who can tell me about being a data analyst?"})
    assert office.rows(Delivery) == []
