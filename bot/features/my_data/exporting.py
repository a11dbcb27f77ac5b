"""`/career export`: recorded as a message, packed when it is sent, handed over in the DM."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import section
from bot.data.tables import Delivery
from bot.delivery.outbox import Attached, Rendered, put
from bot.features.my_data import writer
from bot.reception.desk import Caller, Desk, Heard
from bot.reception.files import wanted
from bot.reception.gate import tell

KIND = "my_data.export"
FILE = "my-data.zip"


def pack_by_command(ack: Ack, desk: Desk, me: Caller) -> None:
    """`/career export`: the file comes as a message of its own."""
    _record(desk, me)
    ack(text=desk.say("my_data.packing"), response_type="ephemeral")


def pack_by_button(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]
) -> None:
    """As the command, from Home."""
    _record(desk, me)
    tell(desk, body, client, "my_data.packing")
    ack()


def hear(session: Session, heard: Heard, desk: Desk) -> bool:
    """As the command, in words."""
    put(session, [wanted(heard.who, KIND, "all", desk.now())], desk.now())
    return True


def hand_over(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Pack the file as things stand now; where files are not allowed, say what to do."""
    refused = desk.say("my_data.export_not_granted", team=delivery.team, user=delivery.to)
    content = writer.pack(session, desk, delivery.team, delivery.to)
    title, instead = desk.say("my_data.export_title"), Rendered(refused, [section(refused)])
    return Rendered(desk.say("my_data.export_text"), [], Attached(FILE, title, content, instead))


def _record(desk: Desk, me: Caller) -> None:
    now = desk.now()
    with desk.store.begin() as session:
        put(session, [wanted(me, KIND, "all", now)], now)
