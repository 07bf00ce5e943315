"""Tokens that are not quite right: forgiven where they can only mean one thing, refused where they mean nothing."""

import re

import pytest

from bot.errors import Refusal
from bot.language.acts import Draft
from bot.language.grammar import parse
from bot.language.mentions import mark
from bot.language.tokens import read_draft
from storage.records import Severity
from tests.tables import for_each


def read(typed: str) -> Draft:
    return read_draft(mark(typed))


@for_each("typed", ["sev1, DB down", "DB down sev-1", "SEV:1 DB down", "DB down, sev1;"])
def test_a_severity_is_forgiven_its_punctuation(typed: str) -> None:
    assert read(typed).severity is Severity.SEV1
    assert read(typed).title in ("DB down", "DB down,")


@for_each(
    ("typed", "words"),
    [
        ("Disk full @nobody", "Nobody here is called @nobody."),
        ("@bne Disk full", "Nobody here is called @bne."),
        ("Disk full p9", "There is no p9: priorities are p1 to p4."),
        ("p0 Disk full", "There is no p0: priorities are p1 to p4."),
    ],
)
def test_a_token_that_means_nothing_is_not_taken_for_the_title(typed: str, words: str) -> None:
    with pytest.raises(Refusal, match=re.escape(words)):
        read(typed)


@for_each(
    ("typed", "possible"),
    [
        ("Login slow sev5 <@U0BEN|ben> -- since the sev9 drill", "Login slow <@U0BEN|ben> -- since the sev9 drill"),
        ("p0 sev 0 The sev9 drill is slow p2", "The sev9 drill is slow p2"),
        ("Login slow sev5 @bne", None),
        ("sev5", None),
        ("Login slow sev1 sev2", None),
    ],
)
def test_a_line_with_a_rank_there_is_not_is_offered_without_it(typed: str, possible: str | None) -> None:
    with pytest.raises(Refusal, match="Nothing was opened") as refused:
        parse(f"new {typed}")

    assert refused.value.offers == ((f"new {possible}",) if possible else ())


def test_in_quotes_it_is_the_title() -> None:
    assert read('"ask @nobody about p9"').title == "ask @nobody about p9"
    assert read("ask @nobody about p99").title == "ask @nobody about p99"
