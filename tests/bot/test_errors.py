"""A refusal is copied with other parts, and keeps the rest: what it is, what it offers and what may name somebody."""

import pytest

from bot.errors import MaybeName, Nobody, Question, Refusal, Unclear
from bot.language.filters import NotAFilter
from bot.language.verbs import VERB_OF_WORD
from bot.rules.permissions import NotKnownYet
from tests.tables import for_each


@for_each(
    "refusal",
    [
        Refusal("No.", field="title", offers=("take 42",), unclear=Question("list")),
        NotKnownYet(),
        NotAFilter("opne", nearest="open", corrected="open sev1"),
    ],
)
def test_a_sentence_more_leaves_the_rest_as_it_was(refusal: Refusal) -> None:
    with pytest.raises(type(refusal), match="No more") as raised:
        raise refusal.adding("No more.")

    assert str(raised.value) == f"{refusal} No more."
    assert vars(raised.value) == {**vars(refusal), "hint": raised.value.hint}


@for_each("unclear", [Nobody("@bne"), MaybeName("ana"), Question("list"), None])
def test_the_usage_of_a_verb_keeps_what_may_name_somebody_and_what_is_offered(unclear: Unclear | None) -> None:
    verb = VERB_OF_WORD["take"]

    misused = verb.misused(Refusal("No.", offers=("take 42",), unclear=unclear))

    assert (misused.unclear, misused.offers) == (unclear, ("take 42",))
    assert str(misused) == "No. Usage: `/incident take 42 [note]`"


@for_each(
    ("guesses", "said"),
    [
        ((), "There is none. Try again."),
        (("`a`",), "There is none. Did you mean `a`? Try again."),
        (("`a`", "`b`"), "There is none. Did you mean `a` or `b`? Try again."),
    ],
)
def test_what_may_have_been_meant_stands_before_the_hint(guesses: tuple[str, ...], said: str) -> None:
    refusal = Refusal("There is none.", hint="Try again.", field="service").but(guesses=guesses)

    assert str(refusal) == said
    assert refusal.fields == {"service": "There is none. Try again."}
