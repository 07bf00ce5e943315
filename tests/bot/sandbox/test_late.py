"""Payloads that come late, twice or in another order, and scopes that go and come back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Person, Sandbox
from bot.sandbox.strikes import ACTS
from tests.bot.sandbox.app import TITLE, button, modal
from tests.bot.sandbox.forms import opened
from tests.bot.sandbox.hurry import hurried

TAKE = [{"type": "actions", "block_id": "card", "elements": [button("Take", "take")]}]


@pytest.fixture
def heard(sandbox: Sandbox, client: WebClient, app: App) -> list[str]:
    """What arrived at the app, in order: the text of messages, the names of everything else."""
    arrived: list[str] = []

    app.event("member_joined_channel")(lambda: None)

    @app.event("message")
    def on_message(event: dict[str, Any]) -> None:
        arrived.append(event["text"])

    @app.event("reaction_added")
    def on_reaction(event: dict[str, Any]) -> None:
        arrived.append(event["reaction"])

    @app.action("take")
    def on_take(ack: Ack) -> None:
        arrived.append("take")
        ack()

    @app.command("/incident")
    def on_command(ack: Ack, command: dict[str, Any]) -> None:
        arrived.append(command["text"])
        ack()

    sandbox.admin.invite_app("#incidents")
    return arrived


@contextmanager
def meanwhile(act: Any) -> Iterator[None]:
    """A person does something that takes long, while something else happens."""
    acting = threading.Thread(target=act)
    acting.start()
    yield
    acting.join(10)
    assert not acting.is_alive()


@pytest.mark.usefixtures("connected")
def test_events_arrive_in_another_order(sandbox: Sandbox, ana: Person, heard: list[str]) -> None:
    sandbox.faults.hold_back(of="message", times=2)

    for text in ("first", "second", "third"):
        ana.type("#incidents", text)
    ana.wait_for(lambda: heard == ["third"])
    sandbox.faults.let_go(newest_first=True)

    ana.wait_for(lambda: heard == ["third", "second", "first"])


@pytest.mark.usefixtures("connected")
def test_an_event_is_minutes_late_and_sent_once(sandbox: Sandbox, ana: Person, heard: list[str]) -> None:
    """Slack's three seconds and its retries begin when it sends, however long it kept the event."""
    ana.type("#incidents", "look")
    ana.wait_for(lambda: heard == ["look"])
    sandbox.faults.hold_back(of="reaction_added")
    ana.latest("#incidents").react("eyes")
    ana.type("#incidents", "later")
    ana.wait_for(lambda: {each.outcome for each in sandbox.recorder.deliveries_of("message")} == {"acked"})
    assert heard == ["look", "later"]

    sandbox.clock.advance(400)
    sandbox.faults.let_go()

    ana.wait_for(lambda: heard == ["look", "later", "eyes"])
    assert [each.attempt for each in sandbox.recorder.deliveries_of("reaction_added")] == [0]


@pytest.mark.usefixtures("connected")
def test_one_kind_of_payload_comes_twice(sandbox: Sandbox, ana: Person, heard: list[str]) -> None:
    sandbox.faults.deliver_twice(of="message")

    ana.type("#incidents", "/incident once")
    ana.type("#incidents", "twice")

    ana.wait_for(lambda: len(heard) == 3)
    assert heard == ["once", "twice", "twice"]


@pytest.mark.usefixtures("connected")
def test_one_kind_of_ack_is_lost(sandbox: Sandbox, ana: Person, heard: list[str]) -> None:
    sandbox.faults.lose_acks(of="message")

    ana.type("#incidents", "/incident heard")
    ana.type("#incidents", "again")
    ana.wait_for(lambda: not sandbox.faults.is_waiting)
    sandbox.clock.advance(3.1)

    ana.wait_for(lambda: heard == ["heard", "again", "again"])


@pytest.mark.usefixtures("connected")
def test_a_press_is_overtaken_on_its_way(sandbox: Sandbox, client: WebClient, ana: Person, heard: list[str]) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=TAKE)
    sandbox.faults.delay_delivery(2, of="block_actions")

    with meanwhile(lambda: ana.latest("#incidents").press("Take")):
        ana.wait_for(lambda: not sandbox.faults.is_waiting)
        ana.type("#incidents", "/incident overtakes")
        sandbox.clock.advance(2)

    assert heard == ["overtakes", "take"]
    assert sandbox.recorder.deliveries_of("block_actions")[0].outcome == "acked"


