"""A company whose bot has read the roles before: reading them again would only take time."""

from collections.abc import Iterator

import pytest

from bot.admin import PROMPTS
from bot.catalogue import shelf as shelves
from bot.catalogue.shelf import Shelf
from tests.company import Company
from tests.features.moves.people import peopled
from tests.past import Past


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """Read the roles, once for all tests."""
    found = shelves.shelf(PROMPTS)
    assert found.lexicon
    assert found.lattice.voices
    return found


@pytest.fixture
def office(shelf: Shelf, past: Past | None) -> Iterator[Company]:
    """Open the company on a Monday at 08:30, or where its past ended."""
    with peopled(shelf, past=past) as opened:
        yield opened
