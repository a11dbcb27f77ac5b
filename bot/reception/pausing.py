"""Until when to rest: the field that asks for a day, and how it is read."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from slack_bolt import Ack

from bot import blocks
from bot.blocks import Block
from bot.reception.desk import Desk
from bot.reception.forms import chosen, date_of
from bot.rules.workdays import local_day

LONGEST = timedelta(days=366)


def field(label: str, hint: str) -> Block:
    """Return the field of a form in which the day is picked."""
    picker: Block = {"type": "datepicker", "action_id": "until"}
    return blocks.field("until", label, picker, hint=hint)


def until(ack: Ack, desk: Desk, view: Mapping[str, Any], zone: str) -> date | None:
    """Return the day that was picked; None where none was that will do, and the form says so."""
    picked = date_of(chosen(view, "until"))
    today = local_day(desk.now(), zone)
    if picked is None or not today < picked <= today + LONGEST:
        ack(response_action="errors", errors={"until": desk.say("refuse.until")})
        return None
    return picked