@pytest.mark.usefixtures("connected")
def test_a_press_arrives_when_the_person_was_told_that_it_failed(
    sandbox: Sandbox, client: WebClient, ana: Person, heard: list[str]
) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=TAKE)
    sandbox.faults.delay_delivery(8, of="block_actions")

    with (
        hurried(sandbox, lambda: not sandbox.faults.is_waiting),
        pytest.raises(Exception, match="is not responding right now"),
    ):
        ana.latest("#incidents").press("Take")
    assert "take" not in heard
    sandbox.clock.advance(5)

    ana.wait_for(lambda: "take" in heard)
    ana.wait_for(lambda: sandbox.recorder.deliveries_of("block_actions")[0].outcome == "late")


@pytest.mark.usefixtures("connected")
def test_a_held_press_waits_for_slack(sandbox: Sandbox, client: WebClient, ana: Person, heard: list[str]) -> None:
    """What is held back is the next thing somebody does, whatever events come before it."""
    client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=TAKE)
    card = ana.latest("#incidents")
    sandbox.faults.hold_back(of=ACTS)
    sandbox.person("ben").type("#incidents", "look")
    ana.wait_for(lambda: heard[-1:] == ["look"])

    with meanwhile(lambda: card.press("Take")):
        ana.wait_for(lambda: sandbox.recorder.deliveries_of("block_actions") != [])
        ana.type("#incidents", "/incident overtakes")
        sandbox.faults.clear()

    assert heard[-3:] == ["look", "overtakes", "take"]


@pytest.mark.usefixtures("connected")
def test_stopping_waits_for_nothing_held_back(sandbox: Sandbox, ana: Person, heard: list[str]) -> None:
    sandbox.faults.hold_back(of="slash_commands")
    failures: list[str] = []

    def type_in_vain() -> None:
        with pytest.raises(Exception, match="dispatch_failed") as failed:
            ana.type("#incidents", "/incident")
        failures.append(str(failed.value))

    with meanwhile(type_in_vain):
        ana.wait_for(lambda: not sandbox.faults.is_waiting)
        sandbox.stop()

    assert len(failures) == 1
    assert heard == []


def test_a_scope_goes_and_comes_back(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.remove_scope("im:write")

    with pytest.raises(SlackApiError) as refused:
        client.conversations_open(users="U0ANA")
    sandbox.faults.restore_scope("im:write")

    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "im:write,mpim:write,channels:manage,groups:write"
    assert "im:write" not in refused.value.response["provided"].split(",")
    assert "chat:write" in refused.value.response["provided"].split(",")
    assert client.conversations_open(users="U0ANA")["ok"]


def test_clearing_gives_every_scope_back(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.remove_scope("users:read")
    sandbox.faults.clear()

    assert client.users_info(user="U0ANA")["ok"]


def test_without_its_scope_an_event_is_not_sent(sandbox: Sandbox, ana: Person) -> None:
    sandbox.admin.invite_app("#incidents")
    sandbox.faults.remove_scope("channels:history")
    ana.type("#incidents", "not heard")
    sandbox.faults.restore_scope("channels:history")
    ana.type("#incidents", "heard")
    sandbox.server.read(lambda: None)

    assert {each.payload["event"]["text"] for each in sandbox.recorder.deliveries_of("message")} == {"heard"}


def test_without_public_posting_the_app_must_be_there(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.remove_scope("chat:write.public")

    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel="C0GENERAL", text="x")
    sandbox.admin.invite_app("#general")

    assert client.chat_postMessage(channel="C0GENERAL", text="x")["ok"]


@pytest.mark.usefixtures("connected")
def test_forms_need_no_scope(sandbox: Sandbox, app: App, ana: Person) -> None:
    for scope in ("chat:write", "im:write", "users:read"):
        sandbox.faults.remove_scope(scope)

    assert opened(app, ana, modal(TITLE)).is_open
