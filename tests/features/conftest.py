"""A company for each test."""

from collections.abc import Iterator

import pytest

from tests.company import Company, company


@pytest.fixture
def office() -> Iterator[Company]:
    """Open the company on a Monday at 08:30."""
    with company() as opened:
        yield opened
