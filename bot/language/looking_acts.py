"""What a person asks to see: an incident, a list of them, numbers, or what can be done."""

from dataclasses import dataclass
from datetime import datetime

from storage.records import EVERYTHING, Counted, Filter, Position


@dataclass(frozen=True, slots=True)
class ShowIncident:
    """Show the card, privately."""

    number: int


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Show what happened to an incident, newest first: before or after the entry of an id, or the newest."""

    number: int
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn from a page of a list to the one beside it."""

    place: Position
    is_back: bool
    asked_at: datetime
    """When the list was asked for: what was seven days ago then is meant on every page."""


@dataclass(frozen=True, slots=True)
class ListIncidents:
    """List the incidents a filter lets through."""

    wanted: Filter = EVERYTHING
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class SearchIncidents:
    """Search incidents for words, among those a filter lets through."""

    words: tuple[str, ...]
    wanted: Filter = EVERYTHING
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class ShowStats:
    """Count the incidents a filter lets through: since when, and until when, is the time that is counted."""

    wanted: Filter = EVERYTHING


@dataclass(frozen=True, slots=True)
class ShowRows:
    """List the incidents behind a number."""

    counted: Counted
    asked_at: datetime
    """When it was counted."""
    wanted: Filter = EVERYTHING
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class ShowFollows:
    """Show what one follows, newest first: before or after the follow of an id, or the newest."""

    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class ShowPanel:
    """Show what concerns the person who asks, and what can be done."""


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """Explain everything, or one verb."""

    verb: str | None = None
