"""What went wrong, said so that it harms nobody and loses nothing."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language.acts import Draft
from bot.language.grammar import parse
from bot.language.mentions import mark, plain
from bot.views import problems
from bot.views.blocks import Message, View
from bot.views.forms.context import Context
from bot.views.forms.opening import new_incident
from bot.views.offers import ON_ANSWER
from tests.bot.language.typed import TYPED
from tests.bot.views.hostile import RUNS, heavy, paragraphs, words
from tests.bot.views.judging import readable, require_fit_to_open, require_fit_to_send, require_harmless, shown
from tests.tables import for_each

TITLED = {name: {"type": "plain_text", "text": "x"} for name in ("title", "close")}
SENTENCES = words(300).map(lambda text: f"There is no verb “{text}”. Did you mean `/incident new`?")
FORM = new_incident(Draft(), context=Context(), has_more=False)


def as_message(answer: dict[str, Any]) -> Message:
    """Return a command's answer as the message it becomes."""
    assert answer["response_type"] == "ephemeral"
    return Message(answer["text"], answer["blocks"])


@heavy
@given(SENTENCES, paragraphs(3000))
def test_any_problem_with_a_command_is_fit_to_send(sentence: str, typed: str) -> None:
    require_fit_to_send(as_message(problems.command(sentence, typed=typed)))


@for_each("run", RUNS)
def test_the_longest_command_is_fit_to_send_back(run: str) -> None:
    require_fit_to_send(as_message(problems.command("No.", typed=f"/incident {run * 40_000}"[:40_000])))


@heavy
@given(TYPED)
def test_a_refusal_that_repeats_what_was_typed_does_no_harm(typed: str) -> None:
    try:
        parse(typed)
    except Refusal as refused:
        said = problems.command(str(refused), typed=plain(mark(typed)), offers=refused.offers)
        require_fit_to_send(as_message(said))
        require_fit_to_send(problems.answer(str(refused)))


def offers_of(typed: str) -> tuple[str, ...]:
    """Return what is offered to somebody who types this."""
    try:
        parse(typed)
    except Refusal as refused:
        return refused.offers
    return ()


def offered(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the buttons under a problem."""
    rows = [block for block in answer["blocks"] if block["type"] == "actions"]
    assert [row["block_id"] for row in rows] == [ON_ANSWER][: len(rows)]
    return [(each["text"]["text"], each["action_id"], each["value"]) for row in rows for each in row["elements"]]


@for_each(
    ("offers", "buttons"),
    [
        ((), []),
        (("take 42",), [("take 42", "act:offer:0", "take 42")]),
        (
            ("show 42", "reopen 42"),
            [("show 42", "act:offer:0", "show 42"), ("reopen 42", "act:offer:1", "reopen 42")],
        ),
        (
            ("assign 42 <@U0EVA|eva> R&amp;D &lt;b&gt;",),
            [("assign 42 @eva R&D <b>", "act:offer:0", "assign 42 <@U0EVA|eva> R&amp;D &lt;b&gt;")],
        ),
        (
            (f"new {'x' * 1996}", f"new {'x' * 1997}"),
            [(f"new {'x' * 70}…", "act:offer:0", f"new {'x' * 1996}")],
        ),
    ],
)
def test_what_may_have_been_meant_is_a_press_away(offers: tuple[str, ...], buttons: list[tuple[str, str, str]]) -> None:
    answer = problems.command("No.", typed="/incident x", offers=offers)

    require_fit_to_send(as_message(answer))
    assert offered(answer) == buttons


@heavy
@given(TYPED)
def test_a_press_does_what_the_refusal_offered(typed: str) -> None:
    offers = offers_of(typed)

    answer = problems.command("No.", typed=typed, offers=offers)

    assert [value for _, _, value in offered(answer)] == [offer for offer in offers if len(offer) <= 2000]


def test_a_problem_says_what_is_wrong_and_what_was_typed() -> None:
    message = as_message(problems.command("A title has 3 to 255 characters.", typed=" /incident new R&D <b> "))

    assert readable(message.text) == "A title has 3 to 255 characters. You typed: /incident new R&D <b>"
    assert shown(message.blocks) == "A title has 3 to 255 characters.\nYou typed: /incident new R&D <b>"


def test_commands_in_a_sentence_stay_code() -> None:
    sentence = "Possible now: `take 42`. Usage: `/incident new [title] [-- summary]`"

    assert problems.answer(sentence).blocks[0]["text"]["text"] == sentence


@heavy
@given(SENTENCES)
def test_any_problem_with_a_click_is_fit_to_send(sentence: str) -> None:
    require_fit_to_send(problems.answer(sentence))


@for_each(
    ("fields", "errors"),
    [
        ({"title": "Too short."}, {"title": "Too short."}),
        ({"service": "No such."}, {"service": "No such."}),
        ({"summary": "Too long.", "service": "No `such`."}, {"summary": "Too long.", "service": "No such."}),
        ({}, {"title": "It is wrong."}),
        ({"categories": "Too many."}, {"title": "It is wrong."}),
        ({"nonsense": "No."}, {"title": "It is wrong."}),
        ({"nonsense": "No.", "service": "No such."}, {"service": "No such."}),
    ],
)
def test_each_problem_stands_under_its_field_or_all_under_the_first(
    fields: dict[str, str], errors: dict[str, str]
) -> None:
    answer = problems.submission("It is `wrong`.", fields=fields, view=FORM)

    assert answer == {"response_action": "errors", "errors": errors}


@heavy
@given(st.sampled_from([[], ["title"]]), SENTENCES | words(1000).filter(str.strip))
def test_a_form_without_fields_shows_any_problem_as_an_alert(fields: list[str], sentence: str) -> None:
    empty: View = {"type": "modal", **TITLED, "blocks": []}

    answer = problems.submission(sentence, fields=dict.fromkeys(fields, sentence), view=empty)

    assert answer["response_action"] == "update"
    require_fit_to_open(answer["view"])
    assert answer["view"]["blocks"][0]["text"]["text"] == "Nothing was done."
    require_harmless(answer["view"]["blocks"][1]["text"]["text"])
    assert readable(answer["view"]["blocks"][1]["text"]["text"])[:500] == sentence.replace("\u200b", "")[:500]


@heavy
@given(SENTENCES, st.booleans())
def test_any_answer_to_what_was_said_to_the_bot_is_fit_to_send(sentence: str, is_kept: bool) -> None:
    require_fit_to_send(problems.answer(sentence, comment="comment 42" if is_kept else None))
    require_fit_to_send(problems.not_taken(sentence))


def test_what_was_said_to_the_bot_can_be_kept_beside_what_may_be_meant() -> None:
    answer = problems.answer("No.", offers=("take 42",), comment="comment 42 tkae it")

    [row] = [block for block in answer.blocks if block["type"] == "actions"]
    assert row["block_id"] == ON_ANSWER
    assert [(each["text"]["text"], each["value"]) for each in row["elements"]] == [
        ("take 42", "take 42"),
        ("Comment", "comment 42 tkae it"),
    ]
    assert [block["type"] for block in problems.answer("No.").blocks] == ["section"]
