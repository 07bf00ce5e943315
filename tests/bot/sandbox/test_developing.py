"""What the page's developer tools are made of: requests with their answers, faults switched on, another first day."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError

import aiohttp
import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from bot.sandbox.exchanges import Call, Delivery
from bot.sandbox.kept import LARGEST
from bot.sandbox.recorder import SHOWN, Recorder
from tests.bot.sandbox.app import Bridge, mrkdwn
from tests.bot.sandbox.asking import act, ask
from tests.bot.sandbox.test_page_routes import FOREIGN
from tests.tables import for_each

BROKEN = (URLError, ConnectionError)


def requests_of(sandbox: Sandbox) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ask(sandbox, "/sandbox/requests").json["requests"]
    return rows


def switch(sandbox: Sandbox, method: str, kind: str | None, seconds: object = None) -> dict[str, Any]:
    return act(sandbox, **{"as": "U0ANA", "act": "fault", "method": method, "kind": kind, "seconds": seconds})


@for_each("headers", FOREIGN)
@for_each("path", ["/sandbox/requests", "/sandbox/requests/1"])
def test_other_sites_learn_nothing_of_what_was_asked(sandbox: Sandbox, path: str, headers: dict[str, str]) -> None:
    assert ask(sandbox, path, headers=headers).status == 403


@pytest.mark.usefixtures("connected")
def test_what_was_sent_and_asked_can_be_read_with_its_answers(sandbox: Sandbox, app: App, client: WebClient) -> None:
    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack("Opened #1")

    sandbox.recorder.clear()
    sandbox.person("ana").type("#incidents", "/incident new x")
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(
            channel="C0INCIDENTS", text="card", blocks=[{"type": "section", "text": mrkdwn("x" * 3001)}]
        )
    sandbox.faults.remove_scope("users:read")
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.users_info(user="U0ANA")

    command, post, lookup = requests_of(sandbox)
    assert (command["what"], command["summary"], command["ok"]) == ("slash_commands", "/incident new x", True)
    assert command["ms"] > 0
    assert (post["what"], post["error"], post["status"]) == ("chat.postMessage", "invalid_blocks", 200)
    [problem] = post["problems"]
    assert "must be less than 3001 characters" in problem
    assert "[json-pointer:/blocks/0/text/text]" in problem
    assert lookup["problems"] == ["needed: users:read"]
    heard = ask(sandbox, f"/sandbox/requests/{command['id']}").json
    assert heard["request"]["command"] == "/incident"
    assert heard["answer"] == {"text": "Opened #1"}
    asked = ask(sandbox, f"/sandbox/requests/{post['id']}")
    assert asked.json["answer"]["error"] == "invalid_blocks"
    assert sandbox.bot_token not in asked.text
    for number in ("0", "999999", "x", "²"):
        assert ask(sandbox, f"/sandbox/requests/{number.replace('²', '%C2%B2')}").status == 404


def test_what_came_to_nothing_after_all_is_told_again(sandbox: Sandbox, app: App) -> None:
    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack(blocks=[{"type": "nothing"}])

    async def watch() -> list[dict[str, Any]]:
        address = sandbox.url.replace("http", "ws") + "/sandbox/live?as=U0BEN"
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as stream:
            typed = {"as": "U0ANA", "act": "send", "channel": "C0INCIDENTS", "text": "/incident"}
            refused = await asyncio.to_thread(lambda: act(sandbox, **typed))
            assert "invalid_blocks" in refused["error"]
            frames = [await stream.receive_json(timeout=5) for _ in range(2)]
            return [frame["request"] for frame in frames]

    with Bridge(sandbox, app):
        sandbox.recorder.clear()
        first, again = asyncio.run(watch())

    assert (first["ok"], again["ok"], again["error"]) == (True, False, "invalid_blocks")
    assert first["id"] == again["id"]


def test_no_more_is_kept_than_is_shown(sandbox: Sandbox, client: WebClient) -> None:
    for _ in range(SHOWN + 1):
        client.auth_test()

    kept = requests_of(sandbox)
    assert len(kept) == SHOWN
    assert ask(sandbox, f"/sandbox/requests/{kept[0]['id'] - 1}").status == 404


def test_a_fault_that_is_switched_on_strikes_until_it_is_switched_off(sandbox: Sandbox, client: WebClient) -> None:
    assert switch(sandbox, "chat.postMessage", "rate_limited", 7)["ok"]
    assert switch(sandbox, "*", "server_error")["faults"] == [
        {"method": "chat.postMessage", "kind": "rate_limited", "seconds": 7},
        {"method": "*", "kind": "server_error", "seconds": 0.0},
    ]
    assert ask(sandbox, "/sandbox/state?as=U0BEN").json["faults"][1]["kind"] == "server_error"
    for _ in range(2):
        with pytest.raises(SlackApiError, match="ratelimited") as limited:
            client.chat_postMessage(channel="C0INCIDENTS", text="one")
        assert limited.value.response.headers["Retry-After"] == "7"
        with pytest.raises(SlackApiError) as broken:
            client.users_info(user="U0ANA")
        assert broken.value.response.status_code == 500

    assert switch(sandbox, "*", None)["faults"][0]["method"] == "chat.postMessage"
    assert client.users_info(user="U0ANA")["ok"]
    switch(sandbox, "chat.postMessage", "drop_after")
    with pytest.raises(BROKEN):
        client.chat_postMessage(channel="C0INCIDENTS", text="two")
    last = requests_of(sandbox)[-1]
    assert (last["ok"], last["fault"], last["error"]) == (False, "drop_after", None)
    switch(sandbox, "chat.postMessage", None)

    assert client.chat_postMessage(channel="C0INCIDENTS", text="three")["ok"]
    assert [message.text for message in sandbox.person("ana").messages("#incidents")] == ["two", "three"]


@for_each(
    ("method", "kind", "seconds", "words"),
    [
        ("chat.nothing", "slow", 1, "There is no such method."),
        (["*"], "slow", 1, "There is no such method."),
        ("*", "fire", 1, "There is no such fault."),
        ("*", "slow", 0, "It takes 1 to 60 seconds."),
        ("*", "slow", "1", "It takes 1 to 60 seconds."),
        ("*", "slow", True, "It takes 1 to 60 seconds."),
        ("*", "rate_limited", 3601, "It takes 1 to 3600 seconds."),
    ],
)
def test_what_is_no_fault_is_refused(sandbox: Sandbox, method: str, kind: str, seconds: object, words: str) -> None:
    assert switch(sandbox, method, kind, seconds) == {"ok": False, "error": words}
    assert ask(sandbox, "/sandbox/state?as=U0ANA").json["faults"] == []


def test_starting_over_is_the_first_day_again_and_the_app_is_back(manifest: Path, app: App, tmp_path: Path) -> None:
    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as sandbox:
        first = ask(sandbox, "/sandbox/state?as=U0ANA").json
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        client.chat_postMessage(channel="C0INCIDENTS", text="card")
        sandbox.admin.rename("#checkout", "tills")
        sandbox.admin.add_person("finn", "Finn Berg")
        sandbox.clock.advance(86_400)
        switch(sandbox, "*", "slow", 1)
        url = sandbox.url

        assert act(sandbox, **{"as": "U0ANA", "act": "start_over"}) == {"ok": True}

        assert sandbox.wait_until(lambda: is_another(sandbox, first["born"]))
        state = ask(sandbox, "/sandbox/state?as=U0ANA").json
        assert sandbox.url == url
        differing = {key for key in state if state[key] != first[key]}
        assert differing == {"time", "born"}
        assert state["time"] - first["time"] < 3600
        assert sandbox.person("ana").messages("#incidents") == []
        assert requests_of(sandbox) == []
        born = state["born"]

    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as sandbox:
        assert ask(sandbox, "/sandbox/state?as=U0ANA").json["born"] == born


def test_the_app_is_filled_with_examples_once_on_each_first_day(manifest: Path, tmp_path: Path) -> None:
    filled: list[datetime] = []
    with Sandbox(manifest=manifest, fill=filled.append, data_dir=tmp_path, port=0) as sandbox:
        sandbox.clock.advance(86_400)
        assert can_be_filled(sandbox)
        assert act(sandbox, **{"as": "U0ANA", "act": "fill"}) == {"ok": True}
        assert not can_be_filled(sandbox)
        again = act(sandbox, **{"as": "U0BEN", "act": "fill"})
        assert again == {"ok": False, "error": "The examples are here already."}
        assert [sandbox.now() - moment < timedelta(minutes=5) for moment in filled] == [True]

        sandbox.start_over()

        assert can_be_filled(sandbox)

    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as sandbox:
        assert not can_be_filled(sandbox)


def can_be_filled(sandbox: Sandbox) -> bool:
    return bool(ask(sandbox, "/sandbox/state?as=U0ANA").json["can_be_filled"])


def is_another(sandbox: Sandbox, born: str) -> bool:
    """Tell whether the workspace has been made anew; meanwhile there is none."""
    try:
        return bool(sandbox.parts.workspace.born != born)
    except RuntimeError:
        return False


@pytest.mark.usefixtures("connected")
def test_a_connected_app_finds_the_new_workspace(sandbox: Sandbox, app: App) -> None:
    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack("here")

    sandbox.start_over()

    assert sandbox.wait_for_app(10)
    answer = sandbox.person("ana").type("#incidents", "/incident")
    assert answer is not None
    assert answer.text == "here"


def test_nothing_starts_over_once_it_is_stopped(manifest: Path) -> None:
    sandbox = Sandbox(manifest=manifest, port=0)
    sandbox.start_over()

    with pytest.raises(RuntimeError, match="not started"):
        _ = sandbox.url


def test_of_large_requests_fewer_are_kept_and_of_strangers_ones_nothing(sandbox: Sandbox) -> None:
    def ask_for(token: str, letters: int) -> None:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        body = json.dumps({"user_id": "U0ANA", "view": "x" * letters}).encode()
        assert ask(sandbox, "/api/views.publish", body=body, headers=headers).status == 200

    def kept() -> list[int]:
        return [len(call.arguments.get("view", "")) for call in sandbox.recorder.calls]

    ask_for("xoxb-wrong", 1000)
    assert (kept(), requests_of(sandbox)[0]["error"]) == ([0], "invalid_auth")
    sandbox.recorder.clear()
    large, most = 3_900_000, LARGEST // 3_900_000
    for _ in range(most + 2):
        ask_for(sandbox.bot_token, large)

    assert kept() == [large] * most
    assert len(requests_of(sandbox)) == most


def test_a_request_is_kept_however_deep_it_is_nested() -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    recorder = Recorder()

    recorder.record(Call("views.publish", {"view": deep}, 200, {"ok": True}, 0.0, 1.0))

    assert [row["what"] for row in recorder.rows()] == ["views.publish"]


def test_calls_push_out_no_payload_and_only_the_newest_of_them_stay() -> None:
    recorder = Recorder()
    recorder.begin(Delivery("slash_commands", {"command": "/incident", "text": "list"}, 0.0))
    for number in range(10_001):
        recorder.record(Call(f"method.{number}", {}, 200, {"ok": True}, 0.0, 1.0))

    assert recorder.has_begun()
    assert len(recorder.deliveries) == 1
    assert (recorder.calls[0].method, len(recorder.calls)) == ("method.1", 10_000)
