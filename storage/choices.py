"""Queries on the workspace's own lists: services and categories."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Connection, Select, Table, Text, bindparam, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on, insert

from storage.records import Category, Service
from storage.tables import categories, services
from storage.tables.incidents import NamedThingColumns


def _find_or_create(table: Table[NamedThingColumns]) -> Select[*tuple[Any, ...]]:
    """Return what finds or creates things by `names`, in that order; a removed one that is named again comes back.

    The database says which names are the same: its lower() and Python's differ on İ, on Σ and by locale. Rows are
    locked in one order, against deadlocks.
    """
    names = func.unnest(bindparam("names", type_=ARRAY(Text)))
    wanted = names.table_valued("name", with_ordinality="position").render_derived("wanted")
    key = func.lower(wanted.c.name)
    different = select(bindparam("team"), wanted.c.name).ext(distinct_on(key)).order_by(key, wanted.c.position)
    known = (
        insert(table)
        .from_select(["team_id", "name"], different)
        .on_conflict_do_update(index_elements=[table.c.team_id, func.lower(table.c.name)], set_={"removed_at": None})
        .returning(table.c.id, table.c.name)
        .cte("known")
    )
    return (
        select(known.c.id, known.c.name)
        .join_from(known, wanted, func.lower(known.c.name) == key)
        .group_by(known.c.id, known.c.name)
        .order_by(func.min(wanted.c.position))
    )


_SERVICES = _find_or_create(services)
_CATEGORIES = _find_or_create(categories)


def service_named(tx: Connection, team_id: str, name: str) -> Service:
    """Return the service of that name, whatever its case; create it when there is none."""
    return Service(**tx.execute(_SERVICES, {"team": team_id, "names": [name]}).mappings().one())


def service_ids(tx: Connection, team_id: str, names: Sequence[str]) -> dict[str, int]:
    """Return the ids of the services of those names, each as it is written there; create the missing ones."""
    return _ids(tx, services, _SERVICES, team_id, names)


def category_ids(tx: Connection, team_id: str, names: Sequence[str]) -> dict[str, int]:
    """Return the ids of the categories of those names, each as it is written there; create the missing ones."""
    return _ids(tx, categories, _CATEGORIES, team_id, names)


def find_service(tx: Connection, team_id: str, name: str) -> Service | None:
    """Return the service of that name, whatever its case, if it can be chosen."""
    query = select(services.c.id, services.c.name).where(
        services.c.team_id == team_id, func.lower(services.c.name) == func.lower(name), services.c.removed_at.is_(None)
    )
    row = tx.execute(query).mappings().one_or_none()
    return Service(**row) if row else None


def find_categories(tx: Connection, team_id: str, names: Sequence[str]) -> tuple[Category, ...]:
    """Return those of the categories that can be chosen, whatever their case."""
    wanted = [func.lower(name) for name in names]
    query = (
        select(categories.c.id, categories.c.name)
        .where(
            categories.c.team_id == team_id,
            func.lower(categories.c.name).in_(wanted),
            categories.c.removed_at.is_(None),
        )
        .order_by(func.lower(categories.c.name), categories.c.id)
    )
    return tuple(Category(**row) for row in tx.execute(query).mappings())


def categories_named(tx: Connection, team_id: str, names: Sequence[str]) -> tuple[Category, ...]:
    """Return the categories of those names, whatever their case, in that order; create the missing ones."""
    if not names:
        return ()
    rows = tx.execute(_CATEGORIES, {"team": team_id, "names": list(names)}).mappings()
    return tuple(Category(**row) for row in rows)


def service_names(tx: Connection, team_id: str) -> list[str]:
    """Return the names of the services that can be chosen, in the order of the alphabet."""
    return _names(tx, services, team_id)


def category_names(tx: Connection, team_id: str) -> list[str]:
    """Return the names of the categories that can be chosen, in the order of the alphabet."""
    return _names(tx, categories, team_id)


def all_named(tx: Connection, team_id: str) -> tuple[list[Service], list[Category]]:
    """Return every service and category there ever was, in one statement: old incidents have the removed ones."""
    query = union_all(
        *(
            select(literal(kind).label("kind"), table.c.id, table.c.name).where(table.c.team_id == team_id)
            for kind, table in (("service", services), ("category", categories))
        )
    ).order_by("name", "id")
    rows = tx.execute(query).all()
    return (
        [Service(id=id_, name=name) for kind, id_, name in rows if kind == "service"],
        [Category(id=id_, name=name) for kind, id_, name in rows if kind == "category"],
    )


def _names(tx: Connection, table: Table[NamedThingColumns], team_id: str) -> list[str]:
    query = (
        select(table.c.name)
        .where(table.c.team_id == team_id, table.c.removed_at.is_(None))
        .order_by(func.lower(table.c.name), table.c.id)
        .limit(1000)
    )
    return list(tx.execute(query).scalars())


def _ids(
    tx: Connection,
    table: Table[NamedThingColumns],
    find_or_create: Select[*tuple[Any, ...]],
    team_id: str,
    names: Sequence[str],
) -> dict[str, int]:
    """Nothing is written, and no row locked, where all of them can be chosen already."""
    found = _known_ids(tx, table, team_id, names)
    missing = [name for name in names if name not in found]
    if missing:
        tx.execute(find_or_create, {"team": team_id, "names": missing})
        found |= _known_ids(tx, table, team_id, missing)
    return found


def _known_ids(tx: Connection, table: Table[NamedThingColumns], team_id: str, names: Sequence[str]) -> dict[str, int]:
    wanted = func.unnest(bindparam("names", list(names), type_=ARRAY(Text))).table_valued("name").render_derived()
    query = select(wanted.c.name, table.c.id).where(
        table.c.team_id == team_id, func.lower(table.c.name) == func.lower(wanted.c.name), table.c.removed_at.is_(None)
    )
    return {row.name: row.id for row in tx.execute(query)}
