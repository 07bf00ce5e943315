"""Full text search: what holds all the words in its title, summary, service or comments, the best first."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, reduce
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    Subquery,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
    union,
)

from storage.incidents.rows import ANY_INCIDENT, from_row
from storage.incidents.selected import TIERS, Condition, conditions, rank
from storage.incidents.words import PHRASE, Word, all_of, any_of, begins, matches, the_word, values_of
from storage.records import Incident, Page, Position, Selection, Sort
from storage.tables import comments, incidents, services

MOST_RANKED = 500
"""The newest; ranking all that hold a common word would take too long."""
_LATEST = 5000
"""Rows that are looked through before an index is asked."""
_TEXTS, _SAID = incidents.alias(), comments.alias()
_LIMIT, _RANK, _ID = (bindparam(name, type_=Integer) for name in ("limit", "rank", "id"))
_AT = bindparam("at", type_=incidents.c.created_at.type)
_IN_TITLE, _IN_SERVICE, _IN_SUMMARY, _IN_COMMENT, _TOGETHER = 8, 6, 4, 1, 5


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, how many were, and by incident's id the newest comment that holds one of the words."""

    page: Page
    total: int
    said: dict[int, str]


def search(
    tx: Connection,
    team_id: str,
    words: Sequence[str],
    wanted: Selection,
    *,
    is_sorted: bool,
    limit: int,
    place: Position | None = None,
    backwards: bool = False,
) -> Found:
    """Return what holds all the words, or words that begin so, among the newest MOST_RANKED of them.

    The best come first, unless it `is_sorted` as wanted. Pages turn as those of `selected.page` do.
    """
    rows = _rows(tx, team_id, words, wanted, is_sorted=is_sorted, limit=limit + 1, place=place, backwards=backwards)
    if place and (len(rows) <= limit if backwards else not rows):
        return search(tx, team_id, words, wanted, is_sorted=is_sorted, limit=limit)
    shown = rows[:limit][::-1] if backwards else rows[:limit]
    has_more = len(rows) > limit
    page = Page(
        tuple(map(_incident, shown)),
        previous=_place(shown[0]) if place and (has_more or not backwards) else None,
        next=_place(shown[-1]) if has_more or backwards else None,
    )
    said = {row.id: row.said for row in shown if row.said}
    return Found(page, rows[0].total if rows else 0, said)


