"""What each filter means, with examples that work: for the help, and for who mistypes one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explained:
    """One kind of filter."""

    examples: tuple[str, ...]
    means: str


EXPLAINED = (
    Explained(("open", "progress", "mitigated", "resolved", "unresolved"), "which have this status"),
    Explained(("status:open,mitigated",), "which have one of these statuses"),
    Explained(("sev1", "sev:1-2", "sev:1,3"), "of this severity, or one of these"),
    Explained(("p1", "p:1-2"), "of this priority, or one of these"),
    Explained(("@ana", "assignee:me"), "which this person has"),
    Explained(("unassigned",), "which nobody has"),
    Explained(("reporter:@ben", "reporter:me"), "which this person reported"),
    Explained(("mine",), "which you reported or have"),
    Explained(("service:payments",), "of this service; the beginning of its name will do"),
    Explained(("cat:api",), "with this category"),
    Explained(("age>4h", "age<30m"), "opened longer ago than this, or not so long ago; m, h, d and w"),
    Explained(("since:7d", "since:yesterday", "until:2026-10-01"), "opened since or until then, in your time zone"),
    Explained(
        ("7d", "last 2 weeks", "last month", "monday", "october", "2026-10"),
        "opened in that time; in a search they are words",
    ),
    Explained(("resolved this week", "resolved-since:7d", "resolved-until:2026-10"), "resolved in that time"),
    Explained(('"exact words"',), "where these words stand together"),
    Explained(
        ("sort:created", "sort:updated", "sort:severity", "sort:status", "sort:unresolved", "sort:created asc"),
        "what comes first; with asc or desc the other way round",
    ),
    Explained(("newest first", "oldest first", "worst first"), "in this order; in a search they are words"),
)
"""Each meaning completes "Incidents …"."""
WORDS = (
    *("open", "progress", "mitigated", "resolved", "unresolved", "unassigned", "mine", "asc", "desc"),
    *("status:", "sev:", "severity:", "priority:", "assignee:", "reporter:", "service:", "cat:", "category:"),
    *("since:", "until:", "resolved-since:", "resolved-until:", "sort:"),
)
"""What a slip of the pen may have been meant for."""
