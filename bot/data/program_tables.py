"""The table of the program's counts. As in `tables`: a team in every row."""

from datetime import date

from sqlmodel import Field, SQLModel


class WeekCount(SQLModel, table=True):
    """How often something happened in a week, in a whole workspace.

    Written once, when the week is over, and never changed: two looks at it tell no more than one.
    Without a count it stands for too few people, and nothing about them is kept.
    """

    __tablename__ = "week_count"

    team: str = Field(primary_key=True)
    week: date = Field(primary_key=True)  # its Monday
    kind: str = Field(primary_key=True)  # see rules.tallying.Kind
    count: int | None = None
