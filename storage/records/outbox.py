"""What is still to be said, and how saying it went."""

from dataclasses import dataclass, field
from datetime import datetime

EDITED_LATER = ("send_direct_message", "send_reminder")
"""The kinds that tell somebody about an incident, and whose messages are edited when it is deleted or answered."""


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
    more_are_due: bool
    """Whether others were due when it was claimed."""
    is_doubtful: bool
    """An earlier attempt may have reached Slack without our hearing the answer."""
    channel: str | None = None
    """Where the latest attempt to post went."""
    last_error: str | None = None


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
