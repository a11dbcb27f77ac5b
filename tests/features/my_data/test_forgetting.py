"""`/career forget me`: shown, asked once, and gone: rows, bytes, and words in messages."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.admin.my_data import rotate_keys
from bot.data.tables import Answer, Delivery, Person, Promise, Sending, Workspace
from bot.playground.faults import Trouble
from bot.settings import database_url
from tests.company import DEV, MAYA, Company, company, said
from tests.features.my_data.life import (
    ANSWER,
    MINE,
    PROMISE,
    THEIR_PROMISE,
    THEIRS,
    live_a_while,
    tokens,
)

OPEN = (Sending.WAITING, Sending.SENDING)


def forget(office: Company, user: str = DEV) -> None:
    """Let somebody erase everything, and wait until their messages are emptied."""
    office.command(user, "forget me")
    assert office.fill(user).errors == {}
    office.settle()


def sealed(office: Company) -> dict[str, str]:
    """Return every locked value with the words in it."""
    return {token: open_(office, token) for token in tokens(office).values()}


def open_(office: Company, token: str) -> str:
    """Return the words behind a token."""
    return office.bot.desk.store.vault.open(token)


def bytes_kept(office: Company) -> bytes:
    """Return all that the database's files hold: itself, and the log of changes."""
    path = Path(str(office.bot.desk.store.engine.url.database))
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(path.name + "*")))


def everything_in_slack(office: Company) -> str:
    """Return all that the bot's messages, Home tabs and files hold, for anybody."""
    homes = [said(one.blocks) for one in office.slack.homes.values()]
    kept = [file.content for file in office.slack.files.values()]
    return str((office.everything(), homes, kept))


@pytest.mark.after(story=live_a_while)
def test_it_shows_what_will_go_and_asks_once(office: Company) -> None:
    """The form counts what there is, and closing it changes nothing."""
    office.command(DEV, "forget me")
    shown = office.modal(DEV)
    assert "Answers: 1" in shown
    assert "Replies that you have not kept as an answer: 1" in shown
    assert "Promises that you noted: 1" in shown
    assert "Questions that you wrote: 1" in shown
    assert "One-on-ones: 1" in shown
    office.slack.close_modal(DEV)
    assert len(office.rows(Answer)) == 2


@pytest.mark.after(story=live_a_while)
def test_none_of_the_words_is_left_anywhere(office: Company) -> None:
    """No row, no message, no Home and no file holds a word of mine; the words of others stay."""
    office.command(DEV, "export")
    office.home(DEV)
    forget(office)
    left = str(sealed(office).values())
    assert not [words for words in MINE if words in left]
    assert all(words in left for words in THEIRS)
    shown = everything_in_slack(office)
    assert not [words for words in MINE if words in shown]
    assert not [file for one in office.messages(DEV) for file in one.files]
    assert office.rows(Answer) == []
    assert [open_(office, one.sealed) for one in office.rows(Promise)] == [THEIR_PROMISE]


@pytest.mark.after(story=live_a_while)
def test_the_bytes_are_gone_from_the_files(office: Company) -> None:
    """Neither file of the database holds my words, my id, or an old token; nor after a vacuum."""
    mine = [token for token, words in sealed(office).items() if words in MINE]
    assert len(mine) == len(MINE)
    assert all(one.encode() in bytes_kept(office) for one in (*mine, DEV))
    forget(office)
    office.bot.tidy()
    assert not [one for one in office.rows(Delivery) if one.to == DEV]
    assert not [one for one in office.rows(Person) if one.user == DEV]
    assert not [one for one in (*MINE, *mine, DEV) if one.encode() in bytes_kept(office)]
    with office.bot.desk.store.engine.connect() as connection:
        own: Any = connection.connection.driver_connection
        own.execute("VACUUM")
    office.bot.desk.store.scrub()
    kept = bytes_kept(office)
    assert not [one for one in (*MINE, *mine, DEV) if one.encode() in kept]


@pytest.mark.after(story=live_a_while)
def test_the_other_hears_and_keeps_their_own(office: Company) -> None:
    """The manager is told that it ended; what they noted stays, and nothing more comes."""
    forget(office)
    assert "ended the questions" in office.last(MAYA)
    before = len(office.messages(MAYA))
    office.to(office.slack.clock.now() + timedelta(days=40))
    assert len(office.messages(MAYA)) == before
    assert "gone" not in office.home(MAYA)


