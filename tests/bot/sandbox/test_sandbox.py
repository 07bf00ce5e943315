"""The workspace as a whole: what a restart finds, which port it takes, starting and stopping."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from slack_sdk import WebClient

from bot.sandbox import CommandFailed, NoFreePort, NotOnScreen, Sandbox


def test_a_restart_finds_everything(manifest: Path, tmp_path: Path) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": 1}}
    with Sandbox(manifest=manifest, data_dir=tmp_path / "data", port=0) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        client.conversations_join(channel="C0INCIDENTS")
        posted = client.chat_postMessage(channel="C0INCIDENTS", text="card", metadata=metadata)
        client.chat_postMessage(channel="C0INCIDENTS", text="reply", thread_ts=posted["ts"])
        gone = client.chat_postMessage(channel="C0INCIDENTS", text="deleted")
        client.chat_delete(channel="C0INCIDENTS", ts=gone["ts"])
        sandbox.admin.add_person("finn", "Finn Berg")
        sandbox.person("ana").type("@Incident Tracker", "hello")

    with Sandbox(manifest=manifest, data_dir=tmp_path / "data", port=0) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        history = client.conversations_history(channel="C0INCIDENTS", include_all_metadata=True)["messages"]
        later = client.chat_postMessage(channel="C0INCIDENTS", text="later")["ts"]

        assert [(message["text"], message.get("metadata")) for message in history] == [("card", metadata)]
        assert history[0]["reply_count"] == 1
        assert sandbox.person("finn").profile.real_name == "Finn Berg"
        assert sandbox.person("ana").latest("@Incident Tracker").text == "hello"
        assert later > gone["ts"]


def test_starting_and_stopping_twice_is_once(manifest: Path) -> None:
    sandbox = Sandbox(manifest=manifest, port=0)
    sandbox.start()
    url = sandbox.url
    sandbox.start()
    assert sandbox.url == url
    sandbox.stop()
    sandbox.stop()

    sandbox.start()
    assert sandbox.url == url
    sandbox.stop()


def test_stopping_waits_for_nobody_who_listens_or_waits(manifest: Path) -> None:
    """An open page, a hanging socket and an act under way all end; nothing is left that could hang."""
    sandbox = Sandbox(manifest=manifest, port=0)
    sandbox.start()
    ended: list[str] = []

    async def listen() -> None:
        async with aiohttp.ClientSession() as session:
            address = sandbox.url.replace("http", "ws")
            ticket = WebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)["url"]
            async with (
                session.ws_connect(f"{address}/sandbox/live?as=U0ANA") as page,
                session.ws_connect(str(ticket)) as app,
            ):
                acting = asyncio.create_task(asyncio.to_thread(type_in_vain))
                while (await app.receive_json(timeout=5))["type"] != "slash_commands":
                    pass
                stopping = asyncio.create_task(asyncio.to_thread(sandbox.stop))
                while (await page.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT:
                    pass
                await asyncio.gather(acting, stopping)

    def type_in_vain() -> None:
        with pytest.raises(CommandFailed, match="operation_timeout"):
            sandbox.person("ana").type("#incidents", "/incident")
        ended.append("act")

    asyncio.run(listen())

    assert ended == ["act"]


def test_a_taken_port_gives_the_next(manifest: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with Sandbox(manifest=manifest, port=port) as sandbox:
            assert port < int(sandbox.url.rpartition(":")[2]) <= port + 20


def test_only_this_machine_is_served(manifest: Path) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        Sandbox(manifest=manifest, host="0.0.0.0")  # noqa: S104 - the point of the test


def test_an_event_without_its_scope_is_no_manifest(tmp_path: Path, manifest: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(manifest.read_text(encoding="utf-8").replace("reactions:read, ", ""), encoding="utf-8")

    with pytest.raises(ValueError, match="the event reaction_added needs the scope reactions:read"):
        Sandbox(manifest=path)


def test_waiting_for_nobody_ends(sandbox: Sandbox) -> None:
    assert not sandbox.wait_for_app(0.01)
    with pytest.raises(TimeoutError):
        sandbox.person("ana").wait_for(lambda: False, 0.01)


def test_a_read_only_app_takes_no_messages(tmp_path: Path, manifest: Path) -> None:
    path = tmp_path / "manifest.yml"
    text = manifest.read_text(encoding="utf-8").replace("read_only_enabled: false", "read_only_enabled: true")
    path.write_text(text, encoding="utf-8")

    with Sandbox(manifest=path, port=0) as sandbox, pytest.raises(Exception, match="has been turned off"):
        sandbox.person("ana").type("@Incident Tracker", "hello")


def test_what_is_not_visible_is_answered_with_what_is(client: WebClient, sandbox: Sandbox) -> None:
    ana = sandbox.person("ana")
    client.chat_postMessage(channel="C0INCIDENTS", text="card")

    with pytest.raises(NotOnScreen, match="'Take'; visible: nothing"):
        ana.latest("#incidents").press("Take")
    with pytest.raises(NotOnScreen, match="the last ones show:\ncard"):
        ana.latest("#incidents", containing="#12")
    with pytest.raises(NotOnScreen, match="in the sidebar: #general, #incidents"):
        ana.type("#nowhere", "x")
    with pytest.raises(LookupError, match="nobody here is called zoe"):
        sandbox.person("zoe")


def test_after_the_last_port_there_is_none(manifest: Path) -> None:
    with socket.socket() as taken:
        with suppress(OSError):
            taken.bind(("127.0.0.1", 65_535))
            taken.listen()

        with pytest.raises(NoFreePort, match="No port from 65535 to 65535 can be had"):
            Sandbox(manifest=manifest, port=65_535).start()
