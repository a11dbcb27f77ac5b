"""Whose is it: every button and form of this feature, tried by everybody whose it is not."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.data.tables import Answer, Delivery, Look, Occurrence, OneOnOne, Promise, Question
from bot.features.one_on_ones import FEATURE
from bot.features.one_on_ones.holders import (
    answer_of,
    asked_of,
    meeting_of,
    occurrence_of,
    promise_of,
)
from bot.reception.desk import Act, Form
from tests.company import ANA, DEV, LENA, MAYA, NOOR, Company, company

TABLES = (OneOnOne, Occurrence, Question, Answer, Promise, Look, Delivery)
ROWS: dict[Any, type[Any]] = {
    meeting_of: OneOnOne,
    occurrence_of: Occurrence,
    asked_of: Occurrence,
    promise_of: Promise,
    answer_of: Answer,
}
BOTH = {DEV, MAYA}
ALLOWED = {
    "meeting.accept": {MAYA},
    "meeting.decline": {MAYA},
    "meeting.change": BOTH,
    "meeting.more": BOTH,
    "meeting.pause": BOTH,
    "meeting.resume": BOTH,
    "meeting.end": BOTH,
    "meeting.skip": BOTH,
    "meeting.unskip": BOTH,
    "prepare.another": {MAYA},
    "prepare.write": {MAYA},
    "prepare.skip": {MAYA},
    "pick.open": BOTH,
    "theme": BOTH,
    "pick.take": BOTH,
    "own.open": BOTH,
    "cue.answer": {DEV},
    "cue.defer": BOTH,
    "cue.ask_after_all": {MAYA},
    "cue.discussed": {MAYA},
    "answer.audience": {DEV},
    "answer.change.audience": {DEV},
    "answer.edit": {DEV},
    "answer.share": {DEV},
    "answer.unshare": {DEV},
    "answer.delete": {DEV},
    "answer.read": {DEV},
    "draft.keep": {DEV},
    "draft.drop": {DEV},
    "promise.note": BOTH,
    "promise.read": BOTH,
    "promise.done": BOTH,
    "promise.reopen": BOTH,
    "pause": BOTH,
    "own": BOTH,
    "answer": {DEV},
    "answer.change": {DEV},
    "promise": BOTH,
}
"""Who may, between Dev who proposed it and reports, and Maya who was invited and manages."""
NONSENSE = (
    "",
    "0",
    "-1",
    "9" * 18,
    "9" * 400,
    "1; DROP TABLE answer",
    "½",
    "1.5",
    "None",
    "\0",
    "٣",
)
ENTRIES: tuple[Act | Form, ...] = (*FEATURE.acts, *FEATURE.forms)
GUARDED = [entry for entry in ENTRIES if entry.of is not None]


@pytest.fixture(scope="module")
def scene() -> Iterator[Company]:
    """Open a company with a question asked, a private answer, a draft, and a promise."""
    with company() as office:
        office.meet()
        office.meet(NOOR, LENA, first_date="2027-03-05")
        office.to_next("cue")
        office.press(DEV, "Answer")
        office.fill(DEV, words="Zebra words", promise="Zebra promise")
        office.settle()
        yield office


def contents(office: Company) -> list[Any]:
    """Return all rows of this feature and of the outbox."""
    return [[one.model_dump() for one in office.rows(table)] for table in TABLES]


def attempt(office: Company, who: str, entry: Act | Form, value: str) -> str:
    """Press or send it without having been shown it; return what the person then sees."""
    forge = office.forge_form if isinstance(entry, Form) else office.forge
    answered = forge(who, entry.name, value)
    assert answered.status_code == 200
    shown = office.modal(who) + answered.text
    office.slack.dismiss(who)
    return shown


def test_the_table_names_every_entry() -> None:
    """Whoever adds a button or a form says here whose it is."""
    assert {one.name for one in GUARDED} == set(ALLOWED)


@pytest.mark.parametrize("entry", GUARDED, ids=lambda one: one.name)
def test_only_whose_it_is_may(scene: Company, entry: Act | Form) -> None:
    """Everybody else is told kindly, learns nothing, and nothing changes."""
    row = scene.rows(ROWS[entry.of])[0]
    before = contents(scene)
    for who in {DEV, MAYA, LENA, ANA, NOOR} - ALLOWED[entry.name]:
        shown = attempt(scene, who, entry, str(row.id))
        assert "This is not yours to change, or it is no longer there." in shown
        assert "Zebra" not in shown
    assert contents(scene) == before


def test_nonsense_is_nobodys(scene: Company) -> None:
    """Whatever stands in a button's value, nothing breaks and nothing changes."""
    before = contents(scene)
    for entry in GUARDED:
        for value in NONSENSE:
            assert "This is not yours" in attempt(scene, DEV, entry, value), (entry.name, value)
    assert contents(scene) == before


def test_a_row_of_another_workspace_is_nobodys(scene: Company) -> None:
    """The same people, the same ids, another workspace's database rows."""
    with scene.bot.desk.store.begin() as session:
        foreign = {}
        for table in (OneOnOne, Occurrence, Promise, Answer):
            data = scene.rows(table)[0].model_dump() | {"id": 900, "team": "T0OTHER"}
            foreign[table] = table(**data | ({"is_open": None} if table is Occurrence else {}))
            session.add(foreign[table])
            session.flush()
    before = contents(scene)
    for entry in GUARDED:
        for who in BOTH:
            assert "This is not yours" in attempt(scene, who, entry, "900")
    assert contents(scene) == before


def test_a_question_that_was_not_asked_yet_cannot_be_answered(scene: Company) -> None:
    """Nor put off, nor talked about: those buttons come with the cue."""
    ahead = next(one for one in scene.rows(Occurrence) if one.one_on_one_id == 2)
    before = contents(scene)
    for name in ("cue.answer", "cue.defer", "cue.discussed", "answer", "promise"):
        entry = next(one for one in GUARDED if one.name == name)
        for who in (NOOR, LENA):
            assert "This is not yours" in attempt(scene, who, entry, str(ahead.id))
    assert contents(scene) == before
