"""Services and categories that somebody names: found, or created by who may."""

from difflib import get_close_matches

from sqlalchemy import Connection

from bot.deeds.participants import Participants
from bot.errors import Refusal
from bot.rules import texts
from bot.rules.permissions import Right
from storage import choices
from storage.records import Category, Service


def service(tx: Connection, name: str | None, participants: Participants, *, is_chosen: bool) -> Service | None:
    """Find a service, or create it for somebody who may; None for no name.

    A name typed in one line that is nearly another's is taken for a slip: raise Refusal naming that one.
    """
    if name is None:
        return None
    team_id, wanted = participants.workspace.id, texts.name(name, field="service")
    found = choices.find_service(tx, team_id, wanted)
    if found is not None:
        return found
    if not is_chosen:
        _refuse_slip(wanted, choices.service_names(tx, team_id))
    participants.require(Right.ADD_TO_LISTS, field="service")
    return choices.service_named(tx, team_id, wanted)


def categories(tx: Connection, names: tuple[str, ...], participants: Participants) -> tuple[Category, ...]:
    """Find categories, or create the missing ones for somebody who may."""
    names = texts.categories(names)
    if not names:
        return ()
    team_id = participants.workspace.id
    found = choices.find_categories(tx, team_id, names)
    if len(found) == len(names):
        return found
    participants.require(Right.ADD_TO_LISTS, field="categories")
    return choices.categories_named(tx, team_id, names)


def _refuse_slip(name: str, known: list[str]) -> None:
    by_lower_name = {one.lower(): one for one in known}
    near = get_close_matches(name.lower(), list(by_lower_name), n=1, cutoff=0.8)
    if near:
        raise Refusal(
            f"There is no service “{name}”. Did you mean `service:{by_lower_name[near[0]]}`? "
            "To create a new one with a name this near, use the form.",
            field="service",
        )
