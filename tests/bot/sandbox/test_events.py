"""What the app hears: only what its manifest subscribes to, only where it is a member, in Slack's shapes."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import ActFailed

ENVELOPE = {
    "token",
    "team_id",
    "context_team_id",
    "context_enterprise_id",
    "api_app_id",
    "event",
    "type",
    "event_id",
    "event_time",
    "authorizations",
    "is_ext_shared_channel",
    "event_context",
}
MESSAGE = {
    "client_msg_id",
    "type",
    "user",
    "text",
    "ts",
    "team",
    "channel",
    "event_ts",
    "channel_type",
    "blocks",
}


@pytest.fixture
def heard(sandbox: Sandbox) -> Callable[[], list[dict[str, Any]]]:
    """The events of this test, each once, in order; nobody is connected, so each is attempted and kept."""

    def look() -> list[dict[str, Any]]:
        sandbox.server.read(lambda: None)
        first = [each for each in sandbox.recorder.deliveries if each.kind == "events_api" and each.attempt == 0]
        return [each.payload["event"] for each in first]

    return look


@pytest.fixture
def joined(sandbox: Sandbox, client: WebClient) -> None:
    """The bot in #incidents and #security, and nothing heard yet."""
    client.conversations_join(channel="C0INCIDENTS")
    sandbox.person("chloe").type("#security", "/invite @Incident Tracker")
    sandbox.server.read(lambda: None)
    sandbox.recorder.clear()


def test_nothing_is_heard_where_the_bot_is_no_member(ana: Person, heard: Callable[[], list[Any]]) -> None:
    ana.type("#incidents", "hello")
    ana.type("#security", "hello")

    assert heard() == []


def test_who_is_invited_is_said_to_have_joined_and_nobody_is_called(
    sandbox: Sandbox, heard: Callable[[], list[Any]]
) -> None:
    chloe = sandbox.person("chloe")
    chloe.type("#security", "/invite @Incident Tracker")
    chloe.type("#security", "/invite @Incident Tracker @dev")
    sandbox.server.read(lambda: None)

    said = [event for event in heard() if event["type"] == "message"]
    assert [(each["user"], each["inviter"], each["text"]) for each in said] == [
        ("U0BOT", "U0CHLOE", "<@U0BOT> has joined the channel"),
        ("U0DEV", "U0CHLOE", "<@U0DEV> has joined the channel"),
    ]
    assert {each["subtype"] for each in said} == {"channel_join"}
    assert "app_mention" not in {event["type"] for event in heard()}
    with pytest.raises(ActFailed, match="Slack said that itself"):
        sandbox.person("dev").latest("#security").edit("hello")


@pytest.mark.usefixtures("joined")
def test_a_message_has_slacks_shape(sandbox: Sandbox, ana: Person, heard: Callable[[], list[Any]]) -> None:
    ana.type("#incidents", "a & b")

    (event,) = heard()
    payload = sandbox.recorder.deliveries[0].payload
    assert set(event) == MESSAGE
    assert set(payload) == ENVELOPE
    assert event["text"] == "a &amp; b"
    assert event["channel_type"] == "channel"
    assert event["ts"] == event["event_ts"]
    assert payload["authorizations"][0]["user_id"] == "U0BOT"


@pytest.mark.usefixtures("joined")
def test_a_reply_names_its_parent(ana: Person, heard: Callable[[], list[Any]]) -> None:
    ana.type("#security", "parent")
    ana.type("#security", "reply", thread=ana.latest("#security"))

    parent, reply = heard()
    assert reply["thread_ts"] == parent["ts"]
    assert reply["parent_user_id"] == "U0ANA"
    assert reply["channel_type"] == "group"


@pytest.mark.usefixtures("joined")
def test_a_reply_may_also_go_to_the_channel(ana: Person, heard: Callable[[], list[Any]]) -> None:
    ana.type("#incidents", "parent")
    parent = ana.latest("#incidents")
    ana.type("#incidents", "all should know", thread=parent, is_broadcast=True)

    _, reply = heard()
    assert (reply["subtype"], reply["thread_ts"]) == ("thread_broadcast", parent.ts)
    assert [message.text for message in ana.messages("#incidents")] == ["parent", "all should know"]


@pytest.mark.usefixtures("joined")
def test_a_mention_is_two_events_with_two_ids(sandbox: Sandbox, ana: Person, heard: Callable[[], list[Any]]) -> None:
    ana.type("#incidents", "@Incident Tracker resolve")

    assert [event["type"] for event in heard()] == ["app_mention", "message"]
    assert {event["text"] for event in heard()} == {"<@U0BOT> resolve"}
    assert len({event["ts"] for event in heard()}) == 1
    mention, message = heard()
    assert (set(mention), set(message)) == (MESSAGE - {"channel_type"}, MESSAGE)
    assert len({each.payload["event_id"] for each in sandbox.recorder.deliveries if each.attempt == 0}) == 2


