"""Having incidents sent in a file."""

from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import selecting
from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import gather
from bot.language import filters
from bot.language.acts import ExportIncidents
from bot.rules.permissions import Right
from bot.slack.effects import SendExport, to_item
from bot.views import exports, wanted
from storage import dossiers, incidents, outbox
from storage.records import Filter


def export(tx: Connection, act: ExportIncidents, *, by: Caller, now: datetime) -> Reply:
    """Have the incidents sent that the caller may see and wants; what they may see is looked at again then."""
    participants = gather(tx, by)
    participants.require(Right.READ)
    selection, named = selecting.select(tx, act.wanted, participants, now=now, command=_typed)
    like = wanted.in_words(named)
    if not dossiers.exist(tx, by.team_id, selection):
        started = selecting.beyond_open(selection)
        return Reply(exports.nothing(like, started=incidents.count(tx, by.team_id, started) if started else 0))
    effect = SendExport(
        person_id=by.person_id,
        selection=selection,
        is_sorted=act.wanted.sort is not None,
        like=like,
    )
    outbox.put(tx, by.team_id, [to_item(effect)])
    return Reply(exports.under_way(like))


def _typed(other: Filter) -> str:
    return f"export {filters.typed(other)}".rstrip()
