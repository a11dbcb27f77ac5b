"""Showing somebody their Home tab again after they did something."""

from collections.abc import Callable

ShowHome = Callable[[], None]
"""Publishes the caller's Home tab as things stand now."""
