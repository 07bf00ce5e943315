"""The Home tab of whoever opens it: what they look at, kept for them, and drawn for what they may see now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from bot.deeds import finding, naming, searching, selecting
from bot.deeds.outcome import Caller
from bot.deeds.participants import Participants, gather
from bot.deeds.searching import Sought
from bot.errors import Refusal
from bot.rules import groups, periods
from bot.rules.groups import COUNTED, GROUPS, Group
from bot.rules.permissions import Right
from bot.slack.effects import RefreshHome, to_item
from bot.views import lists
from bot.views.blocks import Message, View
from bot.views.home import tab
from bot.views.home.state import State
from bot.views.home.tab import Drawn, Shown
from bot.views.lists import Row
from storage import homes, incidents, people
from storage.incidents import MOST_RANKED
from storage.records import Day, Filter, Home, NewOutboxItem, Page, Person, Selection

Change = Callable[[State], State]
"""What a click makes of what somebody looks at."""

_WAYS: tuple[tuple[str, str, Right], ...] = (
    ("Settings", "settings", Right.SET_SETTINGS),
    ("People", "users", Right.SET_ROLES),
)
"""Buttons beside *New incident*: label and verb, for those who have the right."""


@dataclass(frozen=True)
class _Onlooker:
    """Who looks at their tab, and when."""

    tx: Connection
    participants: Participants
    now: datetime
    finds_similar: bool
    """Whether the database can tell which words are alike."""

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Return whom the box may name."""
        everybody = people.everybody(self.tx, self.participants.workspace.id)
        return tuple(one for one in everybody if one.can_be_named)

    def knowing_people(self, state: State) -> State:
        """Return what is looked at with whom the box may name, where it names somebody; one statement, or none."""
        return state.model_copy(update={"people": self.people}) if state.names_people else state


def opened(tx: Connection, *, by: Caller, now: datetime, finds_similar: bool) -> View | None:
    """Draw the tab for somebody who opens it, from now on also after what they do elsewhere; None for who may not."""
    participants = gather(tx, by)
    if not participants.may(Right.READ):
        return None
    before = homes.get(tx, by.team_id, by.person_id)
    home = replace(before, said=()) if before else Home("", 0)
    view = _draw(tx, home, _Onlooker(tx, participants, now=now, finds_similar=finds_similar))
    homes.open_(tx, by.team_id, by.person_id, at=now)
    return view


def clicked(tx: Connection, change: Change, seen: State, *, by: Caller, now: datetime, finds_similar: bool) -> View:
    """Draw what the click asks for, and keep it; raise Refusal for who may not.

    A click on a tab that is not the newest, since another came first, changes the newest, on its first page; the same
    click heard again changes nothing.
    """
    participants = gather(tx, by)
    participants.require(Right.READ)
    onlooker = _Onlooker(tx, participants, now=now, finds_similar=finds_similar)
    asked = change(onlooker.knowing_people(seen))
    if view := _drawn_and_kept(tx, asked, seen.version, onlooker):
        return view
    newest = homes.get(tx, by.team_id, by.person_id)
    if newest and (newest.version, newest.state) == (seen.version + 1, asked.packed()):
        return _draw(tx, newest, onlooker)
    version = newest.version if newest else seen.version
    last = onlooker.knowing_people(State.read(newest.state if newest else ""))
    wanted = change(last).from_the_start()
    if view := _drawn_and_kept(tx, wanted, version, onlooker):
        return view
    raise Refusal("Your Home tab changed at that moment. Try again.")


def drawn(tx: Connection, team_id: str, person_id: str, *, now: datetime, finds_similar: bool) -> Drawn | None:
    """Draw what somebody looks at, without a click of theirs; None where they never did, or may not any more."""
    home = homes.get(tx, team_id, person_id)
    if home is None:
        return None
    participants = gather(tx, Caller(team_id=team_id, person_id=person_id, person_name=person_id))
    if not participants.may(Right.READ):
        return None
    return Drawn(_draw(tx, home, _Onlooker(tx, participants, now=now, finds_similar=finds_similar)), home.version)


def refresh(tx: Connection, *, by: Caller) -> None:
    """Have the caller's tab drawn again, if they have ever opened it: others see the change when they open theirs."""
    homes.refresh(tx, by.team_id, by.person_id, refresh_of(by))


def refresh_of(by: Caller) -> NewOutboxItem:
    """Return what draws the caller's tab again."""
    return to_item(RefreshHome(person_id=by.person_id))


def tell(tx: Connection, message: Message, *, by: Caller) -> None:
    """Answer on the tab what was done there; the answer stays until the next click."""
    homes.tell(tx, by.team_id, by.person_id, message.blocks)


def _drawn_and_kept(tx: Connection, wanted: State, version: int, onlooker: _Onlooker) -> View | None:
    """Draw what is wanted after that version, and keep it; None when another click came first.

    It is kept last: whoever clicks again waits for this transaction only from then on.
    """
    home = Home(wanted.packed(), version + 1)
    view = _draw(tx, home, onlooker)
    person = onlooker.participants.caller
    is_kept = homes.keep(tx, person.team_id, person.id, state=home.state, after=version, at=onlooker.now)
    return view if is_kept else None


