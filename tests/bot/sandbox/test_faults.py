"""Every fault strikes what it names, as often as it says, and then it is over."""

from urllib.error import URLError

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox import CommandFailed, Person, Sandbox
from tests.bot.sandbox.app import Bridge
from tests.bot.sandbox.hurry import hurried

BROKEN = (URLError, ConnectionError)


def texts(ana: Person) -> list[str]:
    return [message.text for message in ana.messages("#incidents")]


def test_a_call_fails_with_the_code_asked_for(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    sandbox.faults.fail("chat.postMessage", "service_unavailable", times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError, match="service_unavailable"):
            client.chat_postMessage(channel="C0INCIDENTS", text="one")

    assert client.users_info(user="U0ANA")["ok"]
    assert texts(ana) == []
    assert client.chat_postMessage(channel="C0INCIDENTS", text="two")["ok"]


def test_a_rate_limit_says_how_long(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    sandbox.faults.rate_limit("chat.postMessage", retry_after=7)

    with pytest.raises(SlackApiError) as limited:
        client.chat_postMessage(channel="C0INCIDENTS", text="one")

    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"
    assert texts(ana) == []


def test_slack_itself_may_break(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.server_error("*")

    with pytest.raises(SlackApiError) as broken:
        client.users_info(user="U0ANA")

    assert broken.value.response.status_code == 500


def test_something_between_may_answer(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    sandbox.faults.garble("chat.postMessage", "<html>")

    with pytest.raises(SlackApiError, match="non-JSON"):
        client.chat_postMessage(channel="C0INCIDENTS", text="one")

    assert texts(ana) == []


def test_a_connection_dropped_before_means_nothing_happened(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    sandbox.faults.drop_before("chat.postMessage")

    with pytest.raises(BROKEN):
        client.chat_postMessage(channel="C0INCIDENTS", text="one")

    assert texts(ana) == []


def test_a_connection_dropped_after_means_it_happened(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    sandbox.faults.drop_after("chat.postMessage")

    with pytest.raises(BROKEN):
        client.chat_postMessage(channel="C0INCIDENTS", text="one")

    assert texts(ana) == ["one"]
    assert sandbox.recorder.calls_of("chat.postMessage")[0].answer["ok"]


def test_the_sdks_own_retry_posts_twice(sandbox: Sandbox, ana: Person) -> None:
    """Why the outbox uses a client without retry handlers."""
    sandbox.faults.drop_after("chat.postMessage")

    WebClient(sandbox.bot_token, base_url=sandbox.api_url).chat_postMessage(channel="C0INCIDENTS", text="one")

    assert texts(ana) == ["one", "one"]


def test_a_slow_call_waits_by_the_workspaces_clock(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.slow("users.info", 60)

    with hurried(sandbox, lambda: not sandbox.faults.is_waiting, seconds=61):
        client.users_info(user="U0ANA")

    assert sandbox.recorder.calls_of("users.info")[0].milliseconds > 60_000


def test_slack_may_be_away_and_come_back(sandbox: Sandbox, client: WebClient, app: App, ana: Person) -> None:
    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack("back")

    with Bridge(sandbox, app, ping_seconds=0.2):
        sandbox.faults.go_away()
        with pytest.raises(BROKEN):
            client.users_info(user="U0ANA")
        with pytest.raises(CommandFailed, match="dispatch_failed"):
            ana.type("#incidents", "/incident")
        sandbox.faults.come_back()

        assert sandbox.wait_for_app(10)
        answer = ana.type("#incidents", "/incident")
    assert answer is not None


@pytest.mark.usefixtures("connected")
def test_response_urls_fail_under_their_own_name(sandbox: Sandbox, app: App, ana: Person) -> None:
    app.command("/incident")(lambda ack: ack())
    ana.type("#incidents", "/incident")
    url = WebhookClient(sandbox.recorder.deliveries[0].payload["response_url"], retry_handlers=[])
    sandbox.faults.server_error("response_url")
    sandbox.faults.rate_limit("response_url")
    sandbox.faults.drop_after("response_url")

    assert url.send(text="lost").status_code == 500
    assert url.send(text="lost").status_code == 429
    with pytest.raises(BROKEN):
        url.send(text="said")
    assert [answer.text for answer in ana.private_answers("#incidents")] == ["said"]


def test_clearing_ends_every_fault(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.fail("*", "fatal_error", times=9)
    sandbox.faults.deliver_twice()

    sandbox.faults.clear()

    assert client.users_info(user="U0ANA")["ok"]
    assert not sandbox.faults.is_waiting
