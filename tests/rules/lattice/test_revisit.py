"""Ideas seen from other sides: one by its name, elsewhere, and what a skill opens."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.catalogue import Catalogue
from bot.rules.lattice.fusion import lattice
from bot.rules.lattice.ideas import Standing, Wishes, ideas
from bot.rules.lattice.revisit import elsewhere, idea_of, opened_by
from tests.rules.lattice.some import SKILLS, catalogues
from tests.rules.lattice.test_ideas import check_kind, standing


@given(catalogues(), st.data())
def test_an_idea_is_the_same_when_it_is_looked_at_again(
    some: Catalogue, pick: st.DataObject
) -> None:
    """By its role, level and kind an idea is found again, to the last gap."""
    mine, woven = standing(some, pick), lattice(some)
    for one in ideas(woven, mine):
        assert idea_of(woven, mine, Wishes(), one.role, one.level, one.kind) == one


@given(catalogues(), st.data())
def test_elsewhere_is_another_family(some: Catalogue, pick: st.DataObject) -> None:
    """Where skills are used elsewhere is never one's own family, and kinds tell the truth."""
    mine = standing(some, pick)
    for one in elsewhere(lattice(some), mine, Wishes()):
        assert one.role.family != mine.role.family
        check_kind(mine, one)


@given(catalogues(), st.sampled_from(sorted(SKILLS)), st.data())
def test_what_a_skill_opens_asks_for_it(some: Catalogue, skill: str, pick: st.DataObject) -> None:
    """Each move that a skill opens asks for it, and comes nearer by it."""
    mine, woven = standing(some, pick), lattice(some)
    for one in opened_by(woven, mine, Wishes(), [skill]):
        assert skill in {need.skill for need in one.level.needs}
        now = idea_of(woven, mine, Wishes(), one.role, one.level, one.kind)
        assert now.fit < one.fit


@given(catalogues(), st.sampled_from(sorted(SKILLS)), st.data())
def test_what_is_needed_and_avoided_holds(some: Catalogue, skill: str, pick: st.DataObject) -> None:
    """No idea lacks a tag that is needed, or is about a skill that is avoided."""
    mine = standing(some, pick)
    wishes = Wishes(needs=frozenset({"teaching"}), avoids=frozenset({skill}))
    for one in ideas(lattice(some), Standing(mine.role, mine.level), wishes):
        assert "teaching" in one.level.tags
        assert not [it for it in one.level.needs if it.skill == skill and it.weight >= 4]
