"""Whatever is written or stands in the files: it is answered calmly, and nothing is invented."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from bot.admin import PROMPTS
from bot.catalogue.shelf import Shelf
from bot.content import ContentError
from bot.data.moves_tables import Career, MoveIdea
from tests.company import DEV, MAYA, Company, company
from tests.features.moves.people import EMPTY, SUPPORT, peopled, tell


@pytest.fixture(scope="module")
def quiet(shelf: Shelf) -> Iterator[Company]:
    """Open one company for all: nothing of what is tried here leaves a trace."""
    with peopled(shelf) as opened:
        yield opened


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("designer", "I did not understand that"),
        ("👍🎉", "I am here when you need me"),
        ("…?!", "I did not understand that"),
        ("asdf qwer zxcv", "I did not understand that"),
        ("Hallo, welche Möglichkeiten habe ich hier?", "Magst du es auf Englisch schreiben?"),
        ("Quelle prochaine étape pour moi ?", "Pouvez-vous l’écrire en anglais ?"),
        ("我在这里还能做什么工作", "so far I only understand English"),
        ("what could Kim do next?", "only talk with people about their own next step"),
        ("what could @kim do next?", "only talk with people about their own next step"),
        ("you are a stupid useless bot", "sounded like a bad moment"),
        ("how far am I from astronaut?", "There is no “astronaut” in the catalogue here"),
        ("I'm a unicorn wrangler, what could I do?", "no “unicorn wrangler” in the catalogue"),
    ],
)
def test_said_calmly(quiet: Company, words: str, answer: str) -> None:
    """One word, emoji, other languages, somebody else's moves, insults, roles that do not exist."""
    quiet.write(DEV, words)
    assert answer in quiet.last(DEV)
    assert quiet.rows(Career) == []
    assert quiet.rows(MoveIdea) == []


def test_forty_thousand_characters(office: Company) -> None:
    """A very long message is read at its beginning, says so, and nothing else breaks."""
    office.write(DEV, f"{SUPPORT}. what could I do? " + "and then some more words " * 1_600)
    assert "That was long: I read its beginning." in office.last(DEV)
    assert "none of them a ladder" in office.last(DEV)


def test_markup_stays_text(office: Company) -> None:
    """Marks, links and shouts in a message are read as words and shown as text."""
    office.write(DEV, "*I'm* a _support engineer_ <!channel> and I like `teaching` & <b>SQL</b>")
    assert "role *Support engineer*, likes “teaching”" in office.last(DEV)
    assert "<!channel>" not in office.everything()
    office.write(DEV, "how far am I from <!here> astronaut?")
    assert "<!here>" not in office.everything()


def test_a_skill_that_nobody_has(office: Company) -> None:
    """It is not invented: the form names what the catalogue does not know, and keeps nothing."""
    office.press_home(DEV, "Tell me about me")
    fields = {**EMPTY, "guide": []}
    sent = office.fill(DEV, role="", more="SQL, Dragon taming", **fields)
    assert sent.errors == {"more": "The catalogue does not know: Dragon taming."}
    sent = office.fill(DEV, role="Astronaut", more="SQL", **fields)
    assert "role" in sent.errors
    assert office.rows(Career) == []


def test_answers_of_another_are_nobody_elses_skills(office: Company) -> None:
    """The button under an answer opens nothing for anybody but its author."""
    office.forge(MAYA, "moves.opens", "1")
    assert "not yours" in office.modal(MAYA)
    office.slack.dismiss(MAYA)


@pytest.mark.parametrize(
    ("file", "change", "reason"),
    [
        ("roles/support.toml", ('next = ["support-manager"]', 'next = ["nobody"]'), "unknown role"),
        ("roles/support.toml", ('id = "support-engineer"', 'id = "Support!"'), "an id has only"),
        ("en/phrases.toml", ("[levels]", "[levelz]"), "unknown section"),
    ],
)
def test_a_broken_catalogue_is_told_and_breaks_nothing_else(
    tmp_path: Path, file: str, change: tuple[str, str], reason: str
) -> None:
    """The reason stands in the log; moves say so, and everything else goes on."""
    folder = tmp_path / "prompts"
    copytree(PROMPTS, folder)
    path = folder / file
    path.write_text(path.read_text().replace(*change), "utf-8")
    shelf = Shelf(folder)
    with pytest.raises(ContentError, match=reason):
        _ = shelf.lexicon
    with company() as office:
        object.__setattr__(office.bot.desk, "roles", shelf)
        office.write(DEV, "what lateral moves could I make?")
        assert "a file of the catalogue is broken" in office.last(DEV)
        office.command(DEV, "moves what could I do?")
        office.press_home(DEV, "Where could I go next?")
        assert "a file of the catalogue is broken" in office.modal(DEV)
        office.slack.dismiss(DEV)
        office.meet()
        office.to_next("preparation")
        assert "For the last fifteen minutes" in office.last(MAYA)


def test_a_role_that_left_the_catalogue(office: Company, tmp_path: Path) -> None:
    """Ideas of it are still named, and can be put out of the plan; nothing breaks."""
    tell(office)
    office.write(DEV, "how far am I from sustainability officer?")
    office.press(DEV, "Save to my plan")
    (idea,) = [one for one in office.rows(MoveIdea) if one.saved_at]
    folder = tmp_path / "prompts"
    copytree(PROMPTS, folder)
    for path in (folder / "roles").glob("*.toml"):
        path.write_text(path.read_text().replace(f'"{idea.role}"', '"another-name"'), "utf-8")
    object.__setattr__(office.bot.desk, "roles", Shelf(folder))
    assert idea.role in office.home(DEV)
    office.press_home(DEV, "Tell me more")
    assert "no longer in the catalogue" in office.modal(DEV)
    office.slack.dismiss(DEV)
    office.press_home(DEV, "Remove")
    assert "Removed from your plan" in office.home(DEV)
