"""Moving an incident through its lifecycle."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import choosing, record
from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.language.acts import MoveIncident
from bot.language.mentions import people_in, with_names
from bot.rules import lifecycle, texts
from bot.rules.lifecycle import Move
from bot.rules.permissions import Right
from bot.slack.effects import Effect, direct_message, post_in_thread
from bot.views import announcements, answers, direct_messages
from storage import incidents
from storage.records import Incident


def move_incident(tx: Connection, act: MoveIncident, *, by: Caller, now: datetime) -> Reply:
    """Move the incident; say so under its card, and tell the one it was taken from."""
    participants = gather(tx, by, mentioned=people_in(act.note or ""))
    before = incidents.lock(tx, by.team_id, act.number)
    participants.require(Right.RESOLVE if act.move is Move.RESOLVE else Right.CHANGE, before)
    after = lifecycle.apply(before, act.move, actor_id=by.person_id, now=now)
    after = _with_service(tx, after, act.service, participants)
    note = texts.note(with_names(act.note or "", participants.names))
    record.changed(tx, before, after, _effects(before, after, act.move, by, note), by=by, now=now, note=note)
    return Reply(answers.moved(after, act.move, note=note), after.number)


def _with_service(tx: Connection, incident: Incident, name: str | None, participants: Participants) -> Incident:
    """Fill in the service that opening skipped; one that was set meanwhile stands."""
    if incident.service is not None:
        return incident
    return replace(incident, service=choosing.service(tx, name, participants, is_chosen=True))


def _effects(before: Incident, after: Incident, move: Move, by: Caller, note: str | None) -> list[Effect]:
    effects: list[Effect] = [post_in_thread(after, announcements.moved(after, move, actor_id=by.person_id, note=note))]
    if before.assignee_id not in (None, after.assignee_id):
        sentence = direct_messages.taken(after, actor_id=by.person_id)
        effects.append(direct_message(after, person_id=str(before.assignee_id), sentence=sentence))
    return effects
