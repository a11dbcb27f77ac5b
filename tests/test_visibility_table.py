"""The privacy promise: the README's table says what the bot does, for every role and thing."""

from collections.abc import Iterator

import pytest

from bot.app import FEATURES
from tests import visibility_table
from tests.company import Company
from tests.visibility_table import NO, ROLES, SHOWS, THINGS, YES, Table


@pytest.fixture(scope="module")
def office() -> Iterator[Company]:
    """Open a company with somebody in every role, once for all."""
    with visibility_table.peopled() as opened:
        yield opened


@pytest.fixture(scope="module")
def table(office: Company) -> Table:
    """Let everybody look wherever they can, once for all."""
    return visibility_table.found_out(office)


def test_no_button_lets_an_outsider_in(office: Company) -> None:
    """A colleague, the owner and another workspace pass at no button and no form, by no id."""
    assert list(visibility_table.doors(office)) == []


def test_the_readme_says_what_was_found_out(table: Table) -> None:
    """The README's table is this one; `python -m tests.visibility_table` writes it anew."""
    assert visibility_table.written() == visibility_table.as_markdown(table)


def test_everybody_sees_what_is_their_own(table: Table) -> None:
    """Every thing came into its owner's sight, so that a dash elsewhere means something."""
    assert all(cells["you"] == YES for cells in table.values())


@pytest.mark.parametrize(
    "role",
    [
        "a former manager",
        "your manager's manager",
        "a former buddy",
        "the program's owner",
        "a colleague",
        "another workspace",
    ],
)
def test_those_without_a_part_see_nothing(table: Table, role: str) -> None:
    """For this role nothing comes into sight."""
    assert {cells[role] for cells in table.values()} == {NO}


def test_nobody_sees_what_is_for_oneself_alone(table: Table) -> None:
    """What is shared with nobody comes into nobody else's sight."""
    alone = [
        "an answer kept to yourself",
        "an answer shared, then taken back",
        "a message not yet said to be an answer",
        "what you took away from a buddy",
        "whom you would rather not meet",
        "what you told about your role, skills and wishes",
        "an idea for a next move that you saved",
        "your settings",
        "who has read what you shared",
    ]
    for thing in alone:
        assert [role for role in ROLES if table[thing][role] == YES] == ["you"]


def test_all_that_shows_something_is_tried() -> None:
    """Each button of the walk exists, and each that opens or reads something is in it."""
    names = {act.name for feature in FEATURES for act in feature.acts}
    assert set(SHOWS) <= names
    readers = {name for name in names if name.endswith((".read", ".edit", ".about"))}
    assert readers <= set(SHOWS)
    assert len(THINGS) == len(set(THINGS.values()))
