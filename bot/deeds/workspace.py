"""From an act about the workspace itself to the deed that does it."""

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from bot.deeds import lists, roles, settings
from bot.deeds.outcome import Caller, Outcome
from bot.language.workspace_acts import (
    AddName,
    ChangingWorkspaceAct,
    LookingAtWorkspaceAct,
    RemoveName,
    RenameName,
    SaveSettings,
    SetRole,
    ShowAuditLog,
    ShowNames,
    ShowPeople,
    ShowPerson,
    ShowSettings,
)


def change(tx: Connection, act: ChangingWorkspaceAct, *, by: Caller, now: datetime) -> Outcome:
    """Do it."""
    match act:
        case AddName() | RenameName() | RemoveName():
            return lists.change(tx, act, by=by, now=now)
        case SetRole():
            return roles.set_role(tx, act, by=by, now=now)
        case SaveSettings():
            return settings.save(tx, act, by=by, now=now)
        case _:
            assert_never(act)


def look(tx: Connection, act: LookingAtWorkspaceAct, *, by: Caller) -> Outcome:
    """Show it."""
    match act:
        case ShowNames():
            return lists.show(tx, act, by=by)
        case ShowPeople():
            return roles.show_people(tx, act, by=by)
        case ShowPerson():
            return roles.show_person(tx, act, by=by)
        case ShowSettings():
            return settings.show(tx, by=by)
        case ShowAuditLog():
            return settings.show_log(tx, act, by=by)
        case _:
            assert_never(act)
