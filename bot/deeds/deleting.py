"""Deleting an incident, taking back one that was just opened, and bringing either back."""

from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import meanwhile, record
from bot.deeds.outcome import Caller, Outcome, Reply
from bot.deeds.participants import gather
from bot.language.acts import FormName
from bot.rules import deletion
from bot.rules.merging import NOTHING
from bot.rules.permissions import Right
from bot.slack.effects import post_in_thread, refresh_direct_messages, to_those_concerned
from bot.views import announcements, answers, direct_messages
from storage import audit_log, incidents
from storage.records import AuditAct, AuditEntry, Incident


def withdraw(tx: Connection, number: int, *, by: Caller, now: datetime) -> Reply:
    """Take back what the caller has just opened: the card says so, and direct messages about it are withdrawn."""
    participants = gather(tx, by)
    before = incidents.lock(tx, by.team_id, number)
    participants.require(Right.WITHDRAW, before)
    after = deletion.withdraw(before, actor_id=by.person_id, now=now)
    record.changed(tx, before, after, [refresh_direct_messages(after)], by=by)
    return Reply(answers.withdrawn(after), number)


def delete(tx: Connection, number: int, *, by: Caller, now: datetime) -> Outcome:
    """Delete an incident, and tell those whose it is; when something happened while the form asked, it asks again."""
    participants = gather(tx, by)
    before = incidents.lock(tx, by.team_id, number)
    participants.require(Right.DELETE, before)
    if happened := meanwhile.by_others(tx, before, by=by):
        return meanwhile.form_again(before, FormName.DELETE, NOTHING, happened, by=by)
    after = deletion.delete(before, actor_id=by.person_id, now=now)
    news = direct_messages.deleted(after, actor_id=by.person_id)
    told = to_those_concerned(after, sentence=news, besides=by.person_id)
    record.changed(tx, before, after, [refresh_direct_messages(after), *told], by=by)
    _audit(tx, AuditAct.INCIDENT_DELETED, after, by=by)
    return Reply(answers.deleted(after), number)


def restore(tx: Connection, number: int, *, by: Caller, now: datetime) -> Reply:
    """Bring a deleted incident back as it was, with its number."""
    participants = gather(tx, by)
    before = incidents.lock_even_deleted(tx, by.team_id, number)
    participants.require(Right.RESTORE, before)
    after = deletion.restore(before, actor_id=by.person_id, now=now)
    said = post_in_thread(after, announcements.restored(actor=participants.caller))
    news = direct_messages.restored(after, actor_id=by.person_id)
    told = to_those_concerned(after, sentence=news, besides=by.person_id)
    record.changed(tx, before, after, [said, refresh_direct_messages(after), *told], by=by)
    _audit(tx, AuditAct.INCIDENT_RESTORED, after, by=by)
    return Reply(answers.restored(after), number)


def _audit(tx: Connection, act: AuditAct, incident: Incident, *, by: Caller) -> None:
    """Note it for the admins, by the number alone: the title goes with the incident when it is purged."""
    entry = AuditEntry(act=act, subject=str(incident.number))
    audit_log.add(tx, by.team_id, [entry], actor_id=by.person_id, at=incident.updated_at)
