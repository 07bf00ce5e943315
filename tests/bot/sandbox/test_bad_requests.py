"""Requests that nobody sane sends: a refusal each, and never the sandbox's own failure."""

import base64
import json
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.asking import act, ask
from tests.tables import for_each

DIGITS = "9" * 5000
MISSING = [
    "/static/%00",
    "/static/app.js%00",
    "/static/" + "x" * 5000,
    "/static/%ff%fe",
    "/static/.",
    "/static/%2e%2e",
    "/static//etc/passwd",
    "/archives/C0INCIDENTS/p1%0d%0aX-Injected:%201",
    "/archives/C0INCIDENTS/pabcdefghijkl",
    "/archives/C%0a/p1795000000000100",
    "/files/U0ANA/%00/x.png",
    "/files-pri/%00/x.png",
    "/link/../nothing",
]


@for_each("path", MISSING)
def test_what_does_not_exist_is_not_found(sandbox: Sandbox, path: str) -> None:
    assert ask(sandbox, path).status == 404


@for_each("limit", ["²", "٣", DIGITS, "-1", "0", "1e3", "%ff", ""])
def test_a_limit_that_is_no_number_is_no_limit(sandbox: Sandbox, limit: str) -> None:
    reply = ask(sandbox, f"/sandbox/messages?as=U0ANA&channel=C0INCIDENTS&limit={_quoted(limit)}")

    assert (reply.status, reply.json) == (200, {"messages": [], "has_more": False})


WRONG_NUMBERS = [
    ("conversations.history", {"channel": "C0INCIDENTS", "limit": "²"}, "invalid_limit"),
    ("conversations.history", {"channel": "C0INCIDENTS", "limit": DIGITS}, "invalid_limit"),
    ("conversations.history", {"channel": "C0INCIDENTS", "oldest": "²"}, "invalid_ts_oldest"),
    ("conversations.history", {"channel": "C0INCIDENTS", "latest": "1.²"}, "invalid_ts_latest"),
    ("conversations.history", {"channel": "C0INCIDENTS", "oldest": DIGITS}, "invalid_ts_oldest"),
    ("conversations.list", {"cursor": "²"}, "invalid_cursor"),
    ("conversations.list", {"cursor": base64.b64encode(b"\xff").decode()}, "invalid_cursor"),
    ("users.list", {"cursor": "x"}, "invalid_cursor"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "attachments": "5"}, "invalid_attachments"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "attachments": {"a": 1}}, "invalid_attachments"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "blocks": "[" * 100_000}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": {"id": 1}, "text": "x"}, "channel_not_found"),
    ("views.open", {"trigger_id": "x", "view": "{"}, "invalid_trigger_id"),
    ("users.info", {"user": ["U0ANA"]}, "user_not_found"),
]


@for_each(("method", "arguments", "error"), WRONG_NUMBERS)
def test_arguments_nobody_means(
    sandbox: Sandbox, client: WebClient, method: str, arguments: dict[str, Any], error: str
) -> None:
    client.conversations_join(channel="C0INCIDENTS")

    assert _call(sandbox, method, json.dumps(arguments).encode()) == {"ok": False, "error": error}


BODIES = [
    (b'{"user": "\xff"}', "application/json", "invalid_json"),
    (b"{", "application/json", "invalid_json"),
    (b"[" * 100_000, "application/json", "invalid_json"),
    (b'["U0ANA"]', "application/json", "json_not_object"),
    (b"{}", "application/json; charset=klingon", "invalid_charset"),
    (b"user=U0ANA", "application/x-www-form-urlencoded; charset=klingon", "invalid_charset"),
    (b"user=\xff", "application/x-www-form-urlencoded", "invalid_form_data"),
    (b"nonsense", "multipart/form-data", "invalid_form_data"),
    (b"nonsense", "multipart/form-data; boundary=x", "invalid_form_data"),
]


@for_each(("body", "kind", "error"), BODIES)
def test_a_body_that_cannot_be_read(sandbox: Sandbox, body: bytes, kind: str, error: str) -> None:
    sandbox.recorder.clear()

    assert _call(sandbox, "users.info", body, kind)["error"] == error
    assert [call.error for call in sandbox.recorder.calls_of("users.info")] == [error]

    headers = {"Content-Type": kind}
    assert ask(sandbox, "/hooks/commands/T0ACME/1/x", body=body, headers=headers).status == 400


@for_each("body", [b"\xff", b"[" * 100_000, b'{"as": \xff}', b"{}\x00"])
def test_an_act_that_cannot_be_read(sandbox: Sandbox, body: bytes) -> None:
    assert ask(sandbox, "/sandbox/act", body=body).status == 400
    assert ask(sandbox, "/sandbox/act", body=b"{}", headers={"Content-Type": "x; charset=klingon"}).status == 400


WRONG_ACTS: list[dict[str, Any]] = [
    {"act": "input", "view_id": {}, "values": 5},
    {"act": "press", "container": {"type": "message", "channel": {}, "ts": "1.0"}},
    {"act": "press", "container": {"type": "message", "channel": "C0INCIDENTS", "ts": []}},
    {"act": "press", "container": {"type": "view", "view_id": []}},
    {"act": "press", "container": {"type": [], "view_id": []}},
    {"act": "suggest", "container": {"type": "message", "channel": [], "ts": {}}},
    {"act": "send", "channel": {}, "text": []},
    {"act": "react", "channel": "C0INCIDENTS", "ts": {}, "name": []},
    {"act": "submit", "view_id": [], "window": {}},
    {"act": ["send"]},
    {"act": "shortcut", "callback_id": {}},
]


@for_each("wrong", WRONG_ACTS)
def test_an_act_no_page_performs(sandbox: Sandbox, wrong: dict[str, Any]) -> None:
    done = act(sandbox, **{"as": "U0ANA"}, **wrong)

    assert done["ok"] is False
    assert done["error"].endswith((".", "?"))


@pytest.mark.parametrize("what", ["submit", "close", "input"])
def test_a_home_tab_is_no_form(sandbox: Sandbox, client: WebClient, what: str) -> None:
    home = {"type": "home", "submit": {"type": "plain_text", "text": "Send"}, "blocks": []}
    view_id = client.views_publish(user_id="U0ANA", view=home)["view"]["id"]

    done = act(sandbox, **{"as": "U0ANA"}, act=what, view_id=view_id, values=[])

    assert done["ok"] is False
    assert sandbox.person("ana").home is not None


def _quoted(text: str) -> str:
    return text if text.isascii() else "".join(f"%{byte:02x}" for byte in text.encode())


def _call(sandbox: Sandbox, method: str, body: bytes, kind: str = "application/json") -> dict[str, Any]:
    headers = {"Content-Type": kind, "Authorization": f"Bearer {sandbox.bot_token}"}
    reply = ask(sandbox, f"/api/{method}", body=body, headers=headers)
    assert reply.status == 200
    return reply.json
