"""The Home tab as it looks: the lists with their counts, what narrows them, and a page of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.rules.groups import COUNTED, GROUPS, Group
from bot.rules.names import COMMAND
from bot.views import lists, wanted
from bot.views.blocks import Block, View, actions, button, divider, home, option, section, small_print, turns
from bot.views.home.state import SEARCH_MAX, Spot, State
from bot.views.inputs import choice, labelled, lookup, person_input, text_input, told_at_once
from bot.views.lists import Row
from bot.views.text import clip, repeating
from bot.views.words import severity, status
from storage.records import EVERYTHING, ME, Filter, Page, Severity

ROWS = 20
SEARCH = "home:search"
SERVICE = "home:service"
ANY = "any"
_NAMES = {
    Group.MINE: "Mine",
    Group.UNASSIGNED: "Unassigned",
    Group.UNRESOLVED: "Unresolved",
    Group.RESOLVED_TODAY: "Resolved today",
    Group.ALL: "All incidents",
}
_EMPTY = {
    Group.MINE: "You have nothing to resolve, and nothing you reported is unresolved.",
    Group.UNASSIGNED: "Every unresolved incident has somebody.",
    Group.UNRESOLVED: "Nothing is unresolved.",
    Group.RESOLVED_TODAY: "Nothing was resolved today.",
    Group.ALL: "There are no incidents that you can see.",
}
_SAID_MOST = 10
NO_PAGE = Page((), None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is on the tab."""

    state: State
    counts: Mapping[Group, int]
    reader_id: str | None = None
    """Whose tab it is."""
    wanted: Filter = EVERYTHING
    """What narrows the list, with the names it means, and its order."""
    typed: tuple[str, ...] = ()
    """The words in the box."""
    words: tuple[str, ...] = ()
    """Those that are looked for, of which some may be put right; none where they are one of the phrases."""
    is_best_first: bool = False
    rows: Sequence[Row] = ()
    page: Page = NO_PAGE
    total: str = ""
    """How many there are: `34 incidents`."""
    started: int = 0
    """How many are In progress or Mitigated, where there is nothing and Open alone was asked for."""
    problem: str | None = None
    """Why the list could not be narrowed as it was asked."""
    offers: Sequence[str] = ()
    """What may have been meant, as it would be typed into the box."""
    said: Sequence[Block] = field(default=())
    """The answer to what was done here last."""
    ways: Sequence[tuple[str, str]] = ()
    """Labels and commands of what else somebody may do."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The tab as it looks, and for which of the person's clicks that is."""

    view: View
    version: int


def tab(shown: Shown) -> View:
    """Return the tab."""
    return home(
        _groups(shown),
        _ways(shown),
        *_answer(shown),
        _search(shown.state),
        _filters(shown),
        *_list(shown),
        metadata=shown.state.packed(),
    )


def _groups(shown: Shown) -> Block:
    return actions(
        *(
            button(
                f"{_NAMES[group]} ({lists.number(shown.counts[group])})",
                id=f"home:group:{group}",
                value=group,
                style="primary" if group is shown.state.group else None,
            )
            for group in COUNTED
        ),
        name="home:groups",
    )


def _ways(shown: Shown) -> Block:
    more = [button(label, id=f"act:{command}", value=command) for label, command in shown.ways]
    return actions(button("New incident", id="act:new", value="new"), *more, name="home:ways")


def _answer(shown: Shown) -> list[Block]:
    return [divider(), *list(shown.said)[:_SAID_MOST], divider()] if shown.said else []


def _search(state: State) -> Block:
    element = text_input(
        initial=state.search, longest=SEARCH_MAX, hint="Words, or filters like sev1, @ana or since:7d; press Enter"
    )
    return told_at_once(labelled("Search", element, name=f"{SEARCH}:{state.rewritten}", optional=True), id=SEARCH)


def _filters(shown: Shown) -> Block:
    """Return the menus; Slack's client would go on to show what was chosen, so each click makes them others."""
    clear = [button("Clear", id="home:clear", value=ANY)] if shown.state.is_filtered else []
    return actions(
        _severities(shown.wanted.severities),
        *_statuses(shown),
        lookup(id=SERVICE, initial=_service(shown.wanted), hint="Service"),
        *_assignee(shown),
        *clear,
        name=f"home:filters:{shown.state.version}",
    )


