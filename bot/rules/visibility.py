"""Who may read what a person wrote. The only place where that is decided."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shared:
    """What the rule needs to know about an answer.

    `with_whom` is the one person it was shared with, if any; `still_meets` says whether that
    person and the author still have the one-on-one in which it was written.
    """

    author: str
    with_whom: str | None
    still_meets: bool
    is_draft: bool = False


@dataclass(frozen=True)
class Noted:
    """What the rule needs to know about a promise, of which it is asked by one of the two only."""

    by: str
    still_meet: bool


@dataclass(frozen=True)
class Brought:
    """What the rule needs to know about an idea for a next move that somebody brought."""

    by: str
    to: str
    still_meet: bool


def may_read(reader: str, answer: Shared) -> bool:
    """Say whether `reader` may see the words: the author, and the manager it was shared with.

    A former manager reads nothing more, a new manager starts with nothing, and there is no
    administrator to whom an exception applies.
    """
    if reader == answer.author:
        return True
    return not answer.is_draft and reader == answer.with_whom and answer.still_meets


def may_read_promise(reader: str, promise: Noted) -> bool:
    """Say whether `reader`, one of the two, may see it: the other one while they meet."""
    return reader == promise.by or promise.still_meet


def may_read_idea(reader: str, idea: Brought) -> bool:
    """Say whether `reader` may see which idea it is: its owner, and the manager it is brought to.

    What else its owner told, saved or set aside is for nobody but them.
    """
    return reader == idea.by or (reader == idea.to and idea.still_meet)


def may_read_line(reader: str, author: str, *, are_paired: bool) -> bool:
    """Say whether `reader` may see the line that `author` wrote for buddies: while they are."""
    return reader == author or are_paired
