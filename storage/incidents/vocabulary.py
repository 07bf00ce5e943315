"""The words people have used, among which somebody's slip of the pen may be put right."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)

from storage.incidents.selected import Condition, conditions
from storage.records import Selection
from storage.tables import comments, incidents, services

_TEXTS = 1000
"""The newest incidents and comments whose words are taken."""
_WORDS_OF_COMMENT = 2000
_MOST_WORDS, _MOST_NEWEST = 20_000, 10_000
"""Words that are taken, and those of them that the newest texts use: each word that is asked for is compared to all."""
_ALIKE = 0.4
_MOST_UNKNOWN = 2
"""Words for which older texts are looked through; more were hardly all said in one, and it would take too long."""


def vocabulary(
    tx: Connection, team_id: str, words: Sequence[str], wanted: Selection, *, finds_similar: bool
) -> list[str]:
    """Return words that are about as long as these and stand in the newest texts, and in older ones that are similar.

    Old ones are found only where the database `finds_similar`. Nobody is told words of an incident they may not see.
    """
    visible = conditions(team_id, Selection(visible_to=wanted.visible_to))
    told = incidents.c.title + " " + func.coalesce(incidents.c.summary, "")
    named = select(services.c.name.label("said")).where(services.c.team_id == team_id)
    said = _words_of([_newest_texts(told, visible), _newest_comments(visible), named], words)
    newest = said.limit(_MOST_NEWEST).cte("newest")
    found = [select(newest.c.word)]
    if finds_similar:
        unknown = _resembling_none(newest.c.word, words)
        old = [text for word in words for text in _similar_texts(visible, told, word, unknown)]
        found.append(select(_words_of(old, words).subquery().c.word))
    return list(tx.execute(union(*found).limit(_MOST_WORDS)).scalars())


def _words_of(texts: Sequence[Select[*tuple[Any, ...]]], words: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the different words of the texts that are about as long as one of these."""
    said = union_all(*(select(text.subquery().c.said) for text in texts)).subquery()
    each = func.unnest(func.regexp_split_to_array(func.lower(said.c.said), "[^[:alnum:]]+")).label("word")
    different = select(each).distinct().subquery()
    length = func.length(different.c.word)
    return select(different.c.word).where(or_(*(length.between(len(word) - 2, len(word) + 2) for word in words)))


def _similar_texts(
    visible: Sequence[Condition], told: ColumnElement[str], word: str, unknown: CTE
) -> list[Select[*tuple[Any, ...]]]:
    """Return older texts that hold something like the word, where it is one of a few unknown ones."""
    is_wanted, lower = _is_one_of_few(unknown, word), word.lower()
    title: Condition = func.lower(incidents.c.title).op("%>", is_comparison=True)(lower)
    body: Condition = func.lower(comments.c.body).op("%>", is_comparison=True)(lower)
    return [_newest_texts(told, [*visible, is_wanted, title]), _newest_comments([*visible, is_wanted, body])]


def _resembling_none(known: ColumnElement[str], words: Sequence[str]) -> CTE:
    """Return those that no known word is like."""
    array = literal([word.lower() for word in words], ARRAY(Text))
    asked = func.unnest(array).table_valued("word").render_derived("asked")
    like_it = select(literal(1)).where(func.similarity(known, asked.c.word) >= _ALIKE).correlate(asked)
    return select(asked.c.word).distinct().where(~like_it.exists()).cte("unknown")


def _is_one_of_few(unknown: CTE, word: str) -> Condition:
    """Tell whether it is unknown, and few are; asked once."""
    is_one = func.coalesce(func.bool_or(unknown.c.word == word.lower()), false())
    return select(and_(func.count() <= _MOST_UNKNOWN, is_one)).select_from(unknown).scalar_subquery()


def _newest_texts(told: ColumnElement[str], possible: Sequence[Condition]) -> Select[*tuple[Any, ...]]:
    return select(told.label("said")).where(*possible).order_by(incidents.c.id.desc()).limit(_TEXTS)


def _newest_comments(possible: Sequence[Condition]) -> Select[*tuple[Any, ...]]:
    return (
        select(func.left(comments.c.body, _WORDS_OF_COMMENT).label("said"))
        .join(incidents, incidents.c.id == comments.c.incident_id)
        .where(*possible, comments.c.deleted_at.is_(None))
        .order_by(comments.c.id.desc())
        .limit(_TEXTS)
    )
