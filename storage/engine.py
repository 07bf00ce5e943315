"""Engines: one with short limits for what people wait for, one with longer limits for everything else."""

import os
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import WeakSet

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Dialect, ExceptionContext
from sqlalchemy.exc import InterfaceError, InternalError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionInTime
from sqlalchemy.pool import ConnectionPoolEntry

from storage.prepared import prepare_on

AWAY = (OperationalError, InterfaceError, InternalError, NoConnectionInTime)
"""What a database that is away, too busy, or read-only after a fail-over raises."""
ASKED_AFTER = 1.0
"""Seconds since somebody took a connection after which the next first asks the server whether it is still there."""

_WAITED_TOO_LONG = {"55P03", "57014"}
"""PostgreSQL's lock_not_available and query_canceled."""
_FORBIDDEN = "42501"
"""PostgreSQL's insufficient_privilege."""


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


class Engines:
    """The two ways to one database, with lines to it that can be cut under those who wait at our end.

    The driver has no timeout for reading: a server that is frozen, and whose machine is not, is waited for without end.
    """

    def __init__(self, url: str) -> None:
        self.interactive = connect(url, INTERACTIVE)
        self.background = connect(url, BACKGROUND)
        self._lines: WeakSet[Any] = WeakSet()
        self._lock = threading.Lock()
        for engine in (self.interactive, self.background):
            event.listen(engine, "connect", self._keep)

    def cut_lines(self) -> None:
        """Break every connection made so far; whoever waits for an answer on one gets an OperationalError."""
        with self._lock:
            for connection in self._lines:
                if not connection.closed:
                    _cut(connection.fileno())

    def _keep(self, connection: Any, _: object) -> None:
        with self._lock:
            self._lines.add(connection)


@contextmanager
def engines(url: str) -> Iterator[Engines]:
    """Give both engines for `url`; their connections are closed in the end."""
    both = Engines(url)
    try:
        yield both
    finally:
        both.interactive.dispose()
        both.background.dispose()


def connect(url: str, limits: Limits) -> Engine:
    """Return an engine for `url`, not yet connected. A failover needs no restart: dead connections are replaced."""
    engine = create_engine(
        _with_driver(url),
        pool_size=limits.size,
        max_overflow=0,
        pool_timeout=limits.pool,
        # The same few stay warm, and the others are not asked after.
        pool_use_lifo=True,
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
                " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC -c plan_cache_mode=force_generic_plan"
            ),
        },
    )
    event.listen(engine, "handle_error", _leave_words_out)
    prepare_on(engine)
    event.listen(engine, "checkout", partial(_require_alive, engine.dialect))
    return engine


def is_busy(error: Exception) -> bool:
    """Tell whether the server is there, but a lock or a statement took too long."""
    return _code(error) in _WAITED_TOO_LONG


def is_forbidden(error: Exception) -> bool:
    """Tell whether the database's user lacks the right to what was asked."""
    return _code(error) == _FORBIDDEN


def _code(error: Exception) -> str | None:
    return getattr(getattr(error, "orig", None), "pgcode", None)


def _cut(number: int) -> None:
    with socket.socket(fileno=os.dup(number)) as line, suppress(OSError):  # The server may have hung up before us.
        line.shutdown(socket.SHUT_RDWR)


def _require_alive(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """Have a connection replaced that broke: asked after is one that was idle, or that the server may have hung up.

    One that was made just now is not: SQLAlchemy makes no third one, and what it says then is no error of a database.
    """
    now = time.monotonic()
    taken_at, record.info["taken_at"] = record.info.get("taken_at"), now
    if taken_at is None:
        return
    try:
        if now - taken_at > ASKED_AFTER or _has_something_to_say(connection):
            dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, connection, None):
            raise InvalidatePoolError from error
        raise


def _has_something_to_say(connection: Any) -> bool:
    """Tell whether the server speaks unasked, as it does when it ends the connection."""
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return bool(line.poll(0))


def _leave_words_out(context: ExceptionContext) -> None:
    """Keep of PostgreSQL's refusals what they are and where: it quotes in them what people wrote.

    What the driver itself says, of a server that cannot be reached, has no code and stays.
    """
    refusal = context.original_exception
    if code := getattr(refusal, "pgcode", None):
        constraint = getattr(refusal, "diag").constraint_name  # noqa: B009 - the driver is not typed
        refusal.args = (" ".join(filter(None, (type(refusal).__name__, code, constraint))),)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = refusal.args


def _with_driver(url: str) -> str:
    """SQLAlchemy reads a bare postgresql:// as psycopg 3, and does not know postgres:// at all."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg2")
    return parsed.render_as_string(hide_password=False)
