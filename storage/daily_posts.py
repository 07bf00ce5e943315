"""Queries on daily posts: one for each workspace and local date, whoever is first."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.prepared import prepared
from storage.tables import occurrences, workspaces
from storage.workspaces import WorkspaceNotFound

_KIND = "daily_post"
_CLAIM = insert(occurrences).on_conflict_do_nothing().returning(occurrences.c.key)
_last = (
    select(func.max(occurrences.c.done_at))
    .where(
        occurrences.c.team_id == bindparam("team"),
        occurrences.c.kind == _KIND,
    )
    .scalar_subquery()
)
_PAST = prepared(select(workspaces.c.created_at, _last.label("last")).where(workspaces.c.id == bindparam("team")))
_PLAN = prepared(
    update(workspaces).where(workspaces.c.id == bindparam("team")).values(next_daily_post_at=bindparam("next_at"))
)


@dataclass(frozen=True, slots=True)
class Past:
    """Since when the workspace is there, and when it had its last daily post, if any."""

    installed_at: datetime
    last_at: datetime | None


def past(tx: Connection, team_id: str) -> Past:
    """Return what was before, whatever dates it was for: the zone may be another now; raise WorkspaceNotFound."""
    row = tx.execute(_PAST, {"team": team_id}).one_or_none()
    if row is None:
        raise WorkspaceNotFound(team_id)
    return Past(row.created_at, row.last)


def plan(tx: Connection, team_id: str, *, next_at: datetime | None) -> None:
    """Remember when the clock looks again for a post that is due; None for never."""
    tx.execute(_PLAN, {"team": team_id, "next_at": next_at})


def claim(tx: Connection, team_id: str, *, day: date, due_at: datetime, now: datetime) -> bool:
    """Claim the post of a local date for this transaction; False where it was made. Waits for one that is making it."""
    values = {"team_id": team_id, "kind": _KIND, "key": day.isoformat(), "due_at": due_at, "done_at": now}
    return tx.execute(_CLAIM, values).first() is not None
