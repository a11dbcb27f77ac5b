"""How the tests are shared among the processes that run them side by side.

What is dear to set up is set up once: the tests that need it keep together in one process. They
begin first, so that no long row of them is left for the end.
"""

import os

import pytest

TOGETHER = {"browser": "browser", "postgres": "postgres"}  # by marker: one Chromium, one server
NEEDS = {"postgres_server": "postgres", "postgres_url": "postgres"}  # by fixture
GROUP = "xdist_group"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Use one process more than there are cores: a part of every test is waiting."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name each test's group; the groups come first, and all keep the order that they have."""
    for item in items:
        name = _group(item)
        if name and not item.get_closest_marker(GROUP):
            item.add_marker(pytest.mark.xdist_group(name))
    items.sort(key=lambda item: item.get_closest_marker(GROUP) is None)


def _group(item: pytest.Item) -> str | None:
    marked = (name for mark, name in TOGETHER.items() if item.get_closest_marker(mark))
    used = (NEEDS[one] for one in getattr(item, "fixturenames", ()) if one in NEEDS)
    return next(marked, None) or next(used, None)
