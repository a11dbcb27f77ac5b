"""Let SQLite give no id a second time, as PostgreSQL does by itself.

Messages name rows by their ids. Where a row is erased, the next one must not be taken for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = (
    "answer",
    "buddy_match",
    "buddy_round",
    "calendar_feed",
    "calendar_meeting",
    "calendar_series",
    "delivery",
    "look",
    "move_idea",
    "move_question",
    "occurrence",
    "one_on_one",
    "promise",
    "question",
)
ERASED = 1_000_000  # more ids than rows that were erased from any table so far


def upgrade() -> None:
    """Take the step."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    for table in TABLES:
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
    found = connection.execute(sa.text("SELECT name, seq FROM sqlite_sequence"))
    last = {str(name): int(seq) for name, seq in found}
    if last.get("delivery"):  # else nothing was ever sent, and no message names a row
        rows = [{"name": table, "last": last.get(table, 0) + ERASED} for table in TABLES]
        connection.execute(sa.text("DELETE FROM sqlite_sequence"))
        connection.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), rows
        )
