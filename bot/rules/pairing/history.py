"""What the rounds so far mean for the next one: who met when, and who was in a trio."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from bot.rules.pairing.members import Past
from bot.rules.pairing.weights import TRIO, faded

TRIO_SIZE = 3


@dataclass(frozen=True)
class History:
    """The past, looked up: by two ids in their order, and by one.

    `met` is when a pair last met, `trio` when somebody was last in a trio, and `latest` when they
    were last introduced to anybody.
    """

    met: Mapping[tuple[str, str], date]
    trio: Mapping[str, date]
    latest: Mapping[str, date]

    def met_on(self, one: str, other: str) -> date | None:
        """Return the day of the last round in which these two met."""
        return self.met.get((min(one, other), max(one, other)))

    def was_in_trio(self, member: str) -> bool:
        """Whether the last match of this person was a trio."""
        return member in self.trio and self.trio[member] == self.latest[member]

    def trio_cost(self, member: str, on: date) -> int:
        """Return what being in a trio on `on` costs this person, because of the last one."""
        return faded(TRIO, self.trio[member], on) if member in self.trio else 0


def remember(past: Iterable[Past], on: date) -> History:
    """Return what counts of the rounds before `on`."""
    met: dict[tuple[str, str], date] = {}
    trio: dict[str, date] = {}
    latest: dict[str, date] = {}
    for one in sorted((it for it in past if it.on < on), key=lambda it: it.on):
        latest.update(dict.fromkeys(one.ids, one.on))
        if len(one.ids) == TRIO_SIZE:
            trio.update(dict.fromkeys(one.ids, one.on))
        if one.met:
            met.update(dict.fromkeys(combinations(sorted(one.ids), 2), one.on))
    return History(met, trio, latest)
