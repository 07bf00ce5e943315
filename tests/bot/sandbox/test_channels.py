"""Channels that come, go and change hands while the app runs: what it hears, and what it may still do."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Person, Sandbox
from tests.bot.sandbox.app import MANIFEST
from tests.bot.sandbox.asking import ask

MORE_EVENTS = "channel_created, channel_left, channel_unarchive, group_archive, group_left, group_unarchive"


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An app that asks for every event about channels."""
    path = tmp_path_factory.mktemp("manifest") / "manifest.yml"
    wanted = MANIFEST.replace("channel_rename,", f"channel_rename, member_left_channel, {MORE_EVENTS},")
    path.write_text(wanted, encoding="utf-8")
    return path


@pytest.fixture
def heard(sandbox: Sandbox) -> Callable[[], list[dict[str, Any]]]:
    """The events since the last look, each once, in order."""

    def look() -> list[dict[str, Any]]:
        sandbox.server.read(lambda: None)
        first = [each for each in sandbox.recorder.deliveries if each.kind == "events_api" and each.attempt == 0]
        sandbox.recorder.clear()
        return [each.payload["event"] for each in first]

    return look


def refusal(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def test_a_new_public_channel_is_heard_of_by_all(sandbox: Sandbox, heard: Callable[[], list[Any]]) -> None:
    sandbox.admin.create_channel("alarms", members=("ana",), by="ana")
    sandbox.admin.create_channel("vault", members=("ana",), is_private=True)

    (created,) = heard()
    assert created["type"] == "channel_created"
    assert (created["channel"]["id"], created["channel"]["name"]) == ("C0ALARMS", "alarms")
    assert created["channel"]["creator"] == "U0ANA"


def test_the_archive_is_entered_and_left(
    sandbox: Sandbox, client: WebClient, ana: Person, heard: Callable[[], list[Any]]
) -> None:
    sandbox.admin.invite_app("#incidents")
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card")
    heard()

    sandbox.admin.archive("#incidents", by="ben")
    (archived,) = heard()
    assert (archived["type"], archived["user"], archived["is_moved"]) == ("channel_archive", "U0BEN", 0)
    assert refusal(client.chat_postMessage, channel="C0INCIDENTS", text="x") == "is_archived"
    assert refusal(client.conversations_join, channel="C0INCIDENTS") == "is_archived"
    assert refusal(client.chat_delete, channel="C0INCIDENTS", ts=posted["ts"]) == "is_archived"
    assert client.conversations_info(channel="C0INCIDENTS")["channel"]["is_archived"] is True
    with pytest.raises(Exception, match="This channel is archived"):
        ana.type("#incidents", "x")

    sandbox.admin.unarchive("#incidents")
    (unarchived,) = heard()
    assert (unarchived["type"], unarchived["user"]) == ("channel_unarchive", "U0CHLOE")
    assert "is_moved" not in unarchived
    assert client.chat_postMessage(channel="C0INCIDENTS", text="x")["ok"]


def test_a_private_channels_archive_has_events_of_its_own(sandbox: Sandbox, heard: Callable[[], list[Any]]) -> None:
    sandbox.admin.invite_app("#security")
    heard()

    sandbox.admin.archive("#security")
    sandbox.admin.unarchive("#security")

    assert [event["type"] for event in heard()] == ["group_archive", "group_unarchive"]


def test_people_leave(sandbox: Sandbox, heard: Callable[[], list[Any]]) -> None:
    sandbox.admin.invite_app("#incidents")
    heard()

    sandbox.admin.leave("ben", "#incidents")
    sandbox.admin.leave("ana", "#security")

    (left,) = heard()
    assert left == {
        "type": "member_left_channel",
        "user": "U0BEN",
        "channel": "C0INCIDENTS",
        "channel_type": "C",
        "team": "T0ACME",
        "event_ts": left["event_ts"],
    }


@pytest.mark.parametrize(("name", "kind", "own"), [("incidents", "C", "channel_left"), ("security", "G", "group_left")])
def test_the_app_hears_that_it_is_out_and_nothing_after(
    sandbox: Sandbox, ana: Person, heard: Callable[[], list[Any]], name: str, kind: str, own: str
) -> None:
    sandbox.admin.invite_app(name, by="ana")
    sandbox.admin.invite_app(name)
    (joined,) = heard()
    assert (joined["type"], joined["user"], joined["inviter"]) == ("member_joined_channel", "U0BOT", "U0ANA")
    assert joined["channel_type"] == kind

    sandbox.admin.remove_app(name, by="chloe")
    ana.type(name, "among us")

    member, left = heard()
    assert (member["type"], member["user"], member["channel_type"]) == ("member_left_channel", "U0BOT", kind)
    assert (left["type"], left["actor_id"]) == (own, "U0CHLOE")


def test_a_public_channel_without_the_app_can_be_posted_to_not_read(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.admin.invite_app("#incidents")
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card")
    sandbox.admin.remove_app("#incidents")

    assert refusal(client.conversations_history, channel="C0INCIDENTS") == "not_in_channel"
    assert refusal(client.conversations_replies, channel="C0INCIDENTS", ts=posted["ts"]) == "not_in_channel"
    assert client.chat_postMessage(channel="C0INCIDENTS", text="still")["ok"]
    sandbox.faults.remove_scope("chat:write.public")
    assert refusal(client.chat_postMessage, channel="C0INCIDENTS", text="x") == "not_in_channel"


def test_a_private_channel_without_the_app_does_not_exist(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.admin.invite_app("#security")
    posted = client.chat_postMessage(channel="C0SECRET", text="card")
    sandbox.admin.remove_app("#security")

    for call, arguments in (
        (client.chat_postMessage, {"text": "x"}),
        (client.chat_update, {"ts": posted["ts"], "text": "x"}),
        (client.chat_delete, {"ts": posted["ts"]}),
        (client.chat_postEphemeral, {"user": "U0ANA", "text": "x"}),
        (client.conversations_info, {}),
        (client.conversations_history, {}),
        (client.conversations_join, {}),
    ):
        assert refusal(call, channel="C0SECRET", **arguments) == "channel_not_found"
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert "security" not in {channel["name"] for channel in listed}

    sandbox.admin.invite_app("#security")
    assert client.chat_update(channel="C0SECRET", ts=posted["ts"], text="again")["ok"]


def test_a_renamed_channel_is_found_under_its_new_name(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.admin.rename("#incidents", "alarms")

    assert client.chat_postMessage(channel="#alarms", text="x")["channel"] == "C0INCIDENTS"
    assert refusal(client.chat_postMessage, channel="#incidents", text="x") == "channel_not_found"


def test_people_who_are_not_here(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.admin.change_person("ben", role="deactivated")

    assert refusal(client.users_info, user="U0GHOST") == "user_not_found"
    assert refusal(client.conversations_open, users="U0GHOST") == "user_not_found"
    assert refusal(client.conversations_open, users="U0BEN") == "user_disabled"
    assert refusal(client.chat_postMessage, channel="U0GHOST", text="x") == "channel_not_found"
    assert refusal(client.chat_postMessage, channel="U0BEN", text="x") == "channel_not_found"
    sandbox.admin.change_person("ben", role="member")
    assert client.conversations_open(users="U0BEN")["ok"]


def test_who_left_sees_the_channel_no_more(sandbox: Sandbox, ana: Person) -> None:
    sandbox.admin.leave("ana", "#incidents")

    names = {channel["name"] for channel in ask(sandbox, "/sandbox/state?as=U0ANA").json["channels"]}
    assert names == {"general", "checkout", "security", ""}
