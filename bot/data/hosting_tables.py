"""The tables of an installation itself. As in `tables`: every moment is aware and in UTC."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class LastTick(SQLModel, table=True):
    """When the clock last did all that was due, in real time: read by every process's `/readyz`.

    It is the installation's own, so `team` is empty.
    """

    __tablename__ = "last_tick"

    team: str = Field(default="", primary_key=True)
    name: str = Field(primary_key=True)
    at: datetime
