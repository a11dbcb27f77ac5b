"""Ideas: several kinds and families, honest types, and wishes that hold."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.catalogue import Catalogue
from bot.rules.lattice.fusion import Lattice, lattice
from bot.rules.lattice.ideas import Idea, Standing, Wishes, ideas, moves
from bot.rules.lattice.kinds import Kind
from tests.rules.lattice.some import TAGS, a_level, a_role, catalogue, catalogues


def standing(some: Catalogue, pick: st.DataObject) -> Standing:
    """Return somebody on one of the catalogue's levels."""
    role = some.roles[pick.draw(st.sampled_from(sorted(some.roles)))]
    return Standing(role, pick.draw(st.sampled_from(role.levels)))


wishes = st.builds(
    Wishes,
    likes=st.frozensets(st.sampled_from(TAGS)),
    dislikes=st.frozensets(st.sampled_from(TAGS)),
    kinds=st.frozensets(st.sampled_from(sorted(Kind))),
    families=st.frozensets(st.sampled_from(["craft", "trade"])),
)


@given(catalogues(), wishes, st.data())
def test_no_idea_is_my_own_role(some: Catalogue, said: Wishes, pick: st.DataObject) -> None:
    """Ideas are in other roles, each of them once, and six at most."""
    mine = standing(some, pick)
    found = ideas(lattice(some), mine, said)
    roles = [idea.role.id for idea in found]
    assert mine.role.id not in roles
    assert len(set(roles)) == len(roles) <= 6


@given(catalogues(), wishes, st.data())
def test_kinds_agree_with_levels(some: Catalogue, said: Wishes, pick: st.DataObject) -> None:
    """What an idea is called follows from levels, families and tracks."""
    mine = standing(some, pick)
    for idea in ideas(lattice(some), mine, said):
        check_kind(mine, idea)


def check_kind(mine: Standing, idea: Idea) -> None:
    """Assert that an idea is called what it is."""
    step = idea.level.number - mine.level.number
    leads, will_lead = (one.track == "management" for one in (mine.level, idea.level))
    if idea.kind is Kind.LATERAL:
        assert (step, leads and not will_lead) == (0, False)
        assert idea.role.family != mine.role.family
    elif idea.kind is Kind.BACK:
        assert step < 0 or (leads and not will_lead and step == 0)
    elif idea.kind is Kind.UP:
        assert step > 0 or (will_lead and not leads and step == 0)
    elif idea.kind is Kind.DEEPER:
        assert idea.level.track == "specialist"
        assert (idea.role.family, step >= 0) == (mine.role.family, True)


@given(catalogues(), wishes, st.sampled_from(TAGS), st.data())
def test_a_tag_that_is_avoided(
    some: Catalogue, said: Wishes, tag: str, pick: st.DataObject
) -> None:
    """Avoiding a tag never adds a place that has it: none is left."""
    mine = standing(some, pick)
    avoiding = Wishes(said.likes, said.dislikes | {tag}, said.kinds, said.families)
    found = ideas(lattice(some), mine, avoiding)
    assert not any(idea.level.tags & avoiding.dislikes for idea in found)


@given(catalogues(), st.data())
def test_families_and_kinds_are_mixed(some: Catalogue, pick: st.DataObject) -> None:
    """Where moves lead to two families and are of three kinds, so are the ideas."""
    mine = standing(some, pick)
    woven = lattice(some)
    every, found = moves(woven, mine), ideas(woven, mine)
    if len({move.role.family for move in every}) > 1 and len({move.role.id for move in every}) > 1:
        assert len({idea.role.family for idea in found}) > 1


@given(catalogues(), st.data())
def test_what_is_not_wanted_again(some: Catalogue, pick: st.DataObject) -> None:
    """A role that somebody put away does not come back."""
    mine, woven = standing(some, pick), lattice(some)
    away = frozenset(idea.role.id for idea in ideas(woven, mine)[:2])
    assert not away & {idea.role.id for idea in ideas(woven, mine, Wishes(without=away))}


def _woven() -> Lattice:
    return lattice(
        catalogue(
            a_role("baker", "craft", a_level(2, needs="1:5:2 2:3:2")),
            a_role("miller", "trade", a_level(2, needs="1:5:2 3:1:2"), a_level(1, needs="1:5:1")),
            a_role("nurse", "care", a_level(2, needs="9:5:2", tags="on-call")),
            a_role("master", "craft", a_level(3, "specialist", "1:5:3 2:5:2")),
        )
    )


def test_what_was_asked_for_comes_first() -> None:
    """A kind that somebody asks for leads the ideas."""
    woven = _woven()
    baker = woven.roles["baker"]
    found = ideas(woven, Standing(baker, baker.levels[0]), Wishes(kinds=frozenset({Kind.DEEPER})))
    assert (found[0].role.id, found[0].kind) == ("master", Kind.DEEPER)


def test_own_skills_count() -> None:
    """What somebody says they know raises the fit, and nothing else does."""
    woven = _woven()
    baker = woven.roles["baker"]
    plain = moves(woven, Standing(baker, baker.levels[0]))
    more = moves(woven, Standing(baker, baker.levels[0], {"skill-9": 2.0}))
    fits = [next(m.coverage.fit for m in some if m.role.id == "nurse") for some in (plain, more)]
    assert fits == [0.0 if fits[0] == 0 else fits[0], 1.0]


def test_openings_stay_out_of_the_fit() -> None:
    """Many openings change neither the fit nor the order."""
    woven = _woven()
    baker = Standing(woven.roles["baker"], woven.roles["baker"].levels[0])
    before = [(move.role.id, move.coverage.fit) for move in moves(woven, baker)]
    object.__setattr__(woven.roles["nurse"], "openings", 50)
    assert [(move.role.id, move.coverage.fit) for move in moves(woven, baker)] == before
