"""An engine reaches the database it was told of, within its limits, and outlives a broken connection."""

from collections.abc import Iterator
from traceback import format_exception
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.engine import AWAY, BACKGROUND, INTERACTIVE, Limits, connect

ONE_CONNECTION = Limits(pool=0.01, statement=0.05, lock=0.02, network=2, size=1)


@pytest.fixture
def small_engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url, ONE_CONNECTION)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "postgres://ana:p%40ss%3A%2F%25@db.example:6432/incidents?sslmode=require",
        "postgresql://ana:p%40ss%3A%2F%25@db.example:6432/incidents?sslmode=require",
        "postgresql+psycopg2://ana:p%40ss%3A%2F%25@db.example:6432/incidents?sslmode=require",
    ],
)
def test_every_way_to_write_the_address_reaches_the_same_database(url: str) -> None:
    engine = connect(url, BACKGROUND)

    assert engine.driver == "psycopg2"
    assert engine.url.password == "p@ss:/%"
    assert (
        engine.url.render_as_string(hide_password=False)
        == "postgresql+psycopg2://ana:p%40ss%3A%2F%25@db.example:6432/incidents?sslmode=require"
    )


@pytest.mark.parametrize(
    ("limits", "statement", "lock"),
    [(INTERACTIVE, "1s", "700ms"), (BACKGROUND, "30s", "5s")],
    ids=["ack", "background"],
)
def test_a_connection_has_the_limits_and_utc(database_url: str, limits: Limits, statement: str, lock: str) -> None:
    engine = connect(database_url, limits)

    with engine.connect() as connection:
        shown = {
            name: connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "TimeZone")
        }
    engine.dispose()

    assert shown == {
        "statement_timeout": statement,
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": "1min",
        "TimeZone": "UTC",
    }


def test_an_ack_is_never_kept_from_slack_by_the_database() -> None:
    """Slack waits three seconds; pool, lock and statement can each use up their whole limit."""
    assert INTERACTIVE.pool + INTERACTIVE.statement <= 1.5
    assert INTERACTIVE.lock < INTERACTIVE.statement


def test_a_statement_that_takes_too_long_is_ended(small_engine: Engine) -> None:
    with small_engine.connect() as connection, pytest.raises(OperationalError, match="QueryCanceled 57014"):
        connection.execute(text("SELECT pg_sleep(60)"))


def test_no_more_connections_are_opened_than_the_limit_says(small_engine: Engine) -> None:
    with small_engine.connect(), pytest.raises(PoolTimeoutError):
        small_engine.connect()


def test_a_connection_that_broke_is_replaced(small_engine: Engine, engine: Engine) -> None:
    with small_engine.connect() as connection:
        before = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with engine.begin() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": before})

    with small_engine.connect() as connection:
        after = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()

    assert after != before


def test_a_server_that_hangs_up_again_and_again_counts_as_away(small_engine: Engine, engine: Engine) -> None:
    def end(connection: Any, _: object) -> None:
        with engine.begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": connection.info.backend_pid})

    small_engine.connect().close()
    small_engine.dispose()
    event.listen(small_engine, "connect", end)

    with pytest.raises(AWAY), small_engine.connect() as connection:
        connection.execute(text("SELECT 1"))


@pytest.mark.parametrize(("asked_after", "last"), [(0, "SELECT 1"), (60, "ROLLBACK")], ids=["idle", "busy"])
def test_a_connection_that_was_idle_is_asked_whether_it_is_there(
    small_engine: Engine, engine: Engine, monkeypatch: pytest.MonkeyPatch, asked_after: float, last: str
) -> None:
    monkeypatch.setattr("storage.engine.ASKED_AFTER", asked_after)
    with small_engine.connect() as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()

    with small_engine.connect(), engine.connect() as other:
        query = text("SELECT query FROM pg_stat_activity WHERE pid = :pid")
        assert other.execute(query, {"pid": backend}).scalar_one() == last


SECRET = "the database of Acme leaks"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT CAST(:words AS integer)", "InvalidTextRepresentation 22P02"),
        ("SELECT CAST(:words AS date)", "InvalidDatetimeFormat 22007"),
        ("INSERT INTO counters (team_id) VALUES (:words)", "ForeignKeyViolation 23503 fk_counters_team_id"),
    ],
)
def test_what_postgresql_refuses_is_named_without_peoples_words(engine: Engine, statement: str, said: str) -> None:
    """It quotes in its refusals what was written, and those end up in the log."""
    with engine.connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text(statement), {"words": SECRET})

    told = "".join(format_exception(refused.value))
    assert SECRET not in told
    assert said in told


def test_why_a_server_cannot_be_reached_is_said() -> None:
    engine = connect("postgresql://nobody@127.0.0.1:1/nothing", BACKGROUND)

    with pytest.raises(OperationalError, match="refused"):
        engine.connect()