@pytest.mark.after(story=live_a_while)
def test_a_manager_who_goes_leaves_the_answers_to_their_authors(office: Company) -> None:
    """My answers stay mine when my manager erases everything; their question is gone."""
    forget(office, MAYA)
    assert not [words for words in THEIRS if words in str(sealed(office).values())]
    assert not [words for words in THEIRS if words in everything_in_slack(office)]
    assert "Somebody who has erased everything read" in office.home(DEV)
    office.press_home(DEV, "Read")
    office.slack.dismiss(DEV)
    assert {open_(office, one.sealed) for one in office.rows(Answer)} >= {ANSWER}
    assert {open_(office, one.sealed) for one in office.rows(Promise)} == {PROMISE}
    assert not [one for one in office.rows(Answer) if one.shared_with]


@pytest.mark.after(story=Company.meet)
def test_what_is_on_its_way_does_not_arrive(office: Company) -> None:
    """A question that Slack could not take yet is not sent after its reader erased everything."""
    before = len(office.messages(DEV))
    office.slack.faults.switch_on(Trouble.RATE_LIMITED, "chat.postMessage", times=None, seconds=1)
    cue = next(one for one in office.slack.coming() if one.kind == "cue")
    office.slack.clock.set(cue.at)
    office.bot.tick()
    assert [one for one in office.rows(Delivery) if one.to == DEV and one.state in OPEN]
    office.slack.command(DEV, office.slack.dm(DEV), "/career", "forget me")
    office.slack.submit(DEV, {})
    office.slack.faults.clear()
    office.settle()
    assert len(office.messages(DEV)) == before
    assert "minutes left, and they are yours" not in office.everything()


def test_doing_it_twice_does_no_harm(office: Company) -> None:
    """Somebody of whom nothing is left hears so, and can erase that as well."""
    forget(office)
    office.command(DEV, "forget me")
    assert "nothing of yours" in office.modal(DEV)
    office.fill(DEV)
    assert "Erased." in office.modal(DEV)


@pytest.mark.after(story=live_a_while)
def test_one_can_begin_again(office: Company) -> None:
    """After everything was erased a new one-on-one with the same person can be set up."""
    forget(office)
    office.slack.dismiss(DEV)
    office.meet(first_date="2027-04-15")
    office.to_next("preparation")
    assert "with Dev" in office.last(MAYA)


@pytest.mark.after(story=live_a_while)
def test_whoever_is_deactivated_is_erased_after_the_days(office: Company) -> None:
    """A deactivated account keeps its words for thirty days, and then nothing is left."""
    office.slack.change_member(DEV, deleted=True)
    left = office.slack.clock.now()
    office.slack.clock.set(left + timedelta(days=29))
    office.bot.tidy()
    assert [one for one in office.rows(Answer) if not one.is_draft]
    office.slack.clock.set(left + timedelta(days=30, minutes=1))
    office.bot.tidy()
    office.settle()
    assert not [words for words in MINE if words in str(sealed(office).values())]
    assert not [one for one in office.rows(Person) if one.user == DEV]


@pytest.mark.after(story=live_a_while)
def test_whoever_comes_back_in_time_is_not_erased(office: Company) -> None:
    """An account that is activated again keeps everything."""
    for is_deleted in (True, False):
        profile = {"id": DEV, "deleted": is_deleted, "team_id": office.slack.team_id}
        office.tell({"type": "user_change", "user": profile})
    office.slack.clock.set(office.slack.clock.now() + timedelta(days=31))
    office.bot.tidy()
    assert ANSWER in str(sealed(office).values())


@pytest.mark.after(story=live_a_while)
def test_an_uninstalled_workspace_is_erased_after_the_days(office: Company) -> None:
    """No row of a workspace outlives thirty days after the app was removed from it."""
    office.tell({"type": "app_uninstalled"})
    office.slack.clock.set(office.slack.clock.now() + timedelta(days=29))
    office.bot.tidy()
    assert office.rows(Workspace)
    office.slack.clock.set(office.slack.clock.now() + timedelta(days=2))
    office.bot.tidy()
    with office.bot.desk.store.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "last_tick":
                continue  # the installation's own
            assert not session.connection().execute(text(f"SELECT 1 FROM {table.name}")).first()  # noqa: S608  # our own names


@pytest.mark.postgres
def test_postgres_forgets_as_well(postgres_url: str) -> None:
    """In PostgreSQL everything is exported, locked anew, and erased in the same way."""
    url = database_url({"DATABASE_URL": postgres_url})
    with company(database_url=url) as office:
        live_a_while(office)
        office.command(DEV, "export")
        settings = office.bot._settings  # noqa: SLF001
        new = Fernet.generate_key().decode()
        assert "12 values" in rotate_keys(replace(settings, keys=(new, *settings.keys)))
        rotate_keys(replace(settings, keys=(*settings.keys, new)))
        forget(office)
        office.bot.tidy()
        assert not [words for words in MINE if words in str(sealed(office).values())]
        assert not [one for one in office.rows(Delivery) if one.to == DEV]
        assert not [words for words in MINE if words in everything_in_slack(office)]
