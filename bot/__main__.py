"""The command line: read the settings, start one of the commands."""

import gc
import os
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from bot.admin import GARBAGE, RefusedError
from bot.admin.roles import app as roles
from bot.admin.surroundings import environment, plain_errors, settings

gc.set_threshold(GARBAGE)

Port = Annotated[
    int | None,
    typer.Option(envvar="PORT", min=1, max=65535, help="Where the page opens; else a free one"),
]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Trellis: a Slack bot that makes asking about careers a habit.",
    pretty_exceptions_enable=False,
)
app.add_typer(roles, name="roles")

buddies = typer.Typer(no_args_is_help=True, help="Career buddies.")
app.add_typer(buddies, name="buddies")

db = typer.Typer(no_args_is_help=True, help="The database: copies to keep, and moving house.")
app.add_typer(db, name="db")

calendar = typer.Typer(no_args_is_help=True, help="Calendars.")
app.add_typer(calendar, name="calendar")
people = typer.Typer(no_args_is_help=True, help="People.")
app.add_typer(people, name="people")


@app.command()
def run() -> None:
    """Run the bot until it is stopped."""
    with plain_errors():
        found = settings()
        from bot.admin.run import main

        main(found)


@app.command()
def web() -> None:
    """Listen to Slack over HTTP, and nothing else. Any number may run on one PostgreSQL."""
    with plain_errors():
        found = settings()
        from bot.admin.run import web

        web(found)


@app.command()
def worker() -> None:
    """Send, hold rounds, read calendars, erase. Any number may run on one PostgreSQL."""
    _run_part("WORK", "worker")


@app.command()
def clock() -> None:
    """Find out what is due, and nothing else. A second one on one PostgreSQL does no harm."""
    _run_part("TICK", "clock")


@app.command()
def check() -> None:
    """Look at settings, database, words, tokens and scopes; say what to do about each failure."""
    from bot.admin.check import main

    if not main(environment()):
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database up to date. Only DATABASE_URL is needed for that."""
    with plain_errors():
        from bot.admin.migrate import main
        from bot.settings import database_url

        typer.echo(main(database_url(environment())))


@app.command()
def demo(port: Port = None) -> None:
    """Live through it on this machine: no Slack, no tokens, nothing kept."""
    with plain_errors():
        _prepare_demo()
        from bot.admin.demo import main

        main(port)


@app.command()
def demo_scale(port: Port = None) -> None:
    """See many processes of it on one PostgreSQL, and kill some: no Slack, nothing kept."""
    with plain_errors():
        _prepare_demo()
        from bot.admin.demo_scale import main

        main(port)


def _prepare_demo() -> None:
    """Forget what the environment says of a real Slack; refuse where the page cannot be."""
    for name in [name for name in os.environ if name.startswith("SLACK_")]:
        del os.environ[name]
    if find_spec("nicegui") is None:
        raise RefusedError("The demo needs more than the bot does. Run: make demo")


@app.command()
def export(team: str, user: str, file: Path) -> None:
    """Write everything that is USER's, by their Slack ids, into the zip FILE."""
    with plain_errors():
        from bot.admin.my_data import export

        typer.echo(export(settings(), team, user, file))


@app.command()
def erase(
    team: str,
    user: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first")] = False,
) -> None:
    """Erase everything that is USER's, by their Slack ids, for good. Asks once."""
    with plain_errors():
        from bot.admin.my_data import erase

        sure = (lambda _: True) if yes else typer.confirm
        typer.echo(erase(settings(), team, user, sure))


@app.command()
def rotate_keys() -> None:
    """Lock everything with the first of TRELLIS_KEYS, while the bot runs. May be interrupted."""
    with plain_errors():
        from bot.admin.my_data import rotate_keys

        typer.echo(rotate_keys(settings()))


@app.command()
def new_key() -> None:
    """Print a new key for TRELLIS_KEYS."""
    from cryptography.fernet import Fernet

    typer.echo(Fernet.generate_key().decode())


@db.command("copy")
def copy_database(source: str, target: str) -> None:
    """Copy all of an installation from SOURCE into TARGET, an empty database: both as addresses."""
    with plain_errors():
        from bot.admin.db import copy

        typer.echo(copy(source, target))


@db.command("backup")
def back_up_database(file: Path) -> None:
    """Copy the SQLite database into FILE while the bot runs, and check the copy."""
    with plain_errors():
        from bot.admin.db import backup
        from bot.settings import database_url

        typer.echo(backup(database_url(environment()), file))


@buddies.command()
def preview(
    people: Annotated[Path, typer.Argument(help="CSV: id, department, manager, level, zone, …")],
    history: Annotated[Path | None, typer.Option(help="CSV: round, a, b[, c], met")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON")] = False,
) -> None:
    """Show a round of buddies before it happens: pairs, reasons, score, and who is left."""
    with plain_errors():
        from bot.admin import buddies as command

        shown = command.preview(people, history, datetime.now(UTC).date())
        for note in shown.notes:
            typer.echo(note, file=sys.stderr)
        if as_json:
            typer.echo(command.as_json(shown))
        else:
            command.show(shown)


@calendar.callback()
def _calendar() -> None:
    """Calendars."""


@calendar.command("check")
def check_calendar(
    source: Annotated[str, typer.Argument(metavar="FILE-or-URL")],
    days: Annotated[int, typer.Option(min=1, max=366, help="How far to look ahead")] = 14,
    me: Annotated[str | None, typer.Option(help="Whose calendar: their e-mail address")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One list of objects")] = False,
) -> None:
    """Show what Trellis sees in a calendar: the one-on-ones, and what is left out and why."""
    with plain_errors():
        from bot.admin import calendar as command

        found = command.check(source, days, me, datetime.now(UTC))
        if as_json:
            typer.echo(command.as_json(found))
        else:
            command.show(found)


def _run_part(duty: str, name: str) -> None:
    with plain_errors():
        found = settings()
        from bot.admin.run import part
        from bot.app import Duty

        part(found, Duty[duty], name)


@people.command("import")
def import_people(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV: email or slack id, manager, department, role, country, start date"
        ),
    ],
    apply: Annotated[bool, typer.Option("--apply", help="Write it; else only show it")] = False,
    team: Annotated[str | None, typer.Option(help="The workspace, where there are several")] = None,
) -> None:
    """Take managers, departments and roles from a list. Shows what would change; asks nobody."""
    with plain_errors():
        from bot.admin import people as command
        from bot.admin.desks import lend
        from bot.admin.people_file import PeopleFile

        with lend(settings()) as desk:
            planned = command.plan(desk, PeopleFile(file), team, _note)
            command.show(planned)
            if apply:
                command.write(desk, planned)
        typer.echo("Written." if apply else "Nothing is written yet: add --apply to write it.")


def _note(words: str) -> None:
    typer.echo(words, err=True)


if __name__ == "__main__":
    app(prog_name="python -m bot")
