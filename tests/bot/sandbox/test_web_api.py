"""What every Web API call passes: token, scope, arguments, limits; and the codes it is refused with."""

from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from tests.bot.sandbox.app import MANIFEST, modal
from tests.bot.sandbox.asking import ask
from tests.tables import for_each

REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("chat.postMessage", {}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C0INCIDENTS"}, "no_text"),
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0SECRET", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "U0EVA", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "blocks": "{broken"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "blocks": [{"type": "party"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "text": "x", "metadata": "nope"}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "text": "x", "thread_ts": "1.000100"}, "thread_not_found"),
    ("chat.postEphemeral", {"channel": "C0INCIDENTS", "user": "U0DEV", "text": "x"}, "user_not_in_channel"),
    ("chat.update", {"channel": "C0INCIDENTS", "ts": "1.000100", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": "C0INCIDENTS", "ts": "1.000100"}, "message_not_found"),
    ("chat.getPermalink", {"channel": "C0INCIDENTS", "message_ts": "1.000100"}, "message_not_found"),
    ("conversations.info", {"channel": "C0SECRET"}, "channel_not_found"),
    ("conversations.join", {"channel": "C0NOWHERE"}, "channel_not_found"),
    ("conversations.history", {"channel": "C0INCIDENTS"}, "not_in_channel"),
    ("conversations.history", {"channel": "C0SECRET"}, "channel_not_found"),
    ("conversations.replies", {"channel": "C0INCIDENTS", "ts": "1.000100"}, "not_in_channel"),
    ("conversations.list", {"types": "secret_channel"}, "invalid_types"),
    ("conversations.list", {"types": "im"}, "missing_scope"),
    ("conversations.history", {"channel": "D0ANA", "oldest": "yesterday"}, "channel_not_found"),
    ("conversations.open", {"users": "U0ANA,U0BEN"}, "missing_scope"),
    (
        "chat.postMessage",
        {"channel": "C0INCIDENTS", "text": "x", "metadata": {"event_type": "x"}},
        "invalid_metadata_format",
    ),
    ("chat.postMessage", {"channel": "C0INCIDENTS", "markdown_text": "x" * 12_001}, "msg_too_long"),
    ("conversations.list", {"limit": 5000}, "invalid_limit"),
    ("conversations.list", {"cursor": "garbage!"}, "invalid_cursor"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    ("conversations.open", {"users": "U0EVA"}, "user_disabled"),
    ("conversations.open", {"channel": "C0INCIDENTS"}, "method_not_supported_for_channel_type"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("views.open", {"trigger_id": "1.2.never", "view": modal()}, "invalid_trigger_id"),
    ("views.open", {"view": modal()}, "invalid_arguments"),
    ("views.update", {"view_id": "V0NONE", "view": modal()}, "not_found"),
    ("views.update", {"view": modal()}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0ANA", "view": modal()}, "invalid_arguments"),
    ("chat.meMessage", {}, "unknown_method"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
]


@for_each(("method", "arguments", "code"), REFUSALS)
def test_slack_refuses_with_its_own_code(client: WebClient, method: str, arguments: dict[str, Any], code: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=arguments)

    assert refused.value.response["error"] == code
    assert refused.value.response.status_code == 200


def test_a_missing_argument_is_named(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.update", json={"channel": "C0INCIDENTS", "text": "x"})

    assert refused.value.response["response_metadata"]["messages"] == ["[ERROR] missing required field: ts"]


@for_each(
    ("token", "code"), [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-sandbox", "not_allowed_token_type")]
)
def test_the_token_decides_first(sandbox: Sandbox, token: str, code: str) -> None:
    client = WebClient(token, base_url=sandbox.api_url, retry_handlers=[])

    with pytest.raises(SlackApiError) as refused:
        client.users_info(user="U0ANA")

    assert refused.value.response["error"] == code


def test_a_scope_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    without = MANIFEST.replace("users:read]", "team:read]").replace("team_join, user_change", "tokens_revoked")
    path.write_text(without, encoding="utf-8")

    with Sandbox(manifest=path, port=0) as sandbox, pytest.raises(SlackApiError) as refused:
        WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[]).users_list()

    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "users:read"
    assert "chat:write" in refused.value.response["provided"]


def test_forms_json_and_empty_bodies_are_read(sandbox: Sandbox, client: WebClient) -> None:
    assert client.auth_test()["user_id"] == "U0BOT"
    assert client.api_call("users.info", params={"user": "U0ANA"})["user"]["real_name"] == "Ana Torres"
    assert client.api_call("users.info", json={"user": "U0ANA"})["ok"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = ask(sandbox, "/api/users.info", body=b"user=U0BEN&token=xoxb-sandbox&unknown=1", headers=form)
    assert answer.json["user"]["real_name"] == "Ben Okafor"


def test_pages_follow_their_cursor(client: WebClient) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.users_list(limit=2, cursor=cursor)
        assert len(page["members"]) <= 2
        seen += [person["id"] for person in page["members"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break

    assert seen == ["U0ANA", "U0BEN", "U0CHLOE", "U0DEV", "U0EVA", "U0BOT"]


def test_people_have_the_roles_slack_knows(client: WebClient) -> None:
    people = {person["id"]: person for person in client.users_list()["members"]}

    assert people["U0CHLOE"]["is_owner"]
    assert people["U0CHLOE"]["is_admin"]
    assert people["U0DEV"]["is_restricted"]
    assert people["U0EVA"]["deleted"]
    assert people["U0BOT"]["is_bot"]
    assert "email" not in people["U0ANA"]["profile"]


def test_tiers_are_enforced_when_switched_on(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.enforce_rate_limits = True
    for _ in range(20):
        client.users_list()

    with pytest.raises(SlackApiError) as limited:
        client.users_list()

    assert limited.value.response.status_code == 429
    assert limited.value.response["error"] == "ratelimited"
    assert 1 <= int(limited.value.response.headers["Retry-After"]) <= 60
    sandbox.clock.advance(60)
    assert client.users_list()["ok"]


def test_one_message_a_second_a_channel(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.enforce_rate_limits = True
    client.chat_postMessage(channel="C0INCIDENTS", text="one")
    client.chat_postMessage(channel="C0GENERAL", text="elsewhere")

    with pytest.raises(SlackApiError) as limited:
        client.chat_postMessage(channel="C0INCIDENTS", text="two")

    assert limited.value.response.headers["Retry-After"] == "1"
    sandbox.clock.advance(1)
    assert client.chat_postMessage(channel="C0INCIDENTS", text="two")["ok"]


def test_every_call_is_recorded_without_its_token(sandbox: Sandbox, client: WebClient) -> None:
    client.users_info(user="U0ANA")

    (call,) = sandbox.recorder.calls_of("users.info")
    assert call.arguments == {"user": "U0ANA"}
    assert call.answer["user"]["id"] == "U0ANA"
    assert (call.status, call.error) == (200, None)


def test_every_answer_says_which_scopes_there_are(sandbox: Sandbox, client: WebClient) -> None:
    assert "users:read" in client.auth_test().headers["x-oauth-scopes"].split(",")

    sandbox.faults.remove_scope("users:read")
    with pytest.raises(SlackApiError) as refused:
        client.users_info(user="U0ANA")

    assert "users:read" not in refused.value.response.headers["x-oauth-scopes"].split(",")
