"""The messages of this feature as the outbox keeps them: keys of rows, never words."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, select

from bot.data import deliveries, people
from bot.data.tables import Answer, Occurrence, OneOnOne
from bot.delivery.outbox import Message, Rank, put, rewrite
from bot.rules.workdays import next_working

# Asked with nearly every answer, built once: building takes longer than asking.
ANSWERS = select(Answer.id).where(Answer.occurrence_id == bindparam("occurrence"))


def key(kind: str, occurrence: Occurrence, user: str) -> str:
    """Return the key of a message: one of a kind for each occurrence, its time, and person."""
    return f"{kind}:{occurrence.id}:{occurrence.starts_at:%Y%m%dT%H%MZ}:{user}"


def is_it(answer_id: int | None) -> str:
    """Return the key of the message that asks whether something is an answer."""
    return f"is_it:{answer_id}"


def cues(meeting: OneOnOne, occurrence: Occurrence) -> list[Message]:
    """Return the question for both, from the cue on until the meeting's end."""
    about = {"occurrence": occurrence.id, "starts": occurrence.starts_at.isoformat()}
    return [
        Message(
            team=meeting.team,
            key=key(kind, occurrence, user),
            kind=kind,
            to=user,
            rank=Rank.CUE,
            not_before=occurrence.cue_at,
            expires_at=occurrence.ends_at,
            about=about,
        )
        for kind, user in (("cue.report", meeting.report), ("cue.manager", meeting.manager))
    ]


def refresh(session: Session, kind: str, occurrence: Occurrence, user: str, now: datetime) -> None:
    """Let the message that somebody acted on say how things stand now."""
    _rewrite(session, occurrence.team, [key(kind, occurrence, user)], now)


def refresh_cues(
    session: Session, meeting: OneOnOne, occurrence: Occurrence, now: datetime
) -> None:
    """Let all messages about the question and its answers say how things stand now."""
    kept = session.exec(ANSWERS, params={"occurrence": occurrence.id}).all()
    _rewrite(
        session,
        meeting.team,
        [
            key("cue.report", occurrence, meeting.report),
            key("follow_up", occurrence, meeting.report),
            key("cue.manager", occurrence, meeting.manager),
            *map(is_it, kept),
        ],
        now,
    )


def tell(session: Session, meeting: OneOnOne, news: str, to: str, now: datetime) -> None:
    """Tell one of the two what the other did, within their working hours."""
    known = people.person(session, meeting.team, to)
    put(
        session,
        [
            Message(
                team=meeting.team,
                key=f"news.{news}:{meeting.id}:{to}:{now.isoformat()}",
                kind="news",
                to=to,
                rank=Rank.PREPARATION,
                not_before=next_working(now, people.week(known)),
                about={"meeting": meeting.id, "news": news},
            )
        ],
        now,
    )


def propose(session: Session, meeting: OneOnOne, to: str, now: datetime) -> None:
    """Ask the other of the two, once, at once or when their working hours begin."""
    known = people.person(session, meeting.team, to)
    put(
        session,
        [
            Message(
                team=meeting.team,
                key=f"proposal:{meeting.id}",
                kind="proposal",
                to=to,
                rank=Rank.PREPARATION,
                not_before=next_working(now, people.week(known)),
                about={"meeting": meeting.id},
            )
        ],
        now,
    )


def refresh_proposal(session: Session, meeting: OneOnOne, now: datetime) -> None:
    """Let the proposal say what became of it."""
    _rewrite(session, meeting.team, [f"proposal:{meeting.id}"], now)


def _rewrite(session: Session, team: str, known: Sequence[str], now: datetime) -> None:
    rewrite(session, deliveries.by_keys(session, team, known), now)