def _draw(tx: Connection, home: Home, onlooker: _Onlooker) -> View:
    state = State.read(home.state).model_copy(update={"version": home.version})
    counted = [_of_group(tx, group, onlooker) for group in COUNTED]
    shown = Shown(
        state=state,
        counts={},
        reader_id=onlooker.participants.caller.id,
        wanted=state.chosen,
        said=home.said,
        ways=_ways(onlooker.participants),
    )
    try:
        shown, listed = _listed(tx, shown, onlooker)
    except Refusal as refusal:
        shown, listed = replace(shown, problem=str(refusal), offers=refusal.offers), None
    looked_at = [listed] if listed else []
    started = selecting.beyond_open(listed) if listed and not shown.rows else None
    if started:
        looked_at.append(started)
    numbers = incidents.counts(tx, onlooker.participants.workspace.id, [*counted, *looked_at])
    if started and (others := numbers.pop()):
        shown = replace(shown, started=others, offers=[*shown.offers, state.naming_unresolved()])
    total = lists.counted(numbers.pop()) if listed else shown.total
    return tab.tab(replace(shown, counts=dict(zip(COUNTED, numbers, strict=True)), total=total))


def _listed(tx: Connection, shown: Shown, onlooker: _Onlooker) -> tuple[Shown, Selection | None]:
    """Return the tab with a page of the list, and what is still to be counted of it."""
    participants = onlooker.participants
    shown = replace(shown, state=onlooker.knowing_people(shown.state))
    typed, typed_filter = shown.state.wanted()
    words, wanted = _on_this_page(shown.state, typed, typed_filter)
    shown = replace(shown, typed=typed, words=words)
    within = groups.within(shown.state.group, wanted)
    if within is None:
        return replace(shown, wanted=wanted), None
    selection, named = selecting.select(tx, within, participants, now=onlooker.now, command=shown.state.naming)
    selection = _today(selection, shown.state.group, onlooker)
    shown = replace(shown, wanted=replace(wanted, service=named.service, categories=named.categories, sort=named.sort))
    if words:
        sought = Sought(
            words=words,
            wanted=wanted,
            selection=selection,
            limit=tab.ROWS,
            place=shown.state.place,
            is_back=shown.state.is_back,
        )
        return _searched(tx, shown, sought, onlooker)
    page = incidents.page(
        tx,
        participants.workspace.id,
        selection,
        limit=tab.ROWS,
        place=shown.state.place,
        backwards=shown.state.is_back,
    )
    return _with_page(shown, page, participants), selection


def _on_this_page(state: State, typed: tuple[str, ...], wanted: Filter) -> tuple[tuple[str, ...], Filter]:
    """Return the words and the filter: beyond the first page those go on that the first one looked for."""
    if state.page is None or not typed:
        return typed, wanted
    words = state.page.words
    return words, wanted if words else searching.together(typed, wanted)


def _searched(tx: Connection, shown: Shown, sought: Sought, onlooker: _Onlooker) -> tuple[Shown, Selection | None]:
    participants = onlooker.participants
    result = searching.search(tx, participants.workspace.id, sought, finds_similar=onlooker.finds_similar)
    wanted = replace(shown.wanted, phrases=result.selection.phrases)
    shown = _with_page(replace(shown, words=result.words, wanted=wanted), result.page, participants, said=result.said)
    if not shown.rows:
        shown = replace(shown, offers=_meant(tx, shown, participants.workspace.id))
    if result.total is None:
        return shown, result.selection
    total = lists.counted(result.total, most=MOST_RANKED - 1)
    return replace(shown, total=total, is_best_first=sought.wanted.sort is None), None


def _meant(tx: Connection, shown: Shown, team_id: str) -> list[str]:
    """Return what would be in the box for the filters that its words may mean; nothing where they mean none."""
    words, wanted = shown.state.typed()
    may_have = shown.state.group is not Group.UNASSIGNED and shown.wanted.assignee is None
    found = naming.filters_among(tx, words, wanted, team_id, finds_person=may_have)
    return [shown.state.typing(found.words, found.wanted, found.names)] if found else []


def _with_page(shown: Shown, page: Page, participants: Participants, said: Mapping[int, str] | None = None) -> Shown:
    rows = [
        Row(incident=incident, can=finding.can(incident, participants), said=(said or {}).get(incident.id))
        for incident in page.incidents
    ]
    return replace(shown, page=page, rows=rows)


def _of_group(tx: Connection, group: Group, onlooker: _Onlooker) -> Selection:
    """Return what a group holds of what the person may see; its filters name nothing that must be looked up."""
    wanted = groups.within(group, Filter())
    if wanted is None:
        raise ValueError(f"{group} holds nothing")
    selection, _ = selecting.select(tx, wanted, onlooker.participants, now=onlooker.now)
    return _today(selection, group, onlooker)


def _today(selection: Selection, group: Group, onlooker: _Onlooker) -> Selection:
    """Narrow it to what was resolved on the person's own day, where that is what the group is."""
    if not GROUPS[group].is_today:
        return selection
    begin = periods.begin_of(Day.TODAY, now=onlooker.now, zone=onlooker.participants.caller.time_zone)
    return replace(selection, resolved_from=max(begin, selection.resolved_from or begin))


def _ways(participants: Participants) -> tuple[tuple[str, str], ...]:
    return tuple((label, word) for label, word, right in _WAYS if participants.may(right))
