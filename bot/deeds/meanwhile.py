"""What others did to an incident while a form about it was open."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.deeds.filling import context_on
from bot.deeds.outcome import Caller, Form, Outcome
from bot.deeds.participants import gather
from bot.errors import Refusal
from bot.language.acts import FormName
from bot.rules import changes, merging, permissions
from bot.rules.merging import Edit
from bot.rules.names import COMMAND
from bot.rules.permissions import Right
from bot.views import answers
from bot.views.forms import changing
from bot.views.history import plain, sentence
from bot.views.words import what_became_of
from storage import history, incidents
from storage.incidents import IncidentNotFound
from storage.records import Change, HistoryEntry, Incident

MOST_TOLD = 4
"""Sentences, the newest, of what somebody is told of what happened while their form was open."""


def merged(tx: Connection, incident: Incident, edit: Edit, *, by: Caller) -> tuple[Edit, list[HistoryEntry]]:
    """Return what the caller themselves wants changed, and what happened since, if it contests that."""
    if by.saw is None:
        return edit, []
    present = changes.told(incident)
    shown = {**present, **history.values_at(tx, incident, by.saw)}
    wanted, contested = merging.merge(edit, shown=shown, present=present)
    return wanted, history.newest(tx, incident, since=by.saw, limit=MOST_TOLD) if contested else []


def by_others(tx: Connection, incident: Incident, *, by: Caller) -> list[HistoryEntry]:
    """Return what others did last, newest first, since the caller's form opened; nothing where there was no form."""
    if by.saw is None:
        return []
    return history.newest(tx, incident, since=by.saw, besides=by.person_id, limit=MOST_TOLD)


def form_again(incident: Incident, form: FormName, edit: Edit, happened: Sequence[HistoryEntry], *, by: Caller) -> Form:
    """Open the form again, with what was filled in and with what happened; submitted once more, it is done."""
    sentences = [sentence(entry) for entry in reversed(happened)]
    return Form(changing.form(form, incident, context=context_on(incident, by=by), edit=edit, meanwhile=sentences))


def comment_instead(
    tx: Connection, refusal: Refusal, incident: Incident, words: str, *, loses_choices: bool, by: Caller
) -> Form:
    """Open the form in which the words of a note can become a comment, where what it went with came too late."""
    sentences = [sentence(entry) for entry in reversed(by_others(tx, incident, by=by))]
    context = context_on(incident, by=by)
    view = changing.comment_instead(
        incident, words, problem=str(refusal), meanwhile=sentences, loses_choices=loses_choices, context=context
    )
    return Form(view)


def told(tx: Connection, outcome: Outcome, *, by: Caller) -> Outcome:
    """Add to a reply what others did while the form was open."""
    if by.saw is None or isinstance(outcome, Form) or outcome.number is None:
        return outcome
    incident = incidents.get_even_deleted(tx, by.team_id, outcome.number)
    sentences = [sentence(entry) for entry in reversed(by_others(tx, incident, by=by))]
    return replace(outcome, message=answers.with_meanwhile(outcome.message, sentences))


def gone(tx: Connection, error: IncidentNotFound, *, by: Caller) -> Exception:
    """Return what is said of a number that is not there: to those who might see it, who deleted it."""
    try:
        incident = incidents.get_even_deleted(tx, by.team_id, error.number)
    except IncidentNotFound:
        return error
    if incident.deleted_by is None:
        return error
    participants = gather(tx, by, mentioned=[incident.deleted_by])
    if not permissions.may_see(participants.caller, participants.workspace, incident):
        return error
    restore, may_restore = f"restore {incident.number}", participants.may(Right.RESTORE)
    deleter = plain(participants.names).who(incident.deleted_by)
    return Refusal(
        f"#{incident.number} was {what_became_of(incident)} by {deleter}. "
        f"{'You' if may_restore else 'An admin'} can bring it back: `{COMMAND} {restore}`.",
        offers=(restore,) if may_restore else (),
    )


def explained(tx: Connection, error: Refusal, number: int, *, by: Caller) -> Exception:
    """Return the refusal with what happened while the form was open, in plain words: Slack marks up no error."""
    participants = gather(tx, by)
    try:
        incident = incidents.get_even_deleted(tx, by.team_id, number)
    except IncidentNotFound:
        return error
    if not permissions.may_see(participants.caller, participants.workspace, incident):
        return error
    happened = by_others(tx, incident, by=by)
    if not happened or incident.is_deleted:
        return error
    voice = plain(gather(tx, by, mentioned=_people_of(happened)).names)
    words = f"While the form was open: {' '.join(f'{sentence(entry, voice)}.' for entry in reversed(happened))}"
    return error.adding(words).but(fields={field: f"{problem} {words}" for field, problem in error.fields.items()})


def _people_of(happened: Sequence[HistoryEntry]) -> set[str]:
    people = {entry.actor_id for entry in happened}
    people |= {value for entry in happened if entry.change is Change.ASSIGNEE for value in (entry.old, entry.new)}
    return {person for person in people if person}
