"""Waiting for what another thread or process will do: until it is so, or a timeout that fails the test."""

import time
from collections.abc import Callable

from sqlalchemy import Engine, func, select

from storage.tables import outbox


def until(is_so: Callable[[], object], *, timeout: float = 10) -> None:
    """Return as soon as it is so; fail the test when it is not in time."""
    deadline = time.monotonic() + timeout
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not so after {timeout} s")
        time.sleep(0.005)


def until_all_is_said(engine: Engine, *, timeout: float = 10) -> None:
    """Return when the outbox holds nothing that is still to be said."""
    unfinished = select(func.count()).where(outbox.c.delivered_at.is_(None), outbox.c.parked_at.is_(None))

    def is_empty() -> bool:
        with engine.connect() as tx:
            return tx.execute(unfinished).scalar_one() == 0

    until(is_empty, timeout=timeout)
