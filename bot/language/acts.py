"""What a person asks for, whichever way they said it: by command, button or form."""

from dataclasses import dataclass

from bot.rules.lifecycle import Move
from storage.records import Priority, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was said about an incident that does not exist yet; its texts are not checked yet."""

    title: str | None = None
    summary: str | None = None
    severity: Severity | None = None
    priority: Priority | None = None
    assignee_id: str | None = None
    service: str | None = None
    is_service_chosen: bool = False
    """Chosen in a form, where near names were in sight: it is not taken for a slip of the pen."""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """Open an incident from a draft that has a title."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class StartDraft:
    """Fill in the form for a new incident, beginning with what was said already."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class MoveIncident:
    """Move an incident through its lifecycle; a note becomes a comment."""

    move: Move
    number: int
    note: str | None = None
    service: str | None = None
    """A service named while resolving, where opening skipped it."""


@dataclass(frozen=True, slots=True)
class AddComment:
    """Add a comment."""

    number: int
    body: str


@dataclass(frozen=True, slots=True)
class WriteComment:
    """Fill in the form for a comment."""

    number: int


@dataclass(frozen=True, slots=True)
class WriteResolution:
    """Fill in the form that resolves an incident."""

    number: int


@dataclass(frozen=True, slots=True)
class ShowIncident:
    """Show the card, privately."""

    number: int


@dataclass(frozen=True, slots=True)
class ListIncidents:
    """List incidents, newest first."""


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """Explain everything, or one verb."""

    verb: str | None = None


ChangingAct = OpenIncident | MoveIncident | AddComment
"""Heard once, and remembered with the answer."""
FormAct = StartDraft | WriteComment | WriteResolution
"""These open a form, whose submission is a changing act."""
LookingAct = ShowIncident | ListIncidents | ShowHelp
"""These only look."""
Act = ChangingAct | FormAct | LookingAct
