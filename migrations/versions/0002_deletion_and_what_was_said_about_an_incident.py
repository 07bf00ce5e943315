"""Who deleted an incident, and which messages of the outbox are about one.

Both columns stay empty in the rows of the release before, which neither deletes nor asks. Purging a deleted incident
takes its comments with it: the index finds them, the deleted ones too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("incidents", sa.Column("deleted_by", sa.String(length=32)))
    op.create_foreign_key(None, "incidents", "people", ["team_id", "deleted_by"], ["team_id", "id"])
    op.create_check_constraint("deleted", "incidents", "(deleted_at IS NULL) = (deleted_by IS NULL)")
    op.create_index("ix_comments_incident", "comments", ["incident_id"])
    op.add_column("outbox", sa.Column("incident_id", sa.BigInteger()))
    op.create_foreign_key(
        None, "outbox", "incidents", ["team_id", "incident_id"], ["team_id", "id"], ondelete="CASCADE"
    )
    op.create_index(
        "ix_outbox_incident",
        "outbox",
        ["incident_id", "kind", "id"],
        postgresql_where=sa.text("incident_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_column("outbox", "incident_id")
    op.drop_index("ix_comments_incident", "comments")
    op.drop_column("incidents", "deleted_by")
