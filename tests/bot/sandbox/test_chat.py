"""What the app says and how people see it: posting, threads, edits, deletions, metadata, escaping."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import ActFailed
from tests.bot.sandbox.app import button, section


def test_a_message_is_seen_by_people(client: WebClient, ana: Person) -> None:
    blocks = [section("*#12* by <@U0BEN> in <#C0GENERAL>"), {"type": "actions", "elements": [button("Take", "take")]}]

    posted = client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=blocks)

    message = ana.latest("#incidents", containing="#12")
    assert message.seen_text == "#12 by @ben in #general\nTake"
    assert message.labels == ["Take"]
    assert message.text == "#12"
    assert posted["message"]["bot_id"] == "B0BOT"
    assert all(block["block_id"] for block in posted["message"]["blocks"])


def test_text_is_escaped_as_slack_stores_it(client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="a & b <c> &lt; <@U0ANA> <https://x.example|x>")

    assert posted["message"]["text"] == "a &amp; b &lt;c&gt; &lt; <@U0ANA> <https://x.example|x>"


def test_long_text_is_cut_and_a_long_update_refused(client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="x" * 40_001)

    assert len(posted["message"]["text"]) == 40_000
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="x" * 4001)
    assert refused.value.response["error"] == "msg_too_long"
    assert client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="x" * 4000)["ok"]


def test_an_update_without_blocks_removes_them(client: WebClient, ana: Person) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=[section("the card")])

    client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="withdrawn")

    message = ana.latest("#incidents")
    assert message.blocks == []
    assert message.seen_text == "withdrawn"


def test_only_the_apps_own_messages_can_be_changed(client: WebClient, ana: Person) -> None:
    ana.type("#incidents", "mine")
    ts = ana.latest("#incidents").ts

    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel="C0INCIDENTS", ts=ts, text="yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        client.chat_delete(channel="C0INCIDENTS", ts=ts)


def test_a_deleted_message_is_gone(client: WebClient, ana: Person) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="oops")
    message = ana.latest("#incidents")

    client.chat_delete(channel="C0INCIDENTS", ts=posted["ts"])

    assert message.is_gone
    assert ana.messages("#incidents") == []


def test_a_deleted_card_leaves_a_stone_for_its_thread(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=[section("card")])
    client.chat_postMessage(channel="C0INCIDENTS", text="reply", thread_ts=posted["ts"])
    with pytest.raises(ActFailed, match="somebody else's message"):
        ana.latest("#incidents").delete()

    sandbox.person("chloe").latest("#incidents").delete()

    stone = ana.latest("#incidents")
    assert stone.seen_text == "This message was deleted."
    assert [message.text for message in ana.thread(stone)] == ["This message was deleted.", "reply"]
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="again")


def test_replies_live_in_the_thread(client: WebClient, ana: Person) -> None:
    parent = client.chat_postMessage(channel="C0INCIDENTS", text="parent")
    client.chat_postMessage(channel="C0INCIDENTS", text="first", thread_ts=parent["ts"])
    ana.type("#incidents", "second", thread=ana.latest("#incidents"))
    client.chat_postMessage(channel="C0INCIDENTS", text="for all", thread_ts=parent["ts"], reply_broadcast=True)

    (card, broadcast) = ana.messages("#incidents")
    assert [message.seen_text for message in ana.thread(card)] == ["parent", "first", "second", "for all"]
    assert card.reply_count == 3
    assert card.raw["reply_users"] == ["U0BOT", "U0ANA"]
    assert broadcast.seen_text == "for all"


def test_a_persons_id_as_channel_opens_their_dm(client: WebClient, ana: Person) -> None:
    posted = client.chat_postMessage(channel="U0ANA", text="hello")

    assert posted["channel"] == "D0ANA"
    assert ana.latest("@Incident Tracker").text == "hello"


def test_an_archived_channel_takes_no_messages(sandbox: Sandbox, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C0CHECKOUT", text="before")
    sandbox.admin.archive("#checkout")

    with pytest.raises(SlackApiError, match="is_archived"):
        client.chat_postMessage(channel="C0CHECKOUT", text="after")
    with pytest.raises(SlackApiError, match="is_inactive"):
        client.chat_update(channel="C0CHECKOUT", ts=posted["ts"], text="after")


def test_an_ephemeral_is_for_one_person_and_cannot_be_updated(client: WebClient, sandbox: Sandbox, ana: Person) -> None:
    posted = client.chat_postEphemeral(channel="C0INCIDENTS", user="U0ANA", text="psst")

    assert [answer.text for answer in ana.private_answers("#incidents")] == ["psst"]
    assert sandbox.person("ben").messages("#incidents") == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_update(channel="C0INCIDENTS", ts=posted["message_ts"], text="louder")


def test_metadata_comes_back_on_request_only(client: WebClient) -> None:
    client.conversations_join(channel="C0INCIDENTS")
    metadata = {"event_type": "outbox", "event_payload": {"outbox_id": 7}}
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card", metadata=metadata)
    client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="card again")

    plainly = client.conversations_history(channel="C0INCIDENTS")["messages"][0]
    fully = client.conversations_history(channel="C0INCIDENTS", include_all_metadata=True)["messages"][0]

    assert "metadata" not in posted["message"]
    assert "metadata" not in plainly
    assert fully["metadata"] == metadata


def test_a_permalink_leads_to_the_page(client: WebClient, sandbox: Sandbox) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card")

    link = client.chat_getPermalink(channel="C0INCIDENTS", message_ts=posted["ts"])["permalink"]

    assert link == f"{sandbox.url}/archives/C0INCIDENTS/p{posted['ts'].replace('.', '')}"


def test_a_message_of_blocks_alone_has_slacks_poor_fallback(client: WebClient) -> None:
    answer = client.api_call("chat.postMessage", json={"channel": "C0INCIDENTS", "blocks": [section("seen")]})

    assert answer["message"]["text"] == "This content can't be displayed."
