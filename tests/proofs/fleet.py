"""Several processes of the bot, each started again whenever it has ended, as hosts do."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from tests.running import Bot, Surroundings

BREATH = 0.05


@dataclass
class Part:
    """One of the processes: started again until it is to be gone for good."""

    name: str
    told: Surroundings
    folder: Path
    bots: list[Bot] = field(default_factory=list)
    is_gone: bool = False

    def keep(self) -> None:
        """See that it runs."""
        if not self.is_gone and (not self.bots or not self.bots[-1].is_alive()):
            kind = self.name.partition("-")[0]
            log = self.folder / f"{self.name}.{len(self.bots)}.log"
            self.bots.append(Bot(self.told, log, ("-m", "bot", kind)))

    def is_up(self) -> bool:
        """Whether it works at present."""
        return self.bots[-1].is_alive() and self.bots[-1].is_up()

    def kill(self) -> None:
        """End it at once, as a crash of the machine would."""
        self.bots[-1].kill()

    def stop(self) -> None:
        """Ask it to end, for good."""
        self.is_gone = True
        self.bots[-1].stop()


class Fleet:
    """The processes, watched over."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = {part.name: part for part in parts}
        self._is_over = Event()
        self._watch = Thread(target=self._watch_over, daemon=True)

    def start(self) -> None:
        """Start all, and return when all are up."""
        for part in self.parts.values():
            part.keep()
        for part in self.parts.values():
            part.bots[-1].wait_until_started()
        self._watch.start()

    def stop(self) -> None:
        """End all for good."""
        self._is_over.set()
        if self._watch.is_alive():
            self._watch.join()
        for part in self.parts.values():
            if part.bots:
                part.stop()

    def kill_one(self, kind: str) -> bool:
        """Kill the process of this kind that has worked the longest; False where none works."""
        up = [part for name, part in self.parts.items() if kind in name and part.is_up()]
        if up:
            min(up, key=lambda part: part.bots[-1].pid).kill()
        return bool(up)

    def ended(self) -> list[str]:
        """Return the names of those that do not run."""
        return [name for name, part in self.parts.items() if not part.bots[-1].is_alive()]

    def started(self) -> int:
        """Return how many processes there have been."""
        return sum(len(part.bots) for part in self.parts.values())

    def _watch_over(self) -> None:
        while not self._is_over.wait(BREATH):
            for part in self.parts.values():
                part.keep()


@contextmanager
def fleet(parts: Sequence[Part]) -> Iterator[Fleet]:
    """Run these processes as long as the caller needs them."""
    ships = Fleet(parts)
    try:
        ships.start()
        yield ships
    finally:
        ships.stop()


def wait_for(is_done: Callable[[], object], seconds: float, every: float = BREATH) -> None:
    """Wait until something is so; raise AssertionError where that takes longer."""
    ends = time.monotonic() + seconds
    while not is_done():
        assert time.monotonic() < ends, "it takes too long"
        time.sleep(every)
