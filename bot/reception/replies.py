"""Short replies to what a person just wrote; they say nothing that anybody wrote."""

from sqlmodel import Session

from bot.blocks import section
from bot.data.tables import Delivery
from bot.delivery.outbox import Message, Rank, Rendered, put
from bot.reception.desk import Desk, Heard

KIND = "reply"


def reply(session: Session, heard: Heard, desk: Desk, key: str, **values: str | int) -> None:
    """Answer a message, in its thread where it stands in one."""
    now = desk.now()
    message = Message(
        team=heard.who.team,
        key=f"{KIND}:{heard.event_id}",
        kind=KIND,
        to=heard.who.user,
        rank=Rank.REPLY,
        not_before=now,
        about={"words": key, "values": values},
        channel=heard.channel,
        thread_ts=heard.thread_ts,
    )
    put(session, [message], now)


def view(_session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say what was recorded as the reply."""
    text = desk.say(delivery.about["words"], **delivery.about["values"])
    return Rendered(text, [section(text)])
