"""Alembic runs this to learn what to work on: our connection, our tables."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from bot.data import belongings  # noqa: F401  # knows every table
from bot.data.tables import Workspace


def plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write a type as SQLAlchemy's own, so that a step depends on nobody's wrapper."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the task engine's tables alone: it makes them itself."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Workspace.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=plainly,
    include_name=is_ours,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
