"""What a person asks for about the workspace itself: its lists, its people, its settings."""

from dataclasses import dataclass

from storage.records import NameList


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


ChangingWorkspace = AddName | RenameName | RemoveName
LookingAtWorkspace = ShowNames
