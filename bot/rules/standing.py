"""What a person is to a thing: the ground on which every button and form is allowed or refused."""

from enum import StrEnum


class Role(StrEnum):
    """A person's part in the thing that a button or a form is about."""

    MANAGER = "manager"
    REPORT = "report"
    PROPOSER = "proposer"
    INVITED = "invited"
    AUTHOR = "author"
    READER = "reader"
    SELF = "self"


PARTIES = frozenset({Role.MANAGER, Role.REPORT})


def in_meeting(user: str, *, manager: str, report: str, proposed_by: str) -> frozenset[Role]:
    """Return the parts of `user` in a one-on-one; empty for everybody else."""
    if user not in {manager, report}:
        return frozenset()
    part = Role.MANAGER if user == manager else Role.REPORT
    return frozenset({part, Role.PROPOSER if user == proposed_by else Role.INVITED})


def may_act(roles: frozenset[Role], allowed: frozenset[Role]) -> bool:
    """Say whether somebody with `roles` may do what is reserved to `allowed`."""
    return not roles.isdisjoint(allowed)
