"""`python -m bot migrate`: brings the database up to date."""

from sqlalchemy.exc import SQLAlchemyError

from bot.admin import RefusedError
from bot.data.migrate import head, upgrade, version


def main(url: str) -> str:
    """Run the migrations that are missing at `url`; return what was done, in a sentence.

    Raise RefusedError where the database cannot be reached or is newer than the bot.
    """
    try:
        seen = version(url)
        if seen == head():
            return f"The database is up to date (migration {head()})."
        if seen and seen > head():
            raise RefusedError(
                "The database was made by a newer version of Trellis: install that version."
            )
        upgrade(url)
    except (SQLAlchemyError, ImportError) as error:
        raise RefusedError(unreachable(error)) from None
    return f"The database is now at migration {head()}."


def unreachable(error: Exception) -> str:
    """Say in a sentence why the database cannot be used, from the first line of `error`."""
    reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return f"The database cannot be used: {reason}. Look at DATABASE_URL."
