"""One PostgreSQL for the whole run, a database for each worker, and what nearly every test begins with."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, make_url, text

from storage import embedded, schema
from storage.engine import BACKGROUND, connect
from storage.tables import metadata
from tests.windows import Windows

EMPTIED = ";".join(
    (
        # What refers to what is not looked up for each row. It goes last: who still writes leaves none behind.
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {table.name}" for table in metadata.sorted_tables),  # noqa: S608 - ours
    )
)
WINDOWS = Windows()
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
}


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
