"""Bring a database to the schema this release needs, and tell whether tables and migrations agree.

Alembic is loaded when there is something to do: most starts find nothing, and it would take a third of their time.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.resources import files

from sqlalchemy import Connection, Engine, text

log = logging.getLogger(__name__)

MIGRATION_LOCK = 4_206_942
"""One of PostgreSQL's advisory locks: without it most of several processes starting at once fail."""
_WORK = "storage.revising"


class TablesDiffer(Exception):
    """Tables and migrations do not agree; the message says where."""


OTHERS_OUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
"""A transaction that somebody left open would be waited for without end."""


def migrate(engine: Engine, *, revision: str = "head") -> None:
    """Upgrade to `revision`; waits, without limit, while another process migrates.

    A schema of a later release is left as it is: a release works beside the one after it.
    """
    with engine.connect() as connection:
        # Most starts find nothing to do: whoever migrates writes the revision last.
        if revision == "head" and _present(connection) == _known()[-1]:
            return
    with _alone(engine) as connection:
        present, known = _present(connection), _known()
        if present is not None and present not in known:
            log.warning("the schema is of a later release (%s); it is left as it is", present)
        elif revision != "head" or present != known[-1]:
            import_module(_WORK).upgrade(connection, revision)


def begin_anew(engine: Engine) -> None:
    """Throw away everything that is in the database, whoever is reading it, and make the tables again."""
    with engine.connect() as connection, _locked(connection):
        connection.execute(OTHERS_OUT)
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.commit()
    migrate(engine)


def unmigrate(engine: Engine, *, revision: str) -> None:
    """Downgrade to `revision`."""
    with _alone(engine) as connection:
        import_module(_WORK).downgrade(connection, revision)


def check(engine: Engine) -> None:
    """Raise TablesDiffer when they differ from the migrations."""
    with _alone(engine) as connection:
        import_module(_WORK).check(connection)


def _present(connection: Connection) -> str | None:
    """Return the revision the database is at, None where there is none."""
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


@cache
def _known() -> tuple[str, ...]:
    """Return this release's revisions, the newest last; each is the number its file begins with."""
    names = sorted(file.name for file in files("migrations").joinpath("versions").iterdir())
    return tuple(name.partition("_")[0] for name in names if name[:1].isdecimal())


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection, _locked(connection):
        yield connection


@contextmanager
def _locked(connection: Connection) -> Iterator[None]:
    connection.execute(text("SET lock_timeout = 0"))
    connection.execute(text("SET statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text("RESET ALL"))
        connection.commit()
