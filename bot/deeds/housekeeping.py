"""Forgetting what has served its time."""

import logging

from sqlalchemy import Connection

from storage import outbox, seen

log = logging.getLogger(__name__)


BATCH = 5000
"""Rows deleted in one transaction: a long one would hold up everything else."""


def forget_old(tx: Connection) -> bool:
    """Delete a batch of keys past redelivery and of messages delivered long ago; tell whether more are left."""
    keys, messages = seen.forget_old(tx, limit=BATCH), outbox.forget_old(tx, limit=BATCH)
    if keys or messages:
        log.info("forgot %s seen keys and %s delivered messages", keys, messages)
    return BATCH in (keys, messages)
