"""What others did to an incident while a form about it was open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds.filling import context_on
from bot.deeds.outcome import Caller, Form, Outcome, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language.acts import STAYS, Edit, FormName
from bot.rules import changes, permissions
from bot.views import answers
from bot.views.forms import changing
from bot.views.history import Voice, sentence
from storage import history, incidents
from storage.incidents import IncidentNotFound
from storage.records import Change, HistoryEntry, Incident

_FIELDS = {
    Change.TITLE: "title",
    Change.SUMMARY: "summary",
    Change.SEVERITY: "severity",
    Change.PRIORITY: "priority",
    Change.SERVICE: "service",
    Change.CATEGORIES: "categories",
    Change.ASSIGNEE: "assignee_id",
}


def merged(tx: Connection, incident: Incident, edit: Edit, *, by: Caller) -> tuple[Edit, Sequence[HistoryEntry]]:
    """Return what the caller themselves changed in the form, and what they do not know yet, if it contests that.

    A form brings back every field: one that says what it showed was not touched, so what is there now stands.
    """
    if by.saw is None:
        return edit, ()
    happened = history.since(tx, incident, by.saw)
    shown = {entry.change: entry.old for entry in reversed(happened) if entry.change in _FIELDS}
    present = changes.told(incident)
    said = _told(edit, severity=shown.get(Change.SEVERITY) or incident.severity)
    untouched = {change for change in shown.keys() & said.keys() if said[change] == shown[change]}
    contested = {change for change in shown.keys() & said.keys() - untouched if said[change] != present[change]}
    default = Edit()
    kept = {_FIELDS[change]: getattr(default, _FIELDS[change]) for change in untouched}
    news = [entry for entry in happened if _is_new(entry, by)]
    is_contested = any(entry.change in contested for entry in news)
    return replace(edit, **kept), news if is_contested else ()


def by_others(tx: Connection, incident: Incident, *, by: Caller) -> list[HistoryEntry]:
    """Return what others did that the caller was not told; nothing where they came without a form."""
    if by.knows is None:
        return []
    return [entry for entry in history.since(tx, incident, by.knows) if entry.actor_id != by.person_id]


def form_again(
    incident: Incident, form: FormName, edit: Edit, happened: Sequence[HistoryEntry], *, by: Caller
) -> Outcome:
    """Open the form again, with what was filled in and with what happened; submitted once more, it is done.

    Slack's client keeps every field as it was, whatever we send: what they showed first is still what they showed.
    """
    sentences = [sentence(entry) for entry in happened]
    context = context_on(incident, by=by).model_copy(update={"saw": by.saw})
    return Form(changing.form(form, incident, context=context, edit=edit, meanwhile=sentences))


def told(tx: Connection, outcome: Outcome, *, by: Caller) -> Outcome:
    """Add to a reply what others did while the form was open."""
    if by.saw is None or isinstance(outcome, Form) or outcome.number is None:
        return outcome
    incident = incidents.get_even_deleted(tx, by.team_id, outcome.number)
    happened = by_others(tx, incident, by=by)
    return Reply(answers.with_meanwhile(outcome.message, [sentence(entry) for entry in happened]), outcome.number)


def explained(tx: Connection, error: Refusal | IncidentNotFound, number: int, *, by: Caller) -> Exception:
    """Return the refusal with what happened while the form was open, in plain words: Slack marks up no error."""
    participants = gather(tx, by)
    try:
        incident = incidents.get_even_deleted(tx, by.team_id, number)
    except IncidentNotFound:
        return error
    if not permissions.may_see(participants.caller, participants.workspace, incident):
        return error
    happened = by_others(tx, incident, by=by)
    if not happened:
        return error
    voice = _plain(gather(tx, by, mentioned=_people_of(happened)))
    words = " ".join(f"{sentence(entry, voice)}." for entry in happened[-3:])
    return Refusal(f"{error} While the form was open: {words}", field=getattr(error, "field", None))


def _is_new(entry: HistoryEntry, by: Caller) -> bool:
    return entry.at is not None and by.knows is not None and entry.at > by.knows


def _told(edit: Edit, *, severity: str) -> dict[Change, str | None]:
    """Return what history would say of the fields the form brought, however many of them are as they were."""
    severity = edit.severity or severity
    said: dict[Change, str | object | None] = {
        Change.TITLE: edit.title or STAYS,
        Change.SUMMARY: edit.summary,
        Change.SEVERITY: edit.severity or STAYS,
        Change.PRIORITY: edit.priority or f"p{severity[-1]}",
        Change.SERVICE: edit.service,
        Change.CATEGORIES: edit.categories,
        Change.ASSIGNEE: edit.assignee_id,
    }
    if isinstance(edit.categories, tuple):
        said[Change.CATEGORIES] = ", ".join(sorted(edit.categories, key=str.lower)) or None
    return {change: value for change, value in said.items() if value is None or isinstance(value, str)}


def _people_of(happened: Sequence[HistoryEntry]) -> set[str]:
    people = {entry.actor_id for entry in happened}
    people |= {value for entry in happened if entry.change is Change.ASSIGNEE for value in (entry.old, entry.new)}
    return {person for person in people if person}


def _plain(participants: Participants) -> Voice:
    def who(person_id: str | None) -> str:
        if person_id is None:
            return "nobody"
        return f"@{participants.names.get(person_id, person_id)}"

    def when(at: datetime) -> str:
        return f"{at:%d %b, %H:%M} UTC"

    return Voice(who, lambda words: words[:120], when)
