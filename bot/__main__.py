"""The command line: read the settings, start one of the commands."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Annotated

import typer

from bot.admin import RefusedError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Trellis: a Slack bot that makes asking about careers a habit.",
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Run the bot until it is stopped."""
    with _plain_errors():
        from bot.settings import read

        settings = read(_environment())
        from bot.admin.run import main

        main(settings)


@app.command()
def check() -> None:
    """Look at settings, database, words, tokens and scopes; say what to do about each failure."""
    from bot.admin.check import main

    if not main(_environment()):
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database up to date. Only DATABASE_URL is needed for that."""
    with _plain_errors():
        from bot.admin.migrate import main
        from bot.settings import database_url

        typer.echo(main(database_url(_environment())))


@app.command()
def demo(
    port: Annotated[
        int | None,
        typer.Option(envvar="PORT", min=1, max=65535, help="Where the page opens; else a free one"),
    ] = None,
) -> None:
    """Live through it on this machine: no Slack, no tokens, nothing kept."""
    for name in [name for name in os.environ if name.startswith("SLACK_")]:
        del os.environ[name]
    with _plain_errors():
        if find_spec("nicegui") is None:
            raise RefusedError("The demo needs more than the bot does. Run: make demo")
        from bot.admin.demo import main

        main(port)


@app.command()
def new_key() -> None:
    """Print a new key for TRELLIS_KEYS."""
    from cryptography.fernet import Fernet

    typer.echo(Fernet.generate_key().decode())


def _environment() -> dict[str, str]:
    """Return the environment, and beneath it what stands in `.env` here."""
    from dotenv import dotenv_values

    written = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return written | dict(os.environ)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what an operator can put right into its sentence and exit code 1."""
    from bot.content import ContentError
    from bot.settings import SettingsError

    try:
        yield
    except (RefusedError, ContentError, SettingsError) as problem:
        typer.echo(str(problem), file=sys.stderr)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    app(prog_name="python -m bot")
