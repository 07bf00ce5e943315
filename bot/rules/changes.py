"""What history says about the difference between an incident before and after an act."""

from storage.records import Change, HistoryEntry, Incident


def between(before: Incident, after: Incident) -> tuple[HistoryEntry, ...]:
    """Return one entry for each field that changed, status first."""
    told, telling = _told(before), _told(after)
    return tuple(
        HistoryEntry(change=change, old=told[change], new=telling[change])
        for change in told
        if told[change] != telling[change]
    )


def opening(incident: Incident) -> tuple[HistoryEntry, ...]:
    """Return what history says about an incident that was just opened."""
    opened = HistoryEntry(change=Change.OPENED, new=incident.title)
    if incident.assignee_id is None:
        return (opened,)
    return opened, HistoryEntry(change=Change.ASSIGNEE, new=incident.assignee_id)


def _told(incident: Incident) -> dict[Change, str | None]:
    return {
        Change.STATUS: incident.status,
        Change.ASSIGNEE: incident.assignee_id,
        Change.SEVERITY: incident.severity,
        Change.PRIORITY: incident.priority,
        Change.TITLE: incident.title,
        Change.SUMMARY: incident.summary,
        Change.SERVICE: incident.service.name if incident.service else None,
        Change.CATEGORIES: ", ".join(category.name for category in incident.categories) or None,
    }
