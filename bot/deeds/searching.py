"""A search, wherever it was typed: words that nobody has used are put right, common ones looked for as they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from bot.language import filters
from bot.language.spelling import corrected
from storage import incidents
from storage.records import Filter, Page, Position, Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which words are looked for, and which page of what holds them."""

    words: tuple[str, ...]
    wanted: Filter
    """What was typed beside the words."""
    selection: Selection
    limit: int
    place: Position | None = None
    is_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A page, and what was looked for in the end."""

    page: Page
    words: tuple[str, ...]
    """Those that were typed, or others where nothing says those; none where those are one of the phrases."""
    selection: Selection
    total: int | None = None
    """How many were found; None where nobody has counted."""
    said: Mapping[int, str] = field(default_factory=dict)


def search(tx: Connection, team_id: str, sought: Sought, *, finds_similar: bool) -> Result:
    """Return a page of what holds the words, or what may have been meant by them; one statement where they are found.

    Only the first page puts words right: the others go on with what it looked for. The buttons to them may carry it as
    it would be typed, so no word becomes one that is a filter.
    """
    result = _look(tx, team_id, sought)
    if result.page.incidents or sought.place:
        return result
    known = incidents.vocabulary(tx, team_id, sought.words, sought.selection, finds_similar=finds_similar)
    meant = corrected(sought.words, (word for word in known if not filters.is_one(word)))
    if meant != sought.words:
        return _look(tx, team_id, replace(sought, words=meant))
    exactly = together(sought.words, sought.wanted)
    return _as_they_stand(tx, team_id, sought, exactly) if filters.is_readable(exactly) else result


def together(words: Sequence[str], wanted: Filter) -> Filter:
    """Return the filter with the words as one more phrase: some are too common to be in the index."""
    phrase = " ".join(" ".join(words).replace('"', " ").split())
    return replace(wanted, phrases=(*wanted.phrases, phrase))


def _look(tx: Connection, team_id: str, sought: Sought) -> Result:
    found = incidents.search(
        tx,
        team_id,
        sought.words,
        sought.selection,
        is_sorted=sought.wanted.sort is not None,
        limit=sought.limit,
        place=sought.place,
        backwards=sought.is_back,
    )
    return Result(page=found.page, words=sought.words, selection=sought.selection, total=found.total, said=found.said)


def _as_they_stand(tx: Connection, team_id: str, sought: Sought, exactly: Filter) -> Result:
    selection = replace(sought.selection, phrases=exactly.phrases)
    page = incidents.page(tx, team_id, selection, limit=sought.limit)
    return Result(page=page, words=(), selection=selection)
