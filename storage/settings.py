"""Queries on what a workspace has decided for itself."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by

from storage.prepared import prepared
from storage.records import Holiday, Role, Settings, Severity
from storage.tables import holidays, workspaces
from storage.workspaces import WorkspaceNotFound

_HOLIDAYS = (
    select(func.json_agg(aggregate_order_by(func.json_build_array(holidays.c.day, holidays.c.name), holidays.c.day)))
    .where(holidays.c.team_id == workspaces.c.id)
    .scalar_subquery()
)
_ALL: Select[*tuple[Any, ...]] = select(
    workspaces.c.incidents_channel,
    workspaces.c.sev1_reminder_minutes,
    workspaces.c.sev2_reminder_minutes,
    workspaces.c.sev3_reminder_minutes,
    workspaces.c.sev4_reminder_minutes,
    workspaces.c.work_starts,
    workspaces.c.work_ends,
    workspaces.c.work_days,
    workspaces.c.time_zone,
    workspaces.c.daily_post_channel,
    workspaces.c.daily_post_time,
    workspaces.c.daily_post_days,
    workspaces.c.default_role,
    _HOLIDAYS.label("holidays"),
).where(workspaces.c.id == bindparam("team"))
_SETTINGS = prepared(_ALL)
_LOCK = prepared(select(workspaces.c.id).where(workspaces.c.id == bindparam("team")).with_for_update(key_share=True))
# RETURNING makes one statement of many rows.
_KEEP_HOLIDAYS = insert(holidays).returning(holidays.c.day)


def get(tx: Connection, team_id: str) -> Settings:
    """Return what the workspace has decided; raise WorkspaceNotFound."""
    row = tx.execute(_SETTINGS, {"team": team_id}).one_or_none()
    if row is None:
        raise WorkspaceNotFound(team_id)
    return _settings(row)


def lock(tx: Connection, team_id: str) -> Settings:
    """Return what the workspace has decided, locked until the transaction ends; raise WorkspaceNotFound.

    It is read once it is locked: one statement that waited would show its new row beside old holidays.
    """
    tx.execute(_LOCK, {"team": team_id})
    return get(tx, team_id)


def save(tx: Connection, team_id: str, before: Settings, after: Settings) -> None:
    """Store what this transaction made of the settings it has locked; the clock looks at once what that makes due."""
    tx.execute(
        update(workspaces)
        .where(workspaces.c.id == team_id)
        .values(
            incidents_channel=after.incidents_channel,
            work_starts=after.work_starts,
            work_ends=after.work_ends,
            work_days=list(after.work_days),
            time_zone=after.time_zone,
            daily_post_channel=after.daily_post_channel,
            daily_post_time=after.daily_post_time,
            daily_post_days=list(after.daily_post_days),
            default_role=after.default_role,
            next_daily_post_at=func.now(),
            **{f"{severity}_reminder_minutes": minutes for severity, minutes in after.reminder_minutes.items()},
        )
    )
    if before.holidays != after.holidays:
        _save_holidays(tx, team_id, after.holidays)


def _save_holidays(tx: Connection, team_id: str, kept: tuple[Holiday, ...]) -> None:
    tx.execute(delete(holidays).where(holidays.c.team_id == team_id))
    if kept:
        tx.execute(_KEEP_HOLIDAYS, [{"team_id": team_id, "day": one.day, "name": one.name} for one in kept])


def _settings(row: Row[*tuple[Any, ...]]) -> Settings:
    return Settings(
        incidents_channel=row.incidents_channel,
        reminder_minutes={severity: getattr(row, f"{severity}_reminder_minutes") for severity in Severity},
        work_starts=row.work_starts,
        work_ends=row.work_ends,
        work_days=tuple(row.work_days),
        time_zone=row.time_zone,
        holidays=tuple(Holiday(day=date.fromisoformat(day), name=name) for day, name in row.holidays or ()),
        daily_post_channel=row.daily_post_channel,
        daily_post_time=row.daily_post_time,
        daily_post_days=tuple(row.daily_post_days),
        default_role=Role(row.default_role),
    )
