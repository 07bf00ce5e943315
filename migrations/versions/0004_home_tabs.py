"""What each person looks at on their Home tab, so that it can be drawn again without a click of theirs.

The release before neither reads nor writes it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "homes",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_homes_version")),
        sa.ForeignKeyConstraint(
            ["team_id", "person_id"], ["people.team_id", "people.id"], name=op.f("fk_homes_team_id_person_id")
        ),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f("pk_homes")),
    )


def downgrade() -> None:
    op.drop_table("homes")
