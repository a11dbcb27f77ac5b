"""What many tests borrow, and what holds in all of them."""

from collections.abc import Iterator

import pytest

from tests import scoping

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
