"""What all tables share: names of constraints, column types, conditions of partial indexes."""

from sqlalchemy import CheckConstraint, DateTime, MetaData, String, text

from storage.records import Change, Priority, Role, Severity, Status

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

TIMESTAMP = DateTime(timezone=True)
SLACK_ID = String(32)
SLACK_TS = String(32)
UNFINISHED = text("delivered_at IS NULL AND parked_at IS NULL")
UNDELETED = text("deleted_at IS NULL")
UNRESOLVED = text("deleted_at IS NULL AND status <> 'resolved'")
REFRESHES = ("refresh_card", "refresh_home", "describe_person")
"""Effects that look when they are delivered: one that waits speaks for all that are put meanwhile."""
COALESCING = text("first_claimed_at IS NULL AND kind IN ('refresh_card', 'refresh_home', 'describe_person')")


def one_of(column: str, values: type[Change | Priority | Role | Severity | Status]) -> CheckConstraint:
    """A CHECK that holds the column to the enum; NULL passes."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
