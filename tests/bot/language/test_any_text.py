"""Whatever is typed is understood or refused; what is refused creates nothing, and what it offers can be done."""

import re

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language import values
from bot.language.acts import Act
from bot.language.grammar import parse
from bot.language.looking_acts import ListIncidents
from bot.language.mentions import mark
from bot.language.values import plain_word
from bot.language.verbs import VERB_OF_WORD, VERBS
from tests.bot.language.typed import ANYTHING, TYPED, escaped

MARKS = {r"\ue000", r"\ue001", r"\ue002"}
UNKNOWN = ["open", "update", "change", "42", "banana", "done", "reassign", "escalate", "resovle", "lst", "<@U0ANA|ana>"]
AFTER_A_VERB = st.builds("{} {}".format, st.sampled_from([*(verb.word for verb in VERBS), "42", "#7"]), TYPED)
AFTER_NO_VERB = st.builds("{} {}".format, st.sampled_from(UNKNOWN), TYPED)
SIMPLE_WORDS = st.lists(
    st.sampled_from(["42", "#7", "sev1", "p2", "auto", "checkout", "R&D", "<b>", "&amp;", '"so"', "a--b", "日本", "x"]),
    max_size=5,
).map(" ".join)

unhurried = settings(deadline=None)


def refused(typed: str) -> Refusal | None:
    """Return the refusal, None for what is understood."""
    try:
        parse(typed)
    except Refusal as refusal:
        return refusal
    return None


@unhurried
@given(ANYTHING | TYPED | AFTER_A_VERB | AFTER_NO_VERB)
@example("list seri:<@0>")
def test_whatever_is_typed_is_an_act_or_a_refusal_with_words_that_can_be_sent(typed: str) -> None:
    try:
        act = parse(typed)
    except Refusal as refusal:
        for said in (str(refusal), *refusal.offers):
            assert said.strip()
            assert said.encode("utf-8")
            assert not any(sign in repr(said) for sign in MARKS)
        return

    assert isinstance(act, Act)
    assert not any(sign in repr(act) for sign in MARKS)


@unhurried
@given(ANYTHING | TYPED | AFTER_NO_VERB)
@example("0.")
def test_an_unknown_first_word_at_most_lists_what_there_is(typed: str) -> None:
    marked = mark(typed)
    first, _ = values.first_word(marked)
    number, _ = values.number_and_rest(marked)
    assume(first and plain_word(first) not in VERB_OF_WORD and number is None)

    try:
        act = parse(typed)
    except Refusal:
        return

    assert isinstance(act, ListIncidents)


@unhurried
@given(AFTER_A_VERB | AFTER_NO_VERB | TYPED)
@example("banana x sev9")
def test_every_offer_of_every_refusal_is_understood(typed: str) -> None:
    refusal = refused(typed)

    for offer in refusal.offers if refusal else ():
        parse(offer)


@unhurried
@given(st.sampled_from(["open", "update", "42", "banana", "done", "reassign", "escalate", "resovle"]), SIMPLE_WORDS)
def test_every_offer_does_what_its_words_say(word: str, rest: str) -> None:
    refusal = refused(escaped(f"{word} {rest}"))
    assume(refusal and refusal.offers)
    assert refusal

    shown = re.findall(r"`/incident ([^`]+)`(?! (?:lists|explains) them all)", str(refusal))

    assert [_outcome(escaped(words)) for words in shown] == [_outcome(offer) for offer in refusal.offers]


def _outcome(typed: str) -> Act | str:
    try:
        return parse(typed)
    except Refusal as refusal:
        return str(refusal)
