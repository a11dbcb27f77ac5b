"""A press of a button as one step: decided and recorded in one transaction, then shown.

A feature writes the step: is the row still open, what changes, and what is there to say. All
that goes around it stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import Block
from bot.reception.desk import Caller, Desk
from bot.reception.gate import in_modal, notice, present, show, value_of
from bot.reception.home import ShowHome

Row = TypeVar("Row")


@dataclass(frozen=True)
class Press(Generic[Row]):
    """Who pressed, what Slack says of it, and the row that it is about."""

    desk: Desk
    me: Caller
    body: Mapping[str, Any]
    subject: Row

    @property
    def value(self) -> str:
        """The key that the button names."""
        return value_of(self.body)

    @property
    def in_modal(self) -> bool:
        """Whether the button stands in a modal."""
        return in_modal(self.body)

    @property
    def in_message(self) -> bool:
        """Whether it stands in a message that stays, and can say itself what has happened."""
        place = self.body.get("container") or {}
        return place.get("type") == "message" and not place.get("is_ephemeral")

    def notice(self, key: str, **values: object) -> Block:
        """Return a modal that only says something."""
        return notice(self.desk, key, **values)


Step = Callable[[Session, Press[Any]], Block | None]
"""Does what a press asks for; returns what to show for it, None where its place says it."""


def step(take: Step) -> Callable[..., None]:
    """Return the listener that takes a step; Home and what there is to say are shown after it.

    A notice takes the place of a modal that was pressed in; a form lies on top of it.
    """

    def listen(
        ack: Ack,
        context: BoltContext,
        desk: Desk,
        me: Caller,
        client: WebClient,
        body: Mapping[str, Any],
        show_home: ShowHome,
    ) -> None:
        with desk.store.begin() as session:
            view = take(session, Press(desk, me, body, context.get("subject")))
        show_home()
        if view is not None:
            (present if "submit" in view else show)(body, client, view)
        ack()

    return listen
