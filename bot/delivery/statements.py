"""What delivery asks of the database, built once: building takes longer than asking."""

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_, text, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.data.tables import Delivery, Person, Sending, Workspace

OPEN = (Sending.WAITING, Sending.SENDING)
CHANGING = (
    "state",
    "not_before",
    "attempts",
    "tried_at",
    "lease_until",
    "retry_at",
    "channel",
    "ts",
    "error",
    "sent_at",
)


def _may_write() -> ColumnElement[bool]:
    stopped = col(Workspace.stopped).is_not(None)
    return ~exists().where(col(Workspace.team) == col(Delivery.team), stopped)


def _waits_for_another() -> ColumnElement[bool]:
    """Before a message is rewritten it must be out, and older rewritings of it must be done."""
    first, older = aliased(Delivery), aliased(Delivery)
    is_first = col(first.id) == col(Delivery.replaces)
    is_older = and_(col(older.replaces) == col(Delivery.replaces), col(older.id) < col(Delivery.id))
    return or_(
        exists().where(is_first, col(first.state).in_(OPEN)),
        exists().where(is_older, col(older.state).in_(OPEN)),
    )


def _is_due() -> ColumnElement[bool]:
    return and_(
        col(Delivery.state) == Sending.WAITING,
        col(Delivery.not_before) <= bindparam("now"),
        or_(col(Delivery.replaces).is_(None), ~_waits_for_another()),
    )


def _is_unfinished() -> ColumnElement[bool]:
    return and_(or_(_is_due(), col(Delivery.state) == Sending.SENDING), _may_write())


def _is_free() -> ColumnElement[bool]:
    real: BindParameter[datetime] = bindparam("real")
    lease, retry = col(Delivery.lease_until), col(Delivery.retry_at)
    return and_(
        _is_unfinished(), or_(lease.is_(None), lease <= real), or_(retry.is_(None), retry <= real)
    )


def _is_on_closed_road() -> ColumnElement[bool]:
    team, is_post = col(Delivery.team), col(Delivery.replaces).is_(None)
    posts = and_(is_post, team.in_(bindparam("no_posts", expanding=True)))
    updates = and_(~is_post, team.in_(bindparam("no_updates", expanding=True)))
    return and_(col(Delivery.state) == Sending.WAITING, or_(posts, updates))


UNFINISHED = select(Delivery.id).where(_is_unfinished()).limit(1)
ANY_FREE = select(Delivery.id).where(_is_free(), ~_is_on_closed_road()).limit(1)
FREE = (
    select(Delivery)
    .where(_is_free(), ~_is_on_closed_road())
    .order_by(col(Delivery.rank), col(Delivery.not_before), col(Delivery.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=Delivery)
)
THESE_FREE = (
    select(Delivery)
    .where(col(Delivery.id).in_(bindparam("ids", expanding=True)), _is_free())
    .order_by(col(Delivery.id))
    .with_for_update(skip_locked=True, of=Delivery)
)
# A job that somebody is doing does not count: of a message that is free, they have died.
FORSAKEN = (
    select_columns(
        col(Delivery.id),
        col(Delivery.team),
        col(Delivery.rank),
        col(Delivery.not_before),
        col(Delivery.retry_at),
        col(Delivery.lease_until),
    )
    .where(
        _is_free(),
        text(
            "delivery.id NOT IN (SELECT jsonb_array_elements(args -> 'ids')::bigint"
            # hashed, whatever the planner believes of the tables
            " FROM procrastinate_jobs WHERE status = 'todo')"
        ),
    )
    .order_by(col(Delivery.rank), col(Delivery.not_before), col(Delivery.id))
    .limit(bindparam("most"))
)
HOLD = (
    update(Delivery)
    .where(col(Delivery.id).in_(bindparam("ids", expanding=True)))
    .values(lease_until=bindparam("until"))
)
SETTLE = (
    update(Delivery)
    .where(
        col(Delivery.id) == bindparam("row_id"),
        col(Delivery.state) == bindparam("row_state"),
        # One that was told to wait before anybody leased it has no lease.
        col(Delivery.lease_until).is_not_distinct_from(bindparam("row_lease")),
    )
    .values({name: bindparam(name) for name in CHANGING})
)
BEGIN = (
    update(Delivery)
    .where(
        col(Delivery.id).in_(bindparam("ids", expanding=True)),
        col(Delivery.lease_until) == bindparam("lease"),
        col(Delivery.state).in_(OPEN),
        _may_write(),
    )
    .values(
        state=Sending.SENDING,
        attempts=col(Delivery.attempts) + 1,
        tried_at=bindparam("tried"),
        lease_until=bindparam("until"),
        retry_at=None,
    )
    .returning(col(Delivery.id))
)
DMS = select_columns(col(Person.team), col(Person.user), col(Person.dm)).where(
    col(Person.team).in_(bindparam("teams", expanding=True)),
    col(Person.user).in_(bindparam("users", expanding=True)),
)
REMEMBER_DM = (
    update(Person)
    .where(
        col(Person.team) == bindparam("whose_team"),
        col(Person.user) == bindparam("whose_user"),
    )
    .values(dm=bindparam("new_dm"))
)
