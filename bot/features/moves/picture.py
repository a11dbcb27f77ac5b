"""A picture of somebody's lattice, on request: drawn when it is sent, with a text that says it."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import section
from bot.data.tables import Delivery
from bot.delivery.outbox import Attached, Message, Rank, Rendered, put
from bot.features.moves.scene import Scene
from bot.pictures import draw_in_child, lattice
from bot.pictures.lattice import Drawn, Node
from bot.reception.desk import Caller, Desk, Heard
from bot.reception.gate import tell
from bot.rules.lattice.ideas import Idea, ideas

KIND = "moves.picture"
FILE = "my-lattice.png"
ASKED = re.compile(r"\b(picture|draw|drawing|image)\b.*\b(lattice|moves|ideas)\b", re.IGNORECASE)


def hear(session: Session, heard: Heard, desk: Desk) -> bool:
    """Draw where somebody asks for a picture of their lattice."""
    if heard.what != "said" or not ASKED.search(heard.text):
        return False
    _record(session, desk, heard.who, heard.event_id)
    return True


def draw_by_button(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]
) -> None:
    """Draw, asked for on Home."""
    with desk.store.begin() as session:
        _record(session, desk, me, desk.now().isoformat())
    tell(desk, body, client, "moves.coming")
    ack()


def render(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Draw what holds today; where that cannot be done or shown, say it in words."""
    of = Scene(session, desk, Caller(delivery.team, delivery.to))
    if of.mine is None:
        return _words(of.say("who.text"))
    found = ideas(desk.roles.lattice, of.mine, of.wishes)
    drawn = Drawn(
        of.say("picture.title"),
        of.mine.level.name,
        tuple(_node(of, one) for one in found),
        of.say("picture.why"),
    )
    said = lattice.text(drawn)
    picture = draw_in_child(lattice.draw, drawn) if found else None
    if picture is None:
        return _words(said)
    attached = Attached(FILE, drawn.title, picture, _words(said), said)
    return Rendered(said, [], attached)


def _node(of: Scene, idea: Idea) -> Node:
    every = len(idea.covered) + len(idea.gaps)
    count = len(idea.covered) or sum(one.have > 0 for one in idea.gaps)
    says = of.say("picture.says" if idea.covered else "picture.partly", count=count, every=every)
    level, kind = idea.level, str(idea.kind)
    name = of.desk.roles.name_of(idea.role.id, level.number, level.track, kind)
    return Node(of.say(f"picture.{kind}"), name, idea.fit, says)


def _words(said: str) -> Rendered:
    return Rendered(said, [section(said)])


def _record(session: Session, desk: Desk, who: Caller, mark: str) -> None:
    now = desk.now()
    message = Message(
        team=who.team,
        key=f"{KIND}:{who.user}:{mark}",
        kind=KIND,
        to=who.user,
        rank=Rank.REPLY,
        not_before=now,
    )
    put(session, [message], now)
