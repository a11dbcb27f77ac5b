"""Lends an operator's command what a feature is given to work with, the bot itself not started."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.admin import LANGUAGE, PROMPTS, RefusedError
from bot.admin.databases import require_current, unreachable
from bot.app import CONTRACT, Trellis
from bot.content import load
from bot.data.store import Store
from bot.reception.desk import Desk
from bot.settings import Settings


@contextmanager
def lend(settings: Settings) -> Iterator[Desk]:
    """Lend a bot's desk, without starting the bot; raise RefusedError where that is not to be."""
    require_current(settings.database_url)
    try:
        content = load(PROMPTS, CONTRACT, LANGUAGE)
        store = Store(settings.database_url, settings.keys)
        try:
            yield Trellis(settings, content, store, lambda: datetime.now(UTC)).desk
        finally:
            store.close()
    except SQLAlchemyError as error:
        raise RefusedError(unreachable(error)) from None
