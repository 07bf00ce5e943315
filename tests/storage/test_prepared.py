"""What is asked all the time is planned once for each connection, and answers as it would otherwise."""

from collections.abc import Iterator

import pytest
from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    Text,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.exc import DataError, DBAPIError

from storage import incidents, outbox, seen
from storage.engine import BACKGROUND, connect
from storage.prepared import prepared
from storage.tables import people
from tests.making import NOON, TEAM
from tests.storage.conftest import populate

_NAMES = select(people.c.name, literal("100 %").label("share")).where(people.c.team_id == bindparam("team"))
_NAME = prepared(_NAMES.where(people.c.id == bindparam("person")))
_NUMBER = prepared(select(cast(bindparam("words", type_=Text), Integer)))
_MEET = prepared(insert(people).returning(people.c.id))
_BACKEND = prepared(select(func.pg_backend_pid()))
_KEPT = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%people%' OR statement LIKE '%CAST%'")


@pytest.fixture
def one(engine: Engine) -> Iterator[Engine]:
    """Give an engine on which nothing was prepared."""
    fresh = connect(engine.url.render_as_string(hide_password=False), BACKGROUND)
    yield fresh
    fresh.dispose()


@pytest.fixture
def tx(one: Engine) -> Iterator[Connection]:
    with one.connect() as tx:
        yield tx
        tx.rollback()


def _kept(tx: Connection) -> int:
    return int(tx.execute(_KEPT).scalar_one())


def test_one_plan_serves_all_values(tx: Connection) -> None:
    populate(tx)
    before = _kept(tx)
    found = {
        person: tx.execute(_NAME, {"team": TEAM, "person": person}).all()
        for person in ("U0ANA", "U0BEN", "it's %(team)s $1 \\", None)
    }

    assert found == {"U0ANA": [("ana", "100 %")], "U0BEN": [("ben", "100 %")], "it's %(team)s $1 \\": [], None: []}
    assert _kept(tx) == before + 1
    assert tx.execute(text("SELECT sum(custom_plans) FROM pg_prepared_statements")).scalar_one() == 0


def test_what_is_not_marked_and_what_has_many_rows_is_not_prepared(tx: Connection) -> None:
    populate(tx)
    before = _kept(tx)
    tx.execute(_NAMES, {"team": TEAM})
    met = tx.execute(_MEET, [{"team_id": TEAM, "id": f"U0{name}", "name": name} for name in ("DAN", "EVA")])

    assert met.scalars().all() == ["U0DAN", "U0EVA"]
    assert _kept(tx) == before


def test_a_plan_outlives_a_statement_that_fails(tx: Connection) -> None:
    with pytest.raises(DataError):
        tx.execute(_NUMBER, {"words": "many"})
    tx.rollback()

    assert tx.execute(_NUMBER, {"words": "12"}).scalar_one() == 12
    assert _kept(tx) == 1


def test_another_connection_plans_anew(one: Engine) -> None:
    with one.connect() as tx:
        first = tx.execute(_BACKEND).scalar_one()
        tx.invalidate()
        tx.rollback()
        assert tx.execute(_BACKEND).scalar_one() != first


@pytest.mark.parametrize("happens", ["ALTER TABLE measured ALTER amount TYPE bigint", "DEALLOCATE ALL"])
def test_plans_that_do_not_fit_any_more_are_made_anew_on_every_connection(one: Engine, happens: str) -> None:
    """A later release changes the schema while a bot of this one goes on."""
    look = prepared(select(column("amount", Integer)).select_from(table("measured")))
    with one.begin() as tx:
        tx.execute(text("CREATE TABLE measured (amount integer)"))
    try:
        with one.connect() as first, one.connect() as second:
            for tx in (first, second):
                tx.execute(look)
                tx.commit()
            for tx in (first, second):
                tx.execute(text(happens))
                tx.commit()
        with one.connect() as tx, pytest.raises(DBAPIError):
            tx.execute(look)

        with one.connect() as first, one.connect() as second:
            assert first.execute(look).all() == second.execute(look).all() == []
    finally:
        with one.begin() as tx:
            tx.execute(text("DROP TABLE measured"))


def test_no_plan_is_kept_that_does_not_know_how_few_rows_are_wanted(tx: Connection) -> None:
    """It would go through the whole table for every few."""
    seen.forget_old(tx, limit=1)
    outbox.forget_old(tx, limit=1)
    outbox.take_up_again(tx, TEAM, kinds=["post_card"], limit=1)
    incidents.purge(tx, deleted_before=NOON, limit=1)

    kept = text(r"SELECT statement FROM pg_prepared_statements WHERE statement ~ 'LIMIT \$'")
    assert tx.execute(kept).all() == []
