"""The lists of the Home tab: which incidents each holds, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from storage.records import UNRESOLVED, Filter, Sort, Status


class Group(StrEnum):
    """One of the lists; ALL has no button of its own, it is where a search goes on."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    UNRESOLVED = "unresolved"
    RESOLVED_TODAY = "resolved_today"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a list holds."""

    statuses: tuple[Status, ...]
    """Those shown where no others are asked for."""
    possible: tuple[Status, ...]
    """Those that can be asked for."""
    sort: Sort
    is_today: bool = False
    """Resolved on the reader's own day."""
    is_mine: bool = False
    is_unassigned: bool = False


_EVERY = tuple(Status)
GROUPS: Mapping[Group, Kind] = {
    Group.MINE: Kind(statuses=UNRESOLVED, possible=_EVERY, sort=Sort.SEVERITY, is_mine=True),
    Group.UNASSIGNED: Kind(statuses=UNRESOLVED, possible=UNRESOLVED, sort=Sort.SEVERITY, is_unassigned=True),
    Group.UNRESOLVED: Kind(statuses=UNRESOLVED, possible=UNRESOLVED, sort=Sort.SEVERITY),
    Group.RESOLVED_TODAY: Kind(
        statuses=(Status.RESOLVED,), possible=(Status.RESOLVED,), sort=Sort.UPDATED, is_today=True
    ),
    Group.ALL: Kind(statuses=(), possible=_EVERY, sort=Sort.CREATED),
}
COUNTED = (Group.MINE, Group.UNASSIGNED, Group.UNRESOLVED, Group.RESOLVED_TODAY)
"""Those with a button that says how many there are."""


def within(group: Group, wanted: Filter) -> Filter | None:
    """Return the filter among what the list holds; None where nothing can be both."""
    kind = GROUPS[group]
    statuses = tuple(status for status in wanted.statuses if status in kind.possible)
    if wanted.statuses and not statuses:
        return None
    return replace(
        wanted,
        statuses=statuses or kind.statuses,
        is_mine=wanted.is_mine or kind.is_mine,
        is_unassigned=wanted.is_unassigned or kind.is_unassigned,
        sort=wanted.sort or kind.sort,
    )
