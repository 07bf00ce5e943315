"""Queries on the workspace's own lists: services and categories."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.records import Category, Service
from storage.tables import categories, services
from storage.tables.incidents import NamedThingColumns


def service_named(tx: Connection, team_id: str, name: str) -> Service:
    """Return the service of that name, whatever its case; create it when there is none."""
    [(service_id, known_name)] = _named(tx, services, team_id, [name])
    return Service(id=service_id, name=known_name)


def categories_named(tx: Connection, team_id: str, names: Sequence[str]) -> tuple[Category, ...]:
    """Return the categories of those names, whatever their case, in that order; create the missing ones."""
    return tuple(Category(id=category_id, name=name) for category_id, name in _named(tx, categories, team_id, names))


def service_names(tx: Connection, team_id: str) -> list[str]:
    """Return the names of the services that can be chosen, in the order of the alphabet."""
    query = (
        select(services.c.name)
        .where(services.c.team_id == team_id, services.c.removed_at.is_(None))
        .order_by(func.lower(services.c.name), services.c.id)
        .limit(1000)
    )
    return list(tx.execute(query).scalars())


def _named(
    tx: Connection, table: Table[NamedThingColumns], team_id: str, names: Sequence[str]
) -> list[tuple[int, str]]:
    """Find or create; a removed one that is named again comes back. Rows are locked in one order, against deadlocks."""
    wanted = {name.lower(): name for name in names}
    if not wanted:
        return []
    rows = [{"team_id": team_id, "name": name} for _, name in sorted(wanted.items())]
    upsert = insert(table).on_conflict_do_update(
        index_elements=[table.c.team_id, func.lower(table.c.name)], set_={"removed_at": None}
    )
    found = tx.execute(upsert.returning(table.c.id, table.c.name), rows)
    known = {name.lower(): (thing_id, name) for thing_id, name in found}
    return [known[key] for key in wanted]
