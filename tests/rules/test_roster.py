"""A company's list of people, as rules: circles, and what would change."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.roster import Entry, Listed, changes, circles

PEOPLE = st.sampled_from("abcdefgh")


@given(st.dictionaries(PEOPLE, st.none() | PEOPLE))
def test_a_circle_leads_back_to_where_it_began(managers: dict[str, str | None]) -> None:
    """Every circle that is found is one, and who stands in none comes to an end."""
    found = circles(managers)
    inside = {one for circle in found for one in circle}
    for circle in found:
        following = [*circle[1:], circle[0]]
        assert [managers[one] for one in circle] == following
    for start in managers:
        seen, one = set[str](), managers.get(start)
        while one is not None and one not in seen:
            seen.add(one)
            one = managers.get(one)
        assert (start in seen) is (start in inside)


def test_what_is_the_same_changes_nothing() -> None:
    """An entry that was written before is no change."""
    entry = Entry(2, "a", {"title": "Analyst", "country": "DE"})
    known = Listed(title="Analyst", country="DE", told_country="DE")
    assert changes(entry, known) == []


def test_what_somebody_emptied_stays_empty() -> None:
    """A country that was taken from the list and then cleared does not come back."""
    entry = Entry(2, "a", {"country": "DE"})
    assert changes(entry, Listed(country=None, told_country="DE")) == []
