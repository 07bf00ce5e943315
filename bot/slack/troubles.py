"""Telling the admins, once for each trouble, what keeps us from working as we should."""

import logging
from collections.abc import Collection

from sqlalchemy import Connection

from bot.slack.effects import WarnAdmin, to_item
from bot.views.troubles import OF_THE_CHANNEL, Trouble
from storage import outbox, people, troubles

log = logging.getLogger(__name__)

MOST_ADMINS = 20


def begun(tx: Connection, team_id: str, kind: Trouble, key: str = "") -> None:
    """Tell the admins, unless they know; while we know of no admin, nobody is told, and it is tried again."""
    if kind is Trouble.NO_CHANNEL and troubles.is_known(tx, team_id, OF_THE_CHANNEL):
        # They know why it is gone.
        return
    admins = people.admins(tx, team_id, limit=MOST_ADMINS)
    if admins and troubles.begin(tx, team_id, kind, key):
        log.warning("admins are told: %s %s", kind, key)
        warnings = [WarnAdmin(person_id=admin.id, trouble=kind, key=key) for admin in admins]
        outbox.put(tx, team_id, [to_item(warning) for warning in warnings])


def channel_is_back(tx: Connection, team_id: str) -> None:
    """Forget what was wrong with the incidents channel: a card could be posted there."""
    troubles.end(tx, team_id, OF_THE_CHANNEL)


def scopes_are_back(tx: Connection, team_id: str, scopes: Collection[str]) -> None:
    """Forget that the scopes were missing: what waited for them could be done."""
    troubles.end(tx, team_id, [Trouble.SCOPE], keys=scopes)


def exports_are_back(tx: Connection, team_id: str) -> None:
    """Forget that no file could be sent: one was."""
    troubles.end(tx, team_id, [Trouble.EXPORT])
