"""The page's side: who may ask, what they see, the live stream, and acts over HTTP."""

import asyncio
import re
import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from bot.sandbox.changes import ClockMoved
from bot.sandbox.guard import guard
from bot.sandbox.live import LONGEST_QUEUE
from bot.sandbox.page_files import PAGE_FILES, PageFiles
from tests.bot.sandbox.asking import act, ask
from tests.tables import for_each

FOREIGN = [
    {"Host": "evil.example"},
    {"Host": "localhost:1"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
]


@for_each("headers", FOREIGN)
@for_each(
    "path", ["/sandbox/state?as=U0ANA", "/sandbox/live?as=U0ANA", "/api/auth.test", "/link/?ticket=x", "/static/app.js"]
)
def test_other_sites_are_refused(sandbox: Sandbox, path: str, headers: dict[str, str]) -> None:
    assert ask(sandbox, path, headers=headers).status == 403


def test_localhost_is_this_address_too(sandbox: Sandbox) -> None:
    port = sandbox.url.rpartition(":")[2]
    headers = {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}

    assert ask(sandbox, "/sandbox/state?as=U0ANA", headers=headers).status == 200


def test_the_port_that_browsers_leave_out_may_be_left_out() -> None:
    async def serve(_request: web.Request) -> web.StreamResponse:
        return web.Response()

    async def answer(port: int, host: str) -> int:
        headers = {"Host": host, "Origin": f"http://{host}"}
        try:
            return (await guard(port)(make_mocked_request("GET", "/sandbox/state", headers=headers), serve)).status
        except web.HTTPForbidden as refusal:
            return refusal.status

    def asked(port: int, host: str) -> int:
        return asyncio.run(answer(port, host))

    assert [asked(80, host) for host in ("localhost", "127.0.0.1", "localhost:80")] == [200, 200, 200]
    assert [asked(80, host) for host in ("evil.example", "localhost:3000")] == [403, 403]
    assert asked(3000, "localhost") == 403


def test_the_page_has_a_strict_policy(sandbox: Sandbox) -> None:
    page = ask(sandbox, "/")

    assert page.status == 200
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    refusals = [
        ask(sandbox, "/", headers={"Host": "evil.example"}),
        ask(sandbox, "/nothing"),
        ask(sandbox, "/static/nothing.js"),
        ask(sandbox, "/sandbox/act", body=b"{"),
        ask(sandbox, "/archives/C0INCIDENTS/p1795000000000100"),
    ]
    assert [refusal.status for refusal in refusals] == [403, 404, 404, 400, 302]
    for reply in (page, *refusals):
        assert reply.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


@for_each("path", ["/static/..%2fsandbox.py", "/static/../sandbox.py", "/static/nothing.js", "/static/%2fetc%2fpasswd"])
def test_only_the_pages_own_files_are_served(sandbox: Sandbox, path: str) -> None:
    assert ask(sandbox, path).status == 404


def test_files_are_kept_at_an_address_that_names_what_is_in_them(sandbox: Sandbox) -> None:
    page = ask(sandbox, "/")
    addresses = re.findall(r'"(/static/[^"]+)"', page.text)
    kept = [ask(sandbox, address) for address in addresses]

    assert page.headers["Cache-Control"] == "no-store"
    assert {reply.status for reply in kept} == {200}
    assert {reply.headers["Cache-Control"] for reply in kept} == {"private, max-age=31536000, immutable"}
    (version,) = {address.split("/")[2] for address in addresses}
    assert ask(sandbox, f"/static/{version}/dom.js").text == (PAGE_FILES / "dom.js").read_text("utf-8")
    assert ask(sandbox, "/static/dom.js").headers["Cache-Control"] == "no-store"
    assert ask(sandbox, "/static/of-another-release/dom.js").status == 404


def test_a_file_that_changed_has_another_address(tmp_path: Path) -> None:
    folder = shutil.copytree(PAGE_FILES, tmp_path / "page")
    files = PageFiles(folder)
    before, again = _address(files), _address(files)
    (folder / "dom.js").write_text("// changed", encoding="utf-8")
    as_opened = files.file(f"{before}/dom.js").body
    after = _address(files)

    assert before == again != after
    assert as_opened == (PAGE_FILES / "dom.js").read_bytes()
    assert files.file(f"{after}/dom.js").body == b"// changed"


def _address(files: PageFiles) -> str:
    """Open the page, and tell where its files are."""
    (version,) = set(re.findall(r'"/static/([^"/]+)/', str(files.index().text)))
    return str(version)


def test_a_person_sees_their_workspace(sandbox: Sandbox) -> None:
    dev = ask(sandbox, "/sandbox/state?as=U0DEV").json

    assert dev["me"]["role"] == "guest"
    assert [channel["name"] for channel in dev["channels"]] == ["general", "checkout", ""]
    assert dev["channels"][-1] == {
        "id": "D0DEV", "name": "", "kind": "im", "members": ["U0DEV", "U0BOT"], "is_archived": False, "user": "U0BOT"
    }  # fmt: skip
    assert dev["commands"][0] == {"command": "/incident", "description": "Incidents", "usage_hint": "new, list"}
    assert dev["bot"]["real_name"] == "Incident Tracker"
    assert ask(sandbox, "/sandbox/state?as=U0NOBODY").status == 404


def test_messages_come_in_pages_oldest_first(sandbox: Sandbox, client: WebClient) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": 1}}
    stamps = [
        client.chat_postMessage(channel="C0INCIDENTS", text=str(number), metadata=metadata)["ts"] for number in range(5)
    ]

    newest = ask(sandbox, "/sandbox/messages?as=U0ANA&channel=C0INCIDENTS&limit=2").json
    older = ask(sandbox, f"/sandbox/messages?as=U0ANA&channel=C0INCIDENTS&limit=9&before={stamps[3]}").json

    assert [message["text"] for message in newest["messages"]] == ["3", "4"]
    assert newest["has_more"]
    assert [message["text"] for message in older["messages"]] == ["0", "1", "2"]
    assert not older["has_more"]
    assert "metadata" not in newest["messages"][0]


def test_nobody_reads_where_they_are_no_member(sandbox: Sandbox) -> None:
    sandbox.person("ana").type("#security", "secret")

    assert ask(sandbox, "/sandbox/messages?as=U0BEN&channel=C0SECRET").json["messages"] == []
    assert act(sandbox, **{"as": "U0BEN", "act": "send", "channel": "C0SECRET", "text": "hi"}) == {
        "ok": False,
        "error": "You are not in that channel.",
    }


WRONG_ACTS = [
    {"as": "U0NOBODY", "act": "send", "channel": "C0INCIDENTS", "text": "x"},
    {"as": "U0EVA", "act": "send", "channel": "C0INCIDENTS", "text": "x"},
    {"as": "U0ANA", "act": "dance"},
    {"as": "U0ANA"},
    {"as": "U0ANA", "act": "send", "channel": "C0INCIDENTS", "text": "  "},
    {"as": "U0ANA", "act": "submit", "view_id": "V0NONE"},
    {"as": "U0ANA", "act": "press"},
    {"as": "U0ANA", "act": "press", "container": {"type": "view"}},
    {"as": "U0ANA", "act": "suggest", "container": "card"},
    {"as": "U0ANA", "act": "input"},
    {"as": "U0ANA", "act": "close"},
    {"as": "U0ANA", "act": "edit", "channel": "C0INCIDENTS"},
    {"as": "U0ANA", "act": "press", "container": {"type": "message", "channel": "C0INCIDENTS", "ts": "1.0"}},
    {"as": "U0ANA", "act": "delete", "channel": "C0INCIDENTS", "ts": "1.0"},
    {"as": "U0ANA", "act": "react", "channel": "C0INCIDENTS", "ts": "1.0", "name": "eyes"},
    {"as": "U0ANA", "act": "shortcut", "callback_id": "none"},
]


@for_each("wrong", WRONG_ACTS)
def test_what_cannot_be_done_is_said_in_words(sandbox: Sandbox, wrong: dict[str, Any]) -> None:
    done = act(sandbox, **wrong)

    assert done["ok"] is False
    assert done["error"].endswith((".", "?"))


@for_each("body", [b"{", b"[]", b""])
def test_an_act_is_an_object(sandbox: Sandbox, body: bytes) -> None:
    assert ask(sandbox, "/sandbox/act", body=body).status == 400


@pytest.mark.usefixtures("connected")
def test_the_stream_tells_each_person_their_own(sandbox: Sandbox, app: App, client: WebClient) -> None:
    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack("only for Ana")

    async def watch() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        async with aiohttp.ClientSession() as session:
            address = sandbox.url.replace("http", "ws") + "/sandbox/live?as="
            async with session.ws_connect(address + "U0ANA") as ana, session.ws_connect(address + "U0BEN") as ben:
                await asyncio.to_thread(sandbox.person("ana").type, "#incidents", "/incident")
                await asyncio.to_thread(sandbox.person("ana").type, "#security", "among us")
                await asyncio.to_thread(client.chat_postMessage, channel="C0INCIDENTS", text="for all")
                return await _until(ana, "for all"), await _until(ben, "for all")

    ana, ben = asyncio.run(watch())

    assert [frame["message"]["text"] for frame in ana if frame["type"] == "message"] == [
        "only for Ana",
        "among us",
        "for all",
    ]
    assert [frame["message"]["text"] for frame in ben if frame["type"] == "message"] == ["for all"]
    assert [frame["seq"] for frame in ana] == sorted({frame["seq"] for frame in ana})
    command = next(
        frame["request"] for frame in ana if frame["type"] == "request" and frame["request"]["direction"] == "to_app"
    )
    assert (command["what"], command["summary"], command["ok"]) == ("slash_commands", "/incident", True)


async def _until(stream: aiohttp.ClientWebSocketResponse, text: str) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1].get("message", {}).get("text") != text:
        frames.append(await stream.receive_json(timeout=5))
    return frames


