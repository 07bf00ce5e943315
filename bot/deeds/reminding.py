"""Reminders: sent when the clock says so, shown, moved, stopped and restarted."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import Connection

from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language.reminding_acts import MoveReminder, RemindingAct, RestartReminders, ShowReminder, StopReminders
from bot.rules import lifecycle, permissions
from bot.rules import reminders as rules
from bot.rules.permissions import Right
from bot.rules.reminders import Next, Where
from bot.slack.effects import Effect, SendReminder, post_in_thread, refresh_card, refresh_reminders, to_item
from bot.views import reminders as views
from bot.views.reminders import Rule
from storage import history, incidents, outbox, reminders, settings, workspaces
from storage.records import Change, Claimed, HistoryEntry, Incident, Person, Reminders, Settings, Workspace

LOOKED_AT_ONCE = 1000
"""Incidents the clock is told to look at in one transaction."""


def remind(tx: Connection, claimed: Claimed, now: datetime) -> None:
    """Look at an incident that was claimed: remind of it if it is time, and say when to look at it next.

    Where nobody is reminded, the card still says when a promised update is overdue.
    """
    incident, so_far = reminders.of_claimed(tx, claimed.team_id, int(claimed.key))
    rule = _rule(tx, incident, so_far, now=now)
    if rule.coming is not None and rule.is_overdue:
        outbox.put(tx, incident.team_id, [to_item(effect) for effect in _effects(rule, rule.coming)])
        so_far = rules.sent(so_far, now=now)
    elif incident.reminders_stopped and rule.is_missed:
        outbox.put(tx, incident.team_id, [to_item(refresh_card(incident))])
    coming = rules.next_reminder(incident, so_far, rule.settings, now=now, zone=rule.zone)
    reminders.save(tx, incident, so_far, next_at=rules.next_look(incident, coming, now=now))


def look_again(tx: Connection, team_id: str, *, now: datetime, after: int = 0) -> int | None:
    """Have the clock find out anew when reminders come, for some incidents; return behind which to go on, if any."""
    return reminders.look_again(tx, team_id, now=now, limit=LOOKED_AT_ONCE, after=after)


def show(tx: Connection, act: ShowReminder, *, by: Caller, now: datetime) -> Reply:
    """Say when the next reminder comes, or explain it."""
    participants = gather(tx, by)
    incident = incidents.get(tx, by.team_id, act.number)
    participants.require(Right.READ, incident)
    rule = _rule(tx, incident, reminders.get(tx, incident), now=now)
    if not act.explains:
        return Reply(views.next_one(rule), incident.number)
    moved = history.last_of(tx, incident, (Change.SNOOZED, Change.REMINDERS)) if rule.reminders.moved_to else None
    return Reply(views.why(rule, moved=moved), incident.number)


def change(tx: Connection, act: RemindingAct, *, by: Caller, now: datetime) -> Reply:
    """Move the next reminder, stop reminders or restart them; what is so already leaves no trace."""
    participants = gather(tx, by)
    before, so_far = reminders.lock(tx, by.team_id, act.number)
    participants.require(Right.CHANGE, before)
    if before.is_resolved:
        raise Refusal(views.none(before))
    rule = _rule(tx, before, so_far, now=now)
    match act:
        case MoveReminder():
            return _move(tx, act, rule, participants, now=now)
        case StopReminders():
            return _stop(tx, rule, participants, now=now)
        case RestartReminders():
            return _restart(tx, rule, participants, now=now)
        case _:
            assert_never(act)


def _move(tx: Connection, act: MoveReminder, rule: Rule, participants: Participants, *, now: datetime) -> Reply:
    number = rule.incident.number
    if rule.to_move is None:
        restart = f"remind {number} on"
        raise Refusal(f"The reminders of #{number} are stopped.", offers=(restart,))
    wanted = _wanted(act, rule.settings, participants.caller, now=now)
    if rules.is_there(rule.to_move, wanted, is_snooze=act.is_snooze):
        return Reply(views.moved(rule, is_news=False), number)
    after = replace(rule, reminders=rules.moved(rule.reminders, wanted, now=now))
    entry = HistoryEntry(change=Change.SNOOZED, new=wanted.isoformat())
    return Reply(views.moved(_keep(tx, after, entry, participants, now=now), is_news=True), number)


def _stop(tx: Connection, rule: Rule, participants: Participants, *, now: datetime) -> Reply:
    number = rule.incident.number
    if rule.incident.reminders_stopped:
        return Reply(views.stopped(rule, is_news=False), number)
    incident = replace(rule.incident, reminders_stopped=True)
    after = replace(rule, incident=incident, reminders=replace(rule.reminders, moved_to=None, moved_at=None))
    entry = HistoryEntry(change=Change.REMINDERS, old="on", new="off")
    kept = _keep(tx, after, entry, participants, now=now)
    return Reply(views.stopped(kept, is_news=True), number)


def _restart(tx: Connection, rule: Rule, participants: Participants, *, now: datetime) -> Reply:
    number = rule.incident.number
    if not rule.incident.reminders_stopped:
        return Reply(views.restarted(rule, is_news=False), number)
    incident = replace(rule.incident, reminders_stopped=False)
    after = replace(
        rule, incident=incident, reminders=rules.restarted(incident, rule.reminders, rule.settings, now=now)
    )
    entry = HistoryEntry(change=Change.REMINDERS, old="off", new="on")
    kept = _keep(tx, after, entry, participants, now=now)
    return Reply(views.restarted(kept, is_news=True), number)


def _keep(tx: Connection, after: Rule, entry: HistoryEntry, participants: Participants, *, now: datetime) -> Rule:
    """Store what somebody made of the reminders, which say so; whether they are stopped, card and thread say too.

    Where nobody who can be reminded has the incident, a question who takes it stands whatever was done since.
    """
    actor_id = participants.caller.id
    incident = lifecycle.seen_by(after.incident, actor_id=actor_id, now=now)
    kept = _following(replace(after, incident=incident), now=now)
    reminders.save(tx, incident, kept.reminders, next_at=rules.next_look(incident, kept.coming, now=now))
    history.add(tx, incident, [entry], actor_id=actor_id, at=incident.updated_at)
    effects: list[Effect] = [refresh_reminders(incident)] if incident.is_reminded or not kept.has_assignee else []
    if entry.change is Change.REMINDERS:
        said = views.stopped_in_thread(participants.caller, is_stopped=incident.reminders_stopped)
        effects += [refresh_card(incident), post_in_thread(incident, said)]
    outbox.put(tx, incident.team_id, [to_item(effect) for effect in effects])
    return kept


def _wanted(act: MoveReminder, settings: Settings, caller: Person, *, now: datetime) -> datetime:
    """Return when the next reminder is to come; mornings are those of whoever asks."""
    if act.minutes is None:
        return rules.tomorrow_morning(now, settings, zone=caller.time_zone)
    return now + timedelta(minutes=act.minutes)


def _rule(tx: Connection, incident: Incident, so_far: Reminders, *, now: datetime) -> Rule:
    """Read what decides when the next reminder comes; one whom nobody can remind does not count as the assignee."""
    ids = [incident.assignee_id] if incident.assignee_id else []
    workspace, known = workspaces.with_people(tx, incident.team_id, ids)
    decided = settings.get(tx, incident.team_id)
    assignee = next((person for person in known.values() if _can_be_reminded(person, workspace, incident)), None)
    rule = Rule(
        incident=incident,
        reminders=so_far,
        settings=decided,
        zone=assignee.time_zone if assignee else decided.time_zone,
        has_assignee=assignee is not None,
        channel=workspace.cards_channel,
    )
    return _following(rule, now=now)


def _following(rule: Rule, *, now: datetime) -> Rule:
    coming = rules.next_reminder(rule.incident, rule.reminders, rule.settings, now=now, zone=rule.zone)
    to_move = rules.next_to_move(rule.incident, rule.reminders, rule.settings, now=now, zone=rule.zone)
    due = rule.incident.update_due_at
    return replace(
        rule,
        coming=coming,
        to_move=to_move,
        is_overdue=coming is not None and coming.at <= now,
        is_missed=due is not None and due <= now,
    )


def _can_be_reminded(person: Person, workspace: Workspace, incident: Incident) -> bool:
    """Tell whether they can be told of the incident; whom Slack has not described yet, perhaps."""
    if person.is_active and not person.is_known and not person.is_bot:
        return True
    return permissions.may_see(person, workspace, incident)


def _effects(rule: Rule, due: Next) -> list[Effect]:
    """Return the reminder for each place it is said in, and the card anew where it is the first of a missed promise."""
    incident, count = rule.incident, rule.reminders.sent + 1
    is_first = rule.is_missed and rules.promise_is_pending(incident, rule.reminders)
    said = [
        SendReminder(
            incident_id=incident.id,
            number=incident.number,
            where=place,
            person_id=incident.assignee_id if place is Where.DIRECT else None,
            count=count,
            reason=due.reason,
            since=incident.last_activity_at,
            has_assignee=rule.has_assignee,
            had_by=incident.assignee_id,
        )
        for place in rule.where
    ]
    return [*([refresh_card(incident)] if is_first else []), *said]
