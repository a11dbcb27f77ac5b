"""A company with a question asked, for tests that only knock at its door."""

from collections.abc import Iterator

import pytest

from tests.company import DEV, Company, company, past_of
from tests.features import stories


@pytest.fixture(scope="module")
def asked() -> Iterator[Company]:
    """Open a company in which Dev was just asked."""
    with company(past=past_of(stories.asked)) as office:
        office.home(DEV)
        yield office


@pytest.fixture
def office() -> Iterator[Company]:
    """Open the company on a Monday at 08:30."""
    with company() as opened:
        yield opened
