"""Waiting for something to happen, however busy the machine is."""

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE = 30.0  # seconds; what is waited for takes a small part of one
BREATH = 0.01


def until(holds: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Wait until something holds, at most for `seconds`; say whether it does."""
    ends = monotonic() + seconds
    while not holds():
        if monotonic() > ends:
            return False
        sleep(BREATH)
    return True
