"""Every question about moves: what somebody told, what they asked, and what became of ideas."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.data.moves_tables import Career, Guide, MoveIdea, MoveQuestion
from bot.data.store import Vault
from bot.data.tables import Meeting, Occurrence, OneOnOne, Outcome, Person
from bot.rules.told import Away, Told, as_values, from_values
from bot.rules.visibility import Brought, may_read_idea

HELD = (Outcome.ASKED, Outcome.DISCUSSED, Outcome.DEFERRED)  # the two of them met
# Asked for every message about a meeting, built once: building takes longer than asking.
BROUGHT = (
    select(MoveIdea)
    .where(MoveIdea.one_on_one_id == bindparam("meeting"), col(MoveIdea.brought_at).is_not(None))
    .order_by(col(MoveIdea.brought_at))
)


@dataclass(frozen=True)
class Key:
    """What makes an idea the same idea."""

    role: str
    number: int
    track: str
    kind: str


def told(session: Session, vault: Vault, team: str, user: str) -> Told:
    """Return what somebody told about themselves."""
    row = session.get(Career, (team, user))
    return from_values(json.loads(vault.open(row.sealed))) if row else Told()


def keep(session: Session, vault: Vault, who: tuple[str, str], told: Told, now: datetime) -> None:
    """Remember what somebody told; who is happy to be asked is so about the role of today."""
    team, user = who
    row = session.get(Career, who) or Career(team=team, user=user, sealed="", changed_at=now)
    row.sealed, row.changed_at = vault.lock(json.dumps(as_values(told))), now
    session.add(row)
    guide = session.get(Guide, who)
    if guide is not None and guide.role != told.role:
        guide.role = told.role
        session.add(guide)
    session.flush()


def forget(session: Session, team: str, user: str) -> None:
    """Forget what somebody told about themselves."""
    for table in (Career, Guide):
        row = session.get(table, (team, user))
        if row is not None:
            session.delete(row)


def record(
    session: Session, vault: Vault, who: tuple[str, str], content: Mapping[str, Any], now: datetime
) -> MoveQuestion:
    """Write down a question and what is said to it; return the row."""
    row = MoveQuestion(team=who[0], user=who[1], sealed="", asked_at=now)
    return change(session, vault, row, content)


def change(
    session: Session, vault: Vault, row: MoveQuestion, content: Mapping[str, Any]
) -> MoveQuestion:
    """Write down what is now said to a question."""
    row.sealed = vault.lock(json.dumps(content))
    session.add(row)
    session.flush()
    return row


def content(vault: Vault, row: MoveQuestion) -> dict[str, Any]:
    """Return a question and what was said to it."""
    found: dict[str, Any] = json.loads(vault.open(row.sealed))
    return found


def show(
    session: Session, question: MoveQuestion, keys: Sequence[Key], now: datetime
) -> list[MoveIdea]:
    """Return the rows of ideas that are shown in answer to a question; new ones are written."""
    known = {_key(one): one for one in _ideas(session, question.team, question.user)}
    rows = []
    for key in keys:
        row = known.get(key) or MoveIdea(
            team=question.team, user=question.user, shown_at=now, **vars(key)
        )
        row.question_id = question.id
        session.add(row)
        rows.append(row)
    session.flush()
    return rows


def _key(idea: MoveIdea) -> Key:
    return Key(idea.role, idea.number, idea.track, idea.kind)


def _ideas(session: Session, team: str, user: str) -> Sequence[MoveIdea]:
    wanted = select(MoveIdea).where(MoveIdea.team == team, MoveIdea.user == user)
    return session.exec(wanted.order_by(col(MoveIdea.id))).all()


def ideas(session: Session, team: str, ids: Iterable[int]) -> list[MoveIdea]:
    """Return the ideas with these ids, in their order; one that is gone is left out."""
    found = [session.get(MoveIdea, one) for one in ids]
    return [one for one in found if one is not None and one.team == team]


def saved(session: Session, team: str, user: str) -> list[MoveIdea]:
    """Return the ideas in somebody's plan, the latest first."""
    found = [one for one in _ideas(session, team, user) if one.saved_at]
    return sorted(found, key=lambda one: str(one.saved_at), reverse=True)


