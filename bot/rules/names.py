"""The product's words for its command, statuses, severities and lists, and what is nearly the same name."""

from collections.abc import Iterable
from difflib import get_close_matches

from storage.records import NameList, Severity, Status

COMMAND = "/incident"
STATUS_NAMES = {
    Status.OPEN: "Open",
    Status.IN_PROGRESS: "In progress",
    Status.MITIGATED: "Mitigated",
    Status.RESOLVED: "Resolved",
}
ALSO_CALLED = {
    Status.OPEN: ("new", "reported", "todo", "triggered"),
    Status.IN_PROGRESS: ("acknowledged", "assigned", "investigating", "identified"),
    Status.MITIGATED: ("monitoring", "contained"),
    Status.RESOLVED: ("closed", "done", "fixed"),
}
"""What other trackers, and people who come from them, call the statuses."""
SEVERITY_MEANINGS = {
    Severity.SEV1: "critical",
    Severity.SEV2: "major",
    Severity.SEV3: "minor",
    Severity.SEV4: "low",
}
SEVERITY_OF_MEANING = {meaning: severity for severity, meaning in SEVERITY_MEANINGS.items()}
ONE_OF = {NameList.SERVICES: "service", NameList.CATEGORIES: "category"}
"""What one name of a list is called."""
_MOST_OFFERED = 3


def renamed_to(name: str, now: str) -> str:
    """Say what that is called now which had the name."""
    return f"“{name}” is called “{now}” now."


def possible(name: str, known: Iterable[str]) -> list[str]:
    """Return the few known names that it may mean: those that begin so, else the most similar."""
    by_lower_name = {one.lower(): one for one in known}
    wanted, names = name.lower(), list(by_lower_name)
    meant = [each for each in names if each.startswith(wanted)][:_MOST_OFFERED]
    meant = meant or get_close_matches(wanted, names, n=_MOST_OFFERED, cutoff=0.6)
    return [by_lower_name[each] for each in meant or get_close_matches(wanted, names, n=1, cutoff=0.5)]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name for which this one may be a slip of the pen."""
    by_lower_name = {one.lower(): one for one in known}
    near = get_close_matches(name.lower(), list(by_lower_name), n=1, cutoff=0.8)
    return by_lower_name[near[0]] if near else None
