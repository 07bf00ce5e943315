"""Forms on a person's screen, and the triggers that opened them."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import Modal, Person, Sandbox
from tests.bot.sandbox.app import button

ACTIONS = {"type": "actions", "block_id": "buttons", "elements": [button("More", "more")]}


def opened(app: App, ana: Person, view: dict[str, Any]) -> Modal:
    """A form that a command opens; the command's text is where the listener finds it."""

    @app.command("/incident", matchers=[lambda command: command["text"] == str(id(view))])
    def command(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    ana.type("#incidents", f"/incident {id(view)}")
    form = ana.modal
    assert form is not None
    return form


def trigger(sandbox: Sandbox) -> str:
    """The trigger of the newest payload that has one."""
    return next(
        str(each.payload["trigger_id"])
        for each in reversed(sandbox.recorder.deliveries)
        if "trigger_id" in each.payload
    )
