"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "buddy",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("active", "paused", "left", name="part", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("seeks", sa.JSON(), nullable=False),
        sa.Column("gives", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("sealed_never", sa.String(), nullable=False),
        sa.Column("avoids_line", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("wants_other_department", sa.Boolean(), nullable=False),
        sa.Column("level_wish", sa.String(), nullable=False),
        sa.Column("wants_near", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("skips", sa.Date(), nullable=True),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("waited", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team", "user", name=op.f("pk_buddy")),
    )
    op.create_table(
        "buddy_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "step",
            sa.Enum("warn", "pair", "done", name="roundstep", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buddy_round")),
        sa.UniqueConstraint("team", "held_on", name=op.f("uq_buddy_round_team_held_on")),
    )
    with op.batch_alter_table("buddy_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buddy_round_due_at"), ["due_at"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "expired",
                "cancelled",
                "failed",
                "unknown",
                name="sending",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("team", "key", name=op.f("uq_delivery_team_key")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_message", ["team", "channel", "ts"], unique=False)
        batch_op.create_index("ix_delivery_replaces", ["replaces"], unique=False)
        batch_op.create_index("ix_delivery_waiting", ["state", "not_before"], unique=False)

    op.create_table(
        "installation",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("enterprise", sa.String(), nullable=True),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("bot_user", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("sealed_refresh", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renewing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("installed_by", sa.String(), nullable=True),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_installation")),
    )
    op.create_table(
        "last_tick",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team", "name", name=op.f("pk_last_tick")),
    )
    op.create_table(
        "one_on_one",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "active",
                "declined",
                "ended",
                name="meeting",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("pair", sa.String(), nullable=True),
        sa.Column("first_date", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_on_one")),
        sa.UniqueConstraint("team", "pair", name=op.f("uq_one_on_one_team_pair")),
    )
    with op.batch_alter_table("one_on_one", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_on_one_manager"), ["manager"], unique=False)
        batch_op.create_index(batch_op.f("ix_one_on_one_report"), ["report"], unique=False)
        batch_op.create_index(batch_op.f("ix_one_on_one_team"), ["team"], unique=False)

    op.create_table(
        "pace",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team", "name", name=op.f("pk_pace")),
    )
    op.create_table(
        "person",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("own_zone", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("day_starts", sa.Time(), nullable=False),
        sa.Column("day_ends", sa.Time(), nullable=False),
        sa.Column("workdays", sa.String(), nullable=False),
        sa.Column("dm", sa.String(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("shares", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), nullable=False),
        sa.Column("has_stopped", sa.Boolean(), nullable=False),
        sa.Column("is_away", sa.Boolean(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team", "user", name=op.f("pk_person")),
    )
    op.create_table(
        "seen_event",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team", "event_id", name=op.f("pk_seen_event")),
    )
    op.create_table(
        "workspace",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bot_user", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("stopped", sa.String(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_workspace")),
    )
    op.create_table(
        "buddy_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("starter", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["buddy_round.id"], name=op.f("fk_buddy_match_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buddy_match")),
    )
    with op.batch_alter_table("buddy_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buddy_match_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_buddy_match_round_id"), ["round_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("one_on_one_id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.String(), nullable=True),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "chosen", "asked", "dropped", name="asking", native_enum=False, length=16
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("last_asked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_for", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_on_one_id"], ["one_on_one.id"], name=op.f("fk_question_one_on_one_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_by"), ["by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_question_one_on_one_id"), ["one_on_one_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_question_team"), ["team"], unique=False)

    op.create_table(
        "buddy_seat",
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column(
            "response",
            sa.Enum("met", "not_yet", "could_not", name="answer", native_enum=False, length=16),
            nullable=True,
        ),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoke_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["buddy_match.id"], name=op.f("fk_buddy_seat_match_id")
        ),
        sa.PrimaryKeyConstraint("match_id", "user", name=op.f("pk_buddy_seat")),
    )
    with op.batch_alter_table("buddy_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buddy_seat_user"), ["user"], unique=False)

    op.create_table(
        "occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("one_on_one_id", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepare_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cue_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "step",
            sa.Enum("prepare", "cue", "close", name="step", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "asked",
                "discussed",
                "deferred",
                "skipped",
                "holiday",
                "missed",
                "cancelled",
                name="outcome",
                native_enum=False,
                length=16,
            ),
            nullable=True,
        ),
        sa.Column("holiday", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["one_on_one_id"], ["one_on_one.id"], name=op.f("fk_occurrence_one_on_one_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_occurrence_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint(
            "one_on_one_id", "is_open", name=op.f("uq_occurrence_one_on_one_id_is_open")
        ),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occurrence_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_occurrence_one_on_one_id"), ["one_on_one_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_occurrence_team"), ["team"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.String(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_answer_occurrence_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_answer_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("team", "channel", "ts", name=op.f("uq_answer_team_channel_ts")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_author"), ["author"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_answer_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_answer_team"), ["team"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("one_on_one_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_promise_occurrence_id")
        ),
        sa.ForeignKeyConstraint(
            ["one_on_one_id"], ["one_on_one.id"], name=op.f("fk_promise_one_on_one_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("team", "source", name=op.f("uq_promise_team_source")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_noted_by"), ["noted_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_promise_one_on_one_id"), ["one_on_one_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_promise_team"), ["team"], unique=False)

    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_look_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_look_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_look_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_look_team"), ["team"], unique=False)
