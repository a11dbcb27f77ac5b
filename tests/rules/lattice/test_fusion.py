"""Near roles: explained, complete, and always in the same order."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.rules.catalogue import Catalogue
from bot.rules.lattice.fusion import lattice
from tests.rules.lattice.some import a_level, a_role, catalogue, catalogues


@given(catalogues())
def test_all_others_are_near(some: Catalogue) -> None:
    """Every other role comes once, the best first, with a fit from 0 to 1."""
    woven = lattice(some)
    for role in some.roles:
        near = woven.similar(role)
        assert {role, *(one.role for one in near)} == set(some.roles)
        assert len(near) == len(some.roles) - 1
        fits = [one.fit for one in near]
        assert fits == sorted(fits, reverse=True)
        assert all(0 <= fit <= 1 for fit in fits)


@given(catalogues())
def test_the_order_of_roles_does_not_matter(some: Catalogue) -> None:
    """The same roles in another order are as near as before."""
    other = replace(some, roles=dict(reversed(list(some.roles.items()))))
    for role in some.roles:
        assert lattice(some).similar(role) == lattice(other).similar(role)


def test_it_says_why() -> None:
    """Each ranker names its rank and what the two roles share."""
    woven = lattice(
        catalogue(
            replace(a_role("bread-baker"), duties=("Knead dough",)),
            replace(a_role("cake-baker", "trade"), duties=("Knead dough", "Decorate")),
            replace(a_role("nurse", "care", a_level(needs="9:5:3")), duties=("Dress wounds",)),
        )
    )
    said = {one.ranker: one for one in woven.explain("bread-baker", "cake-baker")}
    assert said["skills"].shared == ("skill-1",)
    assert said["parents"].shared == ("category-1",)
    assert set(said["duties"].shared) >= {"dough", "knead"}
    assert said["titles"].shared == ("baker",)
    assert {one.rank for one in said.values()} == {1}


def test_a_stranger() -> None:
    """A role that is not in the catalogue has no neighbours."""
    with pytest.raises(KeyError):
        lattice(catalogue(a_role("baker"), a_role("nurse"))).similar("pilot")


def test_a_ranker_that_cannot_speak() -> None:
    """A role without a profile is compared by what it has, and keeps its full fit."""
    some = [
        replace(a_role(f"role-{n}"), profiles={"work": (1.0, float(n))} if n else {})
        for n in range(4)
    ]
    near = lattice(catalogue(*some)).similar("role-1")
    assert {one.role for one in near} == {"role-0", "role-2", "role-3"}
    assert all(one.fit > 0 for one in near)
