"""What history says about the difference between an incident before and after an act."""

from storage.records import Change, HistoryEntry, Incident, NewIncident


def between(before: Incident, after: Incident) -> tuple[HistoryEntry, ...]:
    """Return one entry for each field that changed, status first, and deleting or restoring last.

    What is resolved promises no update: that goes without saying.
    """
    old, new = told(before), told(after)
    if after.is_resolved:
        del old[Change.UPDATE_DUE]
    changed = tuple(
        HistoryEntry(change=change, old=old[change], new=new[change]) for change in old if old[change] != new[change]
    )
    if before.is_deleted is after.is_deleted:
        return changed
    return *changed, HistoryEntry(change=Change.DELETED if after.is_deleted else Change.RESTORED)


def opening(incident: Incident | NewIncident) -> tuple[HistoryEntry, ...]:
    """Return what history says about an incident that is opened."""
    source = incident.source.key if incident.source else None
    opened = HistoryEntry(change=Change.OPENED, old=source, new=incident.title)
    if incident.assignee_id is None:
        return (opened,)
    return opened, HistoryEntry(change=Change.ASSIGNEE, new=incident.assignee_id)


def told(incident: Incident) -> dict[Change, str | None]:
    """Return what history says of each field: the words of `old` and `new` in its entries."""
    return {
        Change.STATUS: incident.status,
        Change.ASSIGNEE: incident.assignee_id,
        Change.SEVERITY: incident.severity,
        Change.PRIORITY: incident.own_priority,
        Change.TITLE: incident.title,
        Change.SUMMARY: incident.summary,
        Change.SERVICE: incident.service.name if incident.service else None,
        Change.CATEGORIES: ", ".join(category.name for category in incident.categories) or None,
        Change.UPDATE_DUE: incident.update_due_at.isoformat() if incident.update_due_at else None,
    }
