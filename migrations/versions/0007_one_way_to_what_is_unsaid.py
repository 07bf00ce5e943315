"""Drop the index by time: after a large backlog the planner took it, and compared every waiting item with all others."""

from alembic import op
from sqlalchemy import text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index("ix_outbox_due", "outbox")


def downgrade() -> None:
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["team_id", "available_at", "id"],
        postgresql_where=text("delivered_at IS NULL AND parked_at IS NULL"),
    )
