"""Pausing everything until a day: one form, and every feature rests at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import blocks
from bot.blocks import Block
from bot.data import people
from bot.reception.desk import Caller, Desk, Pause
from bot.reception.forms import chosen, date_of
from bot.reception.gate import notice, present
from bot.reception.home import ShowHome
from bot.rules import spoken
from bot.rules.workdays import local_day

LONGEST = timedelta(days=366)


def open_form(ack: Ack, desk: Desk, client: WebClient, body: Mapping[str, Any]) -> None:
    """Ask until when; `/career pause` does the same as the button on Home."""
    say = desk.say
    picker: Block = {"type": "datepicker", "action_id": "until"}
    field = blocks.field("until", say("rest.until"), picker, hint=say("rest.hint"))
    view = blocks.modal(
        say("rest.title"),
        [field],
        form="rest",
        submit=say("rest.submit"),
        close=say("rest.close"),
    )
    present(body, client, view)
    ack()


def save(pauses: Sequence[Pause]) -> Callable[..., None]:
    """Return the listener of the form: every feature rests until the day."""

    def rest(
        ack: Ack, desk: Desk, me: Caller, view: Mapping[str, Any], show_home: ShowHome
    ) -> None:
        until = date_of(chosen(view, "until"))
        with desk.store.begin() as session:
            zone = people.zone(people.person(session, me.team, me.user))
            today = local_day(desk.now(), zone)
            if until is None or not today < until <= today + LONGEST:
                ack(response_action="errors", errors={"until": desk.say("refuse.until")})
                return
            for pause in pauses:
                pause(session, me, desk, until)
        show_home()
        done = notice(desk, "rest.done", until=spoken.date_of(until))
        ack(response_action="update", view=done)

    return rest
