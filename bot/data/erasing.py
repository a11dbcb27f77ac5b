"""Erasing what belongs to somebody, in every table, and finding the messages that say it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, case, cast, delete, func, literal, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from bot.data.belongings import BELONGINGS, GONE, TEAM, Belonging, Fate, owned
from bot.data.deliveries import PREPARE
from bot.data.moves_tables import MoveIdea
from bot.data.tables import (
    Answer,
    Delivery,
    Occurrence,
    OneOnOne,
    Person,
    Question,
    Sending,
    Workspace,
)

ERASED = "my_data.erased"  # the kind of a message that takes the place of an erased one
DRAFTS = "answer_draft"  # stands for replies that nobody said were answers
A_DM = "D"  # begins the id of one person's conversation with the bot
ON_ITS_WAY = (Sending.WAITING, Sending.SENDING)
ANSWERED_NEXT = "next"  # says which question waits, and not for which occurrence


def count(session: Session, team: str, user: str) -> dict[str, int]:
    """Return how many rows of each table belong to a person, by the table's name.

    What is no answer before its author says so is counted apart.
    """
    found = {}
    for one in owned():
        name = str(one.table.name)
        if one.model is not Person:
            found[name] = _count(session, one, team, user)
        if one.model is Answer:
            found[DRAFTS] = _count(session, one, team, user, col(Answer.is_draft).is_(True))
            found[name] -= found[DRAFTS]
    return found


def _count(
    session: Session, one: Belonging, team: str, user: str, *those: ColumnElement[bool]
) -> int:
    wanted = select_columns(func.count()).select_from(one.table).where(one.of(team, user), *those)
    if one.unwritten:
        wanted = wanted.where(one.table.c[one.unwritten].is_(None))
    return int(session.connection().execute(wanted).scalar_one())


def has_anything(session: Session, team: str, user: str) -> bool:
    """Say whether anything belongs to a person beside what Slack says of them."""
    return any(
        session.connection()
        .execute(select_columns(literal(1)).where(one.of(team, user)).limit(1))
        .first()
        for one in owned()
        if one.model is not Person
    )


def erase(session: Session, team: str, user: str, blank: str) -> None:
    """Erase a person's rows, and their names and words in the rows that stay for others.

    `blank` is the token that stands where their words stood. What the session has read before
    is not to be used any more.
    """
    session.flush()
    by_table = {one.table.name: one for one in BELONGINGS}
    for table in reversed(SQLModel.metadata.sorted_tables):
        one = by_table[table.name]
        if one.fate is Fate.APART:
            continue
        if one.fate is Fate.GOES:
            session.connection().execute(delete(table).where(one.of(team, user)))
        else:
            _blank(session, one, team, user, blank)
        _unname(session, one, team, user)
    session.expire_all()


def _blank(session: Session, one: Belonging, team: str, user: str, blank: str) -> None:
    """Take somebody's words out of rows that stay."""
    if not (one.sealed and one.owners):
        return
    theirs = one.of(team, user)
    if one.unwritten:
        theirs = and_(theirs, one.table.c[one.unwritten].is_(None))
    session.connection().execute(
        update(one.table).where(theirs).values(dict.fromkeys(one.sealed, blank))
    )


def _unname(session: Session, one: Belonging, team: str, user: str) -> None:
    """Take somebody's id out of rows that stay: nobody stands there, or somebody who is gone."""
    names = one.others if one.fate is Fate.GOES else (*one.owners, *one.others)
    if not names:
        return
    columns = [one.table.c[name] for name in names]
    news = {
        column.name: case((column == user, None if column.nullable else GONE), else_=column)
        for column in columns
    }
    named = and_(one.table.c[TEAM] == team, or_(*(column == user for column in columns)))
    session.connection().execute(update(one.table).where(named).values(news))


