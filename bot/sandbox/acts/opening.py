"""Opening the DM with the app, its Home tab, and shortcuts."""

from bot.sandbox import payloads
from bot.sandbox.acts.desk import NOT_RESPONDING, Desk
from bot.sandbox.changes import HomeOpened
from bot.sandbox.channels import page_channel
from bot.sandbox.refusals import ActRefused
from bot.sandbox.slack_json import Json


async def open_im(desk: Desk) -> Json:
    channel, _ = desk.parts.workspace.open_direct_message(desk.person.id)
    _opened(desk, "messages")
    return {"channel": page_channel(channel, seen_by=desk.person.id)}


async def open_home(desk: Desk) -> Json:
    if not desk.parts.manifest.home_tab:
        raise ActRefused("This app has no Home tab.")
    _opened(desk, "home")
    return {}


async def shortcut(desk: Desk) -> Json:
    callback_id = str(desk.act.get("callback_id"))
    known = desk.parts.manifest.shortcuts.get(callback_id)
    if known is None:
        raise ActRefused("There is no such shortcut.")
    payload = _from_message(desk, callback_id) if known["type"] == "message" else _global(desk, callback_id)
    delivery = await desk.interact(payload)
    if delivery.outcome != "acked":
        raise ActRefused(NOT_RESPONDING)
    return {}


def _opened(desk: Desk, tab: str) -> None:
    workspace = desk.parts.workspace
    channel, _ = workspace.open_direct_message(desk.person.id)
    view = desk.parts.views.home(desk.person.id) if tab == "home" else None
    workspace.announce(HomeOpened(desk.person.id, channel, tab, view, workspace.next_ts()))


def _global(desk: Desk, callback_id: str) -> Json:
    at = desk.parts.workspace.next_ts()
    return payloads.global_shortcut(desk.person, callback_id=callback_id, trigger_id=desk.trigger(), at=at)


def _from_message(desk: Desk, callback_id: str) -> Json:
    channel = desk.channel()
    message = desk.message(channel, str(desk.act.get("ts")))
    path, url = desk.parts.response_urls.issue("app", desk.person.id, channel)
    url.thread_ts = message.get("thread_ts")
    return payloads.message_shortcut(
        desk.person,
        channel,
        message,
        callback_id=callback_id,
        trigger_id=desk.trigger(),
        response_url=f"{desk.parts.address}{path}",
        at=desk.parts.workspace.next_ts(),
    )
