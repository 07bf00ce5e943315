"""Changing the fields of an incident, the assignee among them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import meanwhile, record
from bot.deeds.choosing import Choosing
from bot.deeds.outcome import Caller, Outcome, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language import grammar
from bot.language.acts import EditIncident
from bot.language.mentions import people_in, with_names
from bot.rules import changes, lifecycle, texts
from bot.rules.merging import STAYS, Edit
from bot.rules.permissions import Right
from bot.slack.effects import Effect, direct_message, post_in_thread
from bot.views import announcements, answers, direct_messages
from bot.views.blocks import Message
from bot.views.news import news
from bot.views.words import in_short
from storage import incidents
from storage.records import Change, HistoryEntry, Incident, Person, in_order


def edit_incident(tx: Connection, act: EditIncident, *, by: Caller, now: datetime) -> Outcome:
    """Change what was said to be changed; tell those who get or lose the incident.

    Where others changed the same fields while the form was open, it opens again and says so, with nothing changed.
    """
    participants = gather(tx, by, _named(act.edit), mentioned=people_in(_words(act)))
    before = incidents.lock(tx, by.team_id, act.number)
    participants.require(Right.CHANGE, before)
    edit, happened = meanwhile.merged(tx, before, act.edit, by=by)
    if happened and act.form:
        return meanwhile.form_again(before, act.form, edit, happened, by=by)
    named = Choosing(tx, participants, now, by.saw)
    after = edited(lifecycle.acted_on(before, actor_id=by.person_id, now=now), edit, named)
    note = texts.note(with_names(act.note or "", participants.names))
    entries = changes.between(before, after)
    if note:
        after = lifecycle.noted(before, after, actor_id=by.person_id)
    was_due = lifecycle.update_given(before, after)
    if not entries and not note and act.form is None:
        raise Refusal(_nothing_to_change(before, act.edit, participants))
    if entries or note:
        said = post_in_thread(after, _said(entries, note, actor=participants.caller))
        effects = [
            said,
            *assignment_effects(before, after, note, by=by),
            *_severity_effects(before, after, entries, note, by=by),
        ]
        record.changed(tx, before, after, effects, by=by, note=note)
    hints = [act.hint] if act.hint and act.hint.value not in (after.severity, after.priority) else []
    answer = answers.edited(after, entries, note=note, was_due=was_due, added=named.added, hints=hints)
    is_news = not entries or was_due is not None or named.has_brought_back
    return Reply(answer, after.number, is_news=is_news)


def edited(incident: Incident, edit: Edit, named: Choosing) -> Incident:
    """Return the incident with what was said, checked; raise Refusal under the field that is wrong."""
    if edit.assignee_id is not STAYS and edit.assignee_id != incident.assignee_id:
        named.participants.require_assignable(edit.assignee_id, incident)
        incident = replace(incident, assignee_id=edit.assignee_id)
    if edit.severity is not STAYS:
        incident = replace(incident, severity=edit.severity)
    if edit.priority is not STAYS:
        incident = replace(incident, own_priority=edit.priority)
    return _chosen(_described(incident, edit, named.participants), edit, named)


def _described(incident: Incident, edit: Edit, participants: Participants) -> Incident:
    if edit.title is not STAYS:
        incident = replace(incident, title=grammar.title("edit", with_names(edit.title, participants.names)))
    if edit.summary is not STAYS:
        incident = replace(incident, summary=texts.summary(with_names(edit.summary or "", participants.names)))
    return incident


def _chosen(incident: Incident, edit: Edit, named: Choosing) -> Incident:
    if edit.service is not STAYS:
        incident = replace(incident, service=named.service(edit.service, is_chosen=True))
    if edit.categories is not STAYS:
        found = named.categories(edit.categories, has=incident.categories)
        incident = replace(incident, categories=in_order(found))
    return incident


def _nothing_to_change(incident: Incident, edit: Edit, participants: Participants) -> str:
    """Say what is the case already."""
    if edit.assignee_id is None:
        return f"Nobody has #{incident.number}."
    if isinstance(edit.assignee_id, str):
        return f"@{participants.others[edit.assignee_id].name} already has #{incident.number}."
    if edit.priority is None:
        return f"The priority of #{incident.number} follows its severity already."
    if edit.title is not STAYS:
        return f"#{incident.number} is called that already."
    return f"#{incident.number} is {in_short(incident)} already."


def assignment_effects(before: Incident, after: Incident, note: str | None, *, by: Caller) -> list[Effect]:
    """Return what those are told who get or lose the incident, with the note; nobody is told of their own act."""
    if before.assignee_id == after.assignee_id:
        return []
    told = ((after.assignee_id, direct_messages.assigned), (before.assignee_id, direct_messages.lost))
    return [
        direct_message(after, person_id=person_id, sentence=sentence(after, actor_id=by.person_id, note=note))
        for person_id, sentence in told
        if person_id and person_id != by.person_id
    ]


def _severity_effects(
    before: Incident, after: Incident, entries: tuple[HistoryEntry, ...], note: str | None, *, by: Caller
) -> list[Effect]:
    """Return what the assignee hears, in the words for followers, where others change how bad theirs is."""
    assignee_id = after.assignee_id
    if assignee_id is None or assignee_id == by.person_id or before.assignee_id != assignee_id:
        return []
    if not any(entry.change is Change.SEVERITY for entry in entries):
        return []
    sentence = news(after, entries, actor_id=by.person_id, note=note)
    return [direct_message(after, person_id=assignee_id, sentence=sentence)]


def _said(entries: tuple[HistoryEntry, ...], note: str | None, *, actor: Person) -> Message:
    if entries:
        return announcements.edited(entries, actor=actor, note=note)
    return announcements.commented(note or "", author=actor)


def _named(edit: Edit) -> set[str]:
    return {edit.assignee_id} if isinstance(edit.assignee_id, str) else set()


def _words(act: EditIncident) -> str:
    said = (act.edit.title, act.edit.summary, act.note)
    return " ".join(words for words in said if isinstance(words, str))
