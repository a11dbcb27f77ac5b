"""Find a person's rows, and the rows that name another, without a look through a whole team.

Where one index knows the team and another the person, SQLite may take the first, which is all of
a company.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

OLD = {
    "answer": ("team",),
    "calendar_feed": ("owner", "team"),
    "calendar_meeting": ("owner", "team"),
    "calendar_series": ("owner", "team"),
    "occurrence": ("one_on_one_id", "team"),  # the first begins a unique key as well
    "one_on_one": ("manager", "report", "team"),
    "promise": ("noted_by", "team"),
    "question": ("by", "team"),
}
NEW = (
    ("ix_answer_question_id", "answer", "question_id"),
    ("ix_buddy_match_of_week", "buddy_match", "team", "introduced_at"),
    ("ix_calendar_feed_of_owner", "calendar_feed", "team", "owner"),
    ("ix_calendar_meeting_of_owner", "calendar_meeting", "team", "owner"),
    ("ix_calendar_series_of_owner", "calendar_series", "team", "owner"),
    ("ix_delivery_to", "delivery", "team", "to"),
    ("ix_guide_of_role", "guide", "team", "role"),
    ("ix_occurrence_of_week", "occurrence", "team", "starts_at"),
    ("ix_occurrence_question_id", "occurrence", "question_id"),
    ("ix_one_on_one_of_manager", "one_on_one", "team", "manager"),
    ("ix_one_on_one_of_report", "one_on_one", "team", "report"),
    ("ix_promise_noted_by", "promise", "team", "noted_by"),
    ("ix_promise_occurrence_id", "promise", "occurrence_id"),
    ("ix_question_by_whom", "question", "team", "by"),
)


def upgrade() -> None:
    """Take the step."""
    for table, old in OLD.items():
        for column in old:
            op.drop_index(f"ix_{table}_{column}", table_name=table)
    for name, table, *columns in NEW:
        op.create_index(name, table, columns)
