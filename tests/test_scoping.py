"""The watch over workspaces sees what it is there to see."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Select, create_engine
from sqlmodel import Session, SQLModel, col, select

from bot.data.tables import Answer, Occurrence, OneOnOne, Person, Question
from tests import scoping
from tests.holding import loose


@pytest.mark.parametrize(
    ("wanted", "tables"),
    [
        (select(Person), {"person"}),
        (select(Person).where(Person.user == "U1"), {"person"}),
        (select(Person).where(Person.team == "T1"), set()),
        (select(Person).where(col(Person.team).in_(["T1"])), set()),
        (select(Answer).where(Answer.id == 1), set()),
        (select(Answer).where(col(Answer.id) > 1), {"answer"}),
        (select(Answer).where(Answer.ts == "1"), {"answer"}),
        (select(Question).where(Question.bank_id == "q1"), {"question"}),
        (
            select(Answer, Person).where(Answer.team == "T1", Person.user == Answer.author),
            {"person"},
        ),
        (
            select(Answer)
            .join(Occurrence, col(Answer.occurrence_id) == col(Occurrence.id))
            .where(Occurrence.one_on_one_id == 7),
            set(),
        ),
        (
            select(Person).where(
                Person.team == "T1",
                col(Person.user).in_(select(OneOnOne.report).where(OneOnOne.zone == "UTC")),
            ),
            {"one_on_one"},
        ),
    ],
)
def test_it_names_what_is_loose(wanted: Select[Any], tables: set[str]) -> None:
    """A table is loose unless its team, a key, or a table that is not loose holds it."""
    sql = wanted.compile(compile_kwargs={"render_postcompile": True})
    assert loose(str(sql)) == tables


@pytest.mark.parametrize(
    ("statement", "is_loose"),
    [
        ("UPDATE person SET team=? WHERE person.user = ?", True),
        ("UPDATE person SET dm=? WHERE person.team = ? AND person.user = ?", False),
        ("DELETE FROM answer", True),
        ("DELETE FROM answer WHERE answer.id IN (?, ?)", False),
    ],
)
def test_changes_are_held_by_what_they_look_for(statement: str, is_loose: bool) -> None:
    """What is written into a column holds nothing."""
    assert bool(loose(statement)) == is_loose


NAMED = """
    WITH named (team, who) AS (VALUES (?, ?)) INSERT INTO seen_event (team, event_id)
    SELECT named.team, person.dm FROM named JOIN person ON person."user" = named.who{}
"""
DERIVED = "WITH one AS (SELECT dm FROM person WHERE dm = ?{}) SELECT dm FROM one"
WITHIN = """
    SELECT 1 FROM answer WHERE EXISTS (
        SELECT 1 FROM occurrence WHERE occurrence.id = answer.occurrence_id AND team = ?
    ){}
"""
OUTER = "SELECT 1 FROM look LEFT JOIN career ON look.team = ? AND career.team = ? WHERE at = ?{}"


@pytest.mark.parametrize(
    ("statement", "more", "table"),
    [
        (NAMED, "person.team = named.team", "person"),
        (DERIVED, "team = ?", "person"),
        ("INSERT INTO look (owner) SELECT dm FROM person WHERE dm = ?{}", "team = ?", "person"),
        (
            "UPDATE look SET at = (SELECT 1 FROM pace WHERE name = ?{}) WHERE id = ?",
            "team = ?",
            "pace",
        ),
        ("select dm from person where dm = ?{}", "team = ?", "person"),
        ("SELECT 1 FROM answer WHERE team = ? OR ts = ?{}", "id = ?", "answer"),
        ("SELECT 1 FROM answer WHERE (team = ? OR ts = ?){}", "team = ?", "answer"),
        ("SELECT 1 FROM answer WHERE NOT (team = ?){}", "team = ?", "answer"),
        ("SELECT team = ? FROM answer WHERE ts = ?{}", "team = ?", "answer"),
        (
            "SELECT 1 FROM look WHERE id = ? UNION SELECT 1 FROM look WHERE at = ?{}",
            "id = ?",
            "look",
        ),
        ("SELECT 1 FROM look WHERE id IN (SELECT * FROM pace WHERE team = ?){}", "id = ?", "look"),
        (WITHIN, "answer.team = ?", "answer"),
        (OUTER, "look.team = ?", "look"),
    ],
)
def test_a_table_is_held_where_it_must_be(statement: str, more: str, table: str) -> None:
    """In every shape of a statement, and not by what may as well be otherwise."""
    assert loose(statement.format("")) == {table}
    assert loose(statement.format(f" AND {more}")) == set()


@pytest.fixture(autouse=True)
def _one_workspace_at_a_time() -> None:
    """Let these tests do what no other may."""


@pytest.fixture(autouse=True)
def _never_through_a_whole_table() -> None:
    """And this."""


def run(source: str, session: Session, **names: object) -> None:
    """Run a line as if it stood in a file of the bot's, or in a module of that name."""
    place = str(scoping.ROOT / "bot" / "data" / "invented.py")
    exec(compile(source, place, "exec"), {"session": session, "select": select, **names})  # noqa: S102


@pytest.fixture
def session() -> Iterator[Session]:
    """Lend a session on two workspaces with one person each."""
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Person(team=team, user="U1") for team in ("T1", "T2")])
        session.commit()
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_a_loose_statement_is_found(session: Session) -> None:
    """What the bot asks of everybody's rows is named with its place and its table."""
    with scoping.watch() as found:
        run("session.exec(select(Person)).all()", session, Person=Person)
    assert found == ["bot/data/invented.py:<module> does not hold person to a team"]


@pytest.mark.parametrize(("module", "is_found"), [("slack_bolt.app", True), ("bot.clock", False)])
def test_workspaces_that_meet_are_found(session: Session, module: str, is_found: bool) -> None:
    """A payload's session meets the rows of one workspace; the clock's may meet those of all."""
    both = "for team in ('T1', 'T2'): session.get(Person, (team, 'U1'))"
    with scoping.watch() as found:
        run(both, session, Person=Person, __name__=module)
    assert found == (["bot/data/invented.py:<module> mixes ['T1', 'T2']"] if is_found else [])
