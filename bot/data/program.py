"""The program's counts: gathered once for each week, and read ever after."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, func, select

from bot.data.buddy_tables import BuddyMatch, BuddySeat
from bot.data.program_tables import WeekCount
from bot.data.tables import Delivery, Occurrence, OneOnOne, Outcome, Sending, Workspace
from bot.rules.nudging import Answer
from bot.rules.tallying import Cell, Kind, publishable, span

MEETINGS = {
    Outcome.DISCUSSED: Kind.DISCUSSED,
    Outcome.ASKED: Kind.ASKED,
    Outcome.DEFERRED: Kind.DEFERRED,
}


@dataclass(frozen=True)
class Failure:
    """Why messages did not arrive, and how many."""

    error: str
    count: int


def teams(session: Session) -> Sequence[str]:
    """Return the workspaces in which something can happen."""
    wanted = select(Workspace.team).where(col(Workspace.stopped).is_(None))
    return session.exec(wanted).all()


def last_week(session: Session, team: str) -> date | None:
    """Return the latest week that was counted."""
    return session.exec(select(func.max(WeekCount.week)).where(WeekCount.team == team)).one()


def first_day(session: Session, team: str) -> date | None:
    """Return the day of the first one-on-one or introduction that there was."""
    starts = select(func.min(Occurrence.starts_at)).where(Occurrence.team == team)
    introduced = select(func.min(BuddyMatch.introduced_at)).where(BuddyMatch.team == team)
    found = (session.exec(starts).one(), session.exec(introduced).one())
    return min((at.date() for at in found if at), default=None)


def count(session: Session, team: str, week: date) -> dict[Kind, int | None]:
    """Return what may be said about a week."""
    cells: dict[Kind, Cell] = defaultdict(Cell)
    begins, ends = span(week)
    _count_meetings(session, team, begins, ends, cells)
    _count_buddies(session, team, begins, ends, cells)
    return publishable(cells)


def _count_meetings(
    session: Session, team: str, begins: datetime, ends: datetime, cells: dict[Kind, Cell]
) -> None:
    held = (
        select(col(Occurrence.outcome), col(OneOnOne.report))
        .join(OneOnOne, col(OneOnOne.id) == Occurrence.one_on_one_id)
        .where(Occurrence.team == team, col(Occurrence.is_open).is_(None))
        .where(col(Occurrence.starts_at) >= begins, col(Occurrence.starts_at) < ends)
    )
    for outcome, report in session.exec(held):
        if outcome is Outcome.WITHDRAWN:  # it is planned anew, and counted then
            continue
        cell = cells[MEETINGS.get(outcome, Kind.LEFT_OUT) if outcome else Kind.ASKED]
        cell.count += 1
        cell.people.add(report)


def _count_buddies(
    session: Session, team: str, begins: datetime, ends: datetime, cells: dict[Kind, Cell]
) -> None:
    seats = (
        select(col(BuddyMatch.id), col(BuddySeat.user), col(BuddySeat.response))
        .join(BuddySeat, col(BuddySeat.match_id) == BuddyMatch.id)
        .where(BuddyMatch.team == team)
    )
    introduced, closed = col(BuddyMatch.introduced_at), col(BuddyMatch.closed_at)
    for _, user, _ in session.exec(seats.where(introduced >= begins, introduced < ends)):
        _add(cells[Kind.PAIRED], user)
    over = session.exec(seats.where(introduced.is_not(None), closed >= begins, closed < ends)).all()
    met = {match for match, _, response in over if response is Answer.MET}
    for match, user, _ in over:
        _add(cells[Kind.MET if match in met else Kind.NOT_MET], user)


def _add(cell: Cell, user: str) -> None:
    cell.count += 1
    cell.people.add(user)


def keep(session: Session, team: str, week: date, counts: dict[Kind, int | None]) -> None:
    """Write down what was counted; from now on it stays as it is."""
    for kind, number in counts.items():
        session.add(WeekCount(team=team, week=week, kind=kind, count=number))


def weeks(session: Session, team: str, limit: int) -> dict[date, dict[Kind, int | None]]:
    """Return the counts of the latest weeks, the oldest first."""
    latest = select(col(WeekCount.week)).where(WeekCount.team == team).distinct()
    chosen = session.exec(latest.order_by(col(WeekCount.week).desc()).limit(limit)).all()
    found: dict[date, dict[Kind, int | None]] = {week: {} for week in sorted(chosen)}
    wanted = select(WeekCount).where(WeekCount.team == team, col(WeekCount.week).in_(chosen))
    for one in session.exec(wanted):
        found[one.week][Kind(one.kind)] = one.count
    return found


def failures(session: Session, team: str, since: datetime, limit: int) -> list[Failure]:
    """Return why messages did not arrive since then, the most frequent reason first."""
    table = SQLModel.metadata.tables[str(Delivery.__tablename__)].c
    number = func.count()
    wanted = (
        select_columns(table.error, number)
        .where(table.team == team, table.created_at >= since)
        .where(table.state.in_((Sending.FAILED, Sending.UNKNOWN)))
        .group_by(table.error)
        .order_by(number.desc(), table.error)
    )
    found = session.connection().execute(wanted.limit(limit))
    return [Failure(error or "unknown", some) for error, some in found]
