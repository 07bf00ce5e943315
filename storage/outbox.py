"""What Slack must be told: put in the transaction that decided it, leased and finished by delivery."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import assert_never

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    Integer,
    Interval,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert

from storage.prepared import prepared
from storage.records import EDITED_LATER, Delivered, NewOutboxItem, OutboxItem, Outcome, Parked, Postponed, Status
from storage.tables import incidents, outbox
from storage.tables.columns import COALESCING, REFRESHES

LEASE = timedelta(seconds=90)
"""Well over the ten seconds a call to Slack may take."""
KEPT_FOR = timedelta(days=7)


def coalescing(statement: Insert) -> Insert:
    """Return the insert, for which a refresh that waits on its lane speaks for the ones put meanwhile."""
    return statement.on_conflict_do_update(
        index_elements=["team_id", "lane", "kind"],
        index_where=COALESCING,
        # Not DO NOTHING: the update holds the waiting refresh until this transaction commits, so that delivery cannot
        # claim it and render what was there before.
        set_={"touched_at": func.now()},
    )


# Without RETURNING the rows would go out in a statement each.
_PUT = prepared(coalescing(insert(outbox)).returning(outbox.c.id))

UNFINISHED = and_(outbox.c.delivered_at.is_(None), outbox.c.parked_at.is_(None))
"""Of an item that is still to be done."""
_other = outbox.alias("other")
_before_it = select(_other.c.id).where(
    _other.c.team_id == outbox.c.team_id,
    _other.c.lane == outbox.c.lane,
    _other.c.id != outbox.c.id,
    # An earlier one may also have been committed later, while this lane was already being spoken on.
    or_(_other.c.id < outbox.c.id, _other.c.leased_until > func.now()),
    _other.c.delivered_at.is_(None),
    _other.c.parked_at.is_(None),
)
# The offset keeps the planner from comparing all with all where it does not know how many there are.
_is_first_of_its_lane = ~_before_it.offset(literal_column("0")).exists()
_due = (
    select(outbox.c.id, outbox.c.is_doubtful)
    .where(
        UNFINISHED,
        outbox.c.team_id == bindparam("team"),
        outbox.c.available_at <= func.now(),
        or_(outbox.c.leased_until.is_(None), outbox.c.leased_until < func.now()),
        _is_first_of_its_lane,
    )
    .order_by(outbox.c.id)
    # The second is only looked for: so the worker knows whether to wake another.
    .limit(literal_column("2"))
    .with_for_update(of=outbox, skip_locked=True)
    .cte("due")
)
_oldest = select(_due).order_by(_due.c.id).limit(literal_column("1")).subquery("oldest")
_LEASE_NEXT = prepared(
    update(outbox)
    .where(outbox.c.id == _oldest.c.id)
    .values(
        attempts=outbox.c.attempts + 1,
        first_claimed_at=func.coalesce(outbox.c.first_claimed_at, func.now()),
        leased_until=func.now() + LEASE,
        # Until the answer is in, a crash leaves it open whether Slack has it.
        is_doubtful=True,
    )
    .returning(
        outbox.c.id,
        outbox.c.team_id,
        outbox.c.lane,
        outbox.c.kind,
        outbox.c.effect,
        outbox.c.attempts,
        outbox.c.failures,
        outbox.c.first_claimed_at,
        func.now().label("leased_at"),
        outbox.c.channel,
        outbox.c.last_error,
        _oldest.c.is_doubtful,
        (select(func.count()).select_from(_due).scalar_subquery() > 1).label("more_are_due"),
    )
)


_held = and_(
    outbox.c.id == bindparam("item", type_=BigInteger),
    outbox.c.attempts == bindparam("attempt", type_=Integer),
    UNFINISHED,
)
"""Whether the item is still ours: its lease did not run out, with another worker having it since."""
_holding = update(outbox).where(_held)
_finishing = _holding.values(leased_until=None)
_TRY_IN = prepared(_holding.values(channel=bindparam("place"), leased_until=func.now() + LEASE))
_DELIVERED = prepared(
    _finishing.values(delivered_at=func.now(), is_doubtful=False, channel=bindparam("place"), ts=bindparam("message"))
)
_POSTPONED = prepared(
    _finishing.values(
        available_at=func.now() + bindparam("wait", type_=Interval),
        failures=outbox.c.failures + bindparam("failed", type_=Integer),
        is_doubtful=bindparam("doubt"),
        last_error=bindparam("reason"),
    )
)
_PARKED = prepared(_finishing.values(parked_at=func.now(), last_error=bindparam("reason")))
_IS_UNFINISHED = prepared(
    select(exists().where(outbox.c.team_id == bindparam("team"), outbox.c.lane == bindparam("on"), UNFINISHED))
)
_untried = and_(
    outbox.c.team_id == bindparam("team"),
    outbox.c.lane == bindparam("on"),
    outbox.c.kind == bindparam("of"),
    outbox.c.first_claimed_at.is_(None),
    UNFINISHED,
)
_key_of_lane = func.hashtextextended(bindparam("on", type_=Text), literal(0, BigInteger))
_LOCK_LANE = prepared(select(func.pg_advisory_xact_lock(_key_of_lane)))
_IS_WAITING = prepared(select(exists().where(_untried, outbox.c.effect == bindparam("asks", type_=JSONB))))

_is_edited_later = outbox.c.kind == func.any(literal([*EDITED_LATER], ARRAY(Text)))
_is_old = and_(
    outbox.c.delivered_at < func.now() - KEPT_FOR, ~and_(_is_edited_later, outbox.c.incident_id.is_not(None))
)
_old = select(outbox.c.id).where(_is_old).limit(bindparam("most", type_=Integer))
_FORGET_OLD = delete(outbox).where(outbox.c.id.in_(_old))

_AGAIN = {"parked_at": None, "available_at": func.now(), "failures": 0}
_is_over = or_(incidents.c.status == Status.RESOLVED, incidents.c.deleted_at.is_not(None))
_within = cast(bindparam("within", type_=Interval), Interval)
_given_up = (
    select(outbox.c.id)
    .join(incidents, incidents.c.id == outbox.c.incident_id)
    .where(
        outbox.c.team_id == bindparam("team"),
        outbox.c.kind == func.any(bindparam("of", type_=ARRAY(Text))),
        outbox.c.parked_at.is_not(None),
        or_(incidents.c.card_ts.is_not(None), ~_is_over),
        or_(_within.is_(None), outbox.c.created_at > func.now() - _within),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=outbox, skip_locked=True)
)
_TAKE_UP_AGAIN = update(outbox).where(outbox.c.id.in_(_given_up)).values(_AGAIN)


def put(tx: Connection, team_id: str, items: Sequence[NewOutboxItem]) -> None:
    """Put items on their lanes in one statement; a refresh that is already waiting there is not put twice."""
    if items:
        rows = [
            {
                "team_id": team_id,
                "lane": item.lane,
                "kind": item.kind,
                "effect": item.effect,
                "incident_id": item.incident_id,
            }
            for item in in_lanes(items)
        ]
        tx.execute(_PUT, rows)


def put_ahead(tx: Connection, item: OutboxItem, items: Sequence[NewOutboxItem]) -> None:
    """Put items on the lane of one that is finished, ahead of those of its kind there that nobody has tried yet.

    Whoever may be putting more on the lane has to be kept waiting meanwhile.
    """
    waiting = delete(outbox).where(_untried).returning(outbox.c.id, outbox.c.effect, outbox.c.incident_id)
    found = tx.execute(waiting, {"team": item.team_id, "on": item.lane, "of": item.kind}).all()
    behind = [
        NewOutboxItem(lane=item.lane, kind=item.kind, effect=row.effect, incident_id=row.incident_id)
        for row in sorted(found, key=lambda row: row.id)
    ]
    put(tx, item.team_id, [*items, *behind])


def put_once(tx: Connection, team_id: str, item: NewOutboxItem) -> None:
    """Put an item that only asks, unless the same one is already waiting.

    What it asks about is not in our database, so one that is claimed at this moment asks late enough. Whoever puts the
    same at the same time waits.
    """
    tx.execute(_LOCK_LANE, {"on": f"{team_id} {item.lane}"})
    same = {"team": team_id, "on": item.lane, "of": item.kind, "asks": item.effect}
    if not tx.execute(_IS_WAITING, same).scalar_one():
        put(tx, team_id, [item])


def take_up_again(
    tx: Connection, team_id: str, *, kinds: Collection[str], limit: int, within: timedelta | None = None
) -> int:
    """Have the oldest items of these kinds that were given up tried again; return how many.

    Of an incident that is over and has no card, nothing is taken up, nor is what was put longer ago than `within`.
    """
    return tx.execute(_TAKE_UP_AGAIN, {"team": team_id, "of": [*kinds], "within": within, "most": limit}).rowcount


def take_up_unsaid(tx: Connection, incident_id: int, *, kind: str, reason: str) -> None:
    """Have what was given up about an incident for this reason, which is that nothing could be asked, tried again."""
    given_up = and_(outbox.c.incident_id == incident_id, outbox.c.kind == kind, outbox.c.parked_at.is_not(None))
    tx.execute(update(outbox).where(given_up, outbox.c.last_error == reason).values({**_AGAIN, "is_doubtful": False}))


def put_parked(tx: Connection, team_id: str, item: NewOutboxItem, *, reason: str) -> None:
    """Keep for the operator what can never be done."""
    values = {"team_id": team_id, "lane": item.lane, "kind": item.kind, "effect": item.effect}
    tx.execute(insert(outbox).values(**values, parked_at=func.now(), last_error=reason))


def lease_next(tx: Connection, team_id: str) -> OutboxItem | None:
    """Lease the workspace's oldest due item that is the first of its lane, None when there is none.

    Skips what others hold.
    """
    row = tx.execute(_LEASE_NEXT, {"team": team_id}).mappings().one_or_none()
    return OutboxItem(**row) if row else None


def try_in(tx: Connection, item: OutboxItem, channel: str) -> bool:
    """Remember where the item is about to be posted, and begin its lease anew.

    False when the lease ran out and another worker has it since.
    """
    return tx.execute(_TRY_IN, _ours(item) | {"place": channel}).rowcount == 1


def finish(tx: Connection, item: OutboxItem, outcome: Outcome) -> bool:
    """Record how it went; False when the lease ran out and another worker has the item since."""
    match outcome:
        case Delivered():
            found = tx.execute(_DELIVERED, _ours(item) | {"place": outcome.channel, "message": outcome.ts})
        case Postponed():
            values = {
                "wait": timedelta(seconds=outcome.seconds),
                "failed": int(outcome.is_failure),
                "doubt": outcome.is_doubtful,
                "reason": outcome.reason,
            }
            found = tx.execute(_POSTPONED, _ours(item) | values)
        case Parked():
            found = tx.execute(_PARKED, _ours(item) | {"reason": outcome.reason})
        case _:
            assert_never(outcome)
    return found.rowcount == 1


def is_unfinished(tx: Connection, team_id: str, *, lane: str) -> bool:
    """Tell whether something on the lane is still to be done."""
    return bool(tx.execute(_IS_UNFINISHED, {"team": team_id, "on": lane}).scalar_one())


def forget_old(tx: Connection, *, limit: int) -> int:
    """Delete at most so many of those delivered long ago; return how many.

    What told somebody about an incident is kept with the incident: when that is deleted or restored, it is edited.
    """
    return tx.execute(_FORGET_OLD, {"most": limit}).rowcount


def in_lanes(items: Sequence[NewOutboxItem]) -> list[NewOutboxItem]:
    """Return the items, a refresh of the same thing only once: one statement may not touch a row twice.

    Lanes are locked in one order, so that two transactions which put the same refreshes cannot deadlock.
    """
    refreshes = {(item.lane, item.kind): item for item in items if item.kind in REFRESHES}
    once = [*refreshes.values(), *(item for item in items if item.kind not in REFRESHES)]
    return sorted(once, key=lambda item: item.lane)


def _ours(item: OutboxItem) -> dict[str, object]:
    """Return what finds the item while it is still ours."""
    return {"item": item.id, "attempt": item.attempts}
