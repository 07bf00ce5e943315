"""Whole incidents: as they are exported, and as they are stored when they were lived elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.records.conversation import Comment, HistoryEntry
from storage.records.incidents import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An incident with all that belongs to it."""

    incident: Incident
    names: Mapping[str, str] = field(default_factory=dict)
    """The names, by id, of everybody in it."""
    comment_count: int = 0
    history_count: int = 0
    comments: tuple[Comment, ...] = ()
    """Oldest first; empty, like `history`, where only the counts were asked for."""
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """An incident that was lived before it is stored, under a number that is its own."""

    incident: Incident
    """Its id, and those of its service and categories, count for nothing: these are found by name, or created."""
    happened: tuple[HistoryEntry, ...]
    """Oldest first, each with `at`; what one about a comment `said` is stored as that comment."""
