"""`python -m bot roles …`: the catalogue of roles, filled, checked and looked at."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.admin import PROMPTS, RefusedError

if TYPE_CHECKING:
    from bot.rules.titles import Found

app = typer.Typer(no_args_is_help=True, help="The catalogue of roles.")
Folder = Annotated[
    Path, typer.Option("--catalogue", help="The catalogue's folder", file_okay=False)
]


class By(StrEnum):
    """What the lattice goes by."""

    MOVES = "moves"
    SIMILARITY = "similarity"


class Form(StrEnum):
    """How the lattice is printed."""

    JSON = "json"
    CSV = "csv"
    DOT = "dot"
    SVG = "svg"


@app.command()
def check(catalogue: Folder = PROMPTS) -> None:
    """Say what is wrong with the catalogue, or how much it holds."""
    with _plain_errors():
        from bot.catalogue import load

        found = load(catalogue)
        roles = found.roles or found.occupations
        levels = sum(len(role.levels) for role in roles.values())
        families = len({role.family for role in roles.values()})
        typer.echo(
            f"{len(roles)} roles with {levels} levels in {families} families, "
            f"{len(found.skills)} skills. Nothing is wrong."
        )


@app.command("import")
def import_table(table: Path, catalogue: Folder = PROMPTS) -> None:
    """Take over roles from a CSV; the files of the families in it are replaced."""
    with _plain_errors():
        from bot.catalogue.table import plan

        planned = plan(table, catalogue)
        _try_out(planned.texts, catalogue)
        _write(planned.texts, catalogue)
        typer.echo(f"{planned.roles} roles are in {catalogue}.")
        if planned.new_skills:
            names = ", ".join(planned.new_skills)
            typer.echo(f"New skills, to be given a category and a practice: {names}.")


@app.command()
def import_onet(source: Path, catalogue: Folder = PROMPTS) -> None:
    """Take over the occupations of O*NET's text download: a zip or a folder."""
    with _plain_errors():
        from bot.catalogue.download import read_download
        from bot.catalogue.occupations import write_occupations

        kept = read_download(source)
        path = write_occupations(catalogue, kept)
        typer.echo(f"{len(kept['occupations'])} occupations are in {path}.")
        typer.echo(kept["attribution"])


@app.command()
def match(catalogue: Folder = PROMPTS) -> None:
    """Read titles from standard input, one a line; print the five best roles for each."""
    with _plain_errors():
        from bot.catalogue import load
        from bot.rules.titles import Titles

        found = load(catalogue)
        roles = found.roles or found.occupations
        titles = Titles(roles)
        for line in sys.stdin:
            title = line.strip()
            names = {one: role.title for one, role in roles.items()}
            typer.echo(json.dumps(_matched(title, titles.match(title), names), ensure_ascii=False))


@app.command()
def near(
    title: str,
    catalogue: Folder = PROMPTS,
    top: Annotated[int, typer.Option(min=1, help="How many roles")] = 5,
) -> None:
    """Print the roles nearest to one, and why: what each ranker puts how far up, by what."""
    with _plain_errors():
        from bot.catalogue import load
        from bot.rules.lattice.fusion import lattice as woven
        from bot.rules.titles import Titles

        found = woven(load(catalogue))
        matches = Titles(found.roles).match(title).matches
        if not matches:
            raise RefusedError(f"No role here is called anything like {title!r}.")
        best, role = matches[0], found.roles[matches[0].role]
        typer.echo(f"{title!r} is read as {role.title} ({role.id}), fit {best.confidence:.2f}.")
        for one in found.similar(role.id)[:top]:
            other = found.roles[one.role]
            typer.echo(f"\n{other.title} ({other.id}), fit {one.fit:.2f}")
            for said in found.explain(role.id, other.id):
                shared = f": {', '.join(said.shared)}" if said.shared else ""
                typer.echo(f"  {said.ranker}, place {said.rank}{shared}")


@app.command()
def lattice(
    catalogue: Folder = PROMPTS,
    by: By = By.MOVES,
    top: Annotated[int, typer.Option(min=1, help="How many for each role")] = 20,
    form: Annotated[Form, typer.Option("--format")] = Form.JSON,
) -> None:
    """Print for every role its nearest roles, the best first."""
    with _plain_errors():
        from bot.admin.lattice_forms import FORMS, by_moves, by_similarity
        from bot.catalogue import load
        from bot.rules.lattice.fusion import lattice as woven

        found = woven(load(catalogue))
        rows = by_similarity(found, top) if by is By.SIMILARITY else by_moves(found, top)
        typer.echo(FORMS[form](rows))


def _matched(title: str, found: "Found", names: dict[str, str]) -> dict[str, object]:
    roles = [
        {"role": one.role, "title": names[one.role], "confidence": one.confidence}
        for one in found.matches
    ]
    sure = found.matches[0].confidence if found.matches else 0.0
    return {"title": title, "confidence": sure, "roles": roles}


def _try_out(texts: Mapping[str, str], catalogue: Path) -> None:
    """Read the catalogue as it would become, in a place of its own; raise ContentError."""
    from shutil import copytree
    from tempfile import TemporaryDirectory

    from bot.catalogue import load

    with TemporaryDirectory() as place:
        folder = Path(place) / "catalogue"
        if catalogue.exists():
            copytree(catalogue, folder)
        _write(texts, folder)
        load(folder)


def _write(texts: Mapping[str, str], folder: Path) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what an operator can put right into its sentence and exit code 1."""
    from bot.content import ContentError

    try:
        yield
    except (RefusedError, ContentError, OSError) as problem:
        typer.echo(str(problem), file=sys.stderr)
        raise typer.Exit(1) from None
