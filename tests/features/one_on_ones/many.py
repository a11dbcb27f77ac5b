"""Years of one-on-ones, written down at once: answers of a person by the thousand."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import SQLModel

from bot.data.store import Store
from bot.data.tables import Answer, Asking, Look, Meeting, Occurrence, OneOnOne, Question, Step

THEMES = ("energy", "skills", "film", "own")
FIRST = 10_000  # ids from here on, far from what a test writes itself


def write_answers(store: Store, pair: tuple[str, str, str], count: int, now: datetime) -> None:
    """Write a one-on-one of `pair` (team, manager, report) with `count` answers, a day apart.

    Every third one is shared with the manager, who has read it. The words name the number.
    """
    team, manager, report = pair
    lock = store.vault.lock
    with store.begin() as session:
        meeting = OneOnOne(
            id=FIRST,
            team=team,
            manager=manager,
            report=report,
            proposed_by=report,
            state=Meeting.ACTIVE,
            pair=":".join(sorted((manager, report))),
            first_date=date(2010, 1, 4),
            starts=time(10),
            minutes=30,
            cadence="1w",
            zone="UTC",
            created_at=now,
        )
        session.add(meeting)
        session.flush()
        for theme in THEMES:
            session.add(_question(team, theme, lock(f"What of {theme}?"), now))
        session.flush()
        connection = session.connection()
        for table, rows in (
            (Occurrence, [_occurrence(team, one, now) for one in range(count)]),
            (Answer, list(_answers(team, manager, report, count, now, lock))),
            (Look, [_look(team, report, manager, one, now) for one in range(0, count, 3)]),
        ):
            connection.execute(SQLModel.metadata.tables[str(table.__tablename__)].insert(), rows)


def _question(team: str, theme: str, sealed: str, now: datetime) -> Question:
    return Question(
        id=FIRST + THEMES.index(theme),
        team=team,
        one_on_one_id=FIRST,
        theme=theme,
        sealed=sealed,
        state=Asking.ASKED,
        why="first",
        changed_at=now,
    )


def _occurrence(team: str, number: int, now: datetime) -> dict[str, Any]:
    at = now - timedelta(days=number + 1)
    return {
        "id": FIRST + number,
        "team": team,
        "one_on_one_id": FIRST,
        "starts_at": at,
        "ends_at": at,
        "prepare_at": at,
        "cue_at": at,
        "step": Step.CLOSE,
        "question_id": FIRST + number % len(THEMES),
    }


def _answers(
    team: str, manager: str, report: str, count: int, now: datetime, lock: Any
) -> Iterator[dict[str, Any]]:
    for number in range(count):
        at = now - timedelta(days=number + 1)
        yield {
            "id": FIRST + number,
            "team": team,
            "author": report,
            "occurrence_id": FIRST + number,
            "question_id": FIRST + number % len(THEMES),
            "sealed": lock(f"Answer number-{number}. " + "I would like to draw more. " * 20),
            "is_draft": False,
            "shared_with": manager if number % 3 == 0 else None,
            "channel": "form",
            "ts": f"many.{number}",
            "created_at": at,
            "changed_at": at,
        }


def _look(team: str, owner: str, reader: str, number: int, now: datetime) -> dict[str, Any]:
    at = now - timedelta(days=number)
    return {"team": team, "owner": owner, "reader": reader, "answer_id": FIRST + number, "at": at}
