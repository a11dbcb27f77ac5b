"""A company for each test."""

from collections.abc import Iterator

import pytest

from tests.company import Company, company, past_of
from tests.past import Past


@pytest.fixture
def past(request: pytest.FixtureRequest) -> Past | None:
    """Return what has happened before the test, as its mark says: `after(story=…, **how)`."""
    mark = request.node.get_closest_marker("after")
    return past_of(**mark.kwargs) if mark else None


@pytest.fixture
def office(past: Past | None) -> Iterator[Company]:
    """Open the company on a Monday at 08:30, or where its past ended."""
    with company(past=past) as opened:
        yield opened
