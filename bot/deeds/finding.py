"""Finding incidents: lists and searches, page by page, each with what whoever asks may do to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import naming, searching, selecting
from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.deeds.searching import Sought
from bot.language import paging
from bot.language.looking_acts import ListIncidents, SearchIncidents, ShowRows
from bot.language.mentions import mark, plain
from bot.language.paging import Listing
from bot.rules.lifecycle import Move, moves_from
from bot.rules.permissions import Right
from bot.views import lists, stats, wanted
from bot.views.blocks import Message
from bot.views.lists import Beside, Row
from storage import incidents
from storage.incidents import MOST_RANKED
from storage.records import EVERYTHING, UNRESOLVED, Filter, Incident, Page, Selection

_CAN: tuple[tuple[str, Right, Move | None], ...] = (
    ("Show", Right.READ, None),
    ("Take", Right.CHANGE, Move.TAKE),
    ("Reopen", Right.CHANGE, Move.REOPEN),
    ("Comment", Right.COMMENT, None),
    ("Resolve", Right.RESOLVE, Move.RESOLVE),
    ("Assign", Right.CHANGE, None),
    ("Edit", Right.CHANGE, None),
    ("History", Right.READ, None),
)
"""What a row's menu offers to who may; a menu has room for five."""
_MOST = 5


def find(tx: Connection, listing: Listing, *, by: Caller, now: datetime, finds_similar: bool) -> Reply:
    """Show a page of a list, of a search, or of what is behind a number; a search without words is a list."""
    if isinstance(listing, ShowRows):
        return show_rows(tx, listing, by=by, now=now)
    if isinstance(listing, SearchIncidents) and listing.words:
        return search_incidents(tx, listing, by=by, now=now, finds_similar=finds_similar)
    return list_incidents(tx, ListIncidents(listing.wanted, listing.turn), by=by, now=now)


def list_incidents(tx: Connection, listing: ListIncidents, *, by: Caller, now: datetime) -> Reply:
    """Show a page of the incidents a filter lets through, of those the caller may see."""
    participants = reader(tx, by)
    asked_at = _asked_at(listing, now)
    selection, named = _select(tx, listing, participants, asked_at=asked_at)
    page = _page(tx, participants, listing, selection)
    beyond, first = selecting.beyond_open(selection), selecting.unresolved_first(selection)
    if not page.incidents:
        started = incidents.count(tx, by.team_id, beyond) if beyond else 0
        return Reply(_nothing(tx, listing, by=by, started=started))
    beside = beyond or first
    total, *more = incidents.counts(tx, by.team_id, [selection, beside] if beside else [selection])
    facts = [lists.counted(total), wanted.in_words(named), wanted.order_in_words(named)]
    offers: list[tuple[str, str]] = []
    if first:
        facts.insert(1, f"{lists.number(*more)} of them unresolved")
    elif any(more):
        in_all = total + sum(more)
        facts.append(f"{lists.number(in_all)} unresolved in all")
        offers = [_unresolved(named, in_all)]
    return _reply(page, replace(listing, wanted=named), participants, facts, asked_at=asked_at, offers=offers)


def show_rows(tx: Connection, listing: ShowRows, *, by: Caller, now: datetime) -> Reply:
    """Show a page of the incidents behind a number, as it was counted, of those the caller may see."""
    participants = reader(tx, by)
    asked_at = min(listing.asked_at, now)
    selection, named = _select(tx, listing, participants, asked_at=asked_at)
    selection = replace(selection, counted=listing.counted)
    page = _page(tx, participants, listing, selection)
    what = stats.behind(listing.counted, named)
    if not page.incidents:
        return Reply(lists.nothing(f"{what}: nothing that you can see.", hint="", offers=()))
    total = incidents.count(tx, by.team_id, selection)
    facts = [lists.counted(total), what, wanted.order_in_words(named)]
    return _reply(page, replace(listing, wanted=named), participants, facts, asked_at=asked_at)


def search_incidents(
    tx: Connection, listing: SearchIncidents, *, by: Caller, now: datetime, finds_similar: bool
) -> Reply:
    """Show a page of what holds the words, the best first; words that nobody has used are put right."""
    participants = reader(tx, by)
    asked_at = _asked_at(listing, now)
    selection, named = _select(tx, listing, participants, asked_at=asked_at)
    turn = listing.turn
    sought = Sought(
        words=listing.words,
        wanted=named,
        selection=selection,
        limit=lists.ROWS,
        place=turn.place if turn else None,
        is_back=turn is not None and turn.is_back,
    )
    result = searching.search(tx, participants.workspace.id, sought, finds_similar=finds_similar)
    if not result.page.incidents:
        return Reply(_nothing(tx, listing, by=by))
    meant = replace(listing, words=result.words, wanted=replace(named, phrases=result.selection.phrases))
    facts = wanted.looked_for(
        meant.wanted,
        wanted.order_in_words(meant.wanted, unsorted="best first" if result.words else "newest first"),
        total="" if result.total is None else lists.counted(result.total, most=MOST_RANKED - 1),
        words=result.words,
        typed=listing.words,
    )
    words = result.words or listing.words
    return _reply(result.page, meant, participants, facts, asked_at=asked_at, words=words, said=result.said)


