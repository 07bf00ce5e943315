"""However many follow, a change costs its ack no statement more; and each of them is told."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, func, insert, literal, select, text

from bot.deeds.dispatch import do
from bot.deeds.outcome import Caller
from bot.language import grammar
from bot.language.acts import ChangingAct
from storage import choices, people, workspaces
from storage.records import Person
from storage.tables import follows, outbox
from storage.tables import people as people_table
from tests.counting import statements_of
from tests.making import NOON, TEAM

ANA = Caller(team_id=TEAM, person_id="U0ANA", person_name="ana")
FOLLOWERS = 1000
MANY_PEOPLE = """
    INSERT INTO people (team_id, id, name, described_at)
    SELECT :team, 'W' || n, 'x', :now FROM generate_series(1, :many) n
"""


@pytest.fixture(scope="module")
def followed(engine: Engine) -> Iterator[Connection]:
    """Give a transaction with a workspace where a thousand follow all changes of a service, and of Ana."""
    with engine.connect() as connection:
        populate(connection)
        yield connection
        connection.rollback()


@pytest.fixture
def tx(followed: Connection) -> Iterator[Connection]:
    """Give that transaction; what the test does to it is undone."""
    savepoint = followed.begin_nested()
    yield followed
    savepoint.rollback()


def populate(tx: Connection) -> None:
    """Make the workspace, its people, all that they follow, and #1, of which they were told."""
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    people.describe(tx, [Person(team_id=TEAM, id=id_, name=id_) for id_ in ("U0ANA", "U0BEN")], at=NOON)
    tx.execute(text(MANY_PEOPLE), {"team": TEAM, "now": NOON, "many": FOLLOWERS})
    service = choices.service_named(tx, TEAM, "payments")
    for column, key in (("service_id", literal(service.id)), ("person_id", literal("U0ANA"))):
        many = select(people_table.c.team_id, people_table.c.id, key, literal(value=True)).where(
            people_table.c.id.startswith("W")
        )
        tx.execute(insert(follows).from_select(["team_id", "follower_id", column, "all_changes"], many))
    does(tx, "new Old one service:payments")
    tx.execute(outbox.delete())


def does(tx: Connection, typed: str) -> None:
    act = grammar.parse(typed)
    assert isinstance(act, ChangingAct)
    do(tx, act, by=ANA, key=typed, now=NOON, finds_similar=False)


@pytest.fixture
def statements(tx: Connection) -> Iterator[list[str]]:
    """Give what is sent to the database."""
    with statements_of(tx) as sent:
        yield sent


@pytest.mark.parametrize(
    ("typed", "most"),
    [
        ("new Error 500 sev1 <@U0BEN|ben>", 6),
        ("new Error 500 service:payments", 7),
        ("take 1", 8),
        ("severity 1 sev2", 8),
        ("comment 1 hello", 9),
        ("resolve 1", 8),
    ],
)
def test_a_change_is_told_to_a_thousand_without_another_statement(
    tx: Connection, statements: list[str], typed: str, most: int
) -> None:
    does(tx, typed)

    assert len(statements) <= most, statements
    lanes = outbox.c.lane.startswith("dm:W")
    assert tx.execute(select(func.count(outbox.c.lane.distinct())).where(lanes)).scalar_one() == FOLLOWERS
    assert tx.execute(select(func.count()).where(lanes)).scalar_one() == FOLLOWERS
