"""Reminders: how far those of an incident have come."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """What was said and asked of the reminders of one incident; `rules.reminders` says what follows."""

    sent: int = 0
    """Since the last activity."""
    last_at: datetime | None = None
    """Also where there was activity since."""
    moved_to: datetime | None = None
    """When somebody wants the next one but for that of a promised update; until it comes."""
    moved_at: datetime | None = None
    """When they said so."""
