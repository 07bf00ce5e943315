"""What a workspace has decided for itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from storage.records.incidents import Severity
from storage.records.people import Role


class Setting(StrEnum):
    """One thing that admins decide; what the audit log calls it, and the field of the form."""

    INCIDENTS_CHANNEL = "incidents_channel"
    SEV1_REMINDER = "sev1_reminder"
    SEV2_REMINDER = "sev2_reminder"
    SEV3_REMINDER = "sev3_reminder"
    SEV4_REMINDER = "sev4_reminder"
    WORK_STARTS = "work_starts"
    WORK_ENDS = "work_ends"
    WORK_DAYS = "work_days"
    TIME_ZONE = "time_zone"
    HOLIDAYS = "holidays"
    DAILY_POST_CHANNEL = "daily_post_channel"
    DAILY_POST_TIME = "daily_post_time"
    DAILY_POST_DAYS = "daily_post_days"
    DEFAULT_ROLE = "default_role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day on which nobody of the workspace works."""

    day: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that admins decide; days of the week are 1 (Monday) to 7."""

    incidents_channel: str | None
    """None: the one we find."""
    reminder_minutes: Mapping[Severity, int]
    """How long an unresolved incident may go without activity."""
    work_starts: time
    work_ends: time
    work_days: tuple[int, ...]
    time_zone: str
    holidays: tuple[Holiday, ...]
    """By day."""
    daily_post_channel: str | None
    """None: the incidents channel."""
    daily_post_time: time
    daily_post_days: tuple[int, ...]
    """None of them: there is no daily post."""
    default_role: Role
