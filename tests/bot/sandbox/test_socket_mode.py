"""Sockets and acks: tickets, three seconds, redelivery, and the ways a connection dies."""

import asyncio
import gc
import json
import threading
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import CommandFailed, Person, Sandbox
from bot.sandbox.deliveries import ACK_SECONDS, RETRY_DELAYS
from bot.sandbox.sockets import WARNING_SECONDS
from tests.bot.sandbox.app import Bridge
from tests.bot.sandbox.hurry import hurried


@pytest.fixture
def connected(sandbox: Sandbox, app: App) -> Iterator[Bridge]:
    """An app that soon finds out that its socket is dead."""
    with Bridge(sandbox, app, ping_seconds=0.2) as bridge:
        yield bridge


def open_url(sandbox: Sandbox) -> str:
    return str(WebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)["url"])


async def frames(session: aiohttp.ClientSession, url: str) -> list[dict[str, Any]]:
    """Everything a new socket is told until it is closed or greeted."""
    told: list[dict[str, Any]] = []
    async with session.ws_connect(url) as socket:
        async for frame in socket:
            told.append(json.loads(frame.data))
            if told[-1]["type"] == "hello":
                break
    return told


def test_a_socket_is_greeted(sandbox: Sandbox) -> None:
    async def connect() -> list[dict[str, Any]]:
        async with aiohttp.ClientSession() as session:
            return await frames(session, open_url(sandbox))

    (hello,) = asyncio.run(connect())

    assert hello["num_connections"] == 1
    assert hello["connection_info"] == {"app_id": "A0TRACKER"}


@pytest.mark.parametrize("spoil", ["used", "old", "unknown"])
def test_a_ticket_is_for_once_and_soon(sandbox: Sandbox, spoil: str) -> None:
    async def connect() -> None:
        async with aiohttp.ClientSession() as session:
            url = open_url(sandbox)
            if spoil == "used":
                await frames(session, url)
            elif spoil == "old":
                await asyncio.to_thread(sandbox.clock.advance, 31)
            else:
                url = url.replace("ticket=", "ticket=0")
            await frames(session, url)

    with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
        asyncio.run(connect())


def test_an_eleventh_socket_is_one_too_many(sandbox: Sandbox) -> None:
    async def connect() -> list[dict[str, Any]]:
        async with aiohttp.ClientSession() as session:
            sockets = [await session.ws_connect(open_url(sandbox)) for _ in range(10)]
            for socket in sockets:
                await socket.receive()
            told = await frames(session, open_url(sandbox))
            for socket in sockets:
                await socket.close()
            return told

    (refusal,) = asyncio.run(connect())

    assert (refusal["type"], refusal["reason"]) == ("disconnect", "too_many_websockets")


def test_each_payload_goes_to_one_socket_in_turn(sandbox: Sandbox, ana: Person) -> None:
    async def connect() -> tuple[int, int]:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(open_url(sandbox)) as one,
            session.ws_connect(open_url(sandbox)) as two,
        ):
            await one.receive()
            await two.receive()
            counts = await asyncio.gather(answer(one), answer(two), *(say() for _ in range(4)))
            return counts[0], counts[1]

    async def say() -> int:
        await asyncio.to_thread(ana.type, "#incidents", "/incident x")
        return 0

    async def answer(socket: aiohttp.ClientWebSocketResponse) -> int:
        """Two commands are this socket's share."""
        for _ in range(2):
            envelope = await socket.receive_json(timeout=5)
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
        return 2

    assert asyncio.run(connect()) == (2, 2)


def test_a_command_without_an_app_fails_at_once(sandbox: Sandbox, ana: Person) -> None:
    with pytest.raises(CommandFailed, match='/incident failed with the error "dispatch_failed"'):
        ana.type("#incidents", "/incident list")

    assert sandbox.recorder.deliveries[0].outcome == "not_connected"


def test_slacks_times_are_what_slack_says() -> None:
    assert [ACK_SECONDS, *RETRY_DELAYS, WARNING_SECONDS] == [3, 0, 60, 300, 10]


