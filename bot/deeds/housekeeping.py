"""Forgetting what has served its time."""

import logging

from sqlalchemy import Connection

from storage import outbox, seen

log = logging.getLogger(__name__)


def forget_old(tx: Connection) -> None:
    """Delete keys that can no longer be redelivered and messages delivered long ago."""
    log.info("forgot %s seen keys and %s delivered messages", seen.forget_old(tx), outbox.forget_old(tx))
