"""The judge of what we send, and the sandbox that takes it, draw the same lines though neither knows the other."""

from typing import Any

from tests.bot.sandbox.test_block_limits import LIMITS
from tests.bot.sandbox.test_block_rules import REFUSED
from tests.slack_reference.block_kit import MESSAGE, MODAL, ONLY_ON
from tests.slack_reference.payloads import (
    command_answer_problems,
    message_problems,
    options_answer_problems,
    submission_answer_problems,
    view_problems,
)
from tests.tables import for_each

SUBMITTED = {"blocks": [{"type": "section"}, {"type": "input", "block_id": "title"}]}
OPTION = {"text": {"type": "plain_text", "text": "One"}, "value": "1"}


def problems(blocks: list[Any], surface: str) -> list[str]:
    """Return what the judge says of blocks on a surface."""
    if surface == MESSAGE:
        return message_problems({"text": "x", "blocks": blocks})
    frame = {"title": {"type": "plain_text", "text": "x"}, "submit": {"type": "plain_text", "text": "x"}}
    return view_problems({"type": surface, "blocks": blocks, **(frame if surface == MODAL else {})}, surface)


def with_ids(part: Any, name: str = "made_up") -> Any:
    """Give ids to what has none: the judge asks for those that Slack would make up."""
    if isinstance(part, list):
        return [with_ids(each, f"made_up_{place}") for place, each in enumerate(part)]
    if not isinstance(part, dict):
        return part
    inner = {key: with_ids(value) for key, value in part.items()}
    kind = str(part.get("type"))
    if kind == "input":
        return {"block_id": name, **inner}
    is_element = kind.endswith(("_select", "picker", "_input")) or kind in {"checkboxes", "radio_buttons", "overflow"}
    return {"action_id": name, **inner} if is_element else inner


@for_each(("surface", "limit", "blocks"), [row[1:4] for row in LIMITS])
def test_both_draw_a_limit_at_the_same_place(surface: str, limit: int, blocks: Any) -> None:
    assert problems(with_ids(blocks(limit)), surface) == []
    assert problems(with_ids(blocks(limit + 1)), surface) != []


@for_each(("surface", "blocks"), [row[1:3] for row in REFUSED])
def test_what_the_sandbox_refuses_is_refused_here(surface: str, blocks: list[Any]) -> None:
    assert problems(with_ids(blocks), surface) != []


@for_each("kind", ONLY_ON)
def test_what_belongs_elsewhere_is_named(kind: str) -> None:
    assert any(
        kind in problem for problem in problems([{"type": kind}], "home" if kind != "data_visualization" else MODAL)
    )


@for_each("text", [None, "", " \n", "x" * 4001])
def test_a_message_has_a_text_that_can_be_read_out_and_updated(text: str | None) -> None:
    assert message_problems({"text": text}) != []


@for_each(
    ("found", "is_fine"),
    [
        (command_answer_problems({}), True),
        (command_answer_problems({"text": "x", "response_type": "ephemeral"}), True),
        (command_answer_problems({"text": "x", "colour": "red"}), False),
        (command_answer_problems({"blocks": []}), False),
        (submission_answer_problems({}, SUBMITTED), True),
        (submission_answer_problems({"response_action": "clear"}, SUBMITTED), True),
        (submission_answer_problems({"response_action": "errors", "errors": {"title": "No."}}, SUBMITTED), True),
        (submission_answer_problems({"response_action": "errors", "errors": {"name": "No."}}, SUBMITTED), False),
        (submission_answer_problems({"response_action": "errors", "errors": {}}, SUBMITTED), False),
        (submission_answer_problems({"response_action": "update", "view": {"type": "modal"}}, SUBMITTED), False),
        (submission_answer_problems({"response_action": "shut"}, SUBMITTED), False),
        (submission_answer_problems({"text": "x"}, SUBMITTED), False),
        (options_answer_problems({"options": []}), True),
        (options_answer_problems({"options": [OPTION]}), True),
        (options_answer_problems({"options": [OPTION] * 2}), False),
        (options_answer_problems({}), False),
    ],
)
def test_an_ack_is_judged_by_what_it_answers(found: list[str], is_fine: bool) -> None:
    assert (found == []) is is_fine