@pytest.mark.usefixtures("connected")
def test_an_ack_after_three_seconds_is_refused(sandbox: Sandbox, app: App, ana: Person) -> None:
    arrived, released = threading.Event(), threading.Event()

    @app.command("/incident")
    def slow(ack: Ack) -> None:
        arrived.set()
        released.wait(5)
        ack("too late")

    with hurried(sandbox, arrived.is_set), pytest.raises(CommandFailed, match="operation_timeout"):
        ana.type("#incidents", "/incident list")
    released.set()

    assert sandbox.wait_until(lambda: sandbox.recorder.deliveries[0].outcome == "late", 5)
    assert ana.private_answers("#incidents") == []


@pytest.mark.usefixtures("connected")
def test_a_listener_that_fails_is_no_ack(sandbox: Sandbox, app: App, ana: Person) -> None:
    failed = threading.Event()

    @app.command("/incident")
    def broken() -> None:
        failed.set()
        raise ValueError("boom")

    with hurried(sandbox, failed.is_set), pytest.raises(CommandFailed, match="operation_timeout"):
        ana.type("#incidents", "/incident list")


def test_an_event_comes_again_at_once_after_one_and_after_five_minutes(
    sandbox: Sandbox, client: WebClient, ana: Person
) -> None:
    client.conversations_join(channel="C0INCIDENTS")

    def attempts() -> list[int]:
        return [each.attempt for each in sandbox.recorder.deliveries_of("message") if each.outcome == "not_connected"]

    ana.type("#incidents", "hello")
    assert sandbox.wait_until(lambda: attempts() == [0, 1], 5)
    sandbox.clock.advance(60)
    assert sandbox.wait_until(lambda: attempts() == [0, 1, 2], 5)
    sandbox.clock.advance(300)
    assert sandbox.wait_until(lambda: attempts() == [0, 1, 2, 3], 5)

    assert len({each.payload["event_id"] for each in sandbox.recorder.deliveries_of("message")}) == 1


@pytest.mark.usefixtures("connected")
def test_a_lost_ack_brings_the_event_again(sandbox: Sandbox, app: App, client: WebClient, ana: Person) -> None:
    heard: list[tuple[str, list[str]]] = []

    @app.event("message")
    def on_message(body: dict[str, Any], request: Any) -> None:
        heard.append((body["event_id"], request.headers["x-slack-retry-num"]))

    app.event("member_joined_channel")(lambda ack: ack())
    client.conversations_join(channel="C0INCIDENTS")
    assert sandbox.wait_until(lambda: not sandbox.parts.deliveries.is_busy, 5)
    sandbox.faults.lose_acks()
    ana.type("#incidents", "hello")
    assert sandbox.wait_until(lambda: sandbox.faults.acks_to_lose == 0, 5)
    sandbox.clock.advance(3.1)

    assert sandbox.wait_until(lambda: len(heard) == 2, 5)
    assert heard[0][0] == heard[1][0]
    assert [retry for _, retry in heard] == [["0"], ["1"]]


@pytest.mark.usefixtures("connected")
def test_a_payload_may_arrive_twice(sandbox: Sandbox, app: App, ana: Person) -> None:
    triggers: list[str] = []

    @app.command("/incident")
    def command(ack: Ack, body: dict[str, Any]) -> None:
        triggers.append(body["trigger_id"])
        ack("done")

    sandbox.faults.deliver_twice()
    answer = ana.type("#incidents", "/incident list")

    assert answer is not None
    assert sandbox.wait_until(lambda: len(triggers) == 2, 5)
    assert len(set(triggers)) == 1
    assert [each.text for each in ana.private_answers("#incidents")] == ["done"]


@pytest.mark.usefixtures("connected")
def test_a_delayed_payload_arrives_with_an_old_trigger(sandbox: Sandbox, app: App, ana: Person) -> None:
    arrived = threading.Event()

    @app.command("/incident")
    def command(ack: Ack) -> None:
        arrived.set()
        ack("done")

    sandbox.faults.delay_delivery(4)
    with (
        hurried(sandbox, sandbox.recorder.has_begun, seconds=4.1),
        pytest.raises(CommandFailed, match="operation_timeout"),
    ):
        ana.type("#incidents", "/incident list")

    assert arrived.wait(5)
    assert sandbox.wait_until(lambda: sandbox.recorder.deliveries[0].outcome == "late", 5)


