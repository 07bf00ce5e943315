"""What is due, claimed so that any number of replicas do each thing once; and how the clock's jobs went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from storage.prepared import prepared
from storage.records import Claimed, Due, JobRun
from storage.tables import incidents, job_runs, workspaces

ERROR_MAX = 500


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the things of a kind say when they are due."""

    table: Table[Any]
    team: ColumnElement[str]
    key: ColumnElement[Any]
    when: ColumnElement[datetime | None]


_SOURCES = {
    Due.REMINDER: _Source(incidents, incidents.c.team_id, incidents.c.id, incidents.c.next_reminder_at),
    Due.DAILY_POST: _Source(workspaces, workspaces.c.id, workspaces.c.id, workspaces.c.next_daily_post_at),
}


def _claim(kind: Due, source: _Source, *, waits: bool) -> Select[*tuple[Any, ...]]:
    key, now = cast(source.key, Text), bindparam("now", type_=job_runs.c.ran_at.type)
    failed = and_(job_runs.c.team_id == source.team, job_runs.c.job == kind.value, job_runs.c.key == key)
    return (
        select(key.label("key"), source.when.label("due_at"), func.coalesce(job_runs.c.failures, 0).label("failures"))
        .select_from(source.table.outerjoin(job_runs, failed))
        .where(
            source.team == bindparam("team"),
            source.when <= now,
            # What went wrong waits beside the line, so that the others come forward.
            or_(job_runs.c.retry_at.is_(None), job_runs.c.retry_at <= now),
        )
        .order_by(source.when, source.key)
        .limit(literal_column("1"))
        .with_for_update(of=source.table, skip_locked=not waits, key_share=True)
    )


_CLAIMS = {kind: prepared(_claim(kind, source, waits=False)) for kind, source in _SOURCES.items()}
_WAITING_CLAIMS = {kind: prepared(_claim(kind, source, waits=True)) for kind, source in _SOURCES.items()}
_new = insert(job_runs)
_RAN = prepared(
    _new.on_conflict_do_update(
        index_elements=["team_id", "job", "key"],
        set_={"ran_at": _new.excluded.ran_at, "failures": 0, "error": None, "retry_at": None},
    )
)
_FORGET_OLD = prepared(
    delete(job_runs).where(job_runs.c.key != literal_column("''"), job_runs.c.ran_at < bindparam("before"))
)
_FAILED = _new.on_conflict_do_update(
    index_elements=["team_id", "job", "key"],
    set_={
        "ran_at": _new.excluded.ran_at,
        "failures": job_runs.c.failures + 1,
        "error": _new.excluded.error,
        "retry_at": _new.excluded.retry_at,
    },
)


def claim(tx: Connection, kind: Due, team_id: str, *, now: datetime, waits: bool = False) -> Claimed | None:
    """Lock and return what has been due longest; None when nothing is.

    What others hold is skipped, or with `waits` comes last, when they have let it go. What waits to be tried again is
    skipped. Whoever claims it says in the same transaction when it is due next, or it is claimed again.
    """
    asked = {"team": team_id, "now": now}
    row = tx.execute(_CLAIMS[kind], asked).one_or_none()
    if row is None and waits:
        row = tx.execute(_WAITING_CLAIMS[kind], asked).one_or_none()
    if row is None:
        return None
    return Claimed(kind=kind, team_id=team_id, key=row.key, due_at=row.due_at, failures=row.failures)


def done(tx: Connection, claimed: Claimed) -> None:
    """Forget that it went wrong before."""
    if claimed.failures:
        tx.execute(
            delete(job_runs).where(
                job_runs.c.team_id == claimed.team_id, job_runs.c.job == claimed.kind, job_runs.c.key == claimed.key
            )
        )


def failed(tx: Connection, claimed: Claimed, *, error: str, now: datetime, retry_at: datetime) -> None:
    """Remember that it went wrong, and when it is to be tried again; it stays due."""
    values = {"team_id": claimed.team_id, "job": claimed.kind, "key": claimed.key, "ran_at": now}
    tx.execute(_FAILED.values(**values, failures=1, error=error[:ERROR_MAX], retry_at=retry_at))


def ran(tx: Connection, team_id: str, job: str, *, now: datetime, error: str | None = None) -> None:
    """Remember when a job ran last, and what went wrong, if anything did."""
    values: dict[str, Any] = {"team_id": team_id, "job": job, "key": "", "ran_at": now}
    if error is None:
        tx.execute(_RAN, values)
    else:
        tx.execute(_FAILED.values(**values, failures=1, error=error[:ERROR_MAX]))


def forget_old(tx: Connection, *, before: datetime) -> int:
    """Forget what went wrong and is not due any more: what still is, is tried again and again. Return how many."""
    return tx.execute(_FORGET_OLD, {"before": before}).rowcount


def runs(tx: Connection) -> list[JobRun]:
    """Return how every job went the last time, and what went wrong and waits, of all workspaces."""
    query = select(*job_runs.c).order_by(job_runs.c.team_id, job_runs.c.job, job_runs.c.key).limit(1000)
    return [JobRun(**row) for row in tx.execute(query).mappings()]


def coming(tx: Connection, kind: Due, *, limit: int) -> Sequence[Claimed]:
    """Return what of this kind is due next, of all workspaces; nothing is locked."""
    source = _SOURCES[kind]
    query = (
        select(source.team.label("team_id"), cast(source.key, Text).label("key"), source.when.label("due_at"))
        .where(source.when.is_not(None))
        .order_by(source.when, source.key)
        .limit(limit)
    )
    return [Claimed(kind=kind, **row) for row in tx.execute(query).mappings()]
