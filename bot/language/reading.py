"""How what follows a verb is read into an act."""

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from bot.errors import MaybeName, Refusal
from bot.language import filters, names, promises, values
from bot.language.acts import (
    Act,
    AddComment,
    EditIncident,
    ExportIncidents,
    FillIn,
    FormName,
    MoveIncident,
    OpenIncident,
    PickAsAdmin,
    PickIncident,
    RestoreIncident,
    StartDraft,
    StartSearch,
)
from bot.language.looking_acts import ListIncidents, SearchIncidents, ShowHelp, ShowHistory, ShowIncident
from bot.language.mentions import as_typed, plain
from bot.language.tokens import read_draft, without_impossible_ranks
from bot.language.verb import Verb
from bot.language.words import MYSELF, bare
from bot.rules.lifecycle import Move
from bot.rules.merging import Edit
from bot.rules.names import COMMAND
from storage.records import EVERYTHING, Filter, Sort

NOTHING_OPENED = "Nothing was opened."
_MOST_WORDS, _WORD_LONGEST, _WORDS_ROOM = 8, 40, 500
"""Of a search: a button must hold them."""
_OFFERED = 5
NOTHING_SOUGHT = SearchIncidents((), EVERYTHING)
_HELP_WITH = {*MYSELF, "about", "on", "with"}
_FILTERS = {"filter", "filters"}
_TO_ME = {"me", "us"}
_FILE = {"csv", "file"}
_AS_FILE = {*_FILE, "as", "a", "to"}
_POLITE = {"please", "pls", "now", "thanks"}
_LEADING = {"about", "for", "incident", "of", "on"}
"""Words before a number that say nothing of it."""
_DELETED = f"What was deleted is in no list; admins choose what to bring back with `{COMMAND} restore`."


def on_incident(
    read: Callable[[Verb, int, str], Act],
    *,
    value: Callable[[str], bool] | None = None,
    takes_text: bool = False,
) -> Callable[[Verb, str], Act]:
    """Return how a verb about one incident is read: bare, it lets the incident be picked.

    What it gives to the incident may come before the number; `value` tells what can be nothing else. `takes_text`:
    what follows is a text, in which numbers are no incidents.
    """

    def read_or_pick(verb: Verb, rest: str) -> Act:
        if not rest:
            return PickIncident(verb.word)
        said = values.behind(_LEADING, rest)
        number, more = values.number_and_rest(said, in_either_order=value is not None)
        if number is None:
            raise _no_number(verb, said, value)
        if not takes_text and value is None:
            _require_one(verb, said)
        return read(verb, number, more)

    return read_or_pick


def _require_one(verb: Verb, said: str) -> None:
    """Raise Refusal where several incidents are named, of which all but the first would be left as they are.

    Behind a comma, a number may also begin the note.
    """
    words = said.replace(",", " , ").split()
    listed = list(takewhile(lambda word: word.lower() in values.JOINS or values.number_of(word) is not None, words))
    numbers = [number for word in listed if (number := values.number_of(word)) is not None]
    if len(numbers) < 2 or not (len(listed) == len(words) or listed[1].lower() in values.JOINS):  # noqa: PLR2004
        return
    note = " ".join(words[len(listed) :])
    if note and "," in listed:
        whole = values.first_word(said)[1]
        offers = [f"{numbers[0]} {whole}", *map(str, numbers)]
    else:
        offers = [f"{number} {note}".rstrip() for number in numbers]
    commands = tuple(as_typed(f"{verb.word} {each}") for each in offers[:_OFFERED])
    raise verb.misused(f"`{verb.word}` takes one incident at a time.", offers=commands)


def _no_number(verb: Verb, rest: str, value: Callable[[str], bool] | None) -> Refusal:
    word = values.first_word(rest)[0]
    problem = "Which incident?" if value and value(word) else f"“{plain(word)[:40]}” is not an incident's number."
    if meant := names.instead(verb.word, rest):
        guesses = tuple(f"`{COMMAND} {plain(each)[:80]}`" for each in meant)
        return Refusal(problem, guesses=guesses, offers=tuple(map(as_typed, meant)))
    return verb.misused(f"{problem} `{COMMAND} list` shows their numbers.")