def dropped(session: Session, team: str, user: str, since: datetime) -> list[MoveIdea]:
    """Return the ideas that were taken out of the plan since then."""
    some = _ideas(session, team, user)
    return [one for one in some if one.dropped_at and one.dropped_at >= since and not one.saved_at]


def put_away(session: Session, team: str, user: str) -> list[MoveIdea]:
    """Return the ideas that somebody set aside, the latest first."""
    found = [one for one in _ideas(session, team, user) if one.away_at]
    return sorted(found, key=lambda one: str(one.away_at), reverse=True)


def away(session: Session, team: str, user: str) -> list[Away]:
    """Return the same as the rules read it."""
    return [
        Away(one.role, one.why or "", one.away_at)
        for one in put_away(session, team, user)
        if one.away_at
    ]


def managed(session: Session, team: str, user: str) -> Sequence[OneOnOne]:
    """Return the living one-on-ones in which this person is the report."""
    wanted = select(OneOnOne).where(
        OneOnOne.team == team, OneOnOne.report == user, OneOnOne.state == Meeting.ACTIVE
    )
    return session.exec(wanted.order_by(col(OneOnOne.id))).all()


def brought(session: Session, meeting: OneOnOne, to: Occurrence | None) -> list[MoveIdea]:
    """Return what the report brought to an occurrence, as far as the manager may see it.

    An idea waits until the two have met once: where a meeting is left out, for the one after it.
    """
    found = session.exec(BROUGHT, params={"meeting": meeting.id})
    return [one for one in found if _may_see(meeting, one) and not _is_past(session, one, to)]


def _may_see(meeting: OneOnOne, idea: MoveIdea) -> bool:
    still_meet = meeting.state is Meeting.ACTIVE and meeting.report == idea.user
    return may_read_idea(meeting.manager, Brought(idea.user, meeting.manager, still_meet))


def _is_past(session: Session, idea: MoveIdea, to: Occurrence | None) -> bool:
    """Whether the two have met since it was brought, and before the occurrence."""
    met = select(Occurrence.id).where(
        Occurrence.one_on_one_id == idea.one_on_one_id,
        col(Occurrence.is_open).is_(None),
        col(Occurrence.outcome).in_(HELD),
        col(Occurrence.ends_at) > idea.brought_at,
    )
    if to is not None:
        met = met.where(Occurrence.id != to.id, Occurrence.ends_at <= to.starts_at)
    return session.exec(met.limit(1)).first() is not None


def is_brought(session: Session, idea: MoveIdea) -> OneOnOne | None:
    """Return the one-on-one to which an idea is brought and where it still waits."""
    if idea.one_on_one_id is None or idea.brought_at is None:
        return None
    meeting = session.get_one(OneOnOne, idea.one_on_one_id)
    waits = idea in brought(session, meeting, None)
    return meeting if waits else None


def guide(session: Session, team: str, user: str) -> Guide | None:
    """Return whether, and about which role, somebody is happy to be asked."""
    return session.get(Guide, (team, user))


def set_guide(session: Session, team: str, user: str, role: str | None, now: datetime) -> None:
    """Let somebody be asked about a role, or with None no longer about any."""
    row = session.get(Guide, (team, user))
    if role:
        row = row or Guide(team=team, user=user, role=role, since=now)
        row.role = role
        session.add(row)
    elif row is not None:
        session.delete(row)
    session.flush()


def guides(session: Session, team: str, roles: Iterable[str], but: str) -> list[Guide]:
    """Return who is happy to be asked about these roles, in the roles' order; `but` left out."""
    order = {role: place for place, role in enumerate(roles)}
    wanted = (
        select(Guide)
        .join(
            Person,
            (col(Person.team) == col(Guide.team)) & (col(Person.user) == col(Guide.user)),
        )
        .where(
            Guide.team == team,
            Guide.user != but,
            col(Guide.role).in_(order),
            col(Person.is_active).is_(True),
            col(Person.has_stopped).is_(False),
        )
    )
    return sorted(session.exec(wanted).all(), key=lambda one: (order[one.role], one.user))


def latest(session: Session, team: str, user: str, since: datetime) -> MoveQuestion | None:
    """Return what somebody asked last, if that was since then."""
    wanted = select(MoveQuestion).where(
        MoveQuestion.team == team, MoveQuestion.user == user, MoveQuestion.asked_at >= since
    )
    return session.exec(wanted.order_by(col(MoveQuestion.id).desc())).first()