def test_forms_reach_the_stream_without_their_secrets(sandbox: Sandbox, client: WebClient) -> None:
    view = {"type": "home", "blocks": [], "private_metadata": "secret"}

    async def watch() -> dict[str, Any]:
        address = sandbox.url.replace("http", "ws") + "/sandbox/live?as=U0ANA"
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as stream:
            await asyncio.to_thread(client.views_publish, user_id="U0ANA", view=view)
            while True:
                frame: dict[str, Any] = await stream.receive_json(timeout=5)
                if frame["type"] == "home":
                    return frame

    frame = asyncio.run(watch())

    assert frame["view"]["type"] == "home"
    assert "private_metadata" not in frame["view"]
    assert ask(sandbox, "/sandbox/views?as=U0ANA").json["home"]["id"] == frame["view"]["id"]


def test_a_permalink_opens_the_page_at_the_message(sandbox: Sandbox) -> None:
    reply = ask(sandbox, "/archives/C0INCIDENTS/p1795000000000100")

    assert reply.status == 302
    assert reply.headers["Location"] == "/#channel=C0INCIDENTS&message=1795000000.000100"


def test_a_message_is_as_long_as_slack_takes(sandbox: Sandbox) -> None:
    here = {"as": "U0ANA", "channel": "C0INCIDENTS"}
    sent = act(sandbox, act="send", text="x" * 40_000, **here)
    assert sent["ok"]

    for what in (
        {"act": "send"},
        {"act": "send", "thread_ts": sent["ts"]},
        {"act": "edit", "ts": sent["ts"]},
    ):
        assert act(sandbox, text="y" * 40_001, **what, **here) == {
            "ok": False,
            "error": "A message takes up to 40,000 characters; this one has 40,001.",
        }
    for typed in ("/incident " + "y" * 40_000, "y" * 5_000_000):
        refused = act(sandbox, act="send", text=typed, **here)
        assert (refused["ok"], "up to 40,000 characters" in refused["error"]) == (False, True)
    assert [message.text for message in sandbox.person("ana").messages("#incidents")] == ["x" * 40_000]
    assert sandbox.recorder.deliveries_of("slash_commands") == []


def test_a_page_that_falls_behind_is_let_go_to_fetch_everything_anew(sandbox: Sandbox) -> None:
    def do_much_at_once() -> None:
        for _ in range(LONGEST_QUEUE + 1):
            sandbox.parts.workspace.announce(ClockMoved(0))

    async def watch() -> aiohttp.WSMessage:
        address = sandbox.url.replace("http", "ws") + "/sandbox/live?as=U0ANA"
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as stream:
            await asyncio.to_thread(sandbox.server.read, do_much_at_once)
            frames = [await stream.receive(timeout=5) for _ in range(2)]
            return frames[-1]

    assert asyncio.run(watch()).data == aiohttp.WSCloseCode.TRY_AGAIN_LATER
