"""Filters made out for whoever asks, now: the names they mean, their own zone, and what they may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from bot.deeds import choosing, naming
from bot.deeds.participants import Participants
from bot.errors import Refusal
from bot.language import filters
from bot.rules import periods
from bot.rules.names import ONE_OF, possible, renamed_to
from storage import choices
from storage.records import ME, UNRESOLVED, Category, Filter, NameList, Selection, Service, Sort, Status

Named = TypeVar("Named", Service, Category)
_KEYS = {NameList.SERVICES: "service", NameList.CATEGORIES: "cat"}
_STARTED = (Status.IN_PROGRESS, Status.MITIGATED)
Command = Callable[[Filter], str]
"""Writes what a person types for the same with another filter."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a filter can name."""

    tx: Connection
    team_id: str
    wanted: Filter
    services: Sequence[Service]
    categories: Sequence[Category]

    def service(self, command: Command | None) -> Service | None:
        """Return the service the filter names, if any; raise Refusal where there is none of that name."""
        name = self.wanted.service
        if name is None:
            return None
        meant, guesses = _called(self.services, name)
        if meant is None:
            raise self._refusal(NameList.SERVICES, name, guesses, command)
        return meant

    def category(self, name: str, command: Command | None) -> Category:
        """Return the category the filter names; raise Refusal where there is none of that name."""
        meant, guesses = _called(self.categories, name)
        if meant is None:
            raise self._refusal(NameList.CATEGORIES, name, guesses, command)
        return meant

    def _refusal(
        self, which: NameList, name: str, guesses: Sequence[Service | Category], command: Command | None
    ) -> Refusal:
        now = choosing.called_now(self.tx, which, self.team_id, name)
        other_names = [now] if now else [one.name for one in guesses]
        offers = [command(_with(self.wanted, which, name, other)) for other in other_names] if command else []
        problem = renamed_to(name, now) if now else _problem(ONE_OF[which], name, other_names)
        hints = () if now else tuple(f"`{_KEYS[which]}:{other}`" for other in other_names)
        return Refusal(problem, guesses=hints, field=ONE_OF[which], offers=tuple(offers))


def select(
    tx: Connection,
    wanted: Filter,
    participants: Participants,
    *,
    now: datetime,
    command: Command | None = None,
) -> tuple[Selection, Filter]:
    """Return what to look up, and the filter with the whole names it means; in one statement, or none.

    Raise Refusal for a name there is not, with what it was renamed to, or the nearest; `command` writes what is
    offered then.
    """
    known = _known(tx, wanted, participants)
    try:
        service = known.service(command)
        chosen = [known.category(name, command) for name in wanted.categories]
    except Refusal as refusal:
        raise refusal.but(offers=naming.with_names(tx, participants.caller.team_id, refusal.offers)) from refusal
    selection = replace(
        _unnamed(wanted, participants, now=now),
        service_id=service.id if service else None,
        category_ids=tuple(category.id for category in chosen),
    )
    names = tuple(category.name for category in chosen)
    named = replace(wanted, service=service.name if service else None, categories=names)
    return selection, named if filters.is_readable(named) else wanted


def _unnamed(wanted: Filter, participants: Participants, *, now: datetime) -> Selection:
    """Return what to look up but for what is found by its name."""
    caller = participants.caller
    opened_from, opened_before = periods.opened(wanted, now=now, zone=caller.time_zone)
    resolved_from, resolved_before = periods.resolved(wanted, now=now, zone=caller.time_zone)
    sort = wanted.sort or Sort.CREATED
    return Selection(
        statuses=wanted.statuses,
        severities=wanted.severities,
        priorities=wanted.priorities,
        assignee_id=caller.id if wanted.assignee == ME else wanted.assignee,
        reporter_id=caller.id if wanted.reporter == ME else wanted.reporter,
        is_unassigned=wanted.is_unassigned,
        concerned_id=caller.id if wanted.is_mine else None,
        visible_to=participants.only_reporter,
        opened_from=opened_from,
        opened_before=opened_before,
        resolved_from=resolved_from,
        resolved_before=resolved_before,
        phrases=wanted.phrases,
        sort=sort,
        is_descending=sort.is_descending_by_itself if wanted.is_descending is None else wanted.is_descending,
    )


def beyond_open(selection: Selection) -> Selection | None:
    """Return the same of what is In progress or Mitigated, where Open alone is wanted: that may mean all unresolved."""
    return replace(selection, statuses=_STARTED) if selection.statuses == (Status.OPEN,) else None


def unresolved_first(selection: Selection) -> Selection | None:
    """Return what comes first in a list of all, where that is what is unresolved."""
    is_of_all = selection.sort is Sort.UNRESOLVED and not selection.statuses
    return replace(selection, statuses=UNRESOLVED) if is_of_all else None


def _known(tx: Connection, wanted: Filter, participants: Participants) -> _Known:
    team_id = participants.workspace.id
    if wanted.service is None and not wanted.categories:
        return _Known(tx, team_id, wanted, (), ())
    return _Known(tx, team_id, wanted, *choices.all_named(tx, team_id))


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


def _problem(what: str, name: str, guesses: Sequence[str]) -> str:
    begins = any(guess.lower().startswith(name.lower()) for guess in guesses)
    return f"“{name}” begins the name of more than one {what}." if begins else f"There is no {what} “{name}”."


def _with(wanted: Filter, which: NameList, name: str, other: str) -> Filter:
    if which is NameList.SERVICES:
        return replace(wanted, service=other)
    return replace(wanted, categories=tuple(other if one == name else one for one in wanted.categories))