def reader(tx: Connection, by: Caller) -> Participants:
    """Return who asks; raise Refusal for who may not read."""
    participants = gather(tx, by)
    participants.require(Right.READ)
    return participants


def _asked_at(listing: Listing, now: datetime) -> datetime:
    """Return when the list was asked for: a button may say so, but not that it will be."""
    return min(listing.turn.asked_at, now) if listing.turn else now


def _select(
    tx: Connection, listing: Listing, participants: Participants, *, asked_at: datetime
) -> tuple[Selection, Filter]:
    command = paging.with_filter(listing)
    return selecting.select(tx, listing.wanted, participants, now=asked_at, command=command)


def _page(tx: Connection, participants: Participants, listing: Listing, selection: Selection) -> Page:
    turn = listing.turn
    return incidents.page(
        tx,
        participants.workspace.id,
        selection,
        limit=lists.ROWS,
        place=turn.place if turn else None,
        backwards=turn is not None and turn.is_back,
    )


def _reply(
    page: Page,
    listing: Listing,
    participants: Participants,
    facts: Sequence[str],
    *,
    asked_at: datetime,
    words: Sequence[str] = (),
    said: Mapping[int, str] | None = None,
    offers: Sequence[tuple[str, str]] = (),
) -> Reply:
    rows = [
        Row(incident=incident, can=can(incident, participants), said=(said or {}).get(incident.id))
        for incident in page.incidents
    ]
    beside = Beside(
        previous=paging.carried(listing, page.previous, asked_at=asked_at) if page.previous else None,
        next=paging.carried(listing, page.next, asked_at=asked_at) if page.next else None,
    )
    headline = " · ".join(fact for fact in facts if fact)
    sought = [*words, *listing.wanted.phrases]
    return Reply(lists.listed(rows, headline=headline, words=sought, beside=beside, offers=offers))


def can(incident: Incident, participants: Participants) -> tuple[str, ...]:
    """Return what the caller may do to the incident, and what is possible as it stands now."""
    possible = moves_from(incident.status)
    labels = [
        label
        for label, right, move in _CAN
        if participants.may(right, incident)
        and (move is None or move in possible)
        and not (move is Move.TAKE and incident.assignee_id == participants.caller.id)
    ]
    return tuple(labels[:_MOST])


def _nothing(tx: Connection, listing: Listing, *, by: Caller, started: int = 0) -> Message:
    """Say what was looked for, and offer to look for less of it, or for all unresolved where so many are `started`."""
    words = listing.words if isinstance(listing, SearchIncidents) else ()
    if not words and listing.wanted == EVERYTHING:
        return lists.nothing("There are no incidents that you can see.", hint=_HOW_TO_OPEN, offers=())
    less: list[Listing] = [SearchIncidents(words)] if words and listing.wanted != EVERYTHING else []
    wider = [_unresolved(listing.wanted, started)] if started else []
    hint = "Fewer words, or only how one begins, find more." if words else "Fewer filters let more through."
    sentence = f"Nothing that you can see is like this: {wanted.like(listing.wanted, words)}."
    return lists.nothing(
        " ".join(filter(None, [sentence, lists.but_started(started)])),
        hint=hint,
        offers=[*wider, *_offers(tx, [*_with_person_and_time(tx, listing, by=by), *less, ListIncidents()], by=by)],
    )


def _unresolved(wanted: Filter, total: int) -> tuple[str, str]:
    """Offer the list of all that is unresolved to who asked for Open alone: the one may be taken for the other."""
    return lists.show_unresolved(total), paging.command(ListIncidents(replace(wanted, statuses=UNRESOLVED)))


def _offers(tx: Connection, listings: Sequence[Listing], *, by: Caller) -> list[tuple[str, str]]:
    commands = naming.with_names(tx, by.team_id, [paging.command(listing) for listing in listings])
    return [(plain(mark(command)), command) for command in commands]


def _with_person_and_time(tx: Connection, listing: Listing, *, by: Caller) -> list[Listing]:
    """Return one search by whom and when its words may say, by both where they say both; none for neither."""
    words = listing.words if isinstance(listing, SearchIncidents) else ()
    found = naming.filters_among(tx, words, listing.wanted, by.team_id) if words else None
    if found is None:
        return []
    return [SearchIncidents(found.words, found.wanted) if found.words else ListIncidents(found.wanted)]


_HOW_TO_OPEN = "`/incident new &lt;title&gt;` opens one."
