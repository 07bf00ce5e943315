"""What a person asks for about the workspace itself: its lists, its people, its settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.records import NameList, Role, Setting


@dataclass(frozen=True, slots=True)
class ShowNames:
    """Show a list of the workspace's: after or before a name, or from the beginning."""

    which: NameList
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class AddName:
    """Add a name to a list; one that was removed comes back."""

    which: NameList
    name: str


@dataclass(frozen=True, slots=True)
class RenameName:
    """Give a service or category another name."""

    which: NameList
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RemoveName:
    """Hide a service or category from choices."""

    which: NameList
    name: str


@dataclass(frozen=True, slots=True)
class ShowPeople:
    """Show people, their roles and what they have: after or before somebody with such a load, or the most loaded."""

    after: tuple[int, str] | None = None
    before: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class ShowPerson:
    """Show somebody's role and what they have; None: of whoever asks."""

    person_id: str | None


@dataclass(frozen=True, slots=True)
class SetRole:
    """Set somebody's role; of whoever asks, where nobody is named."""

    person_id: str | None
    role: Role | None
    """None: the workspace's default role."""


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """Open the settings, for admins; tell others who they are."""


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """Change the settings, as the form brings them back."""

    said: Mapping[Setting, str]
    """All of them, in words; not checked yet."""
    seen: int = 0
    """The id of the newest change of settings that the form showed."""


@dataclass(frozen=True, slots=True)
class ShowAuditLog:
    """Show what admins did, newest first: before or after the entry of an id, or the newest."""

    before: int | None = None
    after: int | None = None


ChangingListAct = AddName | RenameName | RemoveName
ChangingWorkspaceAct = ChangingListAct | SetRole | SaveSettings
LookingAtWorkspaceAct = ShowNames | ShowPeople | ShowPerson | ShowSettings | ShowAuditLog
