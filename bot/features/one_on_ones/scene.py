"""What a view of a one-on-one needs at hand: the rows, the names, and times as its reader says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.blocks import escape
from bot.data import calendars, meetings, people, planning
from bot.data.calendar_tables import CalendarFeed
from bot.data.tables import Meeting, Occurrence, OneOnOne, Person, Question
from bot.reception.desk import Caller, Desk
from bot.rules import spoken, timing
from bot.rules.timing import Cadence
from bot.rules.workdays import zone_of


@dataclass(frozen=True)
class Scene:
    """A one-on-one as one of the two sees it."""

    session: Session
    desk: Desk
    meeting: OneOnOne
    me: Person
    other: Person
    feeds: Mapping[int, CalendarFeed] | None = None  # of many one-on-ones, where they are read

    @property
    def feed(self) -> CalendarFeed | None:
        """The calendar that the two follow."""
        feeds = self.feeds
        if feeds is None:
            feeds = calendars.feeds_followed(self.session, [self.meeting])
        return feeds.get(self.meeting.id or 0)

    @property
    def zone(self) -> str:
        """The zone in which the reader lives."""
        return people.zone(self.me)

    @property
    def name(self) -> str:
        """The other one's name, safe to show."""
        return escape(self.other.name) or self.say("people.gone")

    @property
    def is_manager(self) -> bool:
        """Whether the reader is the manager of the two."""
        return self.me.user == self.meeting.manager

    def say(self, key: str, **values: object) -> str:
        """Return the words for `key`, filled in."""
        said = self.desk.say(key, **values)
        return said if self.other.name else spoken.begun(said, self.desk.say("people.gone"))

    def when(self, at: datetime) -> str:
        """Return a moment as the reader would say it."""
        return spoken.moment(at, self.zone, self.desk.now())

    def dated(self, at: datetime) -> str:
        """Return a moment for words that are read on other days, too."""
        return spoken.dated(at, self.zone, self.desk.now())

    def date(self, at: datetime) -> str:
        """Return a day as the reader would say it."""
        return spoken.date_of(at, self.zone)

    def next_day(self, occurrence: Occurrence) -> str:
        """Return the day of the one after this, as far as it is known."""
        after = planning.following(self.session, occurrence)
        return self.date(after) if after else self.say("times.next")

    def next_cue(self, *, stays: bool = False) -> str:
        """Return when the next question comes, as far as is known; empty where none will.

        What `stays`, as a message does, names the day.
        """
        if self.meeting.state is not Meeting.ACTIVE:
            return ""
        cue = planning.next_cue(self.session, self.meeting)
        if cue is None:
            return self.say("times.open")
        return self.dated(cue) if stays else self.when(cue)

    def times(self) -> str:
        """Return what the two agreed on: "Thursdays 10:00–10:45, every two weeks".

        It is said by the reader's clock as that shows it next. Where not every week has one, the
        first is named as long as it lies ahead.
        """
        agreed = meetings.schedule(self.meeting)
        slot = next(timing.slots(agreed, self.desk.now()))
        times = self.say(
            "times.weekly",
            day=f"{slot.starts_at.astimezone(zone_of(self.zone)):%A}",
            starts=spoken.clock(slot.starts_at, self.zone),
            ends=spoken.clock(slot.ends_at, self.zone),
            cadence=self.say(f"times.every_{Cadence(agreed.cadence)}"),
        )
        is_first = slot.held_on == agreed.first_date and slot.starts_at > self.desk.now()
        if is_first and agreed.cadence is not Cadence.WEEKLY:
            times = self.say("times.first", times=times, date=self.date(slot.starts_at))
        if agreed.zone != self.zone:
            times = self.say("times.zone", times=times, there=self._there(slot, agreed.zone))
        if self.feed is None:
            return times
        owner = people.person(self.session, self.feed.team, self.feed.owner)
        return self.say("times.calendar", times=times, owner=escape(owner.name))

    def _there(self, slot: timing.Slot, zone: str) -> str:
        """Return when a meeting is by the clock of another zone, as far as that differs."""
        here, there = (slot.starts_at.astimezone(zone_of(one)) for one in (self.zone, zone))
        place = self.say("times.place", place=spoken.place(zone))
        if here.replace(tzinfo=None) == there.replace(tzinfo=None):
            return place
        span = f"{spoken.clock(slot.starts_at, zone)}–{spoken.clock(slot.ends_at, zone)} {place}"
        return span if here.date() == there.date() else f"{there:%A}s {span}"

    def wording(self, question: Question) -> str:
        """Return a question's text, safe to show."""
        return escape(self.desk.store.vault.open(question.sealed))

    def theme(self, question: Question) -> str:
        """Return the name of a question's theme."""
        return theme_name(self.desk, question.theme)


def scene(session: Session, desk: Desk, meeting: OneOnOne, user: str) -> Scene:
    """Set the scene of a one-on-one for `user`, one of the two."""
    me = people.person(session, meeting.team, user)
    other = people.person(session, meeting.team, meetings.other(meeting, user))
    return Scene(session, desk, meeting, me, other)


def scenes(session: Session, desk: Desk, found: Iterable[OneOnOne], user: str) -> Iterator[Scene]:
    """Set the scenes of many one-on-ones for `user`; what their cards need is read at once."""
    every = list(found)
    feeds = calendars.feeds_followed(session, every)
    for meeting in every:
        yield replace(scene(session, desk, meeting, user), feeds=feeds)


def scene_of(session: Session, desk: Desk, occurrence: Occurrence, me: Caller) -> Scene:
    """Set the scene of an occurrence's one-on-one for the caller."""
    return scene(session, desk, meetings.meeting(session, occurrence.one_on_one_id), me.user)


def theme_name(desk: Desk, theme: str) -> str:
    """Return a theme's name, also where the bank no longer has it."""
    return desk.content.themes.get(theme) or desk.say("theme.own")


def next_occurrence(of: Scene) -> Occurrence | None:
    """Return the occurrence that comes next or is under way."""
    return meetings.open_occurrence(of.session, of.meeting.id or 0)
