"""How the tests are shared among the processes that run them side by side.

What is dear to set up is set up once: the tests that need it keep together in one process. They
and the long ones begin first, so that no long row is left for the end.
"""

import os
import re
from collections.abc import Generator
from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

LONG = "tests/proofs/"
TOGETHER = {  # by what stands in a test's id
    "browser": re.compile(r"/test_page_(frame|kit|talk)\.py|/test_demo\.py|/test_browser\.py"),
    "postgres": re.compile(r"postgres|/test_(distributed|paces)\.py"),
    "program": re.compile(r"/test_program\.py"),
    "visibility": re.compile(r"/test_visibility_table\.py"),
}


class Grouped(LoadScopeScheduling):  # type: ignore[misc]  # xdist brings no types
    """Gives a process one test after the other, and those that keep together all at once."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid) or nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Grouped:
    """Share the tests as this module says, however many processes there are."""
    return Grouped(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Use one process more than there are cores: a part of every test is waiting."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long ones come first, then those that keep together; else their order stays."""
    items.sort(key=lambda item: (LONG not in item.nodeid, not group(item.nodeid)))


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Let a report be sent to who gathers them, whatever hostile text was logged in its test."""
    report = yield
    return _sendable(report)


def _sendable(value: Any) -> Any:
    """Return a part of a report, where what is no text in UTF-8 is spelled out."""
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if isinstance(value, dict):
        return {_sendable(key): _sendable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_sendable, value))
    return value


def group(test: str) -> str:
    """Return the name of the tests with which this one keeps together; empty for none."""
    return next((name for name, ids in TOGETHER.items() if ids.search(test)), "")
