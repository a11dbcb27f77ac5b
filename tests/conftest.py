"""What many tests borrow, and what holds in all of them."""

from collections.abc import Iterator

import pytest

from tests import plans, scoping

pytest_plugins = (
    "tests.engines",
    "tests.examples",
    "tests.playground.browser",
    "tests.postgres",
    "tests.side_by_side",
)


@pytest.fixture(autouse=True)
def _one_workspace_at_a_time() -> Iterator[None]:
    """Fail a test in which the bot asks its database for more than one workspace's rows."""
    with scoping.watch() as found:
        yield
    assert sorted(set(found)) == []


@pytest.fixture(autouse=True)
def _never_through_a_whole_table() -> Iterator[None]:
    """Fail a test in which the bot reads more rows the more people there are, and need not."""
    with plans.watch() as found:
        yield
    assert sorted(set(found)) == []
