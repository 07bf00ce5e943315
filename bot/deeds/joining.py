"""Incidents that may be the same thing as a new one: found while it is opened, and joined instead."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.deeds import deleting, following
from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language.acts import Draft, JoinInstead
from bot.language.mentions import people_in, with_names
from bot.rules.permissions import Right
from bot.views import answers
from bot.views.alike import MOST
from storage import choices, incidents
from storage.incidents import IncidentNotFound, Likeness
from storage.records import Incident

NOT_OLDER_THAN = timedelta(days=7)


def alike(
    tx: Connection,
    participants: Participants,
    *,
    title: str,
    service_id: int | None,
    now: datetime,
    finds_similar: bool,
) -> list[Incident]:
    """Return the unresolved incidents of the last days that may be the same thing, of those the caller may see."""
    like = Likeness(
        title=title,
        service_id=service_id,
        since=now - NOT_OLDER_THAN,
        reporter_id=participants.only_reporter,
    )
    return incidents.alike(tx, participants.workspace.id, like, finds_similar=finds_similar, limit=MOST)


def alike_to_draft(tx: Connection, draft: Draft, *, by: Caller, now: datetime, finds_similar: bool) -> list[Incident]:
    """Return the incidents that may be the same thing as what is being filled in."""
    participants = gather(tx, by, mentioned=people_in(draft.title or ""))
    participants.require(Right.OPEN)
    service = choices.find_service(tx, by.team_id, draft.service) if draft.service else None
    return alike(
        tx,
        participants,
        title=" ".join(with_names(draft.title or "", participants.names).split()),
        service_id=service.id if service else None,
        now=now,
        finds_similar=finds_similar,
    )


def join(tx: Connection, act: JoinInstead, *, by: Caller, now: datetime) -> Reply:
    """Let the caller follow an incident, and take back the one they opened just now, if they still can."""
    participants = gather(tx, by)
    found = incidents.get(tx, by.team_id, act.number)
    participants.require(Right.FOLLOW, found)
    following.follow_incident(tx, act.number, by=by)
    if act.opened is None:
        return Reply(answers.joined(found), found.number)
    try:
        deleting.withdraw(tx, act.opened, by=by, now=now)
    except IncidentNotFound:
        return Reply(answers.joined(found), found.number)
    except Refusal as refusal:
        return Reply(answers.joined(found, stays=str(refusal)), found.number)
    return Reply(answers.joined(found, withdrew=act.opened), found.number)
