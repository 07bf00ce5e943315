"""Queries on the numbers of a workspace's incidents: taken in advance, so that nobody waits while many are stored."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import ARRAY, Connection, Engine, Integer, any_, func, literal, select, update

from storage.tables import counters, incidents


def take(tx: Connection, team_id: str, count: int) -> range:
    """Take the workspace's next numbers; those that are not used then are nobody's."""
    taken = (
        update(counters)
        .where(counters.c.team_id == team_id)
        .values(next_number=counters.c.next_number + count)
        .returning(counters.c.next_number)
    )
    following = tx.execute(taken).scalar_one()
    return range(following - count, following)


def pass_over(tx: Connection, team_id: str, highest: int) -> None:
    """Leave the numbers up to this one to whoever brings them along."""
    following = func.greatest(counters.c.next_number, highest + 1)
    tx.execute(update(counters).where(counters.c.team_id == team_id).values(next_number=following))


def used(tx: Connection, team_id: str, among: Collection[int]) -> set[int]:
    """Return which of these numbers are those of incidents, deleted ones too."""
    wanted = any_(literal(list(among), ARRAY(Integer)))
    query = select(incidents.c.number).where(incidents.c.team_id == team_id, incidents.c.number == wanted)
    return set(tx.execute(query).scalars())


@contextmanager
def alone(engine: Engine, team_id: str) -> Iterator[bool]:
    """Give whether nobody else brings numbers along, and keep others from it meanwhile; it ends with the connection."""
    key = func.hashtextextended(f"import {team_id}", 0)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_alone = bool(connection.execute(select(func.pg_try_advisory_lock(key))).scalar_one())
        try:
            yield is_alone
        finally:
            if is_alone:
                connection.execute(select(func.pg_advisory_unlock(key)))
