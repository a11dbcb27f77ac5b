"""The tables of calendar feeds. As in `tables`: a team in every row, every moment in UTC.

Of a calendar only this is kept: names and times of the series that are followed, and of those that
were found until their owner has chosen. No title, no description, no place, and nothing of any
other event.
"""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class CalendarFeed(SQLModel, table=True):
    """A calendar that somebody connected. Its address is a secret, and sealed like their words."""

    __tablename__ = "calendar_feed"
    __table_args__ = (Index("ix_calendar_feed_of_owner", "team", "owner"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    owner: str
    sealed_address: str
    sealed_pattern: str  # what the owner says that titles of one-on-ones look like; may be nothing
    is_new: bool = True  # its one-on-ones are still to be found, or to be found again
    etag: str | None = None
    modified: str | None = None
    due_at: datetime = Field(index=True)  # when it is looked at next
    read_at: datetime | None = None  # when it was last had, changed or not
    parsed_at: datetime | None = None  # when all that is followed was last read in it
    failing_since: datetime | None = None
    failures: int = 0
    trouble: str | None = None
    created_at: datetime


class CalendarSeries(SQLModel, table=True):
    """A one-on-one found in a calendar; followed, where it names a one-on-one of Trellis."""

    __tablename__ = "calendar_series"
    __table_args__ = (Index("ix_calendar_series_of_owner", "team", "owner"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    owner: str
    feed_id: int = Field(foreign_key="calendar_feed.id", index=True)
    uid: str
    partner: str | None = None  # whom it seems to be with, a member
    starts_at: datetime  # the next one, as it was found
    ends_at: datetime
    days: int = 7  # to the one after it
    one_on_one_id: int | None = Field(default=None, foreign_key="one_on_one.id", unique=True)
    is_read: bool = False  # whether its times are known: until then what was agreed on holds


class CalendarMeeting(SQLModel, table=True):
    """An occurrence of a series that is followed, as it was when the calendar was last read."""

    __tablename__ = "calendar_meeting"
    __table_args__ = (Index("ix_calendar_meeting_of_owner", "team", "owner"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    owner: str
    series_id: int = Field(foreign_key="calendar_series.id", index=True)
    recurrence: str  # its name in the calendar, wherever it is moved to
    starts_at: datetime
    ends_at: datetime
