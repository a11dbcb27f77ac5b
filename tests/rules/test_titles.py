"""From titles to roles: exact, nearly, with typing errors, and not at all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.titles import Titles
from tests.rules.lattice.some import a_role

ROLES = {
    role.id: role
    for role in (
        replace(
            a_role("support-engineer"), aliases=("Technical Support (Tech Support)", "Help Desk")
        ),
        replace(a_role("sales-manager"), duties=("Win customers",)),
        replace(a_role("data-analyst"), aliases=("Business Analyst", "C# Reporter")),
        replace(a_role("business-consultant"), aliases=("Business Analyst",)),
    )
}


def best(title: str) -> str:
    """Return the best role for a title, nothing where there is none."""
    found = Titles(ROLES).match(title).matches
    return found[0].role if found else ""


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Support Engineer", "support-engineer"),
        ("SUPPORT  ENGINEERS", "support-engineer"),
        ("tech support", "support-engineer"),
        ("helpdesk", "support-engineer"),
        ("suport enginer", "support-engineer"),
        ("dataanalyst", "data-analyst"),
        ("senior sales manager", "sales-manager"),
        ("c# reporter", "data-analyst"),
        ("analyst for data", "data-analyst"),
        ("pilot", ""),
        ("", ""),
        ("🙂🙂", ""),
        ("x" * 40_000, ""),
    ],
)
def test_titles(title: str, role: str) -> None:
    """Case, plural, spaces, asides and typing errors do not matter; nonsense finds nothing."""
    assert best(title) == role


def test_an_exact_title_is_sure() -> None:
    """A title that one role bears is certain, one that two bear is half certain."""
    titles = Titles(ROLES)
    assert titles.match("data analyst").matches[0].confidence == 1.0
    both = titles.match("business analyst").matches[:2]
    assert [one.is_exact for one in both] == [True, True]
    assert all(0.5 <= one.confidence < 1 for one in both)


@given(st.text(max_size=60))
def test_any_text(title: str) -> None:
    """Whatever is asked, up to five different roles come back, none more than certain."""
    found = Titles(ROLES).match(title).matches
    assert len({one.role for one in found}) == len(found) <= 5
    assert all(0 <= one.confidence <= 1 for one in found)
