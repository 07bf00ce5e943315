"""Two workspaces with people, a database to spare, a count of statements, and a rival who works at the same time."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, Engine, func, insert, literal, make_url, select, text, true

from storage import people, workspaces
from storage.engine import BACKGROUND, connect
from storage.records import NewIncident, Severity
from storage.tables import incidents
from tests.counting import statements_of
from tests.making import NOON, TEAM
from tests.waiting import until

Result = TypeVar("Result")

OTHER = "T0OTHER"
"""A workspace beside TEAM; its people are Eve, and an Ana of its own."""

_NEW = NewIncident(
    team_id=TEAM,
    title="Checkout is down",
    summary=None,
    severity=Severity.SEV3,
    own_priority=None,
    reporter_id="U0ANA",
    assignee_id=None,
    service=None,
    categories=(),
    opened_in=None,
    created_at=NOON,
)


def new_incident(**changes: Any) -> NewIncident:
    """Return a SEV3 that Ana of TEAM is about to open, with these changes."""
    return replace(_NEW, **changes)


def populate(tx: Connection) -> None:
    """Install the bot in both workspaces, and meet their people."""
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    workspaces.install(tx, OTHER, name="Other", bot_user_id="U0BOT")
    people.meet(tx, TEAM, {"U0ANA": "ana", "U0BEN": "ben"})
    people.meet(tx, OTHER, {"U0ANA": "ana", "U0EVE": "eve"})


def copy_many(tx: Connection, how_many: int, **changes: Any) -> None:
    """Store #10 and so on like TEAM's #1, but for these changes."""
    more = func.generate_series(10, 9 + how_many).table_valued("number").render_derived()
    changed = {incidents.c[name]: literal(value, incidents.c[name].type) for name, value in changes.items()}
    kept = [each for each in incidents.c if not each.computed and each.name not in ("id", "number", *changes)]
    copies = select(*kept, *changed.values(), more.c.number).join_from(incidents, more, true())
    first = copies.where(incidents.c.number == 1, incidents.c.team_id == TEAM)
    tx.execute(insert(incidents).from_select([*kept, *changed, incidents.c.number], first))


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give a transaction that is rolled back, with two workspaces in it."""
    populate(tx)
    return tx


@pytest.fixture
def clean_engine(clean_engine: Engine) -> Engine:
    """Give an engine whose commits are undone, with two workspaces committed."""
    with clean_engine.begin() as tx:
        populate(tx)
    return clean_engine


@pytest.fixture
def statements(tx: Connection) -> Iterator[list[str]]:
    """Give the list of what `tx` sends to the server."""
    with statements_of(tx) as sent:
        yield sent


class Rival:
    """Somebody with a connection and a thread of their own, who may have to wait for us."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "rival")
        self.tx = engine.connect()
        self._pid = self.tx.execute(select(func.pg_backend_pid())).scalar_one()
        self.tx.commit()

    def must_wait(self, act: Callable[[Connection], Result]) -> "Future[Result]":
        """Begin the act, and return when PostgreSQL says that it waits for somebody's lock."""
        begun = self._thread.submit(act, self.tx)
        until(lambda: begun.done() or self._is_waiting())
        assert not begun.done(), f"it did not wait: {begun}"
        return begun

    def close(self) -> None:
        """Roll back; call it when nobody holds a lock any more."""
        self._thread.shutdown()
        self.tx.close()

    def _is_waiting(self) -> bool:
        with self._engine.connect() as look:
            return bool(look.execute(select(func.cardinality(func.pg_blocking_pids(self._pid)))).scalar_one())


@contextmanager
def _rivalling(engine: Engine) -> Iterator[Rival]:
    rival = Rival(engine)
    try:
        yield rival
    finally:
        rival.close()


@pytest.fixture
def rival(clean_engine: Engine) -> Iterator[Rival]:
    """Give somebody who works at the same time."""
    with _rivalling(clean_engine) as rival:
        yield rival


@pytest.fixture
def second_rival(clean_engine: Engine) -> Iterator[Rival]:
    """Give a third party."""
    with _rivalling(clean_engine) as rival:
        yield rival


@contextmanager
def database(server_url: str, name: str) -> Iterator[Engine]:
    """Give an engine on an empty database, which is dropped at the end whoever is still connected to it."""
    server = connect(server_url, BACKGROUND)
    engine = connect(make_url(server_url).set(database=name).render_as_string(hide_password=False), BACKGROUND)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield engine
        engine.dispose()
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()
