"""The watch over how rows are found sees what it is there to see."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import Session

from tests import plans, scoping
from tests.databases import new_database


@pytest.fixture(autouse=True)
def _one_workspace_at_a_time() -> None:
    """Let these tests do what no other may."""


@pytest.fixture(autouse=True)
def _never_through_a_whole_table() -> None:
    """And this."""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Lend a session on an empty database, as it is made for everybody."""
    engine = create_engine(new_database(tmp_path / "plans.db"))
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT * FROM one_on_one WHERE team = 'T1'", "one_on_one"),
        ("SELECT * FROM one_on_one WHERE zone = 'UTC'", "one_on_one"),
        ("SELECT * FROM one_on_one AS mine WHERE mine.team = 'T1'", "one_on_one"),
        ("UPDATE person SET dm = NULL WHERE team = 'T1' AND manager = 'U1'", "person"),
        ("DELETE FROM answer WHERE team = 'T1'", "answer"),
        ("SELECT * FROM workspace WHERE team = 'T1'", ""),
        ("SELECT * FROM person WHERE team = 'T1' AND \"user\" = 'U1'", ""),
        ("SELECT * FROM one_on_one WHERE team = 'T1' AND (manager = 'U1' OR report = 'U1')", ""),
        ("SELECT * FROM delivery WHERE team = 'T1' AND \"to\" = 'U1' AND state = 'waiting'", ""),
    ],
)
def test_it_names_what_is_gone_through(session: Session, statement: str, tables: str) -> None:
    """All rows, or all of a team's, are too many; a person's are not, whatever else is asked."""
    with plans.watch() as found:
        run(session, statement)
    place = "bot/data/invented.py:<module> goes through"
    assert found == ([f"{place} {tables}"] if tables else [])


def run(session: Session, statement: str) -> None:
    """Run a statement as if it stood in a file of the bot's."""
    place = str(scoping.ROOT / "bot" / "data" / "invented.py")
    names = {"session": session, "asked": text(statement)}
    exec(compile("session.connection().execute(asked)", place, "exec"), names)  # noqa: S102
