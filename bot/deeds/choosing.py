"""Services and categories that somebody names: found, or created by who may."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds.participants import Participants
from bot.errors import Refusal
from bot.language.acts import Draft
from bot.rules import texts
from bot.rules.names import ONE_OF, nearest
from bot.rules.permissions import Right
from storage import audit_log, choices, lists
from storage.records import AuditAct, AuditEntry, Category, Named, NameList, Service

_RESTORED = {NameList.SERVICES: AuditAct.SERVICE_RESTORED, NameList.CATEGORIES: AuditAct.CATEGORY_RESTORED}


def service(
    tx: Connection,
    name: str | None,
    participants: Participants,
    *,
    is_chosen: bool,
    now: datetime,
    saw: datetime | None = None,
) -> tuple[Service | None, list[str]]:
    """Find a service, or create it for somebody who may; None for no name. Return also what of it was brought back.

    A name typed in one line that is nearly another's is taken for a slip: raise Refusal naming that one. A name that a
    form still showed, because the service was renamed after the form `saw` its incident, means that service.
    """
    if name is None:
        return None, []
    team_id, wanted = participants.workspace.id, texts.name(name, field="service")
    found = lists.find(tx, NameList.SERVICES, team_id, wanted)
    if found and not found.is_removed:
        return Service(id=found.id, name=found.name), []
    if saw and (renamed := lists.renamed_since(tx, NameList.SERVICES, team_id, [wanted], saw)):
        return Service(id=renamed[wanted].id, name=renamed[wanted].name), []
    if not is_chosen:
        _refuse_slip(wanted, choices.service_names(tx, team_id))
    participants.require(Right.ADD_TO_LISTS, field="service")
    back = audit_restored(tx, NameList.SERVICES, [found] if found else [], participants, now=now)
    return choices.service_named(tx, team_id, wanted), back


def categories(
    tx: Connection,
    names: tuple[str, ...],
    participants: Participants,
    *,
    now: datetime,
    has: tuple[Category, ...] = (),
    saw: datetime | None = None,
) -> tuple[tuple[Category, ...], list[str]]:
    """Find categories, or create the missing ones for somebody who may. Return also which were brought back.

    Those the incident `has` it keeps, also where they were removed from choices meanwhile; for `saw` see `service`.
    """
    by_name = {category.name: category for category in has}
    named = texts.categories(names)
    kept = [by_name[name] for name in named if name in by_name]
    wanted = tuple(name for name in named if name not in by_name)
    found, back = _found(tx, wanted, participants, saw, now=now) if wanted else ((), [])
    return tuple({category.id: category for category in (*kept, *found)}.values()), back


def nearest_service(tx: Connection, draft: Draft, participants: Participants) -> str | None:
    """Return the service for whose name the draft's may be a slip."""
    return nearest(draft.service or "", choices.service_names(tx, participants.workspace.id))


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
) -> list[str]:
    """Remember who brought back what admins had removed; return what that is."""
    entries = [AuditEntry(act=_RESTORED[which], subject=str(one.id), old=one.name) for one in named]
    audit_log.add(tx, participants.workspace.id, entries, actor_id=participants.caller.id, at=now)
    return [f"the {ONE_OF[which]} “{one.name}”" for one in named]


def _found(
    tx: Connection, names: tuple[str, ...], participants: Participants, saw: datetime | None, *, now: datetime
) -> tuple[tuple[Category, ...], list[str]]:
    team_id = participants.workspace.id
    known = lists.find_all(tx, NameList.CATEGORIES, team_id, names)
    found = _present(known)
    missing = [name for name in names if name not in found]
    if missing and saw:
        found |= lists.renamed_since(tx, NameList.CATEGORIES, team_id, missing, saw)
        missing = [name for name in missing if name not in found]
    back: list[str] = []
    if missing:
        participants.require(Right.ADD_TO_LISTS, field="categories")
        removed = {known[name].id: known[name] for name in missing if name in known}
        back = audit_restored(tx, NameList.CATEGORIES, list(removed.values()), participants, now=now)
    there = tuple(Category(id=found[name].id, name=found[name].name) for name in names if name in found)
    return (*there, *choices.categories_named(tx, team_id, missing)), back


def _present(known: Mapping[str, Named]) -> dict[str, Named]:
    """Return those that can be chosen."""
    return {name: one for name, one in known.items() if not one.is_removed}


def _refuse_slip(name: str, known: list[str]) -> None:
    if near := nearest(name, known):
        raise Refusal(
            f"There is no service “{name}”.",
            guesses=(f"`service:{near}`",),
            hint="To create a new one with a name this near, use the form.",
            field="service",
        )
