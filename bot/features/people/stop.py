"""Stopping everything: one command, at once, and one form to begin again."""

import re
from collections.abc import Callable, Sequence

from slack_bolt import Ack
from sqlmodel import Session, col, update

from bot.blocks import Block, actions, button, context, section, sure
from bot.data import people
from bot.data.tables import Delivery, Sending
from bot.delivery.outbox import Rendered
from bot.reception.desk import Caller, Desk, Heard, Leave
from bot.reception.pressing import Press, Step
from bot.reception.replies import answer, reply

KIND = "stop.offer"
STOP = re.compile(r"^\W*stop\W*$", re.IGNORECASE)


def stop_by_command(leaves: Sequence[Leave]) -> Callable[[Ack, Desk, Caller], None]:
    """Return the listener of `/career stop`; each feature lets the person go."""

    def stop_now(ack: Ack, desk: Desk, me: Caller) -> None:
        with desk.store.begin() as session:
            ended = stop(session, me, desk, leaves)
        ack(text=desk.say("stop.done", ended=ended), response_type="ephemeral")

    return stop_now


def stop_by_button(leaves: Sequence[Leave]) -> Step:
    """Return the step of the button on Home, which has asked once."""

    def stop_now(session: Session, press: Press[None]) -> Block:
        ended = stop(session, press.me, press.desk, leaves)
        return press.notice("stop.done", ended=ended)

    return stop_now


def hear_stop(leaves: Sequence[Leave]) -> Callable[[Session, Heard, Desk], bool]:
    """Return the hearer of a bare "stop"."""

    def hear(session: Session, heard: Heard, desk: Desk) -> bool:
        if heard.what != "said" or not STOP.match(heard.text):
            return False
        ended = stop(session, heard.who, desk, leaves)
        reply(session, heard, desk, "stop.done", ended=ended)
        return True

    return hear


def hear_enough(session: Session, heard: Heard, desk: Desk) -> bool:
    """Offer what there is to whoever says in more words that it is too much."""
    if STOP.match(heard.text):
        return False
    answer(session, heard, desk, KIND)
    return True


def offer(_session: Session, _delivery: Delivery, desk: Desk) -> Rendered:
    """Say how to pause and how to stop: a click each."""
    text = desk.say("stop.offer")
    return Rendered(text, [section(text), choices(desk), context(desk.say("stop.offer_more"))])


def choices(desk: Desk) -> Block:
    """Return the two buttons: pause everything, and stop everything, which asks once."""
    asked = sure(
        desk.say("stop.sure"),
        desk.say("stop.sure_text"),
        desk.say("stop.yes"),
        desk.say("stop.no"),
    )
    everything = button(desk.say("stop.all"), "stop.all", "stop")
    return actions(pause(desk), everything | {"confirm": asked})


def pause(desk: Desk) -> Block:
    """Return the button that asks until when everything is to rest."""
    return button(desk.say("rest.open"), "rest.open", "rest")


def stop(session: Session, me: Caller, desk: Desk, leaves: Sequence[Leave]) -> str:
    """End everything with this person, and return what that was, in words.

    What already waits for them is not sent any more.
    """
    ended = [key for leave in leaves if (key := leave(session, me, desk))]
    person = people.person(session, me.team, me.user)
    person.has_stopped = True
    session.add(person)
    session.flush()
    waiting = update(Delivery).where(
        col(Delivery.team) == me.team,
        col(Delivery.to) == me.user,
        col(Delivery.state) == Sending.WAITING,
        col(Delivery.replaces).is_(None),
    )
    session.exec(waiting.values(state=Sending.CANCELLED))
    return " ".join(desk.say(key) for key in ended or ["stop.nothing"])
