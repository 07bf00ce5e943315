"""Socket Mode: one WebSocket to Slack, its envelopes answered by Bolt on a pool of threads.

None of Bolt's own handlers serves a synchronous App well: they go deaf for seconds at each refresh, or never notice a
silent stall. This bridge joins the SDK's aiohttp client to `App.dispatch`.
"""

import asyncio
import logging
import re
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

import aiohttp
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.edge.receipt import Receipt

log = logging.getLogger(__name__)

PING_SECONDS = 3
ATTEMPT_SECONDS = 2 * PING_SECONDS
"""A socket that stalls silently is noticed and replaced within two of them."""
LONGEST_ACK = 3.0
"""Seconds Slack waits for an ack, and we for those under way when we stop."""
LATE_AFTER = 2.7
"""Seconds after which a listener that has not come to an end is answered for."""
_EVENTS = "events_api"
_HOPELESS = {
    "invalid_auth",
    "not_authed",
    "not_allowed_token_type",
    "forbidden_team",
    "account_inactive",
    "token_revoked",
}

_UNREADABLE = (TypeError, ValueError, AttributeError)
"""What the SDK raises over an answer that is not one of Slack's: something between us may answer in its place."""
_ADDRESS = re.compile(r"wss?://[^\s'\"]+")


class AnswerLate(Protocol):
    """Says in words that there was no answer in time, as the kind of payload needs it; called in the loop."""

    def __call__(self, body: Mapping[str, Any], *, may_be_done: bool) -> BoltResponse: ...


class _Client(SocketModeClient):
    """The SDK's client, which would try a spent address for ever: an address works once, and not for long."""

    async def connect(self) -> None:
        """Connect; an attempt that does not succeed soon is made again with a new address."""
        while not self.closed:
            try:
                await asyncio.wait_for(super().connect(), ATTEMPT_SECONDS)  # type: ignore[no-untyped-call]  # the SDK's
            except TimeoutError:
                self.wss_uri = None
            else:
                return


class _WithoutAddresses(logging.Filter):
    """Keeps the socket's address, whose ticket lets anybody in, out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; let it pass."""
        record.msg, record.args = _ADDRESS.sub("(address)", record.getMessage()), ()
        record.exc_info = record.exc_text = None
        return True


WITHOUT_ADDRESSES = _WithoutAddresses()


class NotAllowed(Exception):
    """Slack will not open a socket with our app-level token; the message is Slack's error."""


class SocketMode:
    """The connection to Slack, in a thread of its own."""

    def __init__(self, app: App, *, answer_late: AnswerLate, app_token: str, api_url: str, threads: int) -> None:
        self._app = app
        self._answer_late = answer_late
        self._app_token = app_token
        self._api_url = api_url
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="listener")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run_loop, name="socket-mode", daemon=True)
        self._acks_under_way: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        self._client: SocketModeClient | None = None
        self._connected: Future[None] | None = None

    def start(self) -> Future[None]:
        """Connect in the background, for as long as it takes; the future ends when connected, or with NotAllowed."""
        self._thread.start()
        self._connected = asyncio.run_coroutine_threadsafe(self._connect(), self._loop)
        return self._connected

    @property
    def is_connected(self) -> bool:
        """Whether Slack can reach us just now; asked from another thread."""
        if self._client is None or not self._thread.is_alive():
            return False
        try:
            connected = asyncio.run_coroutine_threadsafe(self._client.is_connected(), self._loop)
            return connected.result(timeout=1)
        except (TimeoutError, RuntimeError):
            return False

    def stop(self) -> None:
        """Let what was received be acknowledged, then disconnect. Stopping again does nothing."""
        if not self._thread.is_alive():
            return
        if self._connected is not None:
            self._connected.cancel()
        asyncio.run_coroutine_threadsafe(self._disconnect(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._pool.shutdown(wait=True)

    def _run_loop(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    async def _connect(self) -> None:
        sdk_log = logging.getLogger("slack_sdk.socket_mode.aiohttp")
        sdk_log.addFilter(WITHOUT_ADDRESSES)
        self._client = _Client(
            logger=sdk_log,
            app_token=self._app_token,
            ping_interval=PING_SECONDS,
            web_client=AsyncWebClient(base_url=self._api_url),
        )
        self._client.socket_mode_request_listeners.append(self._receive)
        # The client itself would ask for a socket for ever, whatever Slack answers.
        self._client.wss_uri = await self._address(self._client)
        await self._client.connect()

    async def _address(self, client: SocketModeClient) -> str:
        while True:
            try:
                return await client.issue_new_wss_url()
            except SlackApiError as error:
                code = str(error.response["error"])
                if code in _HOPELESS:
                    raise NotAllowed(code) from error
                log.warning("Slack gives us no socket yet: %s", code)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("Slack cannot be reached yet: %s", error)
            except _UNREADABLE as error:
                log.warning("Slack gives us no socket yet: the answer cannot be read (%s)", type(error).__name__)
            await asyncio.sleep(PING_SECONDS)

    async def _disconnect(self) -> None:
        self._is_stopping = True
        if self._acks_under_way:
            _, unfinished = await asyncio.wait(self._acks_under_way, timeout=LONGEST_ACK)
            for task in unfinished:
                # People were answered late; events are sent again, and what had not begun does not begin any more.
                task.cancel()
        if self._client is not None:
            await self._client.close()  # type: ignore[no-untyped-call]  # the SDK's

    async def _receive(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        answer = self._refuse if self._is_stopping else self._answer
        task = asyncio.ensure_future(answer(client, envelope))
        self._acks_under_way.add(task)
        task.add_done_callback(self._acks_under_way.discard)
        await task

    async def _refuse(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        """Begin nothing any more: people are told that nothing was done, and events are sent again."""
        if envelope.type != _EVENTS:
            await self._send_late(client, envelope, may_be_done=False)

    async def _answer(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        receipt = Receipt()
        listener = self._loop.run_in_executor(self._pool, self._dispatch, envelope, receipt)
        if envelope.type != _EVENTS:
            # An event that takes long is sent again; people wait for an answer.
            await asyncio.wait([listener], timeout=LATE_AFTER)
            if not listener.done():
                # A database that is frozen answers nobody, and its driver waits for it without end.
                log.error("a payload is not answered by its listener in time")
                await self._send_late(client, envelope, may_be_done=receipt.answer_late())
        response = await listener
        if not receipt.is_answered:
            await send_async_response(client, envelope, response, time.time())
            receipt.sent()

    async def _send_late(
        self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest, *, may_be_done: bool
    ) -> None:
        response = self._answer_late(envelope.payload, may_be_done=may_be_done)
        await send_async_response(client, envelope, response, time.time())

    def _dispatch(self, envelope: SocketModeRequest, receipt: Receipt) -> BoltResponse:
        request = BoltRequest(
            mode="socket_mode",
            body=envelope.payload,
            headers=build_headers(envelope),
            context=receipt.to_context(),
        )
        return self._app.dispatch(request)
