"""Counting asks which incidents were reopened in a time: few are, and without an index all of status history is read."""

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0003"


def upgrade() -> None:
    op.create_index(
        "ix_history_reopened",
        "history",
        ["team_id", "at", "incident_id"],
        postgresql_where=text("change = 'status' AND old = 'resolved'"),
    )


def downgrade() -> None:
    op.drop_index("ix_history_reopened", "history")
