"""The product's words for severities, priorities and statuses, always with more than a colour."""

from bot.rules.names import SEVERITY_MEANINGS, STATUS_NAMES
from bot.views.text import person
from storage.records import Incident, Severity, Status

_SEVERITY_SIGNS = {
    Severity.SEV1: ":red_circle:",
    Severity.SEV2: ":large_orange_circle:",
    Severity.SEV3: ":large_yellow_circle:",
    Severity.SEV4: ":white_circle:",
}
_STATUS_SIGNS = {
    Status.OPEN: ":rotating_light:",
    Status.IN_PROGRESS: ":eyes:",
    Status.MITIGATED: ":adhesive_bandage:",
    Status.RESOLVED: ":white_check_mark:",
}


def severity(value: Severity) -> str:
    """Return `SEV1 critical`."""
    return f"{value.upper()} {SEVERITY_MEANINGS[value]}"


def severity_signed(value: Severity) -> str:
    """Return the severity with its sign, which is never the only signal."""
    return f"{severity(value)} {_SEVERITY_SIGNS[value]}"


def status(value: Status) -> str:
    """Return `In progress`."""
    return STATUS_NAMES[value]


def status_signed(value: Status) -> str:
    """Return the status with its sign."""
    return f"{STATUS_NAMES[value]} {_STATUS_SIGNS[value]}"


def gone(incident: Incident) -> str:
    """Say what became of a deleted incident: its reporter takes it back, anybody else deletes it."""
    return f"#{incident.number} was {what_became_of(incident)} by {person(incident.deleted_by)}."


def what_became_of(incident: Incident) -> str:
    """Return `withdrawn` or `deleted`."""
    return "withdrawn" if incident.deleted_by == incident.reporter_id else "deleted"


def in_short(incident: Incident) -> str:
    """Return `SEV3 · P1`."""
    return f"{incident.severity.upper()} · {incident.priority.upper()}"
