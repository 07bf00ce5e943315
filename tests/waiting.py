"""Waiting for what another thread or process will do: until it is so, or a timeout that fails the test."""

import time
from collections.abc import Callable

from sqlalchemy import Connection, Engine, literal, literal_column, select, text

from storage.prepared import prepared
from storage.tables import outbox

_UNFINISHED = prepared(
    select(literal(1)).where(outbox.c.delivered_at.is_(None), outbox.c.parked_at.is_(None)).limit(literal_column("1"))
)
_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def until(is_so: Callable[[], object], *, timeout: float = 10) -> None:
    """Return as soon as it is so; fail the test when it is not in time."""
    deadline, pause = time.monotonic() + timeout, 0.004
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not so after {timeout} s")
        time.sleep(pause)
        # Looking costs the time of whatever is waited for.
        pause = min(pause * 1.5, 0.05)


def until_all_is_said(engine: Engine, *, timeout: float = 10) -> None:
    """Return when the outbox holds nothing that is still to be said."""
    # Each statement sees what was committed before it; a connection for each look would cost more than the look.
    with engine.connect() as tx:
        until(lambda: is_all_said(tx), timeout=timeout)


def is_all_said(tx: Connection) -> bool:
    """Tell whether the outbox holds nothing that is still to be said."""
    return tx.execute(_UNFINISHED).first() is None


def is_waited_for(engine: Engine) -> bool:
    """Tell whether somebody waits for a lock that another holds in this database."""
    with engine.connect() as tx:
        return bool(tx.execute(_WAITING).scalar_one())
