"""Replies to what a person just wrote; they say nothing that anybody wrote."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.blocks import section
from bot.data.tables import Delivery
from bot.delivery.outbox import Message, Rank, Rendered, put
from bot.reception.desk import Desk, Heard, Hearer

KIND = "reply"
ANSWERS = "answers"  # holds in a session what has been said to those who wrote


def reply(session: Session, heard: Heard, desk: Desk, key: str, **values: str | int) -> None:
    """Answer a message with a few words."""
    answer(session, heard, desk, KIND, words=key, values=values)


def answer(session: Session, heard: Heard, desk: Desk, kind: str, **about: Any) -> None:
    """Answer a message with one of this kind, in its thread where it stands in one.

    It is recorded by `record`, with all answers to what came at the same moment.
    """
    now = desk.now()
    message = Message(
        team=heard.who.team,
        key=f"{kind}:{heard.event_id}",
        kind=kind,
        to=heard.who.user,
        rank=Rank.REPLY,
        not_before=now,
        about=about,
        channel=heard.channel,
        thread_ts=heard.thread_ts,
    )
    session.info.setdefault(ANSWERS, []).append(message)


def record(session: Session, now: datetime) -> None:
    """Record the answers given in this transaction."""
    put(session, session.info.pop(ANSWERS, ()), now)


def answering(kind: str, **about: Any) -> Hearer:
    """Return the hearer that answers with a message of this kind, whatever was said."""

    def hear(session: Session, heard: Heard, desk: Desk) -> bool:
        answer(session, heard, desk, kind, **about)
        return True

    return hear


def view(_session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say what was recorded as the reply."""
    text = desk.say(delivery.about["words"], **delivery.about["values"])
    return Rendered(text, [section(text)])
