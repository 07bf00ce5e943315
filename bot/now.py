"""The present moment, by the machine's own clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present moment; everything below receives it as an argument."""
    return datetime.now(UTC)
