"""What PostgreSQL's full text search looks for: words, which stand for themselves until a query is sent with theirs."""

from collections.abc import Sequence
from functools import cache, reduce
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Text, bindparam, case, cast, func
from sqlalchemy.dialects.postgresql import TSQUERY

Word = BindParameter[str]
PHRASE: Word = bindparam("phrase", type_=Text)
"""All the words as they were written, one after the other."""


@cache
def the_word(number: int) -> Word:
    """Return what stands for a word, the first of which is 0."""
    return bindparam(f"word_{number}", type_=Text)


def values_of(words: Sequence[str]) -> dict[str, Any]:
    """Return what a query is sent with that is made of words and their phrase."""
    return {PHRASE.key: " ".join(words), **{the_word(number).key: word for number, word in enumerate(words)}}


def all_of(words: Sequence[Word]) -> ColumnElement[Any]:
    return reduce(lambda left, right: left.op("&&")(right), map(begins, words))


def any_of(words: Sequence[Word]) -> ColumnElement[Any]:
    return reduce(lambda left, right: left.op("||")(right), map(begins, words))


@cache
def begins(word: Word, config: str = "english") -> ColumnElement[Any]:
    """Return what finds words that begin so; nothing, where the word is too common to be in the index.

    PostgreSQL reads and writes the word again, so that nothing in it can be taken for an operator.
    """
    query = func.phraseto_tsquery(config, word)
    return case((func.numnode(query) > 0, cast(cast(query, Text) + ":*", TSQUERY)), else_=query)


def matches(vector: Any, query: ColumnElement[Any]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = vector.op("@@", is_comparison=True)(query)
    return found
