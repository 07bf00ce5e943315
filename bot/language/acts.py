"""What a person asks for, whichever way they said it: by command, button or form."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.language.following_acts import FollowIncident, FollowingAct, UnfollowIncident
from bot.language.looking_acts import (
    ListIncidents,
    SearchIncidents,
    ShowFollows,
    ShowHelp,
    ShowHistory,
    ShowIncident,
    ShowPanel,
    ShowRows,
    ShowStats,
)
from bot.language.reminding_acts import MoveReminder, RemindingAct, RestartReminders, ShowReminder, StopReminders
from bot.language.workspace_acts import ChangingWorkspaceAct, LookingAtWorkspaceAct
from bot.rules.lifecycle import Move
from bot.rules.merging import NOTHING, STAYS, Edit, Stays
from storage.records import EVERYTHING, ME, File, Filter, Priority, Severity, Source


class FormName(StrEnum):
    """The forms about an incident that is there."""

    COMMENT = "comment"
    ASSIGN = "assign"
    SEVERITY = "severity"
    PRIORITY = "priority"
    STATUS = "status"
    RESOLVE = "resolve"
    EDIT = "edit"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Hint:
    """Words of a title that set no field, and the verb with which an incident gets what they say."""

    words: str
    verb: str
    value: str = ""
    """What follows the verb and the number, marked."""

    def command(self, number: int) -> str:
        """Return what is typed, marked."""
        return f"{self.verb} {number} {self.value}".rstrip()

    @property
    def about(self) -> str:
        """Return what it would set, by the verb that sets it."""
        return "assign" if self.verb == "take" else self.verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was said about an incident that does not exist yet; its texts are not checked yet."""

    title: str | None = None
    summary: str | None = None
    severity: Severity | None = None
    priority: Priority | None = None
    assignee_id: str | None = None
    """ME for whoever says it, until they are known."""
    service: str | None = None
    is_service_chosen: bool = False
    """Chosen in a form, where near names were in sight: it is not taken for a slip of the pen."""
    categories: tuple[str, ...] = ()
    source: Source | None = None
    """The message it is opened from."""
    hints: tuple[Hint, ...] = field(default=(), compare=False)
    """What tokens inside its title say of fields of which nothing else is said."""
    is_cut: bool = False
    """Whether that message says more than there is room for in the summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message of somebody's, as a shortcut on it brings it."""

    source: Source
    author_id: str | None
    """None for an app."""
    author_name: str
    text: str
    """Plain; people in it may be mentioned by id alone."""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """Open an incident from a draft that has a title."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class MoveIncident:
    """Move an incident through its lifecycle; a note becomes a comment."""

    move: Move
    number: int
    note: str | None = None
    fill: Edit = NOTHING
    """What is filled in where opening skipped it."""
    had_by: str | Stays | None = STAYS
    """Who had it, as whoever moves it saw it in what grows old; it is taken from nobody else."""


@dataclass(frozen=True, slots=True)
class AddComment:
    """Add a comment."""

    number: int
    body: str
    """Empty where nothing but the next update is promised."""
    files: tuple[File, ...] = ()
    update_due: datetime | timedelta | None = None
    """When the next update is promised, or how long after the comment."""
    source: Source | None = None
    """The message it repeats."""


@dataclass(frozen=True, slots=True)
class JoinInstead:
    """Follow an incident in the place of opening another, or of one that was opened just now, which is taken back."""

    number: int
    opened: int | None = None


@dataclass(frozen=True, slots=True)
class EditIncident:
    """Change fields, the assignee among them; a note becomes a comment."""

    number: int
    edit: Edit
    note: str | None = None
    form: FormName | None = None
    """The form it was filled in with, which opens again when somebody was faster."""
    hint: Hint | None = field(default=None, compare=False)
    """What a token in the new title says of another field."""


@dataclass(frozen=True, slots=True)
class WithdrawIncident:
    """Take back what one has just opened."""

    number: int


@dataclass(frozen=True, slots=True)
class DeleteIncident:
    """Delete an incident; it can be restored for a while."""

    number: int


@dataclass(frozen=True, slots=True)
class RestoreIncident:
    """Bring a deleted incident back."""

    number: int


@dataclass(frozen=True, slots=True)
class ExportIncidents:
    """Send whoever asks the incidents they may see that a filter lets through, in a file."""

    wanted: Filter = EVERYTHING


@dataclass(frozen=True, slots=True)
class StartDraft:
    """Fill in the form for a new incident, beginning with what was said already."""

    draft: Draft
    has_more: bool = False
    """With the fields that are seldom needed."""


@dataclass(frozen=True, slots=True)
class StartFromMessage:
    """Fill in the form for a new incident, beginning with what a message says."""

    said: Said


@dataclass(frozen=True, slots=True)
class PickForMessage:
    """Choose the incident to which a message is added as a comment."""

    said: Said


@dataclass(frozen=True, slots=True)
class FillIn:
    """Fill in a form about an incident."""

    form: FormName
    number: int
    move: Move | None = None
    """What the form for a status proposes."""
    edit: Edit = NOTHING
    """What it is filled in with already; categories are added to those that are there."""


@dataclass(frozen=True, slots=True)
class PickIncident:
    """Choose an incident for a verb that was typed without its number."""

    verb: str


@dataclass(frozen=True, slots=True)
class PickAsAdmin:
    """Choose an incident for a verb of admins that was typed without its number; others are refused at once."""

    verb: str


@dataclass(frozen=True, slots=True)
class StartSearch:
    """Fill in what to search."""


ChangingIncidentAct = (
    OpenIncident
    | JoinInstead
    | MoveIncident
    | AddComment
    | EditIncident
    | WithdrawIncident
    | DeleteIncident
    | RestoreIncident
)
"""Cards show what became of these."""
ChangingAct = ChangingIncidentAct | FollowingAct | RemindingAct | ChangingWorkspaceAct | ExportIncidents
"""Heard once, and remembered with the answer."""
LookingAtIncidentsAct = (
    FillIn
    | StartFromMessage
    | PickForMessage
    | PickAsAdmin
    | ShowIncident
    | ShowHistory
    | ListIncidents
    | SearchIncidents
    | ShowRows
    | ShowPanel
    | ShowFollows
)
LookingAct = LookingAtIncidentsAct | ShowReminder | ShowStats | LookingAtWorkspaceAct
"""These only look at what is there: to show it, or to begin a form with it, whose submission is another act."""
SelfContainedAct = StartDraft | PickIncident | StartSearch | ShowHelp
"""These need nothing that is stored, so they work while the database is away."""
Act = ChangingAct | LookingAct | SelfContainedAct
AboutIncident = (
    MoveIncident
    | JoinInstead
    | AddComment
    | EditIncident
    | WithdrawIncident
    | DeleteIncident
    | RestoreIncident
    | FollowIncident
    | UnfollowIncident
    | MoveReminder
    | StopReminders
    | RestartReminders
    | ShowReminder
    | FillIn
    | ShowIncident
    | ShowHistory
)
"""These have a number."""
AnyAct = TypeVar("AnyAct", bound=Act)


def said_by(act: AnyAct, person_id: str) -> AnyAct:
    """Return what somebody asks for with themselves where they said `@me`."""
    if isinstance(act, OpenIncident | StartDraft) and act.draft.assignee_id == ME:
        return replace(act, draft=replace(act.draft, assignee_id=person_id))
    if isinstance(act, EditIncident | FillIn) and act.edit.assignee_id == ME:
        return replace(act, edit=replace(act.edit, assignee_id=person_id))
    return act
