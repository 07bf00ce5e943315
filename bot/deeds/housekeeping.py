"""Forgetting what has served its time, and keeping for the operator what can never be done."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.rules import deletion
from storage import due, incidents, outbox, seen
from storage.records import NewOutboxItem

log = logging.getLogger(__name__)

BATCH = 5000
"""Rows deleted in one transaction: a long one would hold up everything else."""
FAILURES_KEPT_FOR = timedelta(days=7)
"""Of things the clock does, after the last time they were tried."""
PURGED_AT_ONCE = 50
"""Incidents purged in one transaction; all that belongs to them goes with them."""


def keep_unreadable(
    tx: Connection, team_id: str, *, event_id: str, kind: str, problems: Sequence[Mapping[str, str]]
) -> None:
    """Keep what is wrong with an event that can never be read."""
    effect: dict[str, object] = {"event_id": event_id, "type": kind, "problems": [*problems]}
    item = NewOutboxItem(lane=f"event:{event_id}", kind="unreadable_event", effect=effect)
    outbox.put_parked(tx, team_id, item, reason="the event cannot be read")


def forget_old(tx: Connection, *, now: datetime) -> bool:
    """Delete a batch of keys past redelivery, of messages delivered long ago, and of incidents deleted long ago.

    Tell whether more are left.
    """
    keys, messages = seen.forget_old(tx, limit=BATCH), outbox.forget_old(tx, limit=BATCH)
    due.forget_old(tx, before=now - FAILURES_KEPT_FOR)
    purged = incidents.purge(tx, deleted_before=now - deletion.KEPT_FOR, limit=PURGED_AT_ONCE)
    if keys or messages or purged:
        log.info("forgot %s seen keys, %s delivered messages and %s deleted incidents", keys, messages, purged)
    return BATCH in (keys, messages) or purged == PURGED_AT_ONCE
