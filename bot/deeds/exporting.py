"""Having one's incidents sent in a file."""

from sqlalchemy import Connection

from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import gather
from bot.rules.permissions import Right, sees_only_own
from bot.slack.effects import SendExport, to_item
from bot.views import exports
from storage import dossiers, outbox


def export(tx: Connection, *, by: Caller) -> Reply:
    """Have the incidents that the caller may see sent to them; what they may see is looked at again then."""
    participants = gather(tx, by)
    participants.require(Right.READ)
    only_own = sees_only_own(participants.caller)
    if not dossiers.exist(tx, by.team_id, reporter_id=by.person_id if only_own else None):
        return Reply(exports.NOTHING)
    outbox.put(tx, by.team_id, [to_item(SendExport(person_id=by.person_id))])
    return Reply(exports.UNDER_WAY)
