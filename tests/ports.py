"""Ports for what the tests start: none that a connection, or a test beside this one, may take.

Asking the system for a free port and closing it again leaves a gap in which somebody else may get
the same one. So each process counts through ports of its own, below those of the system's choice.
"""

import os
from itertools import cycle
from socket import create_server

FIRST, EACH, PROCESSES = 12_000, 40, 500  # the system chooses from 32,768 on

_mine = cycle(range(EACH))


def free_port() -> int:
    """Return a port on which nobody listens just now; raise OSError where all are taken."""
    start = FIRST + os.getpid() % PROCESSES * EACH
    for _ in range(EACH):
        port = start + next(_mine)
        try:
            create_server(("0.0.0.0", port)).close()  # noqa: S104 - the bot listens there too
        except OSError:
            continue
        return port
    raise OSError(f"All ports from {start} to {start + EACH - 1} are taken")
