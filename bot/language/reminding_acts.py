"""What a person asks for of the reminders of an incident."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowReminder:
    """Say when the next reminder comes, or the rule behind it."""

    number: int
    explains: bool = False


@dataclass(frozen=True, slots=True)
class MoveReminder:
    """Have the next reminder come at another time."""

    number: int
    minutes: int | None
    """From now on; None: tomorrow morning."""
    is_snooze: bool = False
    """It is put off, and never brought forward: the button for it may stand in an old message."""


@dataclass(frozen=True, slots=True)
class StopReminders:
    """Send nobody any more reminders of this incident."""

    number: int


@dataclass(frozen=True, slots=True)
class RestartReminders:
    """Send reminders of this incident again."""

    number: int


RemindingAct = MoveReminder | StopReminders | RestartReminders
