"""Trigger ids: the right to open one modal, within three seconds of what a person did."""

import secrets
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from bot.playground.errors import Refusal


@dataclass
class Trigger:
    """Whose act it was, when in real time, and whether it has served already."""

    user: str
    at: float
    is_spent: bool = False


class Triggers:
    """Hands trigger ids out and takes each back once, within `seconds` of real time."""

    def __init__(self, seconds: float = 3.0) -> None:
        self.seconds = seconds
        self._issued: dict[str, Trigger] = {}
        self._lock = Lock()

    def issue(self, user: str) -> str:
        """Return a new trigger id for what this person just did."""
        number = secrets.randbelow(10**12)
        trigger = f"{number}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        with self._lock:
            self._issued[trigger] = Trigger(user, monotonic())
        return trigger

    def exchange(self, trigger_id: str) -> str:
        """Spend a trigger id and return whose it was; refuse what is foreign, spent or late."""
        with self._lock:
            trigger = self._issued.get(trigger_id)
            if trigger is None:
                raise Refusal("invalid_trigger_id")
            if trigger.is_spent:
                raise Refusal("exchanged_trigger_id")
            if monotonic() - trigger.at > self.seconds:
                raise Refusal("expired_trigger_id")
            trigger.is_spent = True
            return trigger.user
