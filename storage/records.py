"""The values everyone shares: what storage takes and gives back, frozen, with all times aware and in UTC."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is, worst first; text order is severity order."""

    SEV1 = "sev1"
    SEV2 = "sev2"
    SEV3 = "sev3"
    SEV4 = "sev4"

    @property
    def natural_priority(self) -> "Priority":
        """The priority an incident of this severity has until someone sets another by hand."""
        return Priority(f"p{self.value[-1]}")


class Priority(StrEnum):
    """What to work on first."""

    P1 = "p1"
    P2 = "p2"
    P3 = "p3"
    P4 = "p4"


class Status(StrEnum):
    """Where an incident stands; `rules.lifecycle` says how it moves."""

    OPEN = "open"
    """Reported; nobody has begun. Entered by opening and by `revert`."""
    IN_PROGRESS = "in_progress"
    """Somebody works on it. Entered by `take`, `start` and `reopen`."""
    MITIGATED = "mitigated"
    """The harm has stopped, the cause has not been removed."""
    RESOLVED = "resolved"
    """Over. `resolved_at` is set if and only if an incident is here."""


class Role(StrEnum):
    """What a person is allowed to be; `rules.permissions` says what follows."""

    MEMBER = "member"
    RESPONDER = "responder"
    ADMIN = "admin"


class Change(StrEnum):
    """The kinds of history entries; `old` and `new` of an entry hold what this kind names."""

    OPENED = "opened"
    STATUS = "status"
    ASSIGNEE = "assignee"
    SEVERITY = "severity"
    PRIORITY = "priority"
    TITLE = "title"
    SUMMARY = "summary"
    SERVICE = "service"
    CATEGORIES = "categories"
    COMMENTED = "commented"
    COMMENT_EDITED = "comment_edited"
    COMMENT_DELETED = "comment_deleted"
    KEY_MOMENT = "key_moment"
    SNOOZED = "snoozed"
    REMINDERS = "reminders"
    UPDATE_DUE = "update_due"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A Slack workspace and what it has decided for itself."""

    id: str
    name: str
    bot_user_id: str
    incidents_channel: str | None = None
    """Set by an admin."""
    default_channel: str | None = None
    """Found by us: INCIDENTS_CHANNEL, or the public channel called incidents."""
    default_role: Role = Role.RESPONDER

    @property
    def cards_channel(self) -> str | None:
        """The incidents channel; None where there is none yet."""
        return self.incidents_channel or self.default_channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A Slack user as Slack last described them."""

    team_id: str
    id: str
    name: str
    time_zone: str = "UTC"
    is_active: bool = True
    is_guest: bool = False
    is_bot: bool = False
    is_workspace_admin: bool = False
    role: Role | None = None
    """None: the workspace's default role."""
    dm_channel: str | None = None
    is_known: bool = False
    """False until Slack has described them: they may be a guest, so they are treated as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What an incident is about; one per incident, from the workspace's list."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A label of the workspace's own; many per incident."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """An incident about to be stored; its number comes from the workspace's counter."""

    team_id: str
    title: str
    summary: str | None
    severity: Severity
    own_priority: Priority | None
    reporter_id: str
    assignee_id: str | None
    service: Service | None
    categories: tuple[Category, ...]
    opened_in: str | None
    """The channel or DM the reporter was in."""
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident with its service and categories."""

    id: int
    team_id: str
    number: int
    title: str
    summary: str | None
    severity: Severity
    own_priority: Priority | None
    """Set by hand; None follows the severity."""
    status: Status
    service: Service | None
    categories: tuple[Category, ...]
    reporter_id: str
    assignee_id: str | None
    opened_in: str | None
    created_at: datetime
    updated_at: datetime
    acknowledged_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    deleted_at: datetime | None
    """Withdrawn by whoever opened it, or deleted by an admin; it can be restored for thirty days."""
    deleted_by: str | None
    last_activity_at: datetime
    """The last thing a person did to it: what reminders count from."""
    update_due_at: datetime | None
    """When somebody promised the next update."""
    card_channel: str | None
    card_ts: str | None
    """Slack's `ts` of the card, text with its trailing zeros; set once the card is posted."""

    @property
    def priority(self) -> Priority:
        """The priority that counts."""
        return self.own_priority or self.severity.natural_priority

    @property
    def is_resolved(self) -> bool:
        """Whether it is over."""
        return self.status is Status.RESOLVED

    @property
    def is_deleted(self) -> bool:
        """Whether it is there only to be restored."""
        return self.deleted_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file somebody added; Slack keeps it, we keep the link."""

    id: str
    name: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a person added to an incident."""

    id: int
    incident_id: int
    author_id: str
    body: str
    files: tuple[File, ...] = ()
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One thing that happened: who, when, what, from, to."""

    change: Change
    old: str | None = None
    new: str | None = None
    actor_id: str | None = None
    """None: the clock."""
    id: int | None = None
    at: datetime | None = None
    """Both None until it is stored."""
    said: str | None = None
    """The comment it is about, as it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """Something to be said, leased to one worker."""

    id: int
    team_id: str
    lane: str
    kind: str
    effect: dict[str, object]
    attempts: int
    """How often it has been claimed, this time included; what tells one lease from the next."""
    failures: int
    """How often it went wrong before; waiting for its turn is no failure."""
    first_claimed_at: datetime
    leased_at: datetime
    """By the database's clock, like all that replicas compare."""
    is_doubtful: bool
    """An earlier attempt may have reached Slack without our hearing the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Slack has it; where, when it was a message."""

    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """Not yet: again after `seconds`, by the database's clock."""

    seconds: float
    reason: str
    is_failure: bool = True
    """False when it only has to wait for its turn."""
    is_doubtful: bool = False
    """Slack may have done it although we heard no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """Never: Slack refused it for good, or it cannot be rendered."""

    reason: str


Outcome = Delivered | Postponed | Parked


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutboxItem:
    """Something to be said, in the transaction that decided it."""

    lane: str
    """Items of a lane go out one at a time, oldest first."""
    kind: str
    effect: dict[str, object] = field(default_factory=dict)
    incident_id: int | None = None
    """The incident it is about, where it is about one."""
