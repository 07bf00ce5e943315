"""A real Bolt app on a real socket: the bridge of the product's design, small enough for tests."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk import WebClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox

MANIFEST = """
display_information:
  name: Incident Tracker
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false}
  bot_user: {display_name: Incident Tracker}
  shortcuts:
    - {name: New incident, type: global, callback_id: new_incident, description: Open the form}
    - {name: Add to incident, type: message, callback_id: add_to_incident, description: Keep the message}
  slash_commands:
    - {command: /incident, description: Incidents, usage_hint: "new, list", should_escape: true}
    - {command: /raw, description: Text as it is typed}
oauth_config:
  scopes:
    bot: [app_mentions:read, channels:history, channels:join, channels:read, chat:write, chat:write.public, commands,
          files:read, groups:history, groups:read, im:history, im:write, reactions:read, users:read]
settings:
  event_subscriptions:
    bot_events: [app_home_opened, app_mention, app_uninstalled, channel_archive, channel_rename, member_joined_channel,
                 message.channels, message.groups, message.im, reaction_added, reaction_removed, team_join, user_change]
  interactivity: {is_enabled: true}
"""


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def option(label: str, value: str) -> dict[str, Any]:
    return {"text": plain(label), "value": value}


def button(label: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(label), **more}


def field(label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An input block whose id is its label in lower case."""
    return {
        "type": "input",
        "block_id": label.lower(),
        "label": plain(label),
        "element": {"action_id": "v", **element},
        **more,
    }


def modal(*blocks: dict[str, Any], title: str = "New incident", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Open incident"),
        "blocks": list(blocks),
        **more,
    }


TITLE = field("Title", {"type": "plain_text_input", "max_length": 20})


class Bridge:
    """The sync App's requests, one socket, a pool; a context manager that is connected inside and gone outside."""

    def __init__(self, sandbox: Sandbox, app: App, *, ping_seconds: float = 3) -> None:
        """Give a socket up that has answered no ping for four of them."""
        self._sandbox, self._app, self._ping_seconds = sandbox, app, ping_seconds
        self._pool = ThreadPoolExecutor(8)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._client: SocketModeClient | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._connect(), self._loop).result(10)
        assert self._sandbox.wait_for_app(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._pool.shutdown()

    async def _connect(self) -> None:
        web_client = AsyncWebClient(base_url=self._sandbox.api_url)
        self._client = SocketModeClient(
            app_token=self._sandbox.app_token, web_client=web_client, ping_interval=self._ping_seconds
        )
        self._client.socket_mode_request_listeners.append(self._handle)
        await self._client.connect()  # type: ignore[no-untyped-call]  # the SDK annotates no results

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        start = time.time()
        response = await asyncio.get_running_loop().run_in_executor(self._pool, run_bolt_app, self._app, request)
        await send_async_response(client, request, response, start)

    async def _close(self) -> None:
        assert self._client is not None
        await self._client.close()  # type: ignore[no-untyped-call]  # the SDK annotates no results
        pending = asyncio.all_tasks() - {asyncio.current_task()}
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)


def bolt(sandbox: Sandbox) -> App:
    """An App that knows no listener yet; its client does not repeat calls."""
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    return App(name="app", client=client, process_before_response=True)
