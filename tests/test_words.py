"""Whatever the code says stands in its contract, and so in prompts/, and nothing is left over."""

from collections.abc import Iterable

import pytest

from bot import app
from tests.sayings import ANYTHING, FEATURES, WORD, Saying, contract_of, said_in, written_in

ROOMS = (*FEATURES, "reception")
SECTIONS = {key.partition(".")[0] for key in app.CONTRACT}
# What looks like a key and is the name of an act, a form, a message or a moment.
NAMES = {
    *(one.name for feature in app.FEATURES for one in feature.acts),
    *(one.name for feature in app.FEATURES for one in feature.forms),
    *(kind for feature in app.FEATURES for kind in feature.views),
    *("buddy.pair", "buddy.warn", "buddy.close", "calendar.look"),
}


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_said_stands_in_the_contract(room: str) -> None:
    """Each key that is said is one of the feature's own, or of the reception below it."""
    mine = contract_of(room)
    said = said_in(room)
    assert said
    unknown = {one for one in said if not _fits_any(one, mine, room)}
    assert not unknown


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_said_is_filled_in(room: str) -> None:
    """Wherever a key is written out, every name of its text is given."""
    mine = contract_of(room)
    lacks = {
        (one, key)
        for one in said_in(room)
        for key, names in mine.items()
        if ANYTHING not in one.pattern and one.fits(key, room)
        if one.given is not None and not names <= one.given
    }
    assert not lacks


@pytest.mark.parametrize("room", ROOMS)
def test_what_looks_like_a_key_is_one(room: str) -> None:
    """A key that is handed on before it is said exists as well."""
    mine = contract_of(room)
    looks = [one for one in written_in(room) if WORD.fullmatch(one.looks)]
    keys = [one for one in looks if one.looks.partition(".")[0] in SECTIONS]
    assert not {one for one in keys if one.looks not in NAMES and not _fits_any(one, mine, room)}


@pytest.mark.parametrize("room", ROOMS)
def test_every_key_is_said(room: str) -> None:
    """Nothing stands in a contract, and so in prompts/, that no code of its feature says."""
    below = contract_of("") if room in FEATURES else {}
    written = written_in(room)
    mine = contract_of(room).keys() - below.keys()
    assert not {key for key in mine if not any(one.fits(key, room) for one in written)}


def test_what_a_press_says_is_looked_at() -> None:
    """Among what is said are the notices of a press, and what they are filled in with."""
    said = {one.looks: one.given for one in said_in("one_on_ones")}
    assert said["proposal.declined"] == frozenset({"other"})
    assert said["pick.done"] == frozenset({"when"})


def _fits_any(one: Saying, keys: Iterable[str], room: str) -> bool:
    return any(one.fits(key, room) for key in keys)
