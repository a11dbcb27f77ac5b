"""What Trellis can do, said whenever somebody asks or is not understood."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import Block, actions, button, context, escape, in_words, section
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.reception.desk import Desk, Heard
from bot.reception.gate import notice, present
from bot.reception.replies import answer

KIND = "help"
WORD = 40  # letters of an unknown command that are said back


def tell_help(ack: Ack, desk: Desk, command: Mapping[str, Any]) -> None:
    """`/career help`, and every word after /career that is none: that one is named."""
    word = str(command.get("text") or "").strip().partition(" ")[0]
    is_known = word.casefold() in {"", KIND}
    first = [] if is_known else [section(desk.say("help.unknown", word=escape(word[:WORD])))]
    text = in_words(first) or desk.say("help.text")
    ack(text=text, blocks=[*first, *_help(desk)], response_type="ephemeral")


def open_help(ack: Ack, desk: Desk, client: WebClient, body: Mapping[str, Any]) -> None:
    """Show the same from a button."""
    present(body, client, notice(desk, "help.text"))
    ack()


def hear_anything(session: Session, heard: Heard, desk: Desk) -> bool:
    """Answer whatever no feature took up, with what the bot can do; an edit is no question."""
    if heard.what != "said":
        return False
    answer(session, heard, desk, KIND, asked="help" in heard.text.casefold())
    return True


def help_message(_session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say what the bot can do; to whoever did not ask, in short."""
    if delivery.about["asked"]:
        return Rendered(desk.say("help.text"), _help(desk))
    text, also = desk.say("heard.not_understood"), context(desk.say("help.also"))
    ways = actions(set_up(desk), ideas(desk), abilities(desk))
    return Rendered(text, [section(text), ways, also])


def _help(desk: Desk) -> list[Block]:
    text = section(desk.say("help.text"))
    return [text, actions(set_up(desk), ideas(desk)), context(desk.say("help.also"))]


def set_up(desk: Desk) -> Block:
    """Return the button that opens the form for a new one-on-one."""
    return button(desk.say("help.set_up"), "setup.open", "new", primary=True)


def abilities(desk: Desk) -> Block:
    """Return the button that says all that the bot can do."""
    return button(desk.say("help.prompt_help"), "help.open", "help")


def ideas(desk: Desk) -> Block:
    """Return the button that says what can be asked about moves."""
    return button(desk.say("help.moves"), "moves.examples", "help")
