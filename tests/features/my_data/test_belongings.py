"""No table and no column is forgotten by export, erasure and the change of keys."""

import pytest
from sqlalchemy import JSON, Enum, String, Table
from sqlmodel import AutoString, SQLModel

from bot.app import CONTRACT
from bot.data.belongings import BELONGINGS, TEAM, Belonging, Fate, owned
from bot.data.rekeying import sealed_tables

TOKENS = {"installation"}  # sealed as well, and nobody wrote them
TABLES = {table.name: table for table in SQLModel.metadata.sorted_tables}


def texts(table: Table) -> set[str]:
    """Return the columns in which an id, a word or a list of such could stand."""
    kinds = (AutoString, String, JSON)
    found = {one.name for one in table.columns if isinstance(one.type, kinds)}
    return found - {one.name for one in table.columns if isinstance(one.type, Enum)} - {TEAM}


def test_every_table_says_what_it_holds_of_people() -> None:
    """A new table fails here until it has a line in `bot.data.belongings`."""
    assert sorted(one.table.name for one in BELONGINGS) == sorted(TABLES)


@pytest.mark.parametrize("one", BELONGINGS, ids=lambda one: str(one.table.name))
def test_every_text_is_named_once(one: Belonging) -> None:
    """Each column of text is an owner, another's name, plain, or sealed, and only one of these."""
    named = [*one.owners, *one.others, *one.plain, *one.sealed]
    assert sorted(named) == sorted(texts(one.table))


def test_what_is_sealed_has_an_owner() -> None:
    """Words belong to somebody: they can be exported, erased, and locked with a new key."""
    sealed = {one.table.name for one in BELONGINGS if one.sealed}
    assert sealed == {table.name for table in sealed_tables()}
    assert sealed - TOKENS == {one.table.name for one in owned() if one.sealed}


def test_every_row_has_a_workspace() -> None:
    """Erasing a workspace reaches every table."""
    assert all(TEAM in table.c for table in TABLES.values())


def test_everything_owned_has_words() -> None:
    """The export's page and the count before erasing name each kind of thing."""
    tables = {one.table.name for one in owned()}
    assert {f"my_data_page.{name}" for name in tables} <= CONTRACT.keys()
    assert {f"my_data_page.{name}_line" for name in tables} <= CONTRACT.keys()
    assert {f"my_data_count.{name}" for name in tables - {"person"}} <= CONTRACT.keys()


def test_what_is_apart_holds_no_words() -> None:
    """Messages are erased in their own way, and nothing in them is sealed."""
    assert [one.table.name for one in BELONGINGS if one.fate is Fate.APART] == ["delivery"]
    assert not [one for one in BELONGINGS if one.fate is Fate.APART and one.sealed]
