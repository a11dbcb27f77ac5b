"""How the bot logs: one line per event, with ids and never with what people wrote."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePath
from traceback import extract_tb
from typing import TextIO

import bot
from bot.data.store import reason

OURS = Path(bot.__file__).parent
QUIET = ("apscheduler", "slack_bolt", "slack_sdk", "waitress", "alembic", "psycopg")
# The one tells of each trouble with the database many times, delivery itself once; the other of
# each request that waits a millisecond for a thread.
TOO_LOUD = ("procrastinate", "waitress.queue")


class OneLine(logging.Formatter):
    """Writes `time level logger event`, an error as its kind and place: its text may hold words.

    Only what a database says of itself is told: a full disk, a lost server.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        return " ".join(super().format(record).splitlines())

    def formatTime(  # noqa: N802  # logging's own name
        self, record: logging.LogRecord, datefmt: str | None = None
    ) -> str:
        """Return when it happened, in UTC."""
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.strftime(datefmt) if datefmt else moment.isoformat(timespec="milliseconds")

    def formatException(self, ei: object) -> str:  # noqa: N802  # logging's own name
        """Return each error's kind, and the last places of ours that it came through."""
        error = ei[1] if isinstance(ei, tuple) else None
        return " and ".join(f"error={reason(one)} at={_places(one)}" for one in _leaves(error))


def log_to(stream: TextIO, level: int = logging.INFO) -> None:
    """Send events to `stream` from `level` up, those of libraries where something is wrong."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # What no line says need not be found out for each: see "Optimization" in logging's manual.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in TOO_LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _leaves(error: object) -> Iterator[BaseException]:
    """Yield an error, or those of which a group is made."""
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    elif isinstance(error, BaseException):
        yield error


def _places(error: BaseException) -> str:
    frames = extract_tb(error.__traceback__)
    ours = [one for one in frames if OURS in PurePath(one.filename).parents] or frames
    return "<".join(f"{PurePath(f.filename).name}:{f.lineno}" for f in reversed(ours[-3:]))
