"""What a person is to a one-on-one."""

from bot.rules.standing import PARTIES, Role, in_meeting, may_act


def test_each_of_the_two_has_two_parts_and_others_none() -> None:
    """Manager or report, proposer or invited."""
    meeting = {"manager": "U0MAYA", "report": "U0DEV", "proposed_by": "U0DEV"}
    assert in_meeting("U0MAYA", **meeting) == {Role.MANAGER, Role.INVITED}
    assert in_meeting("U0DEV", **meeting) == {Role.REPORT, Role.PROPOSER}
    assert in_meeting("U0KIM", **meeting) == frozenset()


def test_one_allowed_part_is_enough_and_none_is_not() -> None:
    """Nobody may do what is reserved to others."""
    assert may_act(frozenset({Role.MANAGER, Role.INVITED}), PARTIES)
    assert not may_act(frozenset({Role.MANAGER}), frozenset({Role.REPORT}))
    assert not may_act(frozenset(), PARTIES)
