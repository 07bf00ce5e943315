"""Filters made out for whoever asks, now: the names they mean, their own zone, and what they may see."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from bot.deeds import naming
from bot.deeds.participants import Participants
from bot.errors import Refusal
from bot.language import filters
from bot.rules import periods
from bot.rules.names import possible
from storage import choices
from storage.records import ME, UNRESOLVED, Category, Filter, Selection, Service, Sort, Status

Named = TypeVar("Named", Service, Category)
_STARTED = (Status.IN_PROGRESS, Status.MITIGATED)
Command = Callable[[Filter], str]
"""Writes what a person types for the same with another filter."""


def select(
    tx: Connection,
    wanted: Filter,
    participants: Participants,
    *,
    now: datetime,
    command: Command | None = None,
) -> tuple[Selection, Filter]:
    """Return what to look up, and the filter with the whole names it means; in one statement, or none.

    Raise Refusal for a name there is not, with the nearest; `command` writes what is offered then.
    """
    services, categories = _known(tx, wanted, participants)
    caller = participants.caller
    opened_from, opened_before = periods.opened(wanted, now=now, zone=caller.time_zone)
    resolved_from, resolved_before = periods.resolved(wanted, now=now, zone=caller.time_zone)
    try:
        service = _service(services, wanted, command)
        chosen = [_category(categories, name, wanted, command) for name in wanted.categories]
    except Refusal as refusal:
        raise refusal.but(offers=naming.with_names(tx, caller.team_id, refusal.offers)) from refusal
    sort = wanted.sort or Sort.CREATED
    selection = Selection(
        statuses=wanted.statuses,
        severities=wanted.severities,
        priorities=wanted.priorities,
        assignee_id=caller.id if wanted.assignee == ME else wanted.assignee,
        reporter_id=caller.id if wanted.reporter == ME else wanted.reporter,
        is_unassigned=wanted.is_unassigned,
        concerned_id=caller.id if wanted.is_mine else None,
        visible_to=participants.only_reporter,
        service_id=service.id if service else None,
        category_ids=tuple(category.id for category in chosen),
        opened_from=opened_from,
        opened_before=opened_before,
        resolved_from=resolved_from,
        resolved_before=resolved_before,
        phrases=wanted.phrases,
        sort=sort,
        is_descending=sort.is_descending_by_itself if wanted.is_descending is None else wanted.is_descending,
    )
    names = tuple(category.name for category in chosen)
    named = replace(wanted, service=service.name if service else None, categories=names)
    return selection, named if filters.is_readable(named) else wanted


def beyond_open(selection: Selection) -> Selection | None:
    """Return the same of what is In progress or Mitigated, where Open alone is wanted: that may mean all unresolved."""
    return replace(selection, statuses=_STARTED) if selection.statuses == (Status.OPEN,) else None


def unresolved_first(selection: Selection) -> Selection | None:
    """Return what comes first in a list of all, where that is what is unresolved."""
    is_of_all = selection.sort is Sort.UNRESOLVED and not selection.statuses
    return replace(selection, statuses=UNRESOLVED) if is_of_all else None


def _known(tx: Connection, wanted: Filter, participants: Participants) -> tuple[Sequence[Service], Sequence[Category]]:
    if wanted.service is None and not wanted.categories:
        return (), ()
    return choices.all_named(tx, participants.workspace.id)


def _service(known: Sequence[Service], wanted: Filter, command: Command | None) -> Service | None:
    if wanted.service is None:
        return None
    meant, guesses = _called(known, wanted.service)
    if meant is None:
        again = [replace(wanted, service=one.name) for one in guesses]
        raise _refusal(wanted.service, "service", guesses, _offers(again, command))
    return meant


def _category(known: Sequence[Category], name: str, wanted: Filter, command: Command | None) -> Category:
    meant, guesses = _called(known, name)
    if meant is None:
        again = [_renamed(wanted, name, one.name) for one in guesses]
        raise _refusal(name, "category", guesses, _offers(again, command))
    return meant


def _called(known: Sequence[Named], name: str) -> tuple[Named | None, list[Named]]:
    """Return the one of that name, or the only one that begins so; else those that may have been meant."""
    by_name = {one.name.lower(): one for one in known}
    wanted = name.lower()
    if wanted in by_name:
        return by_name[wanted], []
    meant = [by_name[each] for each in possible(wanted, by_name)]
    if len(meant) == 1 and meant[0].name.lower().startswith(wanted):
        return meant[0], []
    return None, meant


def _refusal(name: str, what: str, guesses: Sequence[Service | Category], offers: tuple[str, ...]) -> Refusal:
    begins = any(one.name.lower().startswith(name.lower()) for one in guesses)
    problem = f"“{name}” begins the name of more than one {what}." if begins else f"There is no {what} “{name}”."
    key = "cat" if what == "category" else what
    return Refusal(problem, guesses=tuple(f"`{key}:{one.name}`" for one in guesses), field=what, offers=offers)


def _offers(again: Sequence[Filter], command: Command | None) -> tuple[str, ...]:
    return tuple(command(wanted) for wanted in again) if command else ()


def _renamed(wanted: Filter, name: str, other: str) -> Filter:
    return replace(wanted, categories=tuple(other if one == name else one for one in wanted.categories))
