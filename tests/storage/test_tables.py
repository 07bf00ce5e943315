"""Every named constraint refuses the row it is there for, and lets its neighbour pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from storage.tables import categories, follows, history, incidents, metadata, people, services, workspaces
from tests.making import TEAM
from tests.storage.conftest import OTHER, populate
from tests.storage.rows import (
    BAD,
    FIRST,
    FOLLOWS_A_CATEGORY,
    FOLLOWS_A_PERSON,
    FOLLOWS_A_SERVICE,
    GOOD,
    SECOND,
    Row,
)
from tests.tables import for_each

NAMED = """
    SELECT conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u')
    UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'public'::regnamespace AND indisunique
"""


@pytest.fixture(scope="module")
def full(engine: Engine) -> Iterator[Connection]:
    """Give a transaction with a row in every table, and with what belongs to another workspace."""
    with engine.connect() as tx:
        populate(tx)
        add(tx, workspaces, {"id": "T0BARE", "name": "Bare", "bot_user_id": "U0BOT"})
        add(tx, people, {"team_id": TEAM, "id": "U0DEE", "name": "dee"})
        for table, row in FIRST.items():
            add(tx, table, row)
        add(tx, categories, {"team_id": TEAM, "name": "spare"})
        add(tx, services, {"team_id": OTHER, "name": "theirs"})
        add(tx, categories, {"team_id": OTHER, "name": "theirs"})
        add(tx, incidents, FIRST[incidents] | {"team_id": OTHER})
        for target in (FOLLOWS_A_PERSON, FOLLOWS_A_SERVICE, FOLLOWS_A_CATEGORY):
            add(tx, follows, {"team_id": TEAM, "follower_id": "U0DEE", **target})
        yield tx


@contextmanager
def undone(full: Connection) -> Iterator[Connection]:
    """Give that transaction; what is done to it is undone."""
    with full.begin_nested() as savepoint:
        yield full
        savepoint.rollback()


@pytest.fixture
def tx(full: Connection) -> Iterator[Connection]:
    """Give it to a test."""
    with undone(full):
        yield full


def add(tx: Connection, table: Table[Any], row: Row) -> None:
    tx.execute(table.insert().values(**row))


def another(table: Table[Any], changes: Row) -> Row:
    return {**FIRST.get(table, {}), **SECOND[table], **changes}


@for_each(("table", "changes"), GOOD)
def test_a_good_row_is_taken(full: Connection, table: Table[Any], changes: Row) -> None:
    with undone(full) as tx:
        add(tx, table, another(table, changes))


@for_each(("table", "changes", "constraint"), BAD)
def test_a_bad_row_is_refused(full: Connection, table: Table[Any], changes: Row, constraint: str) -> None:
    with undone(full) as tx, pytest.raises(IntegrityError) as refused:
        add(tx, table, another(table, changes))

    assert getattr(getattr(refused.value.orig, "diag", None), "constraint_name", None) == constraint


def test_every_constraint_has_a_row_that_it_refuses(tx: Connection) -> None:
    """A foreign key to the workspace is shadowed where people are of the workspace; ids are never given by hand."""
    named = set(tx.execute(text(NAMED)).scalars())
    numbered = {table.name for table in metadata.tables.values() if "id" in table.c and table.c.id.identity}

    assert named - {constraint for _, _, constraint in BAD} == {
        "alembic_version_pkc",
        "fk_audit_log_team_id",
        "fk_incidents_team_id",
        *(f"pk_{name}" for name in numbered),
        *(f"uq_{name}_team_id_id" for name in ("categories", "incidents", "services")),
    }


def test_an_id_longer_than_slacks_is_refused(tx: Connection) -> None:
    with pytest.raises(DataError, match="StringDataRightTruncation"):
        add(tx, people, another(people, {"id": "U" * 33}))


def test_what_is_in_history_cannot_be_changed(tx: Connection) -> None:
    with pytest.raises(DBAPIError, match="RaiseException"):
        tx.execute(history.update().values(new="something else"))
