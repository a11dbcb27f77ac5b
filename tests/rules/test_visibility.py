"""Who may read what: the one rule, tried by everybody."""

import pytest

from bot.rules.visibility import Noted, Shared, may_read, may_read_promise

AUTHOR, MANAGER, OTHER = "U0DEV", "U0MAYA", "U0KIM"


@pytest.mark.parametrize("with_whom", [None, MANAGER])
@pytest.mark.parametrize("still_meets", [True, False])
@pytest.mark.parametrize("is_draft", [True, False])
def test_only_the_manager_it_is_shared_with_and_only_while_they_meet(
    with_whom: str | None, still_meets: bool, is_draft: bool
) -> None:
    """The author always, the one other in exactly one case, nobody else ever."""
    answer = Shared(AUTHOR, with_whom, still_meets, is_draft)
    assert may_read(AUTHOR, answer)
    assert may_read(MANAGER, answer) is (with_whom == MANAGER and still_meets and not is_draft)
    assert not may_read(OTHER, answer)


def test_a_promise_is_seen_by_the_other_while_they_meet() -> None:
    """And by whoever noted it for good."""
    assert may_read_promise(AUTHOR, Noted(AUTHOR, still_meet=False))
    assert may_read_promise(MANAGER, Noted(AUTHOR, still_meet=True))
    assert not may_read_promise(MANAGER, Noted(AUTHOR, still_meet=False))
