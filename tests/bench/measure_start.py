"""How long `python -m bot run` takes to be ready, and what it needs at rest."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench import CannotMeasure, Figure
from tests.running import Place, playing, running

STARTS = 5
REST = 3.0  # seconds after which a process that started is at rest


def measure() -> Iterator[Figure]:
    """Yield the seconds from the command to "started", and the resident memory afterwards."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with playing(f"sqlite:///{folder}/start.db") as place:
            _seconds(place, log)  # makes the database, and compiles what was not compiled
            yield Figure("start_s", median(_seconds(place, log) for _ in range(STARTS)), "s")
            yield Figure("rss_mb", _megabytes(place, log), "MB")


def _seconds(place: Place, log: Path) -> float:
    began = time.perf_counter()
    with running(place, log):
        return time.perf_counter() - began


def _megabytes(place: Place, log: Path) -> float:
    with running(place, log) as bot:
        time.sleep(REST)
        status = Path(f"/proc/{bot.pid}/status")
        if not status.exists():
            raise CannotMeasure("rss_mb needs /proc, which only Linux has")
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
