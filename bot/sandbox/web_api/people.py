"""auth.test, apps.connections.open and users.*: who the app is, its sockets, and who is here."""

from bot.sandbox.parts import Parts
from bot.sandbox.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, TEAM_NAME, UPDATED, user_object
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.web_api.arguments import Arguments

_MOST = 1000


def auth_test(parts: Parts, _arguments: Arguments) -> Json:
    return {
        "url": f"{parts.address}/",
        "team": TEAM_NAME,
        "user": parts.workspace.bot.name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_connection(parts: Parts, _arguments: Arguments) -> Json:
    address = parts.address.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={parts.sockets.new_ticket()}&app_id={APP_ID}"}


def list_users(parts: Parts, arguments: Arguments) -> Json:
    rows = [_shown(user_object(person), arguments) for person in parts.workspace.everyone()]
    page, cursor = arguments.page(rows, key="id", limit=arguments.number("limit", default=_MOST, most=_MOST))
    return {"members": page, "cache_ts": UPDATED, "response_metadata": {"next_cursor": cursor}}


def info(parts: Parts, arguments: Arguments) -> Json:
    person = parts.workspace.person(arguments.needed("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": _shown(user_object(person), arguments)}


def _shown(user: Json, arguments: Arguments) -> Json:
    return {**user, "locale": "en-US"} if arguments.flag("include_locale") else user
