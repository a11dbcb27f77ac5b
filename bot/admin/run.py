"""`python -m bot run`: clock, delivery and listening in one process, until told to stop.

On PostgreSQL they can also be processes of their own, any number of each: `web`, `worker`, `clock`.
"""

import gc
import logging
import os
import signal
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from errno import EADDRINUSE
from socket import socket, socketpair

from slack_sdk.errors import SlackApiError
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.admin import LANGUAGE, PROMPTS, WRONG_KEYS, RefusedError
from bot.admin.databases import look, require_current, unreachable
from bot.admin.logs import log_to
from bot.admin.migrate import main as migrate
from bot.app import CONTRACT, Duty, Trellis
from bot.content import load
from bot.data import rekeying
from bot.data.migrate import Standing
from bot.data.store import Store
from bot.settings import Settings

log = logging.getLogger(__name__)


def web(settings: Settings) -> None:
    """Run what listens to Slack over HTTP; refuse as `part` does, and without a signing secret."""
    if not settings.signing_secret:
        raise RefusedError(
            "SLACK_SIGNING_SECRET is missing: web listens to Slack over HTTP. It stands on your "
            "Slack app's page under Basic Information."
        )
    part(replace(settings, app_token=None), Duty.LISTEN, "web")


def part(settings: Settings, duty: Duty, name: str) -> None:
    """Run one of the bot's duties in a process of its own; refuse where there can be only one."""
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        raise RefusedError(
            f"{name} shares its work with other processes, which needs PostgreSQL: set "
            "DATABASE_URL. With SQLite one process does everything: python -m bot run"
        )
    main(settings, [duty], name)


def main(
    settings: Settings, duties: Collection[Duty] = tuple(Duty), name: str | None = None
) -> None:
    """Run the bot until SIGTERM or SIGINT, then let it finish what it has begun.

    Raise RefusedError or ContentError where it cannot start.
    """
    log_to(sys.stderr)
    content = load(PROMPTS, CONTRACT, LANGUAGE)
    make_ready(settings.database_url)
    os.environ.setdefault("PGAPPNAME", f"trellis {name or 'run'}")  # what PostgreSQL calls us
    store = Store(settings.database_url, settings.keys)
    bot = Trellis(settings, content, store, lambda: datetime.now(UTC))
    with _signals() as told:
        try:
            if not rekeying.fits(store):
                raise RefusedError(WRONG_KEYS)
            bot.start(duties)
            log.info("started mode=%s", name or ("socket" if settings.app_token else "http"))
            gc.freeze()  # what is there now stays
            told.recv(1)
        except SQLAlchemyError as error:
            raise RefusedError(unreachable(error)) from None
        except (SlackApiError, OSError) as error:
            raise RefusedError(_hindrance(error, settings, duties)) from None
        finally:
            is_done = bot.stop()
            store.close()
            log.info("stopped")
    if not is_done:
        os._exit(0)  # Python itself would wait for the threads that still wait for others


def _hindrance(error: SlackApiError | OSError, settings: Settings, duties: Collection[Duty]) -> str:
    """Say in a sentence what keeps the bot from starting."""
    if isinstance(error, OSError) and error.errno == EADDRINUSE:
        listens = Duty.LISTEN in duties
        name = "PORT" if listens else "METRICS_PORT"
        port = settings.serves_on if listens else settings.metrics_port
        return f"The bot cannot start: something listens on port {port}. Set {name} to another."
    reason = error.response["error"] if isinstance(error, SlackApiError) else error
    return f"The bot cannot start: {reason}. Run: python -m bot check"


def make_ready(url: str) -> None:
    """See that the database at `url` is up to date; a SQLite file that is new is made so.

    Raise RefusedError where it is not, or cannot be reached.
    """
    if make_url(url).get_backend_name() == "sqlite" and look(url) is Standing.NEW:
        migrate(url)
    require_current(url)


@contextmanager
def _signals() -> Iterator[socket]:
    """Lend a socket from which the first SIGTERM or SIGINT can be read.

    A second one of its kind ends the process. An Event would not do: two signals at once, as from
    a terminal and a parent, lock each other out of it, or come in a thread that wakes nobody.
    """
    inner, outer = socketpair()
    outer.setblocking(False)
    with inner, outer:
        signal.set_wakeup_fd(outer.fileno())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _frame: signal.signal(number, signal.SIG_DFL))
        try:
            yield inner
        finally:
            signal.set_wakeup_fd(-1)
