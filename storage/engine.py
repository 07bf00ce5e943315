"""Engines: one with short limits for what people wait for, one with longer limits for everything else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionInTime

AWAY = (OperationalError, InterfaceError, InternalError, NoConnectionInTime)
"""What a database that is away, too busy, or read-only after a fail-over raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a connection may be waited for, and a statement and a lock may take; all in seconds."""

    pool: float
    statement: float
    lock: float
    network: float
    """How long the server may stay silent before the connection counts as broken."""
    size: int
    """Connections kept open, and the most there are."""


INTERACTIVE = Limits(pool=0.5, statement=1.0, lock=0.7, network=2, size=20)
"""Inside Slack's three seconds for an ack."""
BACKGROUND = Limits(pool=10, statement=30, lock=5, network=10, size=8)
"""Delivery, export, the clock."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The two ways to one database."""

    interactive: Engine
    background: Engine


@contextmanager
def engines(url: str) -> Iterator[Engines]:
    """Give both engines for `url`; their connections are closed in the end."""
    both = Engines(connect(url, INTERACTIVE), connect(url, BACKGROUND))
    try:
        yield both
    finally:
        both.interactive.dispose()
        both.background.dispose()


def connect(url: str, limits: Limits) -> Engine:
    """Return an engine for `url`, not yet connected. A failover needs no restart: dead connections are replaced."""
    return create_engine(
        _with_driver(url),
        pool_size=limits.size,
        max_overflow=0,
        pool_timeout=limits.pool,
        pool_pre_ping=True,
        # An error's text ends up in the log: people's words are not for it.
        hide_parameters=True,
        # We have no column of the type that the driver would ask about at its first connection.
        use_native_hstore=False,
        connect_args={
            "connect_timeout": int(limits.network),
            "tcp_user_timeout": int(limits.network * 1000),
            "application_name": "incident-tracker",
            "options": (
                f"-c statement_timeout={limits.statement * 1000:.0f} -c lock_timeout={limits.lock * 1000:.0f}"
                " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
            ),
        },
    )


def _with_driver(url: str) -> str:
    """SQLAlchemy reads a bare postgresql:// as psycopg 3, and does not know postgres:// at all."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg2")
    return parsed.render_as_string(hide_password=False)
