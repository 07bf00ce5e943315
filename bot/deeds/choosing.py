"""Services and categories that somebody names: found, or created by who may."""

from datetime import datetime

from sqlalchemy import Connection

from bot.deeds.participants import Participants
from bot.errors import Refusal
from bot.rules import texts
from bot.rules.names import nearest
from bot.rules.permissions import Right
from storage import choices, lists
from storage.records import Category, NameList, Service


def service(
    tx: Connection, name: str | None, participants: Participants, *, is_chosen: bool, saw: datetime | None = None
) -> Service | None:
    """Find a service, or create it for somebody who may; None for no name.

    A name typed in one line that is nearly another's is taken for a slip: raise Refusal naming that one. A name that a
    form still showed, because the service was renamed after the form `saw` its incident, means that service.
    """
    if name is None:
        return None
    team_id, wanted = participants.workspace.id, texts.name(name, field="service")
    found = choices.find_service(tx, team_id, wanted)
    if found is not None:
        return found
    if saw and (renamed := lists.renamed_since(tx, NameList.SERVICES, team_id, [wanted], saw)):
        return Service(id=renamed[wanted].id, name=renamed[wanted].name)
    if not is_chosen:
        _refuse_slip(wanted, choices.service_names(tx, team_id))
    participants.require(Right.ADD_TO_LISTS, field="service")
    return choices.service_named(tx, team_id, wanted)


def categories(
    tx: Connection,
    names: tuple[str, ...],
    participants: Participants,
    *,
    has: tuple[Category, ...] = (),
    saw: datetime | None = None,
) -> tuple[Category, ...]:
    """Find categories, or create the missing ones for somebody who may.

    Those the incident `has` it keeps, also where they were removed from choices meanwhile; for `saw` see `service`.
    """
    by_name = {category.name: category for category in has}
    named = texts.categories(names)
    kept = [by_name[name] for name in named if name in by_name]
    wanted = tuple(name for name in named if name not in by_name)
    found = _found(tx, wanted, participants, saw) if wanted else ()
    return tuple({category.id: category for category in (*kept, *found)}.values())


def _found(
    tx: Connection, names: tuple[str, ...], participants: Participants, saw: datetime | None
) -> tuple[Category, ...]:
    team_id = participants.workspace.id
    known = lists.find_all(tx, NameList.CATEGORIES, team_id, names)
    found = {name: one for name, one in known.items() if not one.is_removed}
    missing = [name for name in names if name not in found]
    if missing and saw:
        found |= lists.renamed_since(tx, NameList.CATEGORIES, team_id, missing, saw)
        missing = [name for name in missing if name not in found]
    if missing:
        participants.require(Right.ADD_TO_LISTS, field="categories")
    there = tuple(Category(id=found[name].id, name=found[name].name) for name in names if name in found)
    return (*there, *choices.categories_named(tx, team_id, missing))


def _refuse_slip(name: str, known: list[str]) -> None:
    if near := nearest(name, known):
        raise Refusal(
            f"There is no service “{name}”. Did you mean `service:{near}`? "
            "To create a new one with a name this near, use the form.",
            field="service",
        )
