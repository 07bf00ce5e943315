"""What went wrong, said so that it harms nobody and loses nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language.acts import Draft
from bot.language.grammar import parse
from bot.language.mentions import mark, plain
from bot.views import forms, problems
from bot.views.blocks import Message, View
from tests.bot.language.typed import TYPED
from tests.bot.views.hostile import RUNS, heavy, paragraphs, words
from tests.bot.views.judging import readable, require_fit_to_open, require_fit_to_send, require_harmless, shown

SENTENCES = words(300).map(lambda text: f"There is no verb “{text}”. Did you mean `/incident new`?")
FORM = forms.new_incident(Draft(), context=forms.Context())


def as_message(answer: dict[str, Any]) -> Message:
    """Return a command's answer as the message it becomes."""
    assert answer["response_type"] == "ephemeral"
    return Message(answer["text"], answer["blocks"])


@heavy
@given(SENTENCES, paragraphs(3000))
def test_any_problem_with_a_command_is_fit_to_send(sentence: str, typed: str) -> None:
    require_fit_to_send(as_message(problems.command(sentence, typed=typed)))


@pytest.mark.parametrize("run", RUNS)
def test_the_longest_command_is_fit_to_send_back(run: str) -> None:
    require_fit_to_send(as_message(problems.command("No.", typed=f"/incident {run * 40_000}"[:40_000])))


@heavy
@given(TYPED)
def test_a_refusal_that_repeats_what_was_typed_does_no_harm(typed: str) -> None:
    try:
        parse(typed)
    except Refusal as refused:
        require_fit_to_send(as_message(problems.command(str(refused), typed=plain(mark(typed)))))
        require_fit_to_send(problems.click(str(refused)))


def test_a_problem_says_what_is_wrong_and_what_was_typed() -> None:
    message = as_message(problems.command("A title has 3 to 255 characters.", typed=" /incident new R&D <b> "))

    assert readable(message.text) == "A title has 3 to 255 characters. You typed: /incident new R&D <b>"
    assert shown(message.blocks) == "A title has 3 to 255 characters.\nYou typed: /incident new R&D <b>"


def test_commands_in_a_sentence_stay_code() -> None:
    sentence = "Possible now: `take 42`. Usage: `/incident new [title] [-- summary]`"

    assert problems.click(sentence).blocks[0]["text"]["text"] == sentence


@heavy
@given(SENTENCES)
def test_any_problem_with_a_click_is_fit_to_send(sentence: str) -> None:
    require_fit_to_send(problems.click(sentence))


@pytest.mark.parametrize(
    ("field", "under"),
    [
        ("title", "title"),
        ("service", "service"),
        ("summary", "summary"),
        (None, "title"),
        ("categories", "title"),
        ("nonsense", "title"),
    ],
)
def test_a_problem_stands_under_its_field_or_the_first(field: str | None, under: str) -> None:
    answer = problems.submission("Too long.", field=field, view=FORM)

    assert answer == {"response_action": "errors", "errors": {under: "Too long."}}


@heavy
@given(st.none() | st.just("title"), SENTENCES | words(1000).filter(str.strip))
def test_a_form_without_fields_shows_any_problem_as_an_alert(field: str | None, sentence: str) -> None:
    empty: View = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}

    answer = problems.submission(sentence, field=field, view=empty)

    assert answer["response_action"] == "update"
    require_fit_to_open(answer["view"])
    require_harmless(answer["view"]["blocks"][0]["text"]["text"])
