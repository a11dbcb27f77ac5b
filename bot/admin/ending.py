"""However a demo is ended, it clears up first: no file and no process of it stays."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def until_interrupted() -> Iterator[None]:
    """Let Ctrl+C end what is within, and `kill` and a closed terminal do the same."""
    for told in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        yield
