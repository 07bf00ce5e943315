"""From an act about the workspace itself to the deed that does it."""

from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import lists
from bot.deeds.outcome import Caller, Outcome
from bot.language.workspace_acts import ChangingWorkspace, LookingAtWorkspace


def change(tx: Connection, act: ChangingWorkspace, *, by: Caller, now: datetime) -> Outcome:
    """Do it."""
    return lists.change(tx, act, by=by, now=now)


def look(tx: Connection, act: LookingAtWorkspace, *, by: Caller) -> Outcome:
    """Show it."""
    return lists.show(tx, act, by=by)
