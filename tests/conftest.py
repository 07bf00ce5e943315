"""One PostgreSQL for the whole run, a database for each worker, and what nearly every test begins with."""

import gc
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, make_url, text
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from storage import embedded, schema
from storage.engine import BACKGROUND, connect
from storage.tables import metadata
from tests.windows import Windows

# Until the tests begin nothing goes that came: looking for it took a third of the time.
gc.disable()
# Each worker, and each of the many programs that are started, would compile everything again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

EMPTIED = ";".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))  # noqa: S608 - ours
PAGES = ("tests/bot/sandbox/page/", "tests/journeys/page/")
WINDOWS = Windows()
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
}


def pytest_xdist_auto_num_workers() -> int:
    """Use a worker more than there are cores: a journey waits for much of its time."""
    return 1 + (os.cpu_count() or 1)


class FilesAndPages(LoadFileScheduling):  # type: ignore[misc]  # xdist ships no types
    """Each file to one worker, and all those that need a browser to the same: it starts once."""

    def _split_scope(self, nodeid: str) -> str:
        return "pages" if nodeid.startswith(PAGES) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Share the tests out."""
    return FilesAndPages(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker is left with one at the end."""
    slow = (
        *(*PAGES, "test_cli", "bot/test_clock", "test_embedded.py", "test_once", "test_sockets", "test_late"),
        *("test_outages", "test_every_deed", "test_who_may"),
        *("test_meanwhile", "test_frozen", "_accounts", "test_schema", "journeys", "storage", "views", "language"),
    )
    items.sort(key=lambda item: next((place for place, name in enumerate(slow) if name in item.nodeid), len(slow)))


def pytest_collection_finish() -> None:
    """Keep the tests themselves out of garbage collection, and look for garbage only where much may have come."""
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Stop the browser before the first test that opens no window."""
    if "browser" not in getattr(item, "fixturenames", ()):
        WINDOWS.stop()


def pytest_sessionfinish() -> None:
    """Stop the browser when it was still needed by the last test."""
    WINDOWS.stop()


@pytest.fixture(scope="session")
def browser() -> Windows:
    """Give the windows of the run's browser, which starts with the first."""
    return WINDOWS


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """Give the address of the run's PostgreSQL; whichever worker comes first starts it, the last one stops it."""
    directory = tmp_path_factory.getbasetemp()
    shared = directory if worker_id == "master" else directory.parent
    with embedded.serve(shared / "database", settings=FAST) as url:
        yield url


@pytest.fixture(scope="session")
def database_url(server_url: str, worker_id: str) -> str:
    """Give the address of this worker's own database."""
    name = f"test_{worker_id}"
    server = connect(server_url, BACKGROUND)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """Give an engine on this worker's database, with this release's schema."""
    engine = connect(database_url, BACKGROUND)
    schema.migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def tx(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that is rolled back."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def clean_engine(engine: Engine) -> Iterator[Engine]:
    """Give an engine whose commits are undone: every table is empty afterwards."""
    yield engine
    with engine.begin() as connection:
        connection.exec_driver_sql(EMPTIED)


@pytest.fixture
def now() -> datetime:
    """Give a moment: a Wednesday noon in UTC."""
    return datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def repository() -> Path:
    """Give the top of the checkout."""
    return Path(__file__).parents[1]
