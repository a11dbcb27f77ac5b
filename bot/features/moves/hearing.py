"""Questions about moves, wherever they are asked: in words, by command, by mention, by a button."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import clean
from bot.content import ContentError
from bot.data import moves
from bot.data.moves_tables import MoveQuestion
from bot.data.tables import Answer
from bot.features.moves.asking import Place, answer, ask, asked_in, record, refresh
from bot.features.moves.scene import Scene
from bot.reception.desk import Caller, Desk, Heard
from bot.reception.gate import tell
from bot.reception.replies import reply
from bot.rules.requests import MINE, OPENS, Request, choose
from bot.rules.told import at_role
from bot.rules.understanding.reading import Reading

log = logging.getLogger(__name__)


def hear(session: Session, heard: Heard, desk: Desk) -> bool:
    """Answer a message that is a question about moves, or says something about its writer."""
    return _hear(session, heard, desk, Place(heard.channel, heard.thread_ts))


def hear_mention(session: Session, heard: Heard, desk: Desk) -> bool:
    """Answer a question that was asked in a channel, where nobody else reads."""
    return _hear(session, heard, desk, Place())


def _hear(session: Session, heard: Heard, desk: Desk, place: Place) -> bool:
    if heard.what != "said" or not clean(heard.text):
        return False
    try:
        return ask(session, desk, heard.who, heard.text, place)
    except ContentError as error:
        _complain(error)
        reply(session, heard, desk, "moves.broken")
        return True


def hear_which(session: Session, heard: Heard, desk: Desk) -> bool:
    """Say where each idea is told, or set aside, to whoever means one of those shown."""
    reply(session, heard, desk, "moves.which_idea")
    return True


def tell_moves(ack: Ack, desk: Desk, me: Caller, rest: str) -> None:
    """`/career moves …`: answered in the conversation with the bot, where only they read."""
    try:
        with desk.store.begin() as session:
            ask(session, desk, me, rest, Place(), is_asked=True)
    except ContentError as error:
        _complain(error)
        ack(text=desk.say("moves.broken"), response_type="ephemeral")
        return
    ack(text=desk.say("moves.coming"), response_type="ephemeral")


def show_examples(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]
) -> None:
    """Say what can be asked."""
    _ask_by_button(ack, desk, me, client, body, "")


def ask_example(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]
) -> None:
    """Ask one of the examples, as if it had been written."""
    number = str(body["actions"][0]["action_id"]).rpartition(".")[2]
    _ask_by_button(ack, desk, me, client, body, desk.say(f"moves.examples.{number}"))


def _ask_by_button(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], text: str
) -> None:
    """Ask; where the press was not in the conversation, say where the answer is."""
    key = "moves.coming"
    try:
        with desk.store.begin() as session:
            ask(session, desk, me, text, Place(), is_asked=True)
    except ContentError as error:
        _complain(error)
        key = "moves.broken"
    if body.get("view") or key == "moves.broken":
        tell(desk, body, client, key)
    ack()


def choose_option(place: int) -> Callable[..., None]:
    """Return the listener of a button that says which of two readings is right."""

    def listen(ack: Ack, desk: Desk, me: Caller, subject: MoveQuestion) -> None:
        with desk.store.begin() as session:
            question = session.get_one(MoveQuestion, subject.id)
            asked = asked_in(desk, question)
            first = asked.choices[0] if asked.choices else None
            if first is not None and place < len(first.options):
                of = Scene(session, desk, me)
                option, told = first.options[place], of.told
                if first.about == MINE:
                    told = at_role(told, of.catalogue, option)
                answer(session, desk, question, choose(asked, option), told)
                refresh(session, desk, me.team, question.id)
        ack()

    return listen


def show_opened(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: Answer
) -> None:
    """Show the moves that a skill opens which somebody named in an answer of their own."""
    from bot.rules.understanding.understand import understand

    words = desk.store.vault.open(subject.sealed)
    try:
        reading = understand(words, desk.roles.lexicon)
    except ContentError as error:
        _complain(error)
        tell(desk, body, client, "moves.broken")
    else:
        asked = Request(OPENS, skills=tuple(dict.fromkeys(_skills(reading))))
        with desk.store.begin() as session:
            told = moves.told(session, desk.store.vault, me.team, me.user)
            record(session, desk, me, asked, told, Place())
    ack()


def _skills(reading: Reading) -> list[str]:
    named = (*reading.likes, *reading.topics, *reading.skills, *reading.needs)
    return [skill for one in named for skill in one.skills]


def _complain(error: ContentError) -> None:
    """Log what is wrong with the catalogue: whoever runs the bot can put it right."""
    for problem in error.problems[:5]:
        log.error("catalogue.broken %s", problem)
