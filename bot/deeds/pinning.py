"""Key moments: comments that somebody pins in Slack."""

from datetime import datetime

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.deeds.participants import known
from bot.rules import lifecycle, permissions
from bot.rules.permissions import Right
from storage import history, incidents, seen
from storage.records import Place


def pin(tx: Connection, place: Place, *, by: Caller, is_pinned: bool, version: str, now: datetime) -> None:
    """Mark the comment that is said there as a key moment, or take the caller's mark away.

    A message that is no comment means nothing, nor does a pin of somebody who may not comment. `version` is Slack's
    moment of the reaction: of one person's, the newest counts. Raise NotKnownYet.
    """
    found = incidents.lock_with_comment(tx, by.team_id, channel=place.channel, ts=place.ts)
    if found is None:
        return
    incident, comment_id = found
    participants = known(tx, by)
    if not participants.may(Right.COMMENT, incident):
        permissions.require_known(participants.caller)
        return
    if not seen.is_newest(tx, by.team_id, f"pin:{place.channel}:{place.ts}:{by.person_id}", version):
        return
    after = lifecycle.later(incident, now=now)
    if history.mark(tx, after, comment_id, actor_id=by.person_id, at=after.updated_at, is_marked=is_pinned):
        incidents.save(tx, after)
