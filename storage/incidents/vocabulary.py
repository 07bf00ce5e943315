"""The words people have used, among which somebody's slip of the pen may be put right."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, or_, select, union, union_all

from storage.incidents.selected import Condition, conditions
from storage.records import Selection
from storage.tables import comments, incidents, services

_TEXTS = 1000
"""The newest incidents and comments whose words are taken."""
_WORDS_OF_COMMENT = 2000
_MOST_WORDS = 20_000
_ALIKE = 0.4


def vocabulary(
    tx: Connection, team_id: str, words: Sequence[str], wanted: Selection, *, finds_similar: bool
) -> list[str]:
    """Return words that are about as long as these and stand in the newest texts, and in older ones that are similar.

    Old ones are found only where the database `finds_similar`. Nobody is told words of an incident they may not see.
    """
    visible = conditions(team_id, Selection(visible_to=wanted.visible_to))
    told = incidents.c.title + " " + func.coalesce(incidents.c.summary, "")
    named = select(services.c.name.label("said")).where(services.c.team_id == team_id)
    newest = _words_of([_newest_texts(told, visible), _newest_comments(visible), named], words).cte("newest")
    found = [select(newest.c.word)]
    if finds_similar:
        old = [text for word in words for text in _similar_texts(visible, told, word, newest.c.word)]
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
    visible: Sequence[Condition], told: ColumnElement[str], word: str, known: ColumnElement[str]
) -> list[Select[*tuple[Any, ...]]]:
    """Return older texts that hold something like the word, where none of the known ones is."""
    unknown, lower = _resembles_none(known, word), word.lower()
    title: Condition = func.lower(incidents.c.title).op("%>", is_comparison=True)(lower)
    body: Condition = func.lower(comments.c.body).op("%>", is_comparison=True)(lower)
    return [_newest_texts(told, [*visible, unknown, title]), _newest_comments([*visible, unknown, body])]


def _resembles_none(known: ColumnElement[str], word: str) -> Condition:
    """Tell whether no word is like this one; asked once."""
    return ~select(literal(1)).where(func.similarity(known, word.lower()) >= _ALIKE).exists()


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
