"""What a view of a match needs at hand: its people, their names, and times as they say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.blocks import escape
from bot.data import buddies, people
from bot.data.buddy_tables import BuddyMatch, BuddySeat
from bot.data.tables import Person
from bot.reception.desk import Desk
from bot.rules import spoken
from bot.rules.workdays import zone_of


@dataclass(frozen=True)
class Scene:
    """A match as one of its people sees it; in their group conversation all of them are `us`."""

    session: Session
    desk: Desk
    match: BuddyMatch
    me: Person
    us: Sequence[Person]
    seats: Sequence[BuddySeat]

    @property
    def others(self) -> list[Person]:
        """Everybody but the reader."""
        return [one for one in self.us if one.user != self.me.user]

    @property
    def names(self) -> str:
        """The others' names, safe to show."""
        return self.list_names(self.others)

    @property
    def zone(self) -> str:
        """The zone in which the reader lives."""
        return people.zone(self.me)

    @property
    def seat(self) -> BuddySeat:
        """The reader's own seat."""
        return next(one for one in self.seats if one.user == self.me.user)

    def say(self, key: str, **values: object) -> str:
        """Return the words for `key`, filled in."""
        return self.desk.say(key, **values)

    def list_names(self, some: Sequence[Person]) -> str:
        """Return "Ana", "Ana and Tom", or "Ana, Tom and Lena", safe to show."""
        return self.list_words([escape(one.name) for one in some]) or self.say("buddy.somebody")

    def list_words(self, words: Sequence[str]) -> str:
        """Return words as a sentence lists them."""
        *first, last = words or [""]
        return self.say("buddy.and", first=", ".join(first), last=last) if first else last

    def when(self, at: datetime) -> str:
        """Return a moment by everybody's clock: "Tuesday 14:00 (Berlin) / 13:00 (Lisbon)"."""
        return self._by_clocks(spoken.day(at, self.zone, self.desk.now()), at)

    def dated(self, at: datetime) -> str:
        """Return the same with the date, for words that are read on other days, too."""
        return self._by_clocks(spoken.past_day(at, self.zone, self.desk.now()), at)

    def _by_clocks(self, day: str, at: datetime) -> str:
        clocks = self._clocks(at)
        if len(clocks) == 1:
            return f"{day} {next(iter(clocks))}"
        return f"{day} " + " / ".join(f"{clock} ({place})" for clock, place in clocks.items())

    def label(self, at: datetime) -> str:
        """Return a moment as it stands on a button: "Tue 14:00 / 13:00"."""
        return f"{at.astimezone(zone_of(self.zone)):%a} " + " / ".join(self._clocks(at))

    def places(self, at: datetime) -> str:
        """Return whose clocks a button names: "Berlin / Lisbon"; empty where all show the same."""
        clocks = self._clocks(at)
        return " / ".join(clocks.values()) if len(clocks) > 1 else ""

    def _clocks(self, at: datetime) -> dict[str, str]:
        """Return what each one's clock shows, and where: the reader's first, each time once."""
        found: dict[str, str] = {}
        for zone in (self.zone, *(people.zone(one) for one in self.us)):
            found.setdefault(spoken.clock(at, zone), spoken.place(zone))
        return found


def scene(session: Session, desk: Desk, match: BuddyMatch, user: str) -> Scene:
    """Set the scene of a match for `user`, one of its people; who has left it is not of it."""
    seats = buddies.seats(session, match.id)
    still = [one for one in seats if one.user == user or one in buddies.still_in(seats)]
    there = still if len(still) > 1 else seats  # whom they were to meet is named afterwards
    us = [people.person(session, match.team, one.user) for one in there]
    return Scene(session, desk, match, people.person(session, match.team, user), us, seats)


def topics_of(desk: Desk) -> dict[str, str]:
    """Return all topics by id."""
    return {topic: name for group in desk.content.topics.values() for topic, name in group.items()}


def topic_names(desk: Desk, topics: Sequence[str]) -> list[str]:
    """Return the names of topics, without those that the catalogue no longer has."""
    known = topics_of(desk)
    return [known[one] for one in topics if one in known]
