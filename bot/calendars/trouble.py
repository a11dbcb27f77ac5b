"""What can be wrong with a feed, each with a word for it and a sentence for people."""

from enum import StrEnum


class Trouble(StrEnum):
    """Why a feed cannot be had."""

    ADDRESS = "address"
    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    REDIRECTS = "redirects"
    REFUSED = "refused"
    GONE = "gone"
    KIND = "kind"
    SIZE = "size"
    CALENDAR = "calendar"
    EVENTS = "events"


class FeedError(Exception):
    """A feed that cannot be had. Its sentence never holds the address, which is a secret."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = trouble