def by_admin(read: Callable[[Verb, int, str], Act]) -> Callable[[Verb, str], Act]:
    """Return how a verb of admins about one incident is read."""
    read_or_pick = on_incident(read)
    return lambda verb, rest: read_or_pick(verb, rest) if rest else PickAsAdmin(verb.word)


def new(verb: Verb, rest: str) -> Act:
    """Open at once, or begin the form where there is no title."""
    try:
        draft = read_draft(rest)
    except Refusal as refusal:
        possible = without_impossible_ranks(rest)
        offers = (as_typed(f"{verb.word} {possible}"),) if possible else ()
        raise verb.misused(refusal.adding(NOTHING_OPENED), offers=offers) from refusal
    return OpenIncident(draft) if draft.title else StartDraft(draft)


def show(verb: Verb, rest: str) -> Act:
    """Show a card; or list, where filters stand in the place of its number."""
    rest = values.behind(_TO_ME, rest)
    if not rest or values.number_and_rest(values.behind(_LEADING, rest))[0] is not None:
        return on_incident(_show)(verb, rest)
    try:
        return ListIncidents(filters.read(rest))
    except filters.NotAFilter as refusal:
        if filters.is_one(rest) and values.number_of(refusal.word) is None:
            raise verb.misused(refusal) from refusal
        raise _no_number(verb, rest, None).but(unclear=MaybeName(refusal.word, f"list {rest}")) from refusal
    except Refusal as refusal:
        raise verb.misused(refusal) from refusal


def _show(verb: Verb, number: int, more: str) -> Act:
    _nothing_more(verb, more)
    return ShowIncident(number)


def history(verb: Verb, number: int, more: str) -> Act:
    """Show what happened."""
    _nothing_more(verb, more)
    return ShowHistory(number)


def delete(verb: Verb, number: int, more: str) -> Act:
    """Ask before deleting."""
    _nothing_more(verb, more)
    return FillIn(FormName.DELETE, number)


def restore(verb: Verb, number: int, more: str) -> Act:
    """Bring back."""
    _nothing_more(verb, more)
    return RestoreIncident(number)


def comment(_: Verb, number: int, body: str) -> Act:
    """Add what was said, or ask for it."""
    words, due = promises.apart(plain(body))
    return AddComment(number, words, update_due=due) if words or due else FillIn(FormName.COMMENT, number)


def assign(verb: Verb, number: int, more: str) -> Act:
    """Give to whoever was named, or ask."""
    if not more:
        return FillIn(FormName.ASSIGN, number)
    assignee_id, note = values.assignee(verb, number, more)
    return EditIncident(number, Edit(assignee_id=assignee_id), _note(note))


def release(_: Verb, number: int, note: str) -> Act:
    """Let go."""
    return EditIncident(number, Edit(assignee_id=None), _note(note))


def severity(verb: Verb, number: int, more: str) -> Act:
    """Change it to what was named, or ask."""
    if not more:
        return FillIn(FormName.SEVERITY, number)
    severity, note = values.severity(verb, more)
    return EditIncident(number, Edit(severity=severity), _note(note))


def priority(verb: Verb, number: int, more: str) -> Act:
    """Change it to what was named, or ask."""
    if not more:
        return FillIn(FormName.PRIORITY, number)
    priority, note = values.priority(verb, more)
    return EditIncident(number, Edit(priority=priority), _note(note))


def move(move: Move) -> Callable[[Verb, str], Act]:
    """Return how a move through the lifecycle is read."""
    return on_incident(lambda _, number, note: MoveIncident(move, number, _note(note)))


def _note(text: str) -> str | None:
    """Return the words; politeness alone is no note."""
    return None if bare(text.lower()) in _POLITE else plain(text) or None


