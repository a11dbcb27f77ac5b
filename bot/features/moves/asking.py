"""Somebody asks: their sentence is read, what it tells is remembered, and an answer is recorded."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.data import deliveries, moves
from bot.data.moves_tables import MoveIdea, MoveQuestion
from bot.delivery.outbox import Message, Rank, put, rewrite
from bot.features.moves.scene import Scene
from bot.reception.desk import Caller, Desk
from bot.rules import requests
from bot.rules.replying import Said, decide
from bot.rules.requests import MINE, TARGET, Choice, Request
from bot.rules.told import Told, at_role, learn
from bot.rules.understanding.reading import Intent, Reading, Use

log = logging.getLogger(__name__)

KIND = "moves.answer"
ASKED, SAID, IDEAS = "asked", "said", "ideas"
TELLING = frozenset(
    {Intent.MOVES, Intent.DISTANCE, Intent.PEOPLE, Intent.ELSEWHERE, Intent.UNCLEAR}
)
TAKEN = TELLING | {Intent.SOMEONE_ELSE, Intent.FOREIGN, Intent.INSULT}
WAITS = timedelta(hours=12)  # for the role of somebody whose question could not be answered
NEAR, SURE = 3, 0.16  # roles offered for a title that is unknown, and how likely they must be


@dataclass(frozen=True)
class Place:
    """Where an answer goes; without a channel, to the conversation with the bot."""

    channel: str | None = None
    thread_ts: str | None = None


def ask(
    session: Session, desk: Desk, me: Caller, text: str, place: Place, *, is_asked: bool = False
) -> bool:
    """Answer a question about moves; False where the text is none, unless `is_asked` says so."""
    from bot.rules.understanding.understand import understand  # it brings its own machinery

    reading = understand(text, desk.roles.lexicon)
    if reading.intent not in TAKEN and not is_asked:
        return False
    of = Scene(session, desk, me)
    told, asked = of.told, requests.request(reading, text)
    if reading.intent in TELLING:
        told = learn(told, reading, text, of.catalogue)
        told, asked = _after_all(of, reading, told, asked)
    record(session, desk, me, _with_suggestions(desk, asked, told), told, place)
    log.info("moves.asked team=%s intent=%s", me.team, reading.intent)
    return True


def record(
    session: Session, desk: Desk, me: Caller, asked: Request, told: Told, place: Place
) -> None:
    """Remember what was told, and record the answer to a request."""
    now, vault = desk.now(), desk.store.vault
    question = moves.record(session, vault, (me.team, me.user), {}, now)
    answer(session, desk, question, asked, told)
    message = Message(
        team=me.team,
        key=_key(question.id),
        kind=KIND,
        to=me.user,
        rank=Rank.REPLY,
        not_before=now,
        about={"question": question.id},
        channel=place.channel,
        thread_ts=place.thread_ts,
    )
    put(session, [message], now)


def answer(
    session: Session, desk: Desk, question: MoveQuestion, asked: Request, told: Told
) -> None:
    """Decide what is said to a question, given what its writer told; write both down."""
    me, now = Caller(question.team, question.user), desk.now()
    of = Scene(session, desk, me)
    if told != of.told:
        moves.keep(session, desk.store.vault, (me.team, me.user), told, now)
        of = Scene(session, desk, me)
    reply = decide(asked, of.mine, of.wishes, desk.roles.lattice)
    keys = [
        moves.Key(one.role.id, one.level.number, one.level.track, str(one.kind))
        for one in reply.ideas
    ]
    shown = [one.id for one in moves.show(session, question, keys, now)]
    content = {ASKED: requests.as_values(asked), SAID: str(reply.said), IDEAS: shown}
    moves.change(session, desk.store.vault, question, content)


def answer_again(session: Session, desk: Desk, question: MoveQuestion, asked: Request) -> None:
    """Answer a question anew, where it was answered: its writer has said more since."""
    told = Scene(session, desk, Caller(question.team, question.user)).told
    answer(session, desk, question, asked, told)
    refresh(session, desk, question.team, question.id)


def refresh(session: Session, desk: Desk, team: str, question_id: int | None) -> None:
    """Let the answer to a question say how things stand now."""
    rewrite(session, deliveries.by_keys(session, team, [_key(question_id)]), desk.now())


def refresh_all(session: Session, desk: Desk, row: MoveIdea, body: Mapping[str, Any]) -> None:
    """Let every message that shows an idea and was just acted in, or is its latest, say so."""
    container = body.get("container") or {}
    place = (str(container.get("channel_id") or ""), str(container.get("message_ts") or ""))
    pressed = deliveries.by_message(session, row.team, *place) if all(place) else None
    latest = deliveries.by_keys(session, row.team, [_key(row.question_id)])
    shown = {one.id: one for one in (pressed, *latest) if one and one.kind == KIND}
    rewrite(session, shown.values(), desk.now())


def asked_in(desk: Desk, question: MoveQuestion) -> Request:
    """Return what a question asks for."""
    return requests.from_values(moves.content(desk.store.vault, question)[ASKED])


def _key(question_id: int | None) -> str:
    return f"{KIND}:{question_id}"


def _after_all(of: Scene, reading: Reading, told: Told, asked: Request) -> tuple[Told, Request]:
    """Take up a question that waited for its writer's role, where that has come now."""
    waiting = _waiting(of)
    named = (one for one in reading.roles if one.use is not Use.DENIED)
    role = reading.role(Use.MINE) or next(named, None)
    if waiting is None or reading.because or role is None:
        return told, asked
    choices = tuple(one for one in asked.choices if one.about == MINE)
    if not role.close:
        told = at_role(told, of.catalogue, role.id, role.level)
    return told, replace(waiting, unknown="", choices=choices, heard=asked.heard)


def _waiting(of: Scene) -> Request | None:
    latest = moves.latest(of.session, of.me.team, of.me.user, of.desk.now() - WAITS)
    if latest is None:
        return None
    content = moves.content(of.desk.store.vault, latest)
    asked = requests.from_values(content[ASKED])
    waits = content[SAID] == Said.WHO_ARE_YOU or (
        content[SAID] in {Said.UNKNOWN, Said.CHOOSE} and asked.intent != Intent.DISTANCE
    )
    return asked if waits else None


def _with_suggestions(desk: Desk, asked: Request, told: Told) -> Request:
    """Offer the nearest roles where a job is named that the catalogue does not have."""
    about = TARGET if asked.intent == Intent.DISTANCE else MINE
    if not asked.unknown or asked.choices or (about == MINE and told.role):
        return asked
    found = desk.roles.titles.match(asked.unknown).matches
    likely = tuple(one.role for one in found[:NEAR] if one.confidence >= SURE)
    return replace(asked, choices=(Choice(about, likely),)) if likely else asked
