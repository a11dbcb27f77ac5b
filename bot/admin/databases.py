"""Why a command cannot work with a database, and what to do about it, in a sentence."""

from sqlalchemy.exc import SQLAlchemyError

from bot.admin import RefusedError
from bot.data.migrate import Standing, standing

BEHIND = "The database is not up to date. Run: python -m bot migrate"
AHEAD = "The database was made by a newer version of Trellis: install that version."
REFUSED = {Standing.NEW: BEHIND, Standing.BEHIND: BEHIND, Standing.AHEAD: AHEAD}
ROOM = "Make room on its disk"
WRITABLE = "This user must be allowed to write the file and its folder"
REMEDIES = {  # by PostgreSQL's code for an error, or SQLite's name of it
    "42501": "Make this user the owner: ALTER DATABASE name OWNER TO user",
    "53100": ROOM,
    "SQLITE_FULL": ROOM,
    "SQLITE_READONLY": WRITABLE,
    "SQLITE_READONLY_DIRECTORY": WRITABLE,
}
PACKAGES = "PostgreSQL needs more packages: .venv/bin/pip install -r requirements.txt"


def look(url: str, address: str = "DATABASE_URL") -> Standing:
    """Return how far the database at `url` is; raise RefusedError where it cannot be looked at.

    `address` is where the operator has written it.
    """
    try:
        return standing(url)
    except (SQLAlchemyError, ImportError) as error:
        raise RefusedError(unreachable(error, address)) from None


def require_current(url: str) -> None:
    """Raise RefusedError unless the database at `url` is as the code knows it."""
    found = look(url)
    if found in REFUSED:
        raise RefusedError(REFUSED[found])


def unreachable(error: Exception, address: str = "DATABASE_URL") -> str:
    """Say in a sentence why the database cannot be used, from the first line of `error`."""
    if isinstance(error, ImportError):
        return f"The database cannot be used: {error}. {PACKAGES}"
    cause = getattr(error, "orig", None) or error
    reason = str(cause).strip().partition("\n")[0]
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    remedy = REMEDIES.get(str(code), f"Look at {address}")
    return f"The database cannot be used: {reason}. {remedy}."
