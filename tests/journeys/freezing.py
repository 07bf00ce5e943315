"""A database that stands still: it is there, and answers nobody."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text


@contextmanager
def stopped(engine: Engine) -> Iterator[None]:
    """Let PostgreSQL's processes that serve others stand still until the block ends; new ones are started."""
    with engine.connect() as tx:
        query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        processes = list(tx.execute(text(query)).scalars())
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
