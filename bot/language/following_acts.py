"""What a person asks for of what they are told: to follow something, to follow it no more, or how closely."""

from dataclasses import dataclass

from storage.records import Topic


@dataclass(frozen=True, slots=True)
class FollowIncident:
    """Be told of changes to an incident."""

    number: int
    all_changes: bool | None = None
    """None: as one has chosen before, or else only the main ones."""


@dataclass(frozen=True, slots=True)
class UnfollowIncident:
    """Be told no more of changes to an incident."""

    number: int


@dataclass(frozen=True, slots=True)
class Named:
    """A person, service or category, by name; of a person it is the id, and what the name is of may be left open."""

    topic: Topic | None
    name: str


@dataclass(frozen=True, slots=True)
class FollowOther:
    """Be told of changes to the incidents of a person, a service or a category."""

    named: Named
    all_changes: bool | None = None


@dataclass(frozen=True, slots=True)
class UnfollowOther:
    """Be told no more of them."""

    named: Named


@dataclass(frozen=True, slots=True)
class StopFollowing:
    """End one follow of one's own: from the list of them, which is shown anew, or by which one was told."""

    follow_id: int
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class ChooseChanges:
    """Change how much one hears by one follow of one's own."""

    follow_id: int
    all_changes: bool


FollowingAct = FollowIncident | UnfollowIncident | FollowOther | UnfollowOther | StopFollowing | ChooseChanges
"""These concern nobody but who asks."""
