"""The small functions every message is built with: Slack's limits hold whatever comes in."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.block_kit import block_problems
from bot.views import blocks, inputs
from bot.views.blocks import Block, fit, message
from bot.views.text import escape, moment, person
from tests.bot.views.hostile import heavy, paragraphs, words
from tests.bot.views.judging import require_fit_to_open, require_harmless
from tests.making import NOON
from tests.tables import for_each

MARKUP = st.lists(
    words(60).map(escape) | st.sampled_from([person("U0ANA"), moment(NOON), " ", "*", "\n"]), min_size=1, max_size=12
).map("".join)


@heavy
@given(MARKUP, st.integers(1, 300))
def test_markup_is_cut_between_escapes_mentions_and_moments(markup: str, limit: int) -> None:
    cut = fit(markup, limit)

    assert len(cut) <= limit
    assert cut == markup if len(markup) <= limit else cut.endswith("…")
    assert markup.startswith(cut.removesuffix("…"))
    require_harmless(cut)


@for_each(
    ("markup", "limit", "cut"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("a&amp;b", 6, "a…"),
        ("a&amp;bc", 7, "a&amp;…"),
        ("a<@U0ANA>b", 9, "a…"),
        ("a<@U0ANA> bc", 11, "a<@U0ANA> …"),
    ],
)
def test_the_cut_is_where_it_should_be(markup: str, limit: int, cut: str) -> None:
    assert fit(markup, limit) == cut


@for_each("text", ["x", "x" * 75, "x" * 10_000, "", "&" * 200, "日" * 200])
@for_each(
    "build",
    [
        blocks.header,
        blocks.section,
        blocks.small_print,
        lambda text: blocks.section("x", accessory=blocks.button(text, id="act:x", value=text or "x")),
        lambda text: blocks.fields(*[(text, text)] * 12),
        lambda text: blocks.small_print(*[text] * 12),
        lambda text: blocks.actions(*(blocks.button(text, id=f"act:{n}", value="x") for n in range(30))),
    ],
)
def test_a_block_takes_any_text(build: Callable[[str], Block], text: str) -> None:
    assert block_problems([build(text)], "message") == []


@for_each("count", [0, 1, 50, 51, 200])
def test_a_message_has_one_to_fifty_blocks(count: int) -> None:
    said = message("hello", *[blocks.section("x")] * count)

    assert block_problems(said.blocks, "message") == []
    assert len(said.blocks) == min(max(count, 1), 50)


def test_a_message_without_blocks_shows_its_text() -> None:
    assert message("hello <@U0ANA>").blocks == [blocks.section("hello <@U0ANA>")]


@heavy
@given(paragraphs(5000))
def test_a_message_of_any_length_is_cut_to_what_slack_takes(text: str) -> None:
    said = message(escape(text, limit=10_000) or "x")

    assert len(said.text) <= 4000
    assert block_problems(said.blocks, "message") == []


def _form(*inputs: Block, title: str = "x") -> blocks.View:
    return blocks.modal(title, *inputs, id="form:x", submit="Send", metadata="{}")


@heavy
@given(words(200).filter(str.strip), paragraphs(4000))
def test_a_form_takes_any_words(line: str, lines: str) -> None:
    view = _form(
        inputs.labelled(line, inputs.text_input(initial=lines, lines=True, longest=3000, hint=line), name="a"),
        inputs.labelled("x", inputs.lookup(id="lookup:x", initial=(line, line), hint=line), name="b", hint=line),
        inputs.labelled("x", inputs.person_input(initial=None, hint=line), name="c", optional=True),
        inputs.labelled("x", inputs.choice([("One", "1"), ("Two", "2")], initial="2"), name="d"),
        title=line,
    )

    require_fit_to_open(view)


@for_each(("initial", "chosen"), [("2", {"initial_option": blocks.option("Two", "2")}), ("9", {}), (None, {})])
def test_a_menu_begins_with_one_of_its_options_or_none(initial: str | None, chosen: Block) -> None:
    menu = inputs.choice([("One", "1"), ("Two", "2")], initial=initial)

    assert {key: value for key, value in menu.items() if key == "initial_option"} == chosen
