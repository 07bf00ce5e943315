"""What an ack says to a command: to one person, to everyone, or nothing Slack can show."""

from typing import Any

import pytest
from slack_bolt import Ack, App

from bot.sandbox import CommandFailed, Person, Sandbox
from tests.bot.sandbox.app import section


@pytest.mark.usefixtures("connected")
def test_an_ack_may_answer_in_private_or_for_all(sandbox: Sandbox, app: App, ana: Person) -> None:
    @app.command("/incident")
    def on_command(ack: Ack, command: dict[str, Any]) -> None:
        ack(text=f"heard {command['text']}", response_type="in_channel" if command["text"] == "aloud" else "ephemeral")

    answer = ana.type("#incidents", "/incident softly")
    nothing = ana.type("#incidents", "/incident aloud")

    assert answer is not None
    assert answer.text == "heard softly"
    assert nothing is None
    seen_by_ben = [message.text for message in sandbox.person("ben").messages("#incidents")]
    assert seen_by_ben == ["/incident aloud", "heard aloud"]


@pytest.mark.usefixtures("connected")
def test_an_empty_ack_shows_nothing(app: App, ana: Person) -> None:
    app.command("/incident")(lambda ack: ack())

    assert ana.type("#incidents", "/incident") is None
    assert ana.messages("#incidents") == []


@pytest.mark.usefixtures("connected")
def test_an_ack_that_slack_refuses_fails_the_command(sandbox: Sandbox, app: App, ana: Person) -> None:
    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack(text="x", blocks=[section("")])

    with pytest.raises(CommandFailed, match='/incident failed with the error "invalid_blocks"'):
        ana.type("#incidents", "/incident list")

    assert sandbox.recorder.deliveries[0].error == "invalid_blocks"