@pytest.mark.parametrize("fault", ["refresh_sockets", "cut_sockets", "stall_sockets"])
@pytest.mark.usefixtures("connected")
def test_the_app_comes_back_after(sandbox: Sandbox, app: App, ana: Person, fault: str) -> None:
    @app.command("/incident")
    def command(ack: Ack) -> None:
        ack("done")

    opened = len(sandbox.recorder.calls_of("apps.connections.open"))
    getattr(sandbox.faults, fault)()

    assert sandbox.wait_until(lambda: len(sandbox.recorder.calls_of("apps.connections.open")) > opened, 10)
    assert sandbox.wait_until(lambda: sandbox.parts.sockets.has_sound_socket, 10)
    answer = ana.type("#incidents", "/incident list")
    assert answer is not None
    assert answer.text == "done"


def test_a_stalled_socket_swallows_the_command(sandbox: Sandbox, connected: Bridge, ana: Person) -> None:
    sandbox.faults.stall_sockets()
    with hurried(sandbox, sandbox.recorder.has_begun), pytest.raises(CommandFailed, match="operation_timeout"):
        ana.type("#incidents", "/incident list")
    assert connected is not None


def test_a_warned_socket_is_closed_ten_seconds_later(sandbox: Sandbox) -> None:
    async def connect() -> list[str]:
        async with aiohttp.ClientSession() as session, session.ws_connect(open_url(sandbox)) as socket:
            await socket.receive()
            await asyncio.to_thread(sandbox.faults.warn_sockets)
            warning = (await socket.receive_json())["reason"]
            await asyncio.to_thread(sandbox.clock.advance, 10.1)
            return [warning, (await socket.receive()).type.name]

    assert asyncio.run(connect()) in (["warning", "CLOSED"], ["warning", "ERROR"], ["warning", "CLOSE"])


async def break_a_socket_as_it_leaves(sandbox: Sandbox) -> None:
    """It: what was to leave in two seconds."""
    await sandbox.parts.clock.jump(2)
    sandbox.parts.sockets._open[0].reset()


def test_what_meets_a_socket_that_just_broke_was_not_delivered(
    sandbox: Sandbox, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """The event comes again at once, as when no app is there."""

    async def lose_it() -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(open_url(sandbox)) as socket:
            await socket.receive()
            await asyncio.to_thread(ana.type, "@Incident Tracker", "hello")
            await asyncio.to_thread(sandbox.server.run, break_a_socket_as_it_leaves(sandbox))
            await socket.receive()

    sandbox.faults.delay_delivery(2, of="message")
    asyncio.run(lose_it())

    def outcomes() -> list[str]:
        return [each.outcome for each in sandbox.recorder.deliveries_of("message")]

    assert sandbox.wait_until(lambda: outcomes() == ["not_connected", "not_connected"])
    gc.collect()
    assert [record.message for record in caplog.records if record.name == "asyncio"] == []


def test_what_one_of_two_sockets_takes_was_delivered(sandbox: Sandbox, ana: Person) -> None:
    async def take_it() -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(open_url(sandbox)) as broken,
            session.ws_connect(open_url(sandbox)) as sound,
        ):
            assert [(await each.receive_json())["type"] for each in (broken, sound)] == ["hello", "hello"]
            await asyncio.to_thread(ana.type, "@Incident Tracker", "hello")
            await asyncio.to_thread(sandbox.server.run, break_a_socket_as_it_leaves(sandbox))
            async for frame in sound:
                envelope = json.loads(frame.data)
                await sound.send_json({"envelope_id": envelope["envelope_id"]})
                if envelope["payload"]["event"]["type"] == "message":
                    break
            assert await asyncio.to_thread(sandbox.wait_until, lambda: not sandbox.parts.deliveries.is_busy, 5)

    sandbox.faults.deliver_twice(of="message")
    sandbox.faults.delay_delivery(2, of="message")
    asyncio.run(take_it())

    assert [each.outcome for each in sandbox.recorder.deliveries_of("message")] == ["acked"]
