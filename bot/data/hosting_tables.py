"""The tables of an installation itself. As in `tables`: every moment is aware and in UTC."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class LastTick(SQLModel, table=True):
    """When the clock last went round, in real time: read by every process's `/readyz`.

    It is the installation's own, so `team` is empty.
    """

    __tablename__ = "last_tick"

    team: str = Field(default="", primary_key=True)
    name: str = Field(primary_key=True)
    at: datetime


class Installation(SQLModel, table=True):
    """What a workspace gave us when it installed the bot: its token, sealed like people's words.

    `renewing_until` is real time: whoever set it is asking Slack for the next token.
    """

    team: str = Field(primary_key=True)
    enterprise: str | None = None
    app_id: str = ""
    bot_id: str = ""
    bot_user: str = ""
    scopes: str = ""
    sealed: str  # the token
    sealed_refresh: str | None = None  # what it is renewed with, where tokens rotate
    expires_at: datetime | None = None
    renewing_until: datetime | None = None
    installed_by: str | None = None
    installed_at: datetime


class SeenEvent(SQLModel, table=True):
    """An event of Slack's that has had its effect; Slack may send it again.

    A message is noted under a digest of its place, and so is the moment of its last change.
    Under no team: the signature of a request that was taken, of which a copy is refused.
    """

    __tablename__ = "seen_event"

    team: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    at: datetime