def _severities(chosen: Sequence[Severity]) -> Block:
    options = [("Any severity", ANY), *((severity(value), str(value)) for value in Severity)]
    return _menu(options, [str(value) for value in chosen], id="home:severity", hint="Severity")


def _statuses(shown: Shown) -> list[Block]:
    """Return the menu of those the list may hold; none where there is only one."""
    possible = GROUPS[shown.state.group].possible
    if len(possible) == 1:
        return []
    options = [("Any status", ANY), *((status(value), str(value)) for value in possible)]
    return [_menu(options, [str(value) for value in shown.wanted.statuses], id="home:status", hint="Status")]


def _menu(options: list[tuple[str, str]], chosen: Sequence[str], *, id: str, hint: str) -> Block:  # noqa: A002
    """Return a menu that shows what is chosen; several at once can be typed, and are shown as one more choice."""
    labels = {value: label for label, value in options}
    if len(chosen) > 1:
        options = [*options, (" or ".join(labels[value] for value in chosen if value in labels), ",".join(chosen))]
    initial = ",".join(chosen) or ANY
    return choice(options, initial=initial, hint=hint) | {"action_id": id}


def _service(wanted: Filter) -> tuple[str, str] | None:
    return (wanted.service, clip(wanted.service, 60)) if wanted.service else None


def _assignee(shown: Shown) -> list[Block]:
    if shown.state.group is Group.UNASSIGNED:
        return []
    named = shown.wanted.assignee
    who = shown.reader_id if named == ME else named
    return [person_input(initial=who, hint="Assignee") | {"action_id": "home:assignee"}]


def _list(shown: Shown) -> list[Block]:
    if shown.problem:
        return [section(f":warning: {repeating(shown.problem)}"), *_offers(shown)]
    if not shown.rows:
        return _nothing(shown)
    return [
        small_print(_headline(shown)),
        *(lists.row(each, (*shown.words, *shown.wanted.phrases)) for each in shown.rows),
        *_pages(shown),
        *_further(shown.state),
    ]


def _offers(shown: Shown) -> list[Block]:
    """Return a button for each; one that has no room in the box would do something else, so it has none."""
    fitting = [offer for offer in shown.offers if len(offer) <= SEARCH_MAX]
    buttons = [button(offer, id=f"home:instead:{place}", value=offer) for place, offer in enumerate(fitting)]
    return [actions(*buttons, name="home:instead")] if buttons else []


def _headline(shown: Shown) -> str:
    order = "best first" if shown.is_best_first else wanted.order_in_words(shown.wanted)
    facts = wanted.looked_for(shown.wanted, order, total=shown.total, words=shown.words, typed=shown.typed)
    return " · ".join([f"*{_NAMES[shown.state.group]}*", *facts])


def _nothing(shown: Shown) -> list[Block]:
    group = shown.state.group
    if not shown.state.is_filtered:
        return [section(_EMPTY[group]), small_print(f"`{COMMAND} new &lt;title&gt;` opens an incident from anywhere.")]
    where = f" in *{_NAMES[group]}*" if group is not Group.ALL else ""
    like = wanted.like(shown.wanted, shown.typed if shown.words else ())
    said = f"Nothing{where} is like this{f': {like}' if like else ''}."
    sentences = filter(None, [said, lists.but_started(shown.started)])
    return [section(" ".join(sentences)), *_offers(shown), *_further(shown.state)]


def _further(state: State) -> list[Block]:
    """Return the way to look beyond the list for what narrows it."""
    if not state.is_filtered or state.group is Group.ALL:
        return []
    look = button("Look in all incidents", id=f"home:group:{Group.ALL}", value=Group.ALL)
    return [actions(look, name="home:further")]


def _pages(shown: Shown) -> list[Block]:
    """Return the buttons to the pages beside, which go on with what this one looks for."""
    beside = (shown.page.previous, shown.page.next)
    previous, following = (Spot.of(place, words=shown.words).packed() if place else None for place in beside)
    return turns(previous=previous, following=following, ids=("home:previous", "home:next"), name="home:pages")


def service_options(names: Sequence[str], *, typed: str) -> list[Block]:
    """Return what the lists can be narrowed to; where something was typed any comes last, as Enter takes the first."""
    named, whichever = [option(name, name) for name in names], option("Any service", ANY)
    return [*named, whichever] if typed else [whichever, *named]
