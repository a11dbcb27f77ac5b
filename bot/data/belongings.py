"""What each table holds of people. Export, erasure and the change of keys follow these lines.

A column whose name begins with `sealed` holds what somebody wrote. Every other column of text is
named here once, by what it is to people; a test fails for a table or a column that is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Table, and_, or_
from sqlmodel import SQLModel

from bot.data.buddy_tables import Buddy, BuddyMatch, BuddyRound, BuddySeat
from bot.data.calendar_tables import CalendarFeed, CalendarMeeting, CalendarSeries
from bot.data.hosting_tables import Installation, LastTick, SeenEvent
from bot.data.moves_tables import Career, Guide, MoveIdea, MoveQuestion
from bot.data.pace_tables import Pace
from bot.data.program_tables import WeekCount
from bot.data.tables import (
    Answer,
    Delivery,
    Look,
    Occurrence,
    OneOnOne,
    Person,
    Promise,
    Question,
    Workspace,
)

SEALED = "sealed"
TEAM = "team"
GONE = "gone"  # stands where the id of somebody stood who has erased everything


class Fate(StrEnum):
    """What becomes of a row when its owner erases everything."""

    GOES = "goes"
    STAYS = "stays"  # for the others in it: names and words of the owner are taken out
    APART = "apart"  # messages: see `erasing`


@dataclass(frozen=True)
class Belonging:
    """A table's columns by what they are to people.

    `owners` say whose a row is. `others` name somebody whose it is not. `plain` texts name nobody
    and nobody wrote them. Where the column `unwritten` is filled, nobody wrote the row's words.
    """

    model: type[SQLModel]
    owners: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    fate: Fate = Fate.GOES
    unwritten: str | None = None

    @property
    def table(self) -> Table:
        """The table itself."""
        found: Table = SQLModel.metadata.tables[str(self.model.__tablename__)]
        return found

    @property
    def sealed(self) -> tuple[str, ...]:
        """The columns that hold what somebody wrote."""
        return sealed_columns(self.table)

    def of(self, team: str, user: str) -> ColumnElement[bool]:
        """Return which rows are this person's."""
        columns = self.table.c
        return and_(columns[TEAM] == team, or_(*(columns[name] == user for name in self.owners)))


BELONGINGS: tuple[Belonging, ...] = (
    Belonging(
        Person,
        owners=("user",),
        others=("manager",),
        plain=(
            "name",
            "email",
            "zone",
            "own_zone",
            "country",
            "told_country",
            "department",
            "title",
            "workdays",
            "dm",
        ),
    ),
    Belonging(
        OneOnOne,
        owners=("manager", "report"),
        others=("proposed_by",),
        plain=("pair", "cadence", "zone"),  # a pair is named only while it lives
        fate=Fate.STAYS,
    ),
    Belonging(
        Question,
        owners=("by",),
        plain=("bank_id", "theme", "why"),
        fate=Fate.STAYS,
        unwritten="bank_id",
    ),
    Belonging(Answer, owners=("author",), others=("shared_with",), plain=("channel", "ts")),
    Belonging(Promise, owners=("noted_by",), plain=("source",)),
    Belonging(Look, owners=("owner",), others=("reader",)),
    Belonging(
        Buddy,
        owners=("user",),
        plain=("seeks", "gives", "languages", "department", "level", "level_wish"),
    ),
    Belonging(BuddySeat, owners=("user",)),
    Belonging(Career, owners=("user",)),
    Belonging(MoveQuestion, owners=("user",)),
    Belonging(MoveIdea, owners=("user",), plain=("role", "track", "kind", "why")),
    Belonging(Guide, owners=("user",), plain=("role",)),
    Belonging(BuddyMatch, others=("starter",), plain=("channel", "times"), fate=Fate.STAYS),
    Belonging(
        Delivery,
        owners=("to",),
        plain=("key", "kind", "about", "channel", "thread_ts", "ts", "error"),
        fate=Fate.APART,
    ),
    Belonging(CalendarFeed, owners=("owner",), plain=("etag", "modified", "trouble")),
    Belonging(CalendarSeries, owners=("owner",), others=("partner",), plain=("uid",)),
    Belonging(CalendarMeeting, owners=("owner",), plain=("recurrence",)),
    Belonging(Occurrence, plain=("holiday", "recurrence"), fate=Fate.STAYS),
    Belonging(BuddyRound, fate=Fate.STAYS),
    Belonging(Pace, plain=("name",), fate=Fate.STAYS),  # forgotten within the hour
    Belonging(WeekCount, plain=("kind",), fate=Fate.STAYS),
    Belonging(SeenEvent, plain=("event_id",), fate=Fate.STAYS),
    Belonging(
        Installation,  # what is sealed in it are the workspace's tokens: nobody wrote them
        others=("installed_by",),
        plain=("enterprise", "app_id", "bot_id", "bot_user", "scopes"),
        fate=Fate.STAYS,
    ),
    Belonging(LastTick, plain=("name",), fate=Fate.STAYS),
    Belonging(Workspace, plain=("name", "bot_user", "scopes", "stopped"), fate=Fate.STAYS),
)


def sealed_columns(table: Table) -> tuple[str, ...]:
    """Return the names of the columns that hold what somebody wrote."""
    return tuple(column.name for column in table.columns if column.name.startswith(SEALED))


def owned() -> Iterator[Belonging]:
    """Yield what belongs to people and is theirs to take along, messages apart."""
    return (one for one in BELONGINGS if one.owners and one.fate is not Fate.APART)
