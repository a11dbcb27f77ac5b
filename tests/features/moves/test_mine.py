"""What I told is shown to me, corrected by me, taken along, erased, and nobody else's."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlmodel import SQLModel

from bot.data import moves
from bot.data.moves_tables import Career, Guide, MoveIdea, MoveQuestion
from bot.rules.told import Told
from tests.company import DEV, KIM, MAYA, Company
from tests.features.moves.people import EMPTY, tell

TABLES: tuple[type[SQLModel], ...] = (Career, Guide, MoveIdea, MoveQuestion)
LLAMAS = f"{'I'}'m a support engineer and I love explaining llamas; I can do SQL. what could I do?"


def told(office: Company, user: str = DEV) -> Told:
    """Return what somebody told."""
    desk = office.bot.desk
    with desk.store.read() as session:
        return moves.told(session, desk.store.vault, office.slack.team_id, user)


def test_shown_and_corrected(office: Company) -> None:
    """The form holds what was understood; my own level counts from then on."""
    office.write(DEV, "I'm a support engineer and I hate on-call")
    office.press_home(DEV, "My skills")
    fields = {**EMPTY, "likes": ["tag:teaching"]}
    sent = office.fill(
        DEV, role="Senior support engineer", more="Course design", skill__sql="5", **fields
    )
    assert sent.errors == {}
    office.slack.dismiss(DEV)
    now = told(office)
    assert (now.role, now.number, now.dislikes) == ("support-engineer", 3, ())
    assert now.skills == {"sql": 5.0, "course-design": 3.0}
    home = office.home(DEV)
    assert "*My role:* Senior support engineer" in home
    assert "*My own levels:* SQL (I shape how it is done here), Course design (On my own)" in home
    assert "*I like:* “teaching”" in home


def test_a_correction_answers_anew(office: Company) -> None:
    """Changed from an answer, the answer itself is another one, in the same place."""
    tell(office)
    office.write(DEV, "how far am I from data analyst?")
    assert "you already bring 1 of its 12" in office.last(DEV)
    count = len(office.messages(DEV))
    office.press(DEV, "Change")
    office.fill(DEV, role="Support engineer", more="Data analysis, Dashboards", **EMPTY, guide=[])
    office.slack.dismiss(DEV)
    assert "you already bring 3 of its 12" in office.last(DEV)
    assert len(office.messages(DEV)) == count


def test_what_a_job_lets_one_guess_is_marked(office: Company) -> None:
    """Nobody said those levels; the form, or a plain word, makes them one's own."""
    office.command(DEV, "moves where can i go nurse")
    guessed = "*Guessed from a job that I named:* Active listening (With some help)"
    home = office.home(DEV)
    assert guessed in home
    assert "My own levels" not in home
    office.write(DEV, "I know active listening. What could I do next?")
    assert "*My own levels:* Active listening (On my own)" in office.home(DEV)
    assert guessed not in office.home(DEV)
    office.press_home(DEV, "My skills")
    assert office.fill(DEV, **EMPTY).errors == {}
    assert told(office).guessed == ()


def test_a_newer_word_holds(office: Company) -> None:
    """Somebody who changes their mind is believed."""
    tell(office)
    office.write(DEV, "I like teaching, what could I do?")
    office.write(DEV, "I hate teaching, what could I do?")
    assert [one.say for one in told(office).dislikes] == ["teaching"]
    assert told(office).likes == ()


def test_everything_is_forgotten_by_emptying_the_form(office: Company) -> None:
    """An empty form leaves no row."""
    tell(office)
    office.press_home(DEV, "My skills")
    office.fill(DEV, role="", more="", **EMPTY, guide=[])
    assert told(office) == Told()
    assert office.rows(Career) == []


def test_agreeing_to_be_asked_needs_a_role(office: Company) -> None:
    """Nobody is named without a role; unticked, nobody is named any more."""
    office.press_home(DEV, "Tell me about me")
    sent = office.fill(DEV, role="", more="", **EMPTY, guide=["guide"])
    assert sent.errors == {"role": "Please say which role they may ask you about."}
    office.fill(DEV, role="Support engineer", more="", **EMPTY, guide=["guide"])
    office.slack.dismiss(DEV)
    assert [one.role for one in office.rows(Guide)] == ["support-engineer"]
    assert "Colleagues may ask you about your role" in office.home(DEV)
    office.press_home(DEV, "My skills")
    office.fill(DEV, role="Support engineer", more="", **EMPTY, guide=[])
    assert office.rows(Guide) == []


@pytest.mark.after(story=Company.meet)
def test_nothing_of_it_stands_in_the_open(office: Company) -> None:
    """Neither in another's sight, nor in clear in the database, nor is the sentence kept at all."""
    office.write(DEV, LLAMAS)
    assert "explaining llamas" not in "".join(office.home(one) for one in (MAYA, KIM))
    assert "llamas" not in office.everything().replace("likes “explaining”", "")
    path = Path(str(office.bot.desk.store.engine.url.database))
    kept = b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*"))
    assert b"llama" not in kept
    assert b"explaining" not in kept


@pytest.mark.after(story=Company.meet)
def test_taken_along_and_erased(office: Company) -> None:
    """The export has it all; forgetting leaves no row, and empties what my manager was shown."""
    office.write(DEV, LLAMAS)
    office.write(DEV, "how far am I from customer educator?")
    office.press(DEV, "Bring to my next one-on-one")
    office.to_next("preparation")
    assert "would like to talk about *Customer educator*" in office.last(MAYA)
    office.command(DEV, "export")
    (file,) = office.slack.files.values()
    data = json.loads(ZipFile(BytesIO(file.content)).read("my-data.json"))
    assert json.loads(data["career"][0]["words"])["role"] == "support-engineer"
    assert "customer-educator" in {one["role"] for one in data["move_idea"]}
    assert "Ideas for a next move" in ZipFile(BytesIO(file.content)).read("my-data.md").decode()
    office.command(DEV, "forget me")
    office.fill(DEV)
    office.settle()
    assert [len(office.rows(table)) for table in TABLES] == [0, 0, 0, 0]
    assert "Customer educator" not in office.everything()
