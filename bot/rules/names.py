"""The product's words for its command, statuses and severities."""

from storage.records import Severity, Status

COMMAND = "/incident"
STATUS_NAMES = {
    Status.OPEN: "Open",
    Status.IN_PROGRESS: "In progress",
    Status.MITIGATED: "Mitigated",
    Status.RESOLVED: "Resolved",
}
SEVERITY_MEANINGS = {
    Severity.SEV1: "critical",
    Severity.SEV2: "major",
    Severity.SEV3: "minor",
    Severity.SEV4: "low",
}
SEVERITY_OF_MEANING = {meaning: severity for severity, meaning in SEVERITY_MEANINGS.items()}
