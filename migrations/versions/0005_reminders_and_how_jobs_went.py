"""When an incident was reminded of last, when somebody wants the next reminder, and how the clock's jobs went.

`next_reminder_at` becomes the moment at which the clock looks at an incident again. The release before resolves and
deletes without emptying it, so nothing may forbid that: the clock finds that there is nothing to remind of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENTS = ("last_reminder_at", "reminder_moved_to", "reminder_moved_at")
LOOK_AT_ALL = """
UPDATE incidents SET next_reminder_at = now()
WHERE deleted_at IS NULL AND status <> 'resolved' AND next_reminder_at IS NULL
"""
LOOK_AT_NONE = "UPDATE incidents SET next_reminder_at = NULL WHERE deleted_at IS NOT NULL OR status = 'resolved'"


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("incidents", sa.Column(name, sa.DateTime(timezone=True)))
    op.drop_constraint("next_reminder_at", "incidents", type_="check")
    op.create_check_constraint(
        "reminder_moved", "incidents", "(reminder_moved_to IS NULL) = (reminder_moved_at IS NULL)"
    )
    op.create_table(
        "job_runs",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("retry_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("(failures = 0) = (error IS NULL)", name=op.f("ck_job_runs_failures")),
        sa.ForeignKeyConstraint(["team_id"], ["workspaces.id"], name=op.f("fk_job_runs_team_id")),
        sa.PrimaryKeyConstraint("team_id", "job", "key", name=op.f("pk_job_runs")),
    )
    op.execute(LOOK_AT_ALL)


def downgrade() -> None:
    op.drop_table("job_runs")
    op.execute(LOOK_AT_NONE)
    op.drop_constraint("reminder_moved", "incidents", type_="check")
    op.create_check_constraint(
        "next_reminder_at",
        "incidents",
        "next_reminder_at IS NULL OR (status <> 'resolved' AND deleted_at IS NULL)",
    )
    for name in reversed(MOMENTS):
        op.drop_column("incidents", name)
