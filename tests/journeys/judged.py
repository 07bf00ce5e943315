"""Judges everything the bot said to the sandbox in a journey, by Slack's own limits and not by the sandbox's.

And by what a screen reader makes of its buttons.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.sandbox.exchanges import Call, Delivery, what
from bot.sandbox.recorder import Recorder
from tests.slack_reference.block_kit import HOME, MODAL
from tests.slack_reference.payloads import (
    command_answer_problems,
    message_problems,
    options_answer_problems,
    submission_answer_problems,
    view_problems,
)

RESPONSE_URL = "response_url"
UPLOAD = "upload_url"
METHODS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "slack_reference" / "methods.json").read_text())
_SPELLED_OUT = re.compile(r"<|:[a-z0-9_+-]+:|\b(a person|somebody)\b")
_PARSED = {"blocks", "view", "metadata"}
"""What the SDK sends as JSON within JSON."""


def require_within_limits(recorder: Recorder) -> None:
    """Fail unless Slack would have taken every call and every ack, and every button reads well."""
    judged = [(call.method, call_problems(call)) for call in recorder.calls]
    judged += [(what(delivery), ack_problems(delivery)) for delivery in recorder.deliveries]
    found = [f"{name}: {problem}" for name, problems in judged for problem in problems]
    said = [call.arguments for call in recorder.calls], [delivery.answer for delivery in recorder.deliveries]
    unread = [label for each in said for label in labels_in(each) if _SPELLED_OUT.search(label)]

    assert not found, "Slack would refuse what the bot said:\n" + "\n".join(found)
    assert not unread, "Screen readers would spell out, or hide a name of, what buttons say:\n" + "\n".join(unread)


def labels_in(part: Any) -> Iterator[str]:
    """Yield what each button says to a screen reader, anywhere inside."""
    match part:
        case {"accessibility_label": str(label)}:
            yield label
        case dict():
            yield from (label for name, value in part.items() for label in labels_in(_parsed(name, value)))
        case list():
            yield from (label for each in part for label in labels_in(each))


def call_problems(call: Call) -> list[str]:
    """Say why Slack would refuse the call."""
    arguments = {name: _parsed(name, value) for name, value in call.arguments.items()}
    if call.method not in (RESPONSE_URL, UPLOAD):
        if call.method not in METHODS:
            return ["not among the methods of tests/slack_reference/methods.json"]
        if missing := set(METHODS[call.method]["required"]) - arguments.keys():
            return [f"without {', '.join(sorted(missing))}, which Slack requires"]
    return _JUDGES[call.method](arguments) if call.method in _JUDGES else []


def ack_problems(delivery: Delivery) -> list[str]:
    """Say what is wrong with the ack; one that came too late was not kept, and nobody reads it."""
    answer = delivery.answer
    if answer is None:
        return []
    match what(delivery):
        case "slash_commands":
            return command_answer_problems(answer)
        case "view_submission":
            return submission_answer_problems(answer, delivery.payload["view"])
        case "block_suggestion":
            return options_answer_problems(answer)
        case _:
            return [f"an ack with {', '.join(sorted(answer))}, which Slack does not read"] if answer else []


def _parsed(name: str, value: Any) -> Any:
    return json.loads(value) if name in _PARSED and isinstance(value, str) else value


def _response_problems(arguments: Mapping[str, Any]) -> list[str]:
    return [] if arguments.get("delete_original") else message_problems(arguments)


def _modal_problems(arguments: Mapping[str, Any]) -> list[str]:
    return view_problems(arguments["view"], MODAL)


_JUDGES: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "chat.postMessage": message_problems,
    "chat.postEphemeral": message_problems,
    "chat.update": message_problems,
    RESPONSE_URL: _response_problems,
    "views.open": _modal_problems,
    "views.push": _modal_problems,
    "views.update": _modal_problems,
    "views.publish": lambda arguments: view_problems(arguments["view"], HOME),
}
