"""Pausing everything until a day: one form, and every feature rests at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import blocks
from bot.data import people
from bot.reception import pausing
from bot.reception.desk import Caller, Desk, Pause
from bot.reception.gate import notice, present
from bot.reception.home import ShowHome
from bot.rules import spoken


def open_form(ack: Ack, desk: Desk, client: WebClient, body: Mapping[str, Any]) -> None:
    """Ask until when; `/career pause` does the same as the button on Home."""
    say = desk.say
    view = blocks.modal(
        say("rest.title"),
        [pausing.field(say("rest.until"), say("rest.hint"))],
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
        with desk.store.begin() as session:
            zone = people.zone(people.person(session, me.team, me.user))
            until = pausing.until(ack, desk, view, zone)
            if until is None:
                return
            for pause in pauses:
                pause(session, me, desk, until)
        show_home()
        done = notice(desk, "rest.done", until=spoken.date_of(until))
        ack(response_action="update", view=done)

    return rest
