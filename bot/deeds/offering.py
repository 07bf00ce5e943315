"""What a field offers while somebody types into it."""

import re

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.deeds.participants import gather
from bot.language.values import number_of
from bot.rules.lifecycle import STATUS_AFTER, Move
from bot.rules.permissions import Right, sees_only_own
from storage import choices, incidents
from storage.records import Incident, Status

MOST_OPTIONS = 99
"""Slack shows a hundred, and creating a new one comes last."""
_WORD = re.compile(r"\w+")
_MOST_WORDS = 8
_MOST_INCIDENTS = 50


def services(tx: Connection, typed: str, *, by: Caller) -> list[str]:
    """Return the names of services that hold what was typed."""
    gather(tx, by).require(Right.OPEN)
    return _holding(choices.service_names(tx, by.team_id), typed)


def categories(tx: Connection, typed: str, *, by: Caller) -> list[str]:
    """Return the names of categories that hold what was typed."""
    gather(tx, by).require(Right.OPEN)
    return _holding(choices.category_names(tx, by.team_id), typed)


def incidents_for(tx: Connection, verb: str, typed: str, *, by: Caller) -> list[Incident]:
    """Return the incidents a verb can be about, by number or by words of their titles, newest first."""
    participants = gather(tx, by)
    participants.require(Right.READ)
    is_for_deleted = verb == "restore"
    if is_for_deleted:
        participants.require(Right.RESTORE)
    return incidents.find(
        tx,
        by.team_id,
        number=number_of(typed),
        words=_WORD.findall(typed)[:_MOST_WORDS],
        statuses=_statuses(verb),
        deleted=is_for_deleted,
        reporter_id=by.person_id if sees_only_own(participants.caller) else None,
        limit=_MOST_INCIDENTS,
    )


def _statuses(verb: str) -> list[Status]:
    """Return where an incident may stand for the verb: from where its move is possible, or anywhere."""
    if verb not in set(Move):
        return list(Status)
    return [status for status, move in STATUS_AFTER if move == verb]


def _holding(names: list[str], typed: str) -> list[str]:
    wanted = " ".join(typed.split()).lower()
    return [name for name in names if wanted in name.lower()][:MOST_OPTIONS]
