"""The words of a cell, as they are here and as other trackers have them, turned into values."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from bot.language.values import number_of
from bot.operating.imports.columns import Unreadable
from bot.rules.names import ALSO_CALLED
from storage.records import Priority, Severity, Status

Value = TypeVar("Value", bound=StrEnum)

OTHER_WORDS: dict[type[StrEnum], dict[StrEnum, tuple[str, ...]]] = {
    Severity: {
        Severity.SEV1: ("critical", "blocker", "1", "s1"),
        Severity.SEV2: ("major", "high", "2", "s2"),
        Severity.SEV3: ("minor", "medium", "moderate", "normal", "3", "s3"),
        Severity.SEV4: ("low", "trivial", "4", "s4"),
    },
    Priority: {
        Priority.P1: ("critical", "urgent", "highest", "1"),
        Priority.P2: ("high", "2"),
        Priority.P3: ("medium", "normal", "3"),
        Priority.P4: ("low", "lowest", "4"),
    },
    Status: dict(ALSO_CALLED.items()),
}
_VALUES = {
    kind: {_bare: value for value, others in words.items() for _bare in (value.replace("_", ""), *others)}
    for kind, words in OTHER_WORDS.items()
}
_NAMES: dict[type[StrEnum], str] = {
    Severity: "a severity: SEV1 to SEV4, or critical, major, minor or low",
    Priority: "a priority: P1 to P4, or critical, high, medium or low",
    Status: "a status: Open, In progress, Mitigated or Resolved",
}
_HIGHEST = 2_000_000_000
_YES, _NO = {"yes", "true", "1", "y"}, {"no", "false", "0", "n"}


def value(kind: type[Value], written: str) -> Value:
    """Return the value of the words; raise Unreadable, naming what is possible."""
    bare = "".join(character for character in written.casefold() if character not in " _-\t\n")
    if bare in _VALUES[kind]:
        return kind(_VALUES[kind][bare])
    raise Unreadable(f"“{written.strip()[:40]}” is not {_NAMES[kind]}.")


def number(written: str) -> int:
    """Return an incident's number; raise Unreadable."""
    found = number_of(written.strip())
    if not found or found > _HIGHEST:
        raise Unreadable(f"“{written.strip()[:40]}” is not an incident's number, like 42 or INC-42.")
    return found


def moment(written: str) -> datetime:
    """Return a moment, in UTC where no zone is named; raise Unreadable."""
    try:
        at = datetime.fromisoformat(written.strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"“{written.strip()[:40]}” is not a time like 2026-11-18T12:00:00Z.") from error


def is_yes(written: str) -> bool:
    """Return whether it says yes; raise Unreadable where it says neither yes nor no."""
    word = written.strip().casefold()
    if word not in _YES | _NO:
        raise Unreadable(f"“{written.strip()[:40]}” is neither yes nor no.")
    return word in _YES