def list_(verb: Verb, rest: str) -> Act:
    """List."""
    return ListIncidents(filters_of(verb, rest, also=_instead(rest)))


def bare_filters(verb: Verb, typed: str) -> Act:
    """List, where filters were typed without a verb; a first word without digits or signs may begin a title, too."""
    may_be_title = values.first_word(typed)[0].isalpha()
    return ListIncidents(filters_of(verb, typed, also=(*_instead(typed), *[f"new {typed}"] * may_be_title)))


def mine(verb: Verb, rest: str) -> Act:
    """List what concerns whoever asks, unresolved first, the worst of them first, unless another order was typed."""
    wanted = filters_of(verb, rest, also=(f"new {verb.word} {rest}", *_instead(rest)))
    return ListIncidents(replace(wanted, is_mine=True, sort=wanted.sort or Sort.UNRESOLVED))


def search(verb: Verb, rest: str) -> Act:
    """Search; where nothing was typed, ask for what."""
    try:
        asked = sought(rest)
    except Refusal as refusal:
        raise verb.misused(refusal) from refusal
    return StartSearch() if asked == NOTHING_SOUGHT else asked


def sought(marked: str) -> SearchIncidents:
    """Read words and filters in any order, also where no verb stands before them."""
    words, wanted = filters.split(marked)
    return SearchIncidents(_searchable(words), wanted)


def filters_of(verb: Verb, rest: str, *, also: tuple[str, ...] = ()) -> Filter:
    """Read what must be filters; what is none may be mistyped, or what is `also` offered."""
    try:
        return filters.read(rest)
    except filters.NotAFilter as refusal:
        if refusal.word.lower() == "deleted":
            raise verb.misused(refusal.adding(_DELETED), offers=("restore",)) from refusal
        nearest = (f"{verb.word} {refusal.corrected}",) if refusal.corrected else ()
        offers = (*nearest, *map(as_typed, also))
        explained = f"`{COMMAND} help filters` explains them all."
        raise verb.misused(refusal.adding(explained), offers=offers) from refusal
    except Refusal as refusal:
        raise verb.misused(refusal) from refusal


def _instead(rest: str) -> tuple[str, ...]:
    """Return what else may have been meant by words that are no filters of a list: words to search."""
    number, more = values.number_and_rest(rest)
    shown = (f"show {number}",) if number is not None and not more else ()
    try:
        filters.split(rest)
    except Refusal:
        return shown
    return (*shown, f"search {rest}")


def _searchable(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return as many of the words as a button can carry; the rest would hardly be found together."""
    kept: list[str] = []
    room = _WORDS_ROOM
    for word in dict.fromkeys(word[:_WORD_LONGEST] for word in words):
        room -= len(as_typed(word)) + 1
        if room < 0 or len(kept) == _MOST_WORDS:
            break
        kept.append(word)
    return tuple(kept)


def export(verb: Verb, rest: str) -> Act:
    """Send incidents in a file, whether it is said to be one or not."""
    words = filters.words_of(rest)
    if _FILE & set(map(str.lower, words)):
        words = [word for word in words if word.lower() not in _AS_FILE]
    return ExportIncidents(filters_of(verb, " ".join(words)))


def help_(verb: Verb, rest: str) -> Act:
    """Explain; filters with `list`, where they are most of it."""
    word, more = values.first_word(values.behind(_HELP_WITH, rest))
    _nothing_more(verb, more)
    if word.lower() in MYSELF:
        return ShowHelp()
    return ShowHelp("list" if word.lower() in _FILTERS else plain(word) or None)


def _nothing_more(verb: Verb, rest: str) -> None:
    if rest:
        raise verb.misused(f"`{verb.word}` does not understand “{plain(rest)[:80]}”.")


def form(form: FormName, move: Move | None = None) -> Callable[[int], Act]:
    """Return how a verb goes on with a form once its incident is picked."""
    return lambda number: FillIn(form, number, move)
