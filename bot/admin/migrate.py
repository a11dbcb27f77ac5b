"""`python -m bot migrate`: brings the database up to date."""

from sqlalchemy.exc import SQLAlchemyError

from bot.admin import RefusedError
from bot.admin.databases import AHEAD, look, unreachable
from bot.data.migrate import Standing, head, upgrade


def main(url: str) -> str:
    """Run the migrations that are missing at `url`; return what was done, in a sentence.

    Raise RefusedError where the database cannot be reached or is newer than the bot.
    """
    found = look(url)
    if found is Standing.CURRENT:
        return f"The database is up to date (migration {head()})."
    if found is Standing.AHEAD:
        raise RefusedError(AHEAD)
    try:
        upgrade(url)
    except (SQLAlchemyError, ImportError) as error:
        raise RefusedError(unreachable(error)) from None
    return f"The database is now at migration {head()}."
