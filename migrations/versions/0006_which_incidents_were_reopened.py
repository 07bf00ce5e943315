"""Counting asks which incidents were reopened in a time: few are, and without an index all of status history is read."""

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Whoever runs this release finds out when the next daily post is due.
    op.execute("UPDATE workspaces SET next_daily_post_at = now()")
    op.create_index(
        "ix_history_reopened",
        "history",
        ["team_id", "at", "incident_id"],
        postgresql_where=text("change = 'status' AND old = 'resolved'"),
    )


def downgrade() -> None:
    op.drop_index("ix_history_reopened", "history")
