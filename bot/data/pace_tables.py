"""What several workers share about how fast Slack may be written to."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Pace(SQLModel, table=True):
    """When a workspace, a channel, a method or a rank of messages is free again, in real time.

    Only several workers on one PostgreSQL need it. A row whose moment is past says nothing.
    """

    team: str = Field(primary_key=True)
    name: str = Field(primary_key=True)  # empty for the workspace as a whole
    free_at: datetime
