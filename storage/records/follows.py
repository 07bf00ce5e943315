"""What people follow, and whom a change to an incident concerns by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.records.incidents import Incident


class Topic(StrEnum):
    """What can be followed, the most particular first."""

    INCIDENT = "incident"
    PERSON = "person"
    SERVICE = "service"
    CATEGORY = "category"


Key = int | str
"""The id of what is followed: a person's is Slack's."""
Keys = Mapping[Topic, tuple[Key, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A follow, by which somebody is told and which they can stop."""

    id: int
    topic: Topic
    name: str
    """An incident's number, a person's id, or the name of a service or a category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A follow as its follower sees it."""

    what: Followed
    all_changes: bool
    """And not only the main ones."""
    title: str | None = None
    """Of the incident."""
    is_removed: bool = False
    """Whether the service or category can be chosen no more; nothing is told by it then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a change to an incident may concern: the followers of what it has to do with."""

    incident: Incident
    concerned: Keys
    """Whose followers are told who asked for all changes."""
    main: Keys
    """Those of the concerned for which it is a main change: all who follow are told."""
    besides: frozenset[str] = frozenset()
    """Who is not told: whose act it was, and who hears of it anyway."""
