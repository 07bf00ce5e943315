"""What followers are told of a change: who did what to which incident, in one sentence."""

from collections.abc import Sequence
from datetime import datetime

from bot.views.history import phrase
from bot.views.text import linked, moment, person
from storage.records import Change, HistoryEntry, Incident, Status

_NOTE_BUDGET = 300
_MOVED_TO = {
    Status.OPEN: "set {it} back",
    Status.IN_PROGRESS: "started on {it}",
    Status.MITIGATED: "mitigated {it}",
    Status.RESOLVED: "resolved {it}",
}


def news(incident: Incident, entries: Sequence[HistoryEntry], *, actor_id: str, note: str | None) -> str:
    """Return `Ana resolved #42: rolled back`, of what history says of one act, with the note or comment."""
    by_change = {entry.change: entry for entry in entries}
    did = (_moved(by_change, actor_id), _assigned(by_change, incident.status, actor_id), _promised(by_change))
    deeds = [deed for deed in did if deed]
    changed = [phrase(entry) for entry in entries if _is_a_mere_change(entry)]
    if not deeds and not changed:
        deeds = ["commented on {it}"]
    number = f"#{incident.number}"
    said = [deed.replace("{it}", "it" if place else number) for place, deed in enumerate(deeds)]
    if changed:
        said.append(f"changed {', '.join(changed)}" if said else f"changed {number}: {', '.join(changed)}")
    return f"{person(actor_id)} {' and '.join(said)}{_noted(note, after_list=bool(changed))}"


def _moved(entries: dict[Change, HistoryEntry], actor_id: str) -> str | None:
    """Return what was done to the status: beginning with it oneself is taking it."""
    if Change.OPENED in entries:
        return "opened {it}"
    status = entries.get(Change.STATUS)
    if status is None or (status.new == Status.IN_PROGRESS and _is_taken(entries, actor_id)):
        return None
    return "reopened {it}" if status.old == Status.RESOLVED else _MOVED_TO[Status(status.new or "")]


def _assigned(entries: dict[Change, HistoryEntry], status: Status, actor_id: str) -> str | None:
    """Return who has it now: taking it begins with it, so that what is Open still was assigned."""
    assignee = entries.get(Change.ASSIGNEE)
    if assignee is None:
        return None
    if _is_taken(entries, actor_id):
        return "assigned {it} to themselves" if status is Status.OPEN else "took {it}"
    return f"assigned {{it}} to {person(assignee.new)}" if assignee.new else "released {it}"


def _promised(entries: dict[Change, HistoryEntry]) -> str | None:
    entry = entries.get(Change.UPDATE_DUE)
    if entry is None or entry.new is None:
        return None
    return f"promised the next update on {{it}} for {moment(datetime.fromisoformat(entry.new))}"


def _is_taken(entries: dict[Change, HistoryEntry], actor_id: str) -> bool:
    return Change.ASSIGNEE in entries and entries[Change.ASSIGNEE].new == actor_id


def _is_a_mere_change(entry: HistoryEntry) -> bool:
    """Tell whether it is a field's new value; that a promise was kept goes without saying."""
    said = (Change.OPENED, Change.STATUS, Change.ASSIGNEE, Change.COMMENTED, Change.UPDATE_DUE)
    return entry.change not in said


def _noted(note: str | None, *, after_list: bool) -> str:
    if not note:
        return "."
    return f"{'.' if after_list else ':'} {linked(' '.join(note.split()), limit=_NOTE_BUDGET)}"
