"""Searching in what somebody wrote."""

import pytest

from bot.rules.searching import matches


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        ("charts", True),
        ("CHART", True),
        ("users chart", True),
        ("chart nobody", False),
        ("straße", True),
        ("STRASSE", True),
        ("", True),
        ("energy", True),
    ],
)
def test_every_word_must_stand_somewhere(wanted: str, is_found: bool) -> None:
    """In whatever case and order, in the answer or in its question."""
    texts = ("I drew charts for users in the Straße.", "What gave you energy?")
    assert matches(wanted, *texts) is is_found
