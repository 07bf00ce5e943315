"""response_urls: five answers within thirty minutes, in private or for all, replacing and deleting."""

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.sandbox import Person, Sandbox
from tests.bot.sandbox.app import button, section

BUTTON = {"type": "actions", "elements": [button("Next", "next")]}


@pytest.fixture(autouse=True)
def acknowledged(app: App) -> None:
    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack()

    @app.action("next")
    def on_press(ack: Ack) -> None:
        ack()


def hook(sandbox: Sandbox) -> WebhookClient:
    """The response_url of the newest payload."""
    return WebhookClient(sandbox.recorder.deliveries[-1].payload["response_url"], retry_handlers=[])


def code(response: WebhookResponse) -> tuple[int, str]:
    return response.status_code, response.body


@pytest.mark.usefixtures("connected")
def test_a_command_may_be_answered_five_times(sandbox: Sandbox, ana: Person) -> None:
    ana.type("#incidents", "/incident")
    url = hook(sandbox)

    for number in range(5):
        assert url.send(text=f"page {number}").status_code == 200
    status, body = code(url.send(text="one more"))

    assert (status, "used_url" in body) == (404, True)
    assert [answer.text for answer in ana.private_answers("#incidents")] == [f"page {number}" for number in range(5)]


@pytest.mark.usefixtures("connected")
def test_an_answer_comes_within_thirty_minutes(sandbox: Sandbox, ana: Person) -> None:
    ana.type("#incidents", "/incident")
    sandbox.clock.advance(30 * 60 - 1)
    assert hook(sandbox).send(text="in time").status_code == 200

    sandbox.clock.advance(2)
    status, body = code(hook(sandbox).send(text="late"))

    assert (status, "expired_url" in body) == (404, True)


@pytest.mark.usefixtures("connected")
def test_a_press_replaces_the_private_list_it_was_on(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    client.chat_postEphemeral(channel="C0INCIDENTS", user="U0ANA", text="1-10", blocks=[section("1-10"), BUTTON])
    (page,) = ana.private_answers("#incidents")
    page.press("Next")

    hook(sandbox).send(text="11-20", blocks=[section("11-20"), BUTTON], replace_original=True)
    assert page.seen_text == "11-20\nNext"
    page.press("Next")
    hook(sandbox).send(text="no more", replace_original=True)
    assert page.blocks == []
    hook(sandbox).send(delete_original=True)

    assert page.is_gone


@pytest.mark.usefixtures("connected")
def test_a_press_may_replace_or_leave_a_public_message(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=[BUTTON])
    card = ana.latest("#incidents")
    card.press("Next")
    url = hook(sandbox)

    url.send(text="only for you")
    url.send(text="for everyone", response_type="in_channel")
    url.send(text="changed", replace_original=True)

    assert card.text == "changed"
    assert [answer.text for answer in ana.private_answers("#incidents")] == ["only for you"]
    assert [message.text for message in sandbox.person("ben").messages("#incidents")] == ["changed", "for everyone"]


@pytest.mark.usefixtures("connected")
def test_an_answer_may_go_into_a_thread(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    parent = client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=[BUTTON])
    card = ana.latest("#incidents")
    card.press("Next")

    hook(sandbox).send_dict(
        {"text": "reply", "response_type": "in_channel", "replace_original": False, "thread_ts": parent["ts"]}
    )

    assert [message.text for message in ana.thread(card)] == ["card", "reply"]


@pytest.mark.usefixtures("connected")
def test_bad_blocks_are_refused_there_too(sandbox: Sandbox, ana: Person) -> None:
    ana.type("#incidents", "/incident")

    status, body = code(hook(sandbox).send(text="x", blocks=[section("")]))

    assert (status, "invalid_blocks" in body) == (400, True)
    assert ana.private_answers("#incidents") == []


def test_an_unknown_url_is_not_found(sandbox: Sandbox) -> None:
    response = WebhookClient(f"{sandbox.url}/hooks/commands/T0ACME/1/never", retry_handlers=[]).send(text="x")

    assert response.status_code == 404


@pytest.mark.usefixtures("connected")
def test_who_moves_the_clock_cuts_off_no_answer_under_way(sandbox: Sandbox, ana: Person) -> None:
    ana.type("#incidents", "/incident")
    for _ in range(2):
        ana.move_clock(3600)
        assert hook(sandbox).send(text="in time").status_code == 200

    sandbox.clock.advance(30 * 60 - 10)
    assert hook(sandbox).send(text="in time").status_code == 200
    ana.move_clock(20)

    assert hook(sandbox).send(text="late").status_code == 404
