"""The program's counts say nothing about a few people, also to those who subtract."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.tallying import FEWEST, PARTS, WEEK, Cell, Kind, publishable, to_count, week_of

PEOPLE = st.sets(st.integers(0, 12).map(str))
CELLS = st.fixed_dictionaries(
    {kind: PEOPLE.map(lambda people: Cell(len(people), people)) for kind in Kind}
)


@given(CELLS)
def test_nothing_is_said_about_a_few(cells: dict[Kind, Cell]) -> None:
    """A count that is shown is about nobody, or about as many people as may be counted."""
    for kind, count in publishable(cells).items():
        if count is not None:
            assert count == cells[kind].count
            assert not cells[kind].people or len(cells[kind].people) >= FEWEST


@given(CELLS)
def test_whoever_knows_the_sum_learns_nothing(cells: dict[Kind, Cell]) -> None:
    """What is hidden of the same people is about enough of them together, or all is hidden."""
    shown = publishable(cells)
    for part in PARTS:
        hidden = [kind for kind in part if shown[kind] is None]
        together = set[str]().union(*(cells[kind].people for kind in hidden))
        assert not hidden or len(together) >= FEWEST or len(hidden) == len(part)


def test_a_small_cell_hides_the_next_one_too() -> None:
    """One who did not meet is not told apart by counting the paired and the met."""
    met = Cell(7, set("abcdefg"))
    not_met = Cell(1, {"h"})
    shown = publishable(
        {Kind.MET: met, Kind.NOT_MET: not_met, Kind.PAIRED: Cell(8, set("abcdefgh"))}
    )
    assert (shown[Kind.PAIRED], shown[Kind.MET], shown[Kind.NOT_MET]) == (8, None, None)


def test_a_small_company_sees_no_zeros_either() -> None:
    """Of four people nothing is said, not even what nobody did."""
    shown = publishable({Kind.DISCUSSED: Cell(9, set("abcd"))})
    assert set(shown.values()) == {None}


def test_one_person_often_is_still_one() -> None:
    """Five one-on-ones of one person are about one person."""
    shown = publishable({Kind.DISCUSSED: Cell(5, {"a"}), Kind.ASKED: Cell(9, set("bcdefghij"))})
    assert shown[Kind.DISCUSSED] is None


def test_a_week_is_counted_once_it_is_over() -> None:
    """A day after its end, the oldest first, and none twice."""
    monday = date(2027, 3, 1)
    at = datetime(2027, 3, 9, tzinfo=UTC)
    assert to_count(at - timedelta(seconds=1), None, monday + timedelta(days=3)) == []
    assert to_count(at, None, monday + timedelta(days=3)) == [monday]
    assert to_count(at + 2 * WEEK, monday, monday) == [monday + WEEK, monday + 2 * WEEK]
    assert to_count(at, monday, monday) == []
    assert to_count(at, None, None) == []


def test_after_a_long_silence_only_the_latest_weeks_are_counted() -> None:
    """Half a year, and not the years before."""
    found = to_count(datetime(2027, 3, 9, tzinfo=UTC), None, date(2020, 1, 1))
    assert len(found) <= 26
    assert found == sorted(found)
    assert all(one == week_of(one) for one in found)