def test_a_direct_message_is_one_event(ana: Person, heard: Callable[[], list[Any]]) -> None:
    ana.type("@Incident Tracker", "hello @incident-tracker")

    events = [event for event in heard() if event["type"] in {"message", "app_mention"}]
    assert [event["channel_type"] for event in events] == ["im"]


@pytest.mark.usefixtures("joined")
def test_the_apps_own_messages_come_back_with_its_bot_id(client: WebClient, heard: Callable[[], list[Any]]) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="card", metadata={"event_type": "x", "event_payload": {}})

    (event,) = heard()
    assert event["bot_id"] == "B0BOT"
    assert "metadata" not in event


@pytest.mark.usefixtures("joined")
def test_edits_and_deletions_show_what_was(ana: Person, heard: Callable[[], list[Any]]) -> None:
    ana.type("#incidents", "first")
    message = ana.latest("#incidents")
    message.edit("second")
    message.delete()

    _, changed, deleted = heard()
    assert changed["subtype"] == "message_changed"
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("second", "first")
    assert changed["message"]["edited"]["user"] == "U0ANA"
    assert changed["hidden"]
    assert changed["ts"] != message.ts
    hidden = {"type", "subtype", "hidden", "ts", "channel", "channel_type", "event_ts", "previous_message"}
    assert (set(changed), set(deleted)) == (hidden | {"message"}, hidden | {"deleted_ts"})
    assert deleted["subtype"] == "message_deleted"
    assert deleted["deleted_ts"] == message.ts
    assert deleted["previous_message"]["text"] == "second"


@pytest.mark.usefixtures("joined")
def test_reactions_carry_channel_and_ts_only(ana: Person, heard: Callable[[], list[Any]]) -> None:
    ana.type("#incidents", "first")
    message = ana.latest("#incidents")
    message.react("eyes")
    assert message.raw["reactions"] == [{"name": "eyes", "users": ["U0ANA"], "count": 1}]
    message.unreact("eyes")

    _, added, removed = heard()
    assert set(added) == set(removed) == {"type", "user", "reaction", "item_user", "item", "event_ts"}
    assert added["type"] == "reaction_added"
    assert added["item"] == {"type": "message", "channel": "C0INCIDENTS", "ts": message.ts}
    assert (added["item_user"], added["reaction"]) == ("U0ANA", "eyes")
    assert removed["type"] == "reaction_removed"
    assert message.raw["reactions"] == []


@pytest.mark.usefixtures("joined")
def test_people_and_channels_change(sandbox: Sandbox, heard: Callable[[], list[Any]]) -> None:
    sandbox.admin.join("dev", "#incidents")
    sandbox.admin.rename("#incidents", "alarms")
    sandbox.admin.archive("#alarms")
    sandbox.admin.archive("#general")
    sandbox.admin.rename("#security", "vault")
    sandbox.admin.add_person("finn", "Finn Berg", tz="Europe/Oslo")
    sandbox.admin.change_person("ben", role="deactivated")

    joined, renamed, archived, came, changed = heard()
    assert (joined["type"], joined["user"], joined["channel_type"]) == ("member_joined_channel", "U0DEV", "C")
    assert (renamed["type"], renamed["channel"]["name"]) == ("channel_rename", "alarms")
    assert (archived["type"], archived["user"]) == ("channel_archive", "U0CHLOE")
    assert (came["type"], came["user"]["tz"]) == ("team_join", "Europe/Oslo")
    assert (changed["type"], changed["user"]["deleted"]) == ("user_change", True)


def test_opening_home_is_heard_with_the_view_there_was(
    client: WebClient, ana: Person, heard: Callable[[], list[Any]]
) -> None:
    ana.open_home()
    client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": []})
    ana.open_home()

    first, second = heard()
    assert (first["type"], first["tab"], first["user"]) == ("app_home_opened", "home", "U0ANA")
    assert "view" not in first
    assert second["view"]["type"] == "home"


def test_being_removed_is_heard_without_authorizations(sandbox: Sandbox) -> None:
    sandbox.admin.uninstall()
    sandbox.server.read(lambda: None)

    assert sandbox.recorder.deliveries[0].payload["event"] == {"type": "app_uninstalled"}
    assert sandbox.recorder.deliveries[0].payload["authorizations"] == []


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("`curl https://x.example <a> @ana #general`", "`curl https://x.example &lt;a&gt; @ana #general`"),
        ("```\n@ana\n`https://x.example`\n``` @ana", "```\n@ana\n`https://x.example`\n``` <@U0ANA>"),
        ("a`b @ana\n` @ana", "a`b <@U0ANA>\n` <@U0ANA>"),
        ("`@ana", "`<@U0ANA>"),
    ],
)
def test_code_is_sent_as_it_was_typed(ana: Person, typed: str, sent: str) -> None:
    ana.type("#incidents", typed)

    assert ana.latest("#incidents").text == sent
