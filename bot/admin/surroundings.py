"""What every command begins with: the environment, its settings, and errors in plain words."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot.admin import RefusedError

if TYPE_CHECKING:
    from bot.settings import Settings


def environment() -> dict[str, str]:
    """Return the environment, and beneath it what stands in `.env` here."""
    from dotenv import dotenv_values

    written = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return written | dict(os.environ)


def settings() -> "Settings":
    """Return the settings as they stand now; what is wrong with them is told before all else."""
    from bot.settings import read

    return read(environment())


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what an operator can put right into its sentence and exit code 1."""
    from bot.content import ContentError
    from bot.settings import SettingsError

    try:
        yield
    except (RefusedError, ContentError, SettingsError) as problem:
        typer.echo(str(problem), file=sys.stderr)
        raise typer.Exit(1) from None
