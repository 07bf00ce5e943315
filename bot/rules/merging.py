"""What is to be changed in an incident, and what of it others have changed since it was shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.rules import texts
from storage.records import Change, Priority, Severity


class Stays(Enum):
    """A field of which nothing was said, where None would empty it."""

    STAYS = "stays"


STAYS = Stays.STAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What was said about the fields of an incident that is there; its texts are not checked yet."""

    title: str | Stays = STAYS
    severity: Severity | Stays = STAYS
    summary: str | Stays | None = STAYS
    priority: Priority | Stays | None = STAYS
    """None: it follows the severity."""
    service: str | Stays | None = STAYS
    categories: tuple[str, ...] | Stays = STAYS
    assignee_id: str | Stays | None = STAYS
    """ME as in a draft."""


NOTHING = Edit()
FIELDS = {
    Change.TITLE: "title",
    Change.SEVERITY: "severity",
    Change.SUMMARY: "summary",
    Change.PRIORITY: "priority",
    Change.SERVICE: "service",
    Change.CATEGORIES: "categories",
    Change.ASSIGNEE: "assignee_id",
}
"""The fields of an Edit, by what history calls them."""


def merge(
    edit: Edit, *, shown: Mapping[Change, str | None], present: Mapping[Change, str | None]
) -> tuple[Edit, frozenset[Change]]:
    """Return what its reader themselves wants changed, and which of it somebody else has changed as well.

    A form brings back every field. One that says what it showed was not touched, so what is there now stands; one that
    says what is there now needs no change. `shown` and `present` are in the words of history.
    """
    said = {change: _in_history(getattr(edit, field)) for change, field in FIELDS.items()}
    brought = {change for change in FIELDS if getattr(edit, FIELDS[change]) is not STAYS}
    wanted = {change for change in brought if said[change] not in (shown[change], present[change])}
    contested = frozenset(change for change in wanted if shown[change] != present[change])
    stays = {FIELDS[change]: STAYS for change in brought - wanted}
    return replace(edit, **stays), contested


def added(edit: Edit, *, has: Sequence[str]) -> Edit:
    """Return what was said with the categories that the incident `has` already."""
    if isinstance(edit.categories, Stays):
        return edit
    return replace(edit, categories=texts.categories([*has, *edit.categories]))


def _in_history(value: str | Stays | tuple[str, ...] | None) -> str | None:
    """Return how history would say it."""
    if isinstance(value, tuple):
        return ", ".join(sorted(value, key=str.lower)) or None
    return None if isinstance(value, Stays) else value or None
