"""The whole schema of the tracker: workspaces, people, incidents, what was said, what is still to be said.

One long migration, because nothing of it is older than the rest. History is append-only by trigger. Where the role may
create extensions, pg_trgm gives search its forgiveness for typos; without it everything else works.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

TABLES_CHILDREN_FIRST = (
    "incident_categories",
    "history",
    "follows",
    "comments",
    "incidents",
    "audit_log",
    "services",
    "seen_keys",
    "people",
    "outbox",
    "occurrences",
    "holidays",
    "counters",
    "categories",
    "workspaces",
)

HISTORY_IS_APPEND_ONLY = """
CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only';
END
$$;
CREATE TRIGGER history_is_append_only BEFORE UPDATE ON history
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history();
"""

SIMILAR_WORDS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX ix_incidents_similar ON incidents USING gin (lower(title) gin_trgm_ops);
CREATE INDEX ix_comments_similar ON comments USING gin (lower(body) gin_trgm_ops);
"""


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bot_user_id", sa.String(length=32), nullable=False),
        sa.Column("incidents_channel", sa.String(length=32), nullable=True),
        sa.Column("default_channel", sa.String(length=32), nullable=True),
        sa.Column("default_role", sa.Text(), server_default="responder", nullable=False),
        sa.Column("sev1_reminder_minutes", sa.Integer(), server_default="30", nullable=False),
        sa.Column("sev2_reminder_minutes", sa.Integer(), server_default="120", nullable=False),
        sa.Column("sev3_reminder_minutes", sa.Integer(), server_default="1440", nullable=False),
        sa.Column("sev4_reminder_minutes", sa.Integer(), server_default="4320", nullable=False),
        sa.Column("work_starts", sa.Time(), server_default="09:00", nullable=False),
        sa.Column("work_ends", sa.Time(), server_default="17:00", nullable=False),
        sa.Column("work_days", postgresql.ARRAY(sa.SmallInteger()), server_default="{1,2,3,4,5}", nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("daily_post_channel", sa.String(length=32), nullable=True),
        sa.Column("daily_post_time", sa.Time(), server_default="09:00", nullable=False),
        sa.Column("daily_post_days", postgresql.ARRAY(sa.SmallInteger()), server_default="{1,2,3,4,5}", nullable=False),
        sa.Column("next_daily_post_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uninstalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("daily_post_days <@ '{1,2,3,4,5,6,7}'", name=op.f("ck_workspaces_daily_post_days")),
        sa.CheckConstraint("default_role IN ('member', 'responder', 'admin')", name=op.f("ck_workspaces_default_role")),
        sa.CheckConstraint("work_days <@ '{1,2,3,4,5,6,7}'", name=op.f("ck_workspaces_work_days")),
        sa.CheckConstraint(
            "least(sev1_reminder_minutes, sev2_reminder_minutes, sev3_reminder_minutes, sev4_reminder_minutes) > 0",
            name=op.f("ck_workspaces_reminder_minutes"),
        ),
        sa.CheckConstraint("work_starts < work_ends", name=op.f("ck_workspaces_work_hours")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
    )
    op.create_index(
        op.f("ix_workspaces_next_daily_post_at"),
        "workspaces",
        ["next_daily_post_at"],
        unique=False,
        postgresql_where=sa.text("next_daily_post_at IS NOT NULL"),
    )
    op.create_table(
        "categories",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_categories_name_length")),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_categories_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("team_id", "id", name=op.f("uq_categories_team_id_id")),
    )
    op.create_index("uq_categories_name", "categories", ["team_id", sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "counters",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("next_number", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("next_number > 0", name=op.f("ck_counters_next_number")),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_counters_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_counters")),
    )
    op.create_table(
        "holidays",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_holidays_team_id")),
        sa.PrimaryKeyConstraint("team_id", "day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "occurrences",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_occurrences_team_id")),
        sa.PrimaryKeyConstraint("team_id", "kind", "key", name=op.f("pk_occurrences")),
    )
    op.create_index(op.f("ix_occurrences_done_at"), "occurrences", ["done_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effect", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_doubtful", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.CheckConstraint("(first_claimed_at IS NULL) = (attempts = 0)", name=op.f("ck_outbox_attempts")),
        sa.CheckConstraint(
            "(parked_at IS NULL) OR (last_error IS NOT NULL)", name=op.f("ck_outbox_parked_with_a_reason")
        ),
        sa.CheckConstraint("failures BETWEEN 0 AND attempts", name=op.f("ck_outbox_failures")),
        sa.CheckConstraint("num_nonnulls(delivered_at, parked_at) <= 1", name=op.f("ck_outbox_one_end")),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_outbox_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["team_id", "available_at", "id"],
        unique=False,
        postgresql_where=sa.text("delivered_at IS NULL AND parked_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_finished",
        "outbox",
        ["delivered_at"],
        unique=False,
        postgresql_where=sa.text("delivered_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_unfinished",
        "outbox",
        ["team_id", "lane", "id"],
        unique=False,
        postgresql_where=sa.text("delivered_at IS NULL AND parked_at IS NULL"),
    )
    op.create_index(
        "uq_outbox_coalescing",
        "outbox",
        ["team_id", "lane", "kind"],
        unique=True,
        postgresql_where=sa.text(
            "first_claimed_at IS NULL AND kind IN ('refresh_card', 'refresh_home', 'describe_person')"
        ),
    )
    op.create_table(
        "people",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("is_guest", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_bot", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_workspace_admin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("dm_channel", sa.String(length=32), nullable=True),
        sa.Column("described_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role IN ('member', 'responder', 'admin')", name=op.f("ck_people_role")),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_people_team_id")),
        sa.PrimaryKeyConstraint("team_id", "id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_team_id_name_id"), "people", ["team_id", "name", "id"], unique=False)
    op.create_table(
        "seen_keys",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_seen_keys_team_id")),
        sa.PrimaryKeyConstraint("team_id", "key", name=op.f("pk_seen_keys")),
    )
    op.create_index(op.f("ix_seen_keys_seen_at"), "seen_keys", ["seen_at"], unique=False)
    op.create_table(
        "services",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_services_name_length")),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_services_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("team_id", "id", name=op.f("uq_services_team_id_id")),
    )
    op.create_index("uq_services_name", "services", ["team_id", sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "actor_id"], ["people.team_id", "people.id"], name=op.f("fk_audit_log_team_id_actor_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_audit_log_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_index("ix_audit_log_newest", "audit_log", ["team_id", sa.literal_column("id DESC")], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("own_priority", sa.Text(), nullable=True),
        sa.Column(
            "priority",
            sa.Text(),
            sa.Computed("coalesce(own_priority, 'p' || right(severity, 1))", persisted=True),
            nullable=False,
        ),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("service_id", sa.BigInteger(), nullable=True),
        sa.Column("reporter_id", sa.String(length=32), nullable=False),
        sa.Column("assignee_id", sa.String(length=32), nullable=True),
        sa.Column("opened_in", sa.String(length=32), nullable=True),
        sa.Column("source_channel", sa.String(length=32), nullable=True),
        sa.Column("source_ts", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mitigated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_reminder_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders_sent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reminders_stopped", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("card_channel", sa.String(length=32), nullable=True),
        sa.Column("card_ts", sa.String(length=32), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('english', title || ' ' || coalesce(summary, ''))", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("(status = 'resolved') = (resolved_at IS NOT NULL)", name=op.f("ck_incidents_resolved_at")),
        sa.CheckConstraint(
            "next_reminder_at IS NULL OR (status <> 'resolved' AND deleted_at IS NULL)",
            name=op.f("ck_incidents_next_reminder_at"),
        ),
        sa.CheckConstraint("own_priority IN ('p1', 'p2', 'p3', 'p4')", name=op.f("ck_incidents_own_priority")),
        sa.CheckConstraint("severity IN ('sev1', 'sev2', 'sev3', 'sev4')", name=op.f("ck_incidents_severity")),
        sa.CheckConstraint("status <> 'mitigated' OR mitigated_at IS NOT NULL", name=op.f("ck_incidents_mitigated_at")),
        sa.CheckConstraint(
            "status <> 'resolved' OR acknowledged_at IS NOT NULL", name=op.f("ck_incidents_acknowledged_at")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'in_progress', 'mitigated', 'resolved')", name=op.f("ck_incidents_status")
        ),
        sa.CheckConstraint("(card_channel IS NULL) = (card_ts IS NULL)", name=op.f("ck_incidents_card")),
        sa.CheckConstraint("(source_channel IS NULL) = (source_ts IS NULL)", name=op.f("ck_incidents_source")),
        sa.CheckConstraint("length(summary) BETWEEN 1 AND 3000", name=op.f("ck_incidents_summary_length")),
        sa.CheckConstraint("length(title) BETWEEN 3 AND 255", name=op.f("ck_incidents_title_length")),
        sa.CheckConstraint("number > 0", name=op.f("ck_incidents_number")),
        sa.CheckConstraint("reminders_sent >= 0", name=op.f("ck_incidents_reminders_sent")),
        sa.ForeignKeyConstraint(
            ["team_id", "assignee_id"], ["people.team_id", "people.id"], name=op.f("fk_incidents_team_id_assignee_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "reporter_id"], ["people.team_id", "people.id"], name=op.f("fk_incidents_team_id_reporter_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "service_id"], ["services.team_id", "services.id"], name=op.f("fk_incidents_team_id_service_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_incidents_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("team_id", "id", name=op.f("uq_incidents_team_id_id")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_incidents_team_id_number")),
    )
    op.create_index(
        "ix_incidents_assignee",
        "incidents",
        ["team_id", "assignee_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_incidents_deleted",
        "incidents",
        ["deleted_at"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_index(
        "ix_incidents_newest",
        "incidents",
        ["team_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_incidents_priority",
        "incidents",
        ["team_id", "priority", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_incidents_reminder",
        "incidents",
        ["next_reminder_at", "id"],
        unique=False,
        postgresql_where=sa.text("next_reminder_at IS NOT NULL"),
    )
    op.create_index(
        "ix_incidents_reporter",
        "incidents",
        ["team_id", "reporter_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_incidents_resolved",
        "incidents",
        ["team_id", sa.literal_column("resolved_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("ix_incidents_search", "incidents", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_incidents_service",
        "incidents",
        ["team_id", "service_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_incidents_severity",
        "incidents",
        ["team_id", "severity", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_incidents_unresolved",
        "incidents",
        ["team_id", "status", "severity", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL AND status <> 'resolved'"),
    )
    op.create_index(
        "ix_incidents_updated",
        "incidents",
        ["team_id", sa.literal_column("updated_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("uq_incidents_card", "incidents", ["team_id", "card_channel", "card_ts"], unique=True)
    op.create_table(
        "comments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("files", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "search", postgresql.TSVECTOR(), sa.Computed("to_tsvector('english', body)", persisted=True), nullable=False
        ),
        sa.CheckConstraint("(channel IS NULL) = (ts IS NULL)", name=op.f("ck_comments_said_in_thread")),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 40000", name=op.f("ck_comments_body_length")),
        sa.ForeignKeyConstraint(
            ["team_id", "author_id"], ["people.team_id", "people.id"], name=op.f("fk_comments_team_id_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "incident_id"],
            ["incidents.team_id", "incidents.id"],
            name=op.f("fk_comments_team_id_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("team_id", "channel", "ts", name=op.f("uq_comments_team_id_channel_ts")),
    )
    op.create_index("ix_comments_author", "comments", ["team_id", "author_id"], unique=False)
    op.create_index(
        "ix_comments_newest",
        "comments",
        ["incident_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("ix_comments_search", "comments", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "follows",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("follower_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("service_id", sa.BigInteger(), nullable=True),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("all_changes", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("follower_id <> person_id", name=op.f("ck_follows_not_oneself")),
        sa.CheckConstraint(
            "num_nonnulls(incident_id, person_id, service_id, category_id) = 1", name=op.f("ck_follows_one_target")
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "category_id"],
            ["categories.team_id", "categories.id"],
            name=op.f("fk_follows_team_id_category_id"),
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "follower_id"], ["people.team_id", "people.id"], name=op.f("fk_follows_team_id_follower_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "incident_id"],
            ["incidents.team_id", "incidents.id"],
            name=op.f("fk_follows_team_id_incident_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "person_id"], ["people.team_id", "people.id"], name=op.f("fk_follows_team_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "service_id"], ["services.team_id", "services.id"], name=op.f("fk_follows_team_id_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
    )
    op.create_index("ix_follows_follower", "follows", ["team_id", "follower_id", "id"], unique=False)
    op.create_index(
        "uq_follows_category_id",
        "follows",
        ["team_id", "category_id", "follower_id"],
        unique=True,
        postgresql_where=sa.text("category_id IS NOT NULL"),
    )
    op.create_index(
        "uq_follows_incident_id",
        "follows",
        ["team_id", "incident_id", "follower_id"],
        unique=True,
        postgresql_where=sa.text("incident_id IS NOT NULL"),
    )
    op.create_index(
        "uq_follows_person_id",
        "follows",
        ["team_id", "person_id", "follower_id"],
        unique=True,
        postgresql_where=sa.text("person_id IS NOT NULL"),
    )
    op.create_index(
        "uq_follows_service_id",
        "follows",
        ["team_id", "service_id", "follower_id"],
        unique=True,
        postgresql_where=sa.text("service_id IS NOT NULL"),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "change IN ('opened', 'status', 'assignee', 'severity', 'priority', 'title', 'summary', 'service', 'categories', 'commented', 'comment_edited', 'comment_deleted', 'key_moment', 'snoozed', 'reminders', 'update_due', 'deleted', 'restored')",
            name=op.f("ck_history_change"),
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "actor_id"], ["people.team_id", "people.id"], name=op.f("fk_history_team_id_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "incident_id"],
            ["incidents.team_id", "incidents.id"],
            name=op.f("fk_history_team_id_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index("ix_history_actor", "history", ["team_id", "actor_id"], unique=False)
    op.create_index("ix_history_incident", "history", ["incident_id", "id"], unique=False)
    op.create_index(
        "ix_history_status",
        "history",
        ["team_id", "at", "incident_id"],
        unique=False,
        postgresql_where=sa.text("change IN ('opened', 'status')"),
    )
    op.create_table(
        "incident_categories",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "category_id"],
            ["categories.team_id", "categories.id"],
            name=op.f("fk_incident_categories_team_id_category_id"),
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "incident_id"],
            ["incidents.team_id", "incidents.id"],
            name=op.f("fk_incident_categories_team_id_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("incident_id", "category_id", name=op.f("pk_incident_categories")),
    )
    op.create_index(
        op.f("ix_incident_categories_team_id_category_id_incident_id"),
        "incident_categories",
        ["team_id", "category_id", "incident_id"],
        unique=False,
    )
    op.execute(HISTORY_IS_APPEND_ONLY)
    _where_allowed(SIMILAR_WORDS)


def downgrade() -> None:
    for table in TABLES_CHILDREN_FIRST:
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_to_change_history")


def _where_allowed(statements: str) -> None:
    """Run in a savepoint; a server without the extension, or a role that may not create it, goes without."""
    connection = op.get_bind()
    savepoint = connection.begin_nested()
    try:
        connection.exec_driver_sql(statements)
        savepoint.commit()
    except (sa.exc.ProgrammingError, sa.exc.NotSupportedError, sa.exc.OperationalError):
        savepoint.rollback()