def telling(session: Session, team: str, user: str) -> list[Delivery]:
    """Return messages to others that show a question, or an idea, which came from this person."""
    mine = select(Question).where(
        Question.team == team, Question.by == user, col(Question.bank_id).is_(None)
    )
    questions = session.exec(mine).all()
    ids = [one.id for one in questions]
    asked = {
        *session.exec(select(Occurrence.id).where(col(Occurrence.question_id).in_(ids))).all(),
        *session.exec(select(Answer.occurrence_id).where(col(Answer.question_id).in_(ids))).all(),
    }
    brought = _brought(session, team, user)
    prepared = {
        *session.exec(select(Occurrence.id).where(col(Occurrence.one_on_one_id).in_(brought))).all()
    }
    meetings = select(OneOnOne).where(
        col(OneOnOne.id).in_({one.one_on_one_id for one in questions} | brought)
    )
    others = {name for one in session.exec(meetings) for name in (one.manager, one.report)}
    return [
        one
        for one in _messages(session, team, others - {user})
        if _is_out(one)
        and (
            one.kind == ANSWERED_NEXT
            or one.about.get("occurrence") in asked
            or (one.kind == PREPARE and one.about.get("occurrence") in prepared)
        )
    ]


def _brought(session: Session, team: str, user: str) -> set[int]:
    """Return the one-on-ones to which this person brought an idea for a next move."""
    wanted = select(MoveIdea.one_on_one_id).where(
        MoveIdea.team == team, MoveIdea.user == user, col(MoveIdea.one_on_one_id).is_not(None)
    )
    return {one for one in session.exec(wanted).all() if one is not None}


def withdraw(session: Session, team: str, user: str, now: datetime) -> list[Delivery]:
    """Cancel all that is on its way to a person, and forget what never arrived.

    Return the messages that Slack has, or may just be getting. One that is being sent right now
    is not tried again.
    """
    kept = []
    for one in _messages(session, team, {user}):
        if one.state is Sending.SENDING:
            one.expires_at = now
            session.add(one)
        if _is_out(one):
            kept.append(one)
        elif one.state is not Sending.SENDING:
            session.delete(one)
    return kept


def _messages(session: Session, team: str, users: set[str]) -> Sequence[Delivery]:
    wanted = select(Delivery).where(Delivery.team == team, col(Delivery.to).in_(users))
    return session.exec(wanted.order_by(col(Delivery.id))).all()


def _is_out(one: Delivery) -> bool:
    """Whether a message stands in somebody's own conversation, or may within a moment.

    What several people read together holds no one's words.
    """
    is_own = one.channel is None or one.channel.startswith(A_DM)
    is_there = one.state is Sending.SENT and one.ts is not None
    return one.replaces is None and is_own and (is_there or one.state is Sending.SENDING)


def unname_messages(session: Session, team: str, user: str) -> None:
    """Take somebody's id out of the keys of messages to others; but not while one is being sent."""
    key, about = col(Delivery.key), cast(col(Delivery.about), String)
    named = select(Delivery).where(
        Delivery.team == team,
        Delivery.to != user,
        Delivery.state != Sending.SENDING,
        or_(key.contains(user), about.contains(user)),
    )
    for one in session.exec(named).all():
        one.key = one.key.replace(user, f"{GONE}-{one.id}")
        one.about = {name: GONE if value == user else value for name, value in one.about.items()}
        session.add(one)


def sweep(session: Session) -> int:
    """Forget the messages whose words have been taken out of Slack; return how many there were."""
    done = select(Delivery).where(Delivery.kind == ERASED, col(Delivery.state).not_in(ON_ITS_WAY))
    originals = [one.replaces for one in session.exec(done) if one.about.get("mine")]
    old = delete(Delivery).where(
        or_(col(Delivery.id).in_(originals), col(Delivery.replaces).in_(originals))
    )
    return session.exec(old).rowcount


def gone_people(session: Session, before: datetime, limit: int) -> Sequence[Person]:
    """Return those who left before that moment."""
    return session.exec(select(Person).where(col(Person.left_at) <= before).limit(limit)).all()


def gone_workspaces(session: Session, before: datetime) -> Sequence[Workspace]:
    """Return the workspaces that uninstalled the bot before that moment."""
    return session.exec(select(Workspace).where(col(Workspace.left_at) <= before)).all()


def erase_workspace(session: Session, team: str) -> None:
    """Erase every row of a workspace."""
    for table in reversed(SQLModel.metadata.sorted_tables):
        session.connection().execute(delete(table).where(table.c[TEAM] == team))
