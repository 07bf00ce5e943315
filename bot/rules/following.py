"""Whom a change to an incident concerns: those who follow it, its people, its service or its categories."""

from collections.abc import Iterable, Sequence

from storage.records import Audience, Change, HistoryEntry, Incident, Key, Keys, Status, Topic

_NOT_TOLD = {Change.DELETED, Change.RESTORED}
"""What was said of the incident is taken back, or comes back, by itself."""


def audience(
    before: Incident | None, after: Incident, entries: Sequence[HistoryEntry], *, besides: Iterable[str]
) -> Audience | None:
    """Return who is to hear what history says of a change, None where nobody is; `before` is None for a new one.

    A main change is one for all that the incident has to do with, or for what it came to by it: its new assignee, its
    new service.
    """
    if not entries or any(entry.change in _NOT_TOLD for entry in entries):
        return None
    old, new = _topics(before) if before else set(), _topics(after)
    main = new if any(map(_is_main, entries)) else new - old
    return Audience(incident=after, concerned=_keys(old | new), main=_keys(main), besides=frozenset(besides))


def _is_main(entry: HistoryEntry) -> bool:
    """Tell whether the change is one of those that are told to all who follow."""
    if entry.change is Change.STATUS:
        return Status.RESOLVED in (entry.old, entry.new)
    return entry.change in (Change.OPENED, Change.SEVERITY)


def _topics(incident: Incident) -> set[tuple[Topic, Key]]:
    people = {incident.reporter_id, incident.assignee_id} - {None}
    return {
        (Topic.INCIDENT, incident.id),
        *((Topic.PERSON, person_id) for person_id in people if person_id),
        *((Topic.SERVICE, service.id) for service in [incident.service] if service),
        *((Topic.CATEGORY, category.id) for category in incident.categories),
    }


def _keys(topics: set[tuple[Topic, Key]]) -> Keys:
    return {topic: tuple(key for kind, key in topics if kind is topic) for topic in Topic}
