"""Services and categories that somebody names: found, or created by who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds.participants import Participants
from bot.errors import Refusal
from bot.language.acts import Draft
from bot.rules import texts
from bot.rules.merging import Edit
from bot.rules.names import nearest, renamed_to
from bot.rules.permissions import Right
from bot.views.names import AddedName
from storage import audit_log, choices, lists
from storage.records import AuditAct, AuditEntry, Category, Named, NameList, Service

_RESTORED = {NameList.SERVICES: AuditAct.SERVICE_RESTORED, NameList.CATEGORIES: AuditAct.CATEGORY_RESTORED}


@dataclass(frozen=True, slots=True)
class Choosing:
    """Finds what somebody names, or creates it for somebody who may; remembers what that added to the lists.

    A name that a form still showed, because it was renamed after the form `saw` its incident, means the same still.
    """

    tx: Connection
    participants: Participants
    now: datetime
    saw: datetime | None = None
    added: list[AddedName] = field(default_factory=list)
    """What could not be chosen, or not any more, until it was named now."""

    def service(self, name: str | None, *, is_chosen: bool) -> Service | None:
        """Return the service; None for no name.

        A name typed in one line that was another's, or nearly is, is taken for that: raise Refusal naming that one.
        """
        if name is None:
            return None
        wanted = texts.name(name, field="service")
        found = lists.find(self.tx, NameList.SERVICES, self._team_id, wanted)
        if found and not found.is_removed:
            return Service(id=found.id, name=found.name)
        if renamed := self._renamed(NameList.SERVICES, [wanted]).get(wanted):
            return Service(id=renamed.id, name=renamed.name)
        if not is_chosen:
            _refuse_other_name(self.tx, wanted, self.participants, was_removed=found is not None)
        self.participants.require(Right.ADD_TO_LISTS, field="service")
        self._add(NameList.SERVICES, [wanted], {wanted: found} if found else {})
        return choices.service_named(self.tx, self._team_id, wanted)

    def categories(self, names: tuple[str, ...], *, has: tuple[Category, ...] = ()) -> tuple[Category, ...]:
        """Return the categories; those the incident `has` it keeps, also where they were removed meanwhile."""
        by_name = {category.name: category for category in has}
        named = texts.categories(names)
        kept = [by_name[name] for name in named if name in by_name]
        wanted = [name for name in named if name not in by_name]
        found = self._found(wanted) if wanted else []
        return tuple({category.id: category for category in (*kept, *found)}.values())

    def _found(self, names: Sequence[str]) -> list[Category]:
        known = lists.find_all(self.tx, NameList.CATEGORIES, self._team_id, names)
        found = _present(known)
        found |= self._renamed(NameList.CATEGORIES, [name for name in names if name not in found])
        missing = [name for name in names if name not in found]
        if missing:
            self.participants.require(Right.ADD_TO_LISTS, field="categories")
            self._add(NameList.CATEGORIES, missing, known)
        there = [Category(id=found[name].id, name=found[name].name) for name in names if name in found]
        return [*there, *choices.categories_named(self.tx, self._team_id, missing)]

    def _renamed(self, which: NameList, names: Sequence[str]) -> Mapping[str, Named]:
        """Return what is called otherwise since the form showed it under these names."""
        if not names or self.saw is None:
            return {}
        return lists.renamed(self.tx, which, self._team_id, names, since=self.saw)

    def _add(self, which: NameList, names: Sequence[str], known: Mapping[str, Named]) -> None:
        """Remember which of the names are new, and which are `known`, but were removed."""
        removed = {known[name].id: known[name] for name in names if name in known}
        audit_restored(self.tx, which, list(removed.values()), self.participants, now=self.now)
        self.added.extend(AddedName(which, one.name, was_removed=True) for one in removed.values())
        self.added.extend(AddedName(which, name, was_removed=False) for name in names if name not in known)

    @property
    def has_brought_back(self) -> bool:
        """Whether any of it had been removed."""
        return any(one.was_removed for one in self.added)

    @property
    def _team_id(self) -> str:
        return self.participants.workspace.id


def meant_service(tx: Connection, draft: Draft, participants: Participants) -> str | None:
    """Return the service that was called what the draft says, or for whose name that may be a slip."""
    team_id, name = participants.workspace.id, draft.service or ""
    return called_now(tx, NameList.SERVICES, team_id, name) or nearest(name, choices.service_names(tx, team_id))


def called_now(tx: Connection, which: NameList, team_id: str, name: str) -> str | None:
    """Return what that is called which once had the name."""
    found = lists.renamed(tx, which, team_id, [name]).get(name)
    return found.name if found else None


def as_called_now(tx: Connection, edit: Edit, team_id: str) -> Edit:
    """Return the edit with the service of its name as that is called now, where none has the name any more."""
    name = edit.service
    if not isinstance(name, str) or lists.find(tx, NameList.SERVICES, team_id, name):
        return edit
    return replace(edit, service=called_now(tx, NameList.SERVICES, team_id, name) or name)


def without_new_names(tx: Connection, draft: Draft, participants: Participants) -> Draft:
    """Return the draft with those of its names alone that can be chosen."""
    team_id = participants.workspace.id
    services = _present(lists.find_all(tx, NameList.SERVICES, team_id, [draft.service] if draft.service else []))
    known = _present(lists.find_all(tx, NameList.CATEGORIES, team_id, draft.categories))
    return replace(
        draft,
        service=next(iter(services), None),
        categories=tuple(name for name in draft.categories if name in known),
    )


def audit_restored(
    tx: Connection, which: NameList, named: Sequence[Named], participants: Participants, *, now: datetime
) -> None:
    """Remember who brought back what admins had removed."""
    entries = [AuditEntry(act=_RESTORED[which], subject=str(one.id), old=one.name) for one in named]
    audit_log.add(tx, participants.workspace.id, entries, actor_id=participants.caller.id, at=now)


def _present(known: Mapping[str, Named]) -> dict[str, Named]:
    """Return those that can be chosen."""
    return {name: one for name, one in known.items() if not one.is_removed}


def _refuse_other_name(tx: Connection, name: str, participants: Participants, *, was_removed: bool) -> None:
    """Raise Refusal where another service had the name, which may have been removed since, or nearly has it."""
    team_id, may_add = participants.workspace.id, participants.may(Right.ADD_TO_LISTS)
    if not was_removed and (now := called_now(tx, NameList.SERVICES, team_id, name)):
        hint = "To create a new one of the old name, use the form." if may_add else ""
        raise Refusal(renamed_to(name, now), hint=hint, field="service")
    if near := nearest(name, choices.service_names(tx, team_id)):
        raise Refusal(
            f"There is no service “{name}”.",
            guesses=(f"`service:{near}`",),
            hint="To create a new one with a name this near, use the form." if may_add else "",
            field="service",
        )
