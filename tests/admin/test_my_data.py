"""`export`, `erase` and `rotate-keys`, as an operator runs them beside the running bot."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from stat import S_IMODE
from typing import Any
from zipfile import ZipFile

import pytest
from cryptography.fernet import Fernet

from bot.admin import RefusedError
from bot.admin.my_data import erase, export, rotate_keys
from bot.data import rekeying
from bot.data.store import Store
from bot.data.tables import Answer
from bot.settings import Settings
from tests.admin.commands import bot
from tests.company import DEV, MAYA, Company, company, past_of
from tests.features.my_data.life import MINE, THEIRS, live_a_while, tokens

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture(scope="module")
def lived() -> Iterator[Company]:
    """Open a company in which some weeks have passed."""
    with company(keys=(OLD,)) as office:
        live_a_while(office)
        yield office


def settings_of(office: Company, **changes: Any) -> Settings:
    """Return the settings with which the company's bot runs."""
    return replace(office.bot._settings, **changes)  # noqa: SLF001


def test_the_file_holds_everything_and_is_for_one_pair_of_eyes(
    lived: Company, tmp_path: Path
) -> None:
    """The zip has the person's words and nobody else's, and its mode keeps others out."""
    file = tmp_path / "dev.zip"
    said = export(settings_of(lived), lived.slack.team_id, DEV, file)
    assert str(file) in said
    assert S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as archive:
        found = archive.read("my-data.md").decode()
    assert all(words in found for words in MINE)
    assert not [words for words in THEIRS if words in found]


def test_a_file_that_exists_is_not_overwritten(lived: Company, tmp_path: Path) -> None:
    """An existing file is refused in a sentence, and stays as it was."""
    file = tmp_path / "dev.zip"
    file.write_text("mine")
    with pytest.raises(RefusedError, match="cannot be written"):
        export(settings_of(lived), lived.slack.team_id, DEV, file)
    assert file.read_text() == "mine"


def test_somebody_unknown_is_refused(lived: Company, tmp_path: Path) -> None:
    """A wrong id is told, and no file is made."""
    with pytest.raises(RefusedError, match="Nothing is kept of U0NOBODY"):
        export(settings_of(lived), lived.slack.team_id, "U0NOBODY", tmp_path / "x.zip")
    assert not list(tmp_path.iterdir())


def test_keys_rotate_while_the_bot_runs(lived: Company) -> None:
    """After rotation the new key alone opens every value, and a second run changes nothing."""
    before = tokens(lived)
    settings = settings_of(lived, keys=(NEW, OLD))
    assert f"{len(before)} values" in rotate_keys(settings)
    after = tokens(lived)
    assert not set(before.values()) & set(after.values())
    old, new = Fernet(OLD), Fernet(NEW)
    for place, token in after.items():
        assert new.decrypt(token) == old.decrypt(before[place])
    assert rotate_keys(settings).startswith("0 values")
    assert tokens(lived) == after
    rotate_keys(settings_of(lived, keys=(OLD, NEW)))


def test_a_rotation_that_broke_off_goes_on(lived: Company) -> None:
    """What one batch has locked anew stays so, and the next run does only the rest."""
    count = len(tokens(lived))
    store = Store(settings_of(lived).database_url, (NEW, OLD))
    first = next(rekeying.renew(store, batch=1))
    assert first.rows == 1
    assert first.changed
    again, *rest = (one.changed for one in rekeying.renew(store, batch=1))
    assert again == 0
    assert sum(rest) == count - first.changed
    store.close()
    rotate_keys(settings_of(lived, keys=(OLD, NEW)))


def test_what_changes_meanwhile_is_left_alone(lived: Company) -> None:
    """A value that the bot writes between our reading and our writing is not overwritten."""
    store = Store(settings_of(lived).database_url, (NEW, OLD))
    table = next(one for one in rekeying.sealed_tables() if one.name == "promise")
    rows = rekeying._read(store, table, None, 1)  # noqa: SLF001
    fresh = lived.bot.desk.store.vault.lock("fresh")
    with store.begin() as session:
        session.connection().execute(table.update().values(sealed=fresh).where(table.c.id == 1))
    assert rows[0].id == 1
    assert rekeying._renew_rows(store, table, rows).changed == 0  # noqa: SLF001
    store.close()


def test_a_lost_key_is_told(lived: Company) -> None:
    """Values that no key opens are counted, left alone, and said what to do about."""
    before = tokens(lived)
    with pytest.raises(RefusedError, match=f"opens {len(before)} others"):
        rotate_keys(settings_of(lived, keys=(NEW,)))
    assert tokens(lived) == before


def test_erasing_asks_first(lived: Company) -> None:
    """A no changes nothing; the question counts what would go."""
    asked: list[str] = []

    def refuse(question: str) -> bool:
        asked.append(question)
        return False

    said = erase(settings_of(lived), lived.slack.team_id, DEV, refuse)
    assert said == "Nothing was erased."
    assert "answer: 1, answer_draft: 1" in asked[0]
    assert lived.rows(Answer)


def test_erasing_empties_rows_and_messages() -> None:
    """What the operator erases goes from the database, and the running bot empties messages."""
    with company(past=past_of(live_a_while)) as office:
        erase(settings_of(office), office.slack.team_id, DEV, lambda _: True)
        office.settle()
        assert not office.rows(Answer)
        assert not [words for words in MINE if words in office.everything()]
        assert "ended the questions" in office.last(MAYA)


def test_the_command_line_knows_them(tmp_path: Path) -> None:
    """Each command stands in the help, and says in a sentence what settings it lacks."""
    shown = bot("--help", here=tmp_path).stdout
    for command in ("export", "erase", "rotate-keys"):
        assert command in shown
    done = bot("rotate-keys", here=tmp_path)
    assert done.returncode == 1
    assert "TRELLIS_KEYS is missing" in done.stderr
