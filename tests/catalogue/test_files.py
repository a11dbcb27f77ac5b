"""The catalogue's files are read and checked, and whoever breaks them is told where and why."""

from pathlib import Path

import pytest

from bot.admin import PROMPTS
from bot.catalogue import load
from bot.content import ContentError
from bot.rules.catalogue import Need
from tests.catalogue.files import SKILLS, SUPPORT, write


def problems(folder: Path) -> str:
    """Return everything that is wrong with a catalogue, one a line."""
    with pytest.raises(ContentError) as caught:
        load(folder)
    return str(caught.value)


def test_a_small_catalogue(tmp_path: Path) -> None:
    """Levels get the role's skills and tags, and what is asked for follows the level's number."""
    role = load(write(tmp_path)).roles["support-engineer"]
    junior, lead = role.levels
    assert junior.needs == (Need("troubleshooting", 5, 1), Need("sql", 2, 2))
    assert lead.needs == (Need("troubleshooting", 5, 3), Need("sql", 1, 1))
    assert junior.tags == {"on-call"}
    assert (role.family, junior.track, lead.track) == ("support", "ic", "management")


def test_the_starter_catalogue() -> None:
    """What comes with the bot is right."""
    assert load(PROMPTS).roles


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Troubleshooting:5", "Trubleshooting:5", "did you mean 'troubleshooting'?"),
        ('"Troubleshooting:5"', '"Troubleshooting:6"', "must be name:weight or name:weight:level"),
        ('tags = ["on-call"]', 'tags = ["oncall"]', "unknown tag 'oncall'; did you mean 'on-call'"),
        ('track = "management"', 'track = "boss"', "track must be one of ic, specialist"),
        ("number = 3", "number = 0", "number must be a whole number from 1 to 9"),
        ("number = 3", "number = true", "number must be a whole number"),
        ("number = 3\n", "number = 1\ntrack = 'ic'\n#", "cannot be read"),
        ('name = "Support"', "", "name is missing"),
        ('summary = "Finds causes."', "summary = 3", "summary must be a text"),
        ('summary = "Finds causes."', 'sumary = "x"', "unknown entry 'sumary'"),
        ('summary = "Finds causes."', 'next = ["pilot"]', "next names an unknown role 'pilot'"),
        ('summary = "Finds causes."', "openings = -1", "openings must be a whole number"),
        ('id = "support-engineer"', 'id = "Support!"', "an id has only a-z"),
    ],
)
def test_what_is_wrong_with_a_role(old: str, new: str, reason: str, tmp_path: Path) -> None:
    """Each mistake names the family's file and the reason."""
    assert old in SUPPORT
    found = problems(write(tmp_path, support=SUPPORT.replace(old, new, 1)))
    assert reason in found
    assert found.startswith("roles/support.toml: ")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('name = "SQL"', 'name = "troubleshooting"', "this skill stands twice"),
        ('name = "SQL"', 'name = "S:QL"', "no colon"),
        ('category = "solving"', 'category = "x"', "unknown category 'x'"),
        ('resource = "project"', 'resource = "film"', "unknown resource 'film'"),
        ('on-call = "on call"', 'On = "on"', "an id has only a-z"),
        ("[[skill]]", "[skill]", "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_skill(old: str, new: str, reason: str, tmp_path: Path) -> None:
    """Each mistake in the taxonomy names its file and the reason."""
    found = problems(write(tmp_path, SKILLS.replace(old, new, 1)))
    assert reason in found
    assert "skills.toml: " in found


def test_a_role_without_skills(tmp_path: Path) -> None:
    """A role has to ask for something."""
    bare = SUPPORT.replace('skills = ["Troubleshooting:5", "database queries:2:2"]', "")
    text = bare.replace('skills = ["SQL:1:1"]', "")
    assert "a role needs at least one skill" in problems(write(tmp_path, support=text))


def test_a_level_that_stands_twice(tmp_path: Path) -> None:
    """Number and track together name a level."""
    text = SUPPORT.replace("number = 3", "number = 1").replace('track = "management"', "")
    assert "the level 1 ic stands twice" in problems(write(tmp_path, support=text))


def test_two_roles_with_one_name(tmp_path: Path) -> None:
    """A title stands once in the company, in whatever case."""
    other = SUPPORT.replace("support-engineer", "helper").replace(
        "Support engineer", "SUPPORT Engineer"
    )
    found = problems(write(tmp_path, care=other, support=SUPPORT))
    assert "two roles have the title 'Support engineer' (see helper)" in found


def test_a_circle_of_levels(tmp_path: Path) -> None:
    """Roles that grow into one another in a circle are named with the whole circle, once."""
    first = SUPPORT.replace('summary = "Finds causes."', 'next = ["helper"]')
    other = (
        SUPPORT.replace("support-engineer", "helper")
        .replace("Support engineer", "Helper")
        .replace("technical support", "other")
        .replace('summary = "Finds causes."', 'next = ["support-engineer"]')
    )
    found = problems(write(tmp_path, care=other, support=first))
    assert found.count("levels go in a circle: helper → support-engineer → helper") == 1


def test_a_skill_nobody_has(tmp_path: Path) -> None:
    """A skill that no role asks for does no harm."""
    more = f'{SKILLS}\n[[skill]]\nname = "Juggling"\ncategory = "solving"\n'
    assert "juggling" in load(write(tmp_path, more)).skills


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Mistakes in both files are told together."""
    text = SUPPORT.replace("number = 3", "number = 30").replace('name = "Lead"', 'name = ""')
    found = problems(write(tmp_path, SKILLS.replace('"SQL"', "5"), support=text))
    assert len(found.splitlines()) >= 3


def test_no_catalogue(tmp_path: Path) -> None:
    """A folder without roles says so."""
    assert "there is no role" in problems(write(tmp_path, x="name = 'X'\nrole = []"))
    assert "skills.toml: this file is missing" in problems(tmp_path / "nothing")
