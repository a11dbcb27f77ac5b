"""The catalogue that comes with the bot: large enough, honest, and connected across families."""

import pytest

from bot.rules.catalogue import Level, Role
from bot.rules.lattice.fusion import Lattice, lattice
from bot.rules.lattice.ideas import Idea, Standing, ideas
from tests.rules.starter import PROMPTS, catalogue

GOOD = 0.5
MONEY = ("salary", "salaries", "wage", "pay band", "bonus")


def levels() -> list[tuple[Role, Level]]:
    """Return every level of every role."""
    return [(role, level) for role in catalogue().roles.values() for level in role.levels]


def every_idea(given: Lattice) -> list[tuple[Role, tuple[Idea, ...]]]:
    """Return the ideas for somebody on each level."""
    return [(role, ideas(given, Standing(role, level))) for role, level in levels()]


def test_it_is_large_enough() -> None:
    """Out of the box there are enough roles, families, skills and other names for roles."""
    everything = catalogue()
    assert len(everything.roles) >= 120
    assert len(everything.families) >= 12
    assert len(everything.skills) >= 250
    assert sum(len(role.aliases) for role in everything.roles.values()) >= 400


def test_modern_titles_are_known() -> None:
    """Titles that public lists lack are names of some role."""
    names = {
        name.casefold()
        for role in catalogue().roles.values()
        for name in (role.title, *role.aliases)
    }
    assert {
        "backend developer",
        "product owner",
        "technical account manager",
        "platform engineer",
        "customer success manager",
        "sre",
        "growth marketer",
        "devops engineer",
        "scrum master",
    } <= names


def test_every_role_can_be_tried_and_understood() -> None:
    """Each role has a summary, duties, levels, aliases and a way to try it."""
    for role in catalogue().roles.values():
        assert role.summary, role.id
        assert len(role.duties) >= 3, role.id
        assert role.tryouts, role.id
        assert role.aliases, role.id
        assert 2 <= len(role.levels) <= 6, role.id


def test_families_have_tracks() -> None:
    """Each family has three to six levels, a management track, and one for specialists."""
    for family in catalogue().families:
        steps = [level for role, level in levels() if role.family == family]
        assert {"management", "specialist", "ic"} <= {level.track for level in steps}, family
        assert 3 <= len({level.number for level in steps}) <= 6, family


def test_management_is_told_honestly() -> None:
    """Each level of management says what it is like, how to try it, and how to go back."""
    for role, level in levels():
        if level.track == "management":
            assert "really like" in level.summary, role.id
            assert "Try it first" in level.summary, role.id
            assert "way back" in level.summary, role.id
            assert "leads-people" in level.tags, role.id


def test_every_skill_can_be_practised() -> None:
    """Each skill has a practice and a kind of resource, and some role asks for it."""
    used = {need.skill for _, level in levels() for need in level.needs}
    for skill in catalogue().skills.values():
        assert skill.practice, skill.id
        assert skill.resource, skill.id
        assert skill.id in used, skill.id


def test_money_is_not_spoken_of() -> None:
    """No file of the catalogue speaks of what people earn."""
    for file in (PROMPTS / "skills.toml", *sorted((PROMPTS / "roles").glob("*.toml"))):
        text = file.read_text("utf-8").casefold()
        assert not [word for word in MONEY if word in text], file


@pytest.mark.proof
def test_most_levels_have_ideas_elsewhere() -> None:
    """Four in five levels get three fitting ideas; two in five ideas are in other families."""
    found = every_idea(lattice(catalogue()))
    fitting = [
        len({one.role.id for one in those if one.fit >= GOOD and one.role.id != role.id}) >= 3
        for role, those in found
    ]
    assert sum(fitting) / len(fitting) >= 0.8
    elsewhere = [one.role.family != role.family for role, those in found for one in those]
    assert sum(elsewhere) / len(elsewhere) >= 0.4