def _rows(
    tx: Connection,
    team_id: str,
    words: Sequence[str],
    wanted: Selection,
    *,
    is_sorted: bool,
    limit: int,
    place: Position | None,
    backwards: bool,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what follows the place, in the order that is wanted, or in its reverse."""
    query = _query(
        team_id, len(words), wanted, is_sorted=is_sorted, is_continued=place is not None, backwards=backwards
    )
    values = {**values_of(words), _LIMIT.key: limit}
    if place:
        values |= {_RANK.key: place.rank, _AT.key: place.at, _ID.key: place.id}
    return tx.execute(query, values).all()


@lru_cache(32)
def _query(
    team_id: str, how_many: int, wanted: Selection, *, is_sorted: bool, is_continued: bool, backwards: bool
) -> Select[*tuple[Any, ...]]:
    """Return how so many words are looked for; to write it takes many times as long as to send it."""
    words = [the_word(number) for number in range(how_many)]
    ranked = _ranked(team_id, words, wanted, is_sorted=is_sorted)
    is_down = (not is_sorted or wanted.is_descending or wanted.sort in TIERS) is not backwards
    key = (ranked.c.rank, ranked.c.at, ranked.c.id)
    chosen_rows = select(ranked).order_by(*(each.desc() if is_down else each for each in key)).limit(_LIMIT)
    if is_continued:
        here, there = tuple_(*key), tuple_(_RANK, _AT, _ID)
        chosen_rows = chosen_rows.where(here < there if is_down else here > there)
    chosen = chosen_rows.subquery("chosen")
    said = _newest_said(words)
    query = ANY_INCIDENT.add_columns(chosen.c.rank, chosen.c.at, chosen.c.total, said.label("said"))
    query = query.join(chosen, chosen.c.id == incidents.c.id)
    order = (chosen.c.rank, chosen.c.at, chosen.c.id)
    return query.order_by(*(each.desc() if is_down else each for each in order))


def _ranked(team_id: str, words: Sequence[Word], wanted: Selection, *, is_sorted: bool) -> Subquery:
    """Return the newest matches, each with what it is sorted by, and how many they are."""
    newest = _newest(team_id, words, wanted)
    order = -rank(wanted, newest.c) if is_sorted else _relevance(team_id, newest, words)
    at = newest.c.updated_at if is_sorted and wanted.sort is Sort.UPDATED else newest.c.created_at
    total = func.count().over().label("total")
    return select(newest.c.id, order.label("rank"), at.label("at"), total).subquery("ranked")


def _newest(team_id: str, words: Sequence[Word], wanted: Selection) -> Subquery:
    """Return the newest that hold all the words, with what they are ranked by."""
    found = union(*(select(arm.subquery().c.id) for arm in _matching(team_id, words, wanted)))
    table = incidents.c
    return (
        select(
            table.id,
            table.created_at,
            table.updated_at,
            table.severity,
            table.status,
            table.search,
            table.service_id,
            func.to_tsvector("english", table.title).label("title"),
        )
        .where(table.id.in_(found))
        .order_by(table.created_at.desc(), table.id.desc())
        .limit(MOST_RANKED)
        .subquery("newest")
    )


def _matching(team_id: str, words: Sequence[Word], wanted: Selection) -> list[Select[*tuple[Any, ...]]]:
    """Return where to look: for all the words in one text, in one comment, and spread over all that is said.

    Spread words are looked for among the newest that hold any of them, or are of a service that is called so.
    """
    possible, every, some = conditions(team_id, wanted), all_of(words), any_of(words)
    of_service = or_(*(_is_of_service(team_id, word) for word in words))
    partly = [_by_time([*possible, of_service])]
    if len(words) > 1:
        partly += [*_in_text(team_id, possible, some), *_in_comments(team_id, possible, some)]
    candidates = union(*(select(arm.subquery().c.id) for arm in partly))
    spread = [_is_said_anywhere(team_id, word) for word in words]
    return [
        *_in_text(team_id, possible, every),
        *_in_comments(team_id, possible, every),
        select(incidents.c.id).where(incidents.c.id.in_(candidates), *spread),
    ]


def _in_text(
    team_id: str, possible: Sequence[Condition], query: ColumnElement[Any]
) -> tuple[Select[*tuple[Any, ...]], ...]:
    """Return how the newest are found whose own text matches: a common word among the latest, a rare one by the index.

    Common words are in so many texts that the index is no help; they are found soon without it.
    """
    texts = select(_TEXTS.c.id, _TEXTS.c.search).where(_TEXTS.c.team_id == team_id)
    latest = _latest(texts, _TEXTS)
    among_latest = select(latest.c.id).where(matches(latest.c.search, query))
    first = _by_time([*possible, incidents.c.id.in_(among_latest)]).cte()
    return select(first.c.id), _by_time([*possible, matches(incidents.c.search, query), _are_too_few(first)])


def _in_comments(
    team_id: str, possible: Sequence[Condition], query: ColumnElement[Any]
) -> tuple[Select[*tuple[Any, ...]], ...]:
    """Return how the newest are found that have a comment which matches."""
    shown = _SAID.c.team_id == team_id, _SAID.c.deleted_at.is_(None)
    latest = _latest(select(_SAID.c.incident_id.label("id"), _SAID.c.search).where(*shown), _SAID)
    among_latest = select(latest.c.id).where(matches(latest.c.search, query))
    first = _by_time([*possible, incidents.c.id.in_(among_latest)]).cte()
    by_index = select(_SAID.c.incident_id).where(*shown, matches(_SAID.c.search, query))
    return select(first.c.id), _by_time([*possible, incidents.c.id.in_(by_index), _are_too_few(first)])


def _latest(rows: Select[*tuple[Any, ...]], table: Any) -> Subquery:
    return rows.order_by(table.c.id.desc()).limit(_LATEST).subquery()


def _are_too_few(first: CTE) -> Condition:
    """Tell whether more must be looked for; asked once, before anything is."""
    return select(func.count()).select_from(first).scalar_subquery() < MOST_RANKED


def _by_time(possible: Sequence[Condition]) -> Select[*tuple[Any, ...]]:
    """Return the newest; adding nothing keeps the planner from walking all of them for want of better."""
    at = incidents.c.created_at + timedelta(0)
    return select(incidents.c.id).where(*possible).order_by(at.desc(), incidents.c.id.desc()).limit(MOST_RANKED)


def _is_said_anywhere(team_id: str, word: Word) -> Condition:
    query = begins(word)
    in_comment = select(comments.c.id).where(
        comments.c.incident_id == incidents.c.id,
        comments.c.deleted_at.is_(None),
        matches(comments.c.search, query),
    )
    return or_(
        func.numnode(query) == 0,
        matches(incidents.c.search, query),
        _is_of_service(team_id, word),
        in_comment.exists(),
    )


def _is_of_service(team_id: str, word: Word, service_id: Any = incidents.c.service_id) -> Condition:
    named = matches(func.to_tsvector("simple", services.c.name), begins(word, config="simple"))
    is_one: Condition = service_id.in_(select(services.c.id).where(services.c.team_id == team_id, named))
    return is_one


def _relevance(team_id: str, newest: Subquery, words: Sequence[Word]) -> ColumnElement[int]:
    """Return how good a match it is: by where each word stands, and whether they stand together in the title."""
    ranks: list[ColumnElement[int]] = [
        case(
            (matches(newest.c.title, begins(word)), _IN_TITLE),
            (_is_of_service(team_id, word, newest.c.service_id), _IN_SERVICE),
            (matches(newest.c.search, begins(word)), _IN_SUMMARY),
            else_=_IN_COMMENT,
        )
        for word in words
    ]
    phrase = func.phraseto_tsquery("english", PHRASE)
    ranks.append(case((matches(newest.c.title, phrase), _TOGETHER), else_=0))
    return reduce(operator.add, ranks)


def _newest_said(words: Sequence[Word]) -> ColumnElement[str | None]:
    holds = matches(comments.c.search, any_of(words))
    return (
        select(comments.c.body)
        .where(comments.c.incident_id == incidents.c.id, comments.c.deleted_at.is_(None), holds)
        .order_by(comments.c.created_at.desc(), comments.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _place(row: Row[*tuple[Any, ...]]) -> Position:
    return Position(row.rank, row.at, row.id)


def _incident(row: Row[*tuple[Any, ...]]) -> Incident:
    extras = {"rank", "at", "total", "said"}
    return from_row({name: value for name, value in row._asdict().items() if name not in extras})
