"""The same sent again by who heard no answer: it is done once, and answered as it was."""

import asyncio
import threading
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from slack_bolt import Ack, App

from bot.sandbox import Person, Sandbox
from bot.sandbox.sent import MOST, Sent
from bot.sandbox.slack_json import Json
from tests.bot.sandbox.asking import act


def _send(sandbox: Sandbox, message_id: object, text: str, *, person: str = "U0ANA", **more: Any) -> dict[str, Any]:
    sent = {"as": person, "channel": "C0INCIDENTS", "text": text, "client_msg_id": message_id}
    return act(sandbox, act="send", **sent, **more)


def test_a_message_and_a_reply_that_come_again_are_said_once(sandbox: Sandbox, ana: Person) -> None:
    first, second = str(uuid4()), str(uuid4())

    said = _send(sandbox, first, "hello")
    assert _send(sandbox, first, "hello") == said
    reply = _send(sandbox, second, "and more", thread_ts=said["ts"])
    assert _send(sandbox, second, "and more", thread_ts=said["ts"]) == reply

    (message,) = ana.messages("#incidents")
    assert (message.raw["client_msg_id"], message.ts) == (first, said["ts"])
    assert [each.seen_text for each in ana.thread(message)] == ["hello", "and more"]


def test_another_person_and_another_id_say_it_again(sandbox: Sandbox, ana: Person) -> None:
    known = str(uuid4())
    for message_id in (known, str(uuid4()), None, "", "x", "x", [known], 7):
        assert _send(sandbox, message_id, "hello")["ok"]
    _send(sandbox, known, "hello", person="U0BEN")

    messages = ana.messages("#incidents")

    assert len(messages) == 9
    assert len({message.raw["client_msg_id"] for message in messages[:-1]}) == 8


@pytest.mark.usefixtures("connected")
def test_a_command_that_comes_again_while_it_is_done_and_after_is_done_once(
    sandbox: Sandbox, app: App, ana: Person
) -> None:
    heard, is_let_go, message_id = [], threading.Event(), str(uuid4())

    @app.command("/incident")
    def on_command(ack: Ack, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        is_let_go.wait(2)
        ack("Opened #1")

    answers: list[dict[str, Any]] = []
    sending = [
        threading.Thread(target=lambda: answers.append(_send(sandbox, message_id, "/incident new Down")))
        for _ in range(2)
    ]
    for each in sending:
        each.start()
    ana.wait_for(lambda: heard)
    is_let_go.set()
    for each in sending:
        each.join()
    answers.append(_send(sandbox, message_id, "/incident new Down"))

    assert heard == ["new Down"]
    assert [answer["ts"] for answer in answers] == [ana.latest("#incidents").ts] * 3
    assert len(ana.messages("#incidents")) == 1


def test_what_was_refused_is_tried_again(sandbox: Sandbox) -> None:
    message_id = str(uuid4())
    sandbox.admin.archive("#incidents")
    refused = _send(sandbox, message_id, "hello")
    sandbox.admin.unarchive("#incidents")

    again = _send(sandbox, message_id, "hello")

    assert refused == {"ok": False, "error": "This channel is archived."}
    assert again["ok"]


def test_no_more_than_the_newest_are_known() -> None:
    done: list[str] = []

    async def send_all() -> None:
        sent = Sent()

        async def send(name: str) -> Json:
            done.append(name)
            return {}

        for name in map(str, [*range(MOST + 1), 1, MOST, 0]):
            await sent.once(name, partial(send, name))

    asyncio.run(send_all())

    assert done[MOST:] == [str(MOST), "0"]
