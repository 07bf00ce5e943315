"""Queries on the workspace's lists as lists: shown in pages, renamed, removed; `storage.choices` chooses from them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Connection,
    Row,
    Select,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    func,
    select,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from storage.incidents.rows import unresolved
from storage.records import AuditAct, ListedName, Named, NameList
from storage.tables import audit_log, categories, incident_categories, incidents, services
from storage.tables.incidents import NamedThingColumns

_TABLES: dict[NameList, Table[NamedThingColumns]] = {NameList.SERVICES: services, NameList.CATEGORIES: categories}
_RENAMED = {NameList.SERVICES: AuditAct.SERVICE_RENAMED, NameList.CATEGORIES: AuditAct.CATEGORY_RENAMED}


class NameTaken(Exception):
    """Another of the list has that name by now."""


def find(tx: Connection, which: NameList, team_id: str, name: str) -> Named | None:
    """Return what has that name, whatever its case, removed or not."""
    return next(iter(_named(tx, which, team_id, [name]).values()), None)


def find_all(tx: Connection, which: NameList, team_id: str, names: Sequence[str]) -> dict[str, Named]:
    """Return what has these names, whatever their case, removed or not, by the name it was asked for under."""
    return _named(tx, which, team_id, names)


def lock(tx: Connection, which: NameList, team_id: str, names: Sequence[str]) -> dict[str, Named]:
    """Return what has these names, whatever their case, removed or not, locked until the transaction ends."""
    return _named(tx, which, team_id, names, is_locked=True)


def rename(tx: Connection, which: NameList, named: Named, name: str) -> None:
    """Give another name to what this transaction has locked.

    Raise NameTaken where somebody else was faster; then the transaction can do no more than roll back.
    """
    table = _TABLES[which]
    try:
        tx.execute(update(table).where(table.c.id == named.id).values(name=name))
    except IntegrityError as error:
        raise NameTaken(name) from error


def remove(tx: Connection, which: NameList, named: Named, *, at: datetime) -> None:
    """Hide from choices what this transaction has locked."""
    table = _TABLES[which]
    tx.execute(update(table).where(table.c.id == named.id).values(removed_at=at))


def renamed(
    tx: Connection, which: NameList, team_id: str, names: Sequence[str], *, since: datetime | None = None
) -> dict[str, Named]:
    """Return what had these names until it was renamed, ever or since then, by the name it was asked for under."""
    table, asked = _TABLES[which], _asked(names)
    query = (
        select(asked.c.name.label("asked"), table.c.id, table.c.name, table.c.removed_at)
        .join_from(asked, audit_log, func.lower(audit_log.c.old) == func.lower(asked.c.name))
        .join(table, cast(table.c.id, Text) == audit_log.c.subject)
        .where(
            audit_log.c.team_id == team_id,
            table.c.team_id == team_id,
            audit_log.c.act == _RENAMED[which],
            true() if since is None else audit_log.c.at > since,
        )
        .order_by(audit_log.c.id)
    )
    return _by_asked(tx.execute(query))


def page(
    tx: Connection,
    which: NameList,
    team_id: str,
    *,
    limit: int,
    after: str | None = None,
    before: str | None = None,
    reporter_id: str | None = None,
) -> list[ListedName]:
    """Return names that can be chosen, in the order of the alphabet: those right after a name, or right before one.

    Counted are the unresolved incidents that have it, of one reporter or of all.
    """
    table, load = _TABLES[which], _LOADS[which](team_id, reporter_id)
    key = func.lower(table.c.name)
    query = (
        select(table.c.name, func.coalesce(load.c.unresolved, 0).label("unresolved"))
        .select_from(table.outerjoin(load, load.c.id == table.c.id))
        .where(
            table.c.team_id == team_id,
            table.c.removed_at.is_(None),
            true() if after is None else key > func.lower(after),
            true() if before is None else key < func.lower(before),
        )
        .order_by(key if before is None else key.desc())
        .limit(limit)
    )
    found = [ListedName(name=row.name, unresolved=row.unresolved) for row in tx.execute(query)]
    return found if before is None else found[::-1]


def _named(
    tx: Connection, which: NameList, team_id: str, names: Sequence[str], *, is_locked: bool = False
) -> dict[str, Named]:
    """Return what has the names, by the name it was asked for under: the database says which names are the same."""
    table, asked = _TABLES[which], _asked(names)
    query = (
        select(asked.c.name.label("asked"), table.c.id, table.c.name, table.c.removed_at)
        .join_from(asked, table, func.lower(table.c.name) == func.lower(asked.c.name))
        .where(table.c.team_id == team_id)
        .order_by(table.c.id)
    )
    return _by_asked(tx.execute(query.with_for_update(of=table, key_share=True) if is_locked else query))


def _asked(names: Sequence[str]) -> TableValuedAlias:
    wanted = bindparam("names", list(names), type_=ARRAY(Text))
    return func.unnest(wanted).table_valued("name").render_derived("asked")


def _by_asked(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[str, Named]:
    return {row.asked: Named(id=row.id, name=row.name, is_removed=row.removed_at is not None) for row in rows}


def _load_of_services(team_id: str, reporter_id: str | None) -> CTE:
    return _once(
        select(incidents.c.service_id.label("id"), func.count().label("unresolved"))
        .where(unresolved(team_id, reporter_id))
        .group_by(incidents.c.service_id)
    )


def _load_of_categories(team_id: str, reporter_id: str | None) -> CTE:
    chosen = incident_categories
    return _once(
        select(chosen.c.category_id.label("id"), func.count().label("unresolved"))
        .join_from(chosen, incidents, incidents.c.id == chosen.c.incident_id)
        .where(unresolved(team_id, reporter_id))
        .group_by(chosen.c.category_id)
    )


def _once(counted: Select[*tuple[Any, ...]]) -> CTE:
    """Return what is counted once: a planner without statistics would count again for each name."""
    return counted.cte("counted").prefix_with("MATERIALIZED")


_LOADS = {NameList.SERVICES: _load_of_services, NameList.CATEGORIES: _load_of_categories}
