"""How far somebody is: covered and missing skills, and what counts half."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.catalogue import Level
from bot.rules.lattice.coverage import cover, know, skills_of
from tests.rules.lattice.some import SKILLS, a_level, levels

have = st.dictionaries(st.sampled_from([*SKILLS, "unheard-of"]), st.floats(0, 5))


@given(have, levels)
def test_gaps_and_covered_partition(mine: dict[str, float], target: Level) -> None:
    """Each skill of the target is either covered or missing, and never both."""
    found = cover(know(mine, SKILLS), target)
    parts = [*found.covered, *(gap.need for gap in found.gaps)]
    assert sorted(parts, key=lambda need: need.skill) == sorted(
        target.needs, key=lambda need: need.skill
    )
    assert 0 <= found.fit <= 1
    sizes = [gap.size for gap in found.gaps]
    assert sizes == sorted(sizes, reverse=True)


@given(levels)
def test_nothing_is_missing_where_one_is(level: Level) -> None:
    """Somebody on a level covers that level."""
    found = cover(know(skills_of(level), SKILLS), level)
    assert (found.fit, found.gaps) == (1.0, ())


def test_the_largest_gap_first() -> None:
    """A gap weighs what is missing times how much it matters."""
    found = cover(know({"skill-2": 3.0}, SKILLS), a_level(needs="1:2:2 2:5:4 3:1:1"))
    assert [(gap.need.skill, gap.size) for gap in found.gaps] == [
        ("skill-2", 5.0),
        ("skill-1", 4.0),
        ("skill-3", 1.0),
    ]


def test_a_related_skill_counts_half() -> None:
    """A skill of the same category counts half of what it would, and stays a gap."""
    found = cover(know({"skill-5": 4.0}, SKILLS), a_level(needs="1:3:4"))
    assert found.fit == 0.5
    assert [gap.need.skill for gap in found.gaps] == ["skill-1"]


def test_a_level_that_asks_for_nothing() -> None:
    """A level without skills fits nobody."""
    assert cover(know({}, SKILLS), a_level(needs="")).fit == 0.0
