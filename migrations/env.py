"""Run the migrations on the connection that `storage.schema` hands over."""

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.schema import SchemaItem

from storage.tables import metadata

OPTIONAL_INDEXES = {"ix_incidents_similar", "ix_comments_similar"}
"""Made only where the pg_trgm extension may be created, so the tables do not list them."""


def is_ours(item: SchemaItem, name: str | None, kind: str, *_: object) -> bool:
    """Tell whether the comparison of tables and migrations covers this item."""
    return not (kind == "index" and name in OPTIONAL_INDEXES)


def run(connection: Connection) -> None:
    """Migrate; a lock on a busy table is waited for briefly, so that a deploy never queues people behind it."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_server_default=False,
        include_object=is_ours,
        transaction_per_migration=True,
    )
    # Not SET LOCAL: each migration commits on its own.
    connection.execute(text("SET lock_timeout = '4s'"))
    connection.commit()
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


run(context.config.attributes["connection"])
