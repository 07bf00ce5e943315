"""Channels as the app sees them: listed, joined, opened and read."""

from slack_sdk import WebClient

from bot.sandbox import Person, Sandbox


def test_private_channels_show_only_to_their_members(client: WebClient, ana: Person) -> None:
    both = "public_channel,private_channel"
    before = [channel["name"] for channel in client.conversations_list(types=both)["channels"]]

    ana.type("#security", "/invite @Incident Tracker")

    after = [channel["name"] for channel in client.conversations_list(types=both)["channels"]]
    assert before == ["general", "incidents", "checkout"]
    assert after == [*before, "security"]
    assert client.conversations_info(channel="C0SECRET")["channel"]["is_private"]


def test_joining_makes_a_member_once(client: WebClient) -> None:
    first = client.conversations_join(channel="C0INCIDENTS")
    again = client.conversations_join(channel="C0INCIDENTS")

    assert first["channel"]["is_member"]
    assert again["warning"] == "already_in_channel"
    assert "U0BOT" in client.conversations_members(channel="C0INCIDENTS")["members"]


def test_archived_channels_can_be_left_out(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.admin.archive("#checkout")

    names = [channel["name"] for channel in client.conversations_list(exclude_archived=True)["channels"]]

    assert names == ["general", "incidents"]


def test_opening_a_dm_gives_its_id_again_and_again(client: WebClient) -> None:
    first = client.conversations_open(users="U0BEN")
    again = client.conversations_open(users="U0BEN", return_im=True)

    assert first["channel"] == {"id": "D0BEN"}
    assert again["already_open"]
    assert again["channel"]["user"] == "U0BEN"


def test_history_is_newest_first_without_replies(client: WebClient) -> None:
    client.conversations_join(channel="C0INCIDENTS")
    one = client.chat_postMessage(channel="C0INCIDENTS", text="one")["ts"]
    client.chat_postMessage(channel="C0INCIDENTS", text="reply", thread_ts=one)
    client.chat_postMessage(channel="C0INCIDENTS", text="two")

    history = client.conversations_history(channel="C0INCIDENTS")["messages"]
    replies = client.conversations_replies(channel="C0INCIDENTS", ts=one)["messages"]

    assert [message["text"] for message in history] == ["two", "one"]
    assert [message["text"] for message in replies] == ["one", "reply"]
    assert history[1]["reply_count"] == 1


def test_history_is_cut_by_oldest_and_latest(client: WebClient) -> None:
    client.conversations_join(channel="C0INCIDENTS")
    stamps = [client.chat_postMessage(channel="C0INCIDENTS", text=str(number))["ts"] for number in range(4)]

    def texts(*, inclusive: bool = False, oldest: str | None = None, latest: str | None = None) -> list[str]:
        found = client.conversations_history(channel="C0INCIDENTS", oldest=oldest, latest=latest, inclusive=inclusive)
        return [message["text"] for message in found["messages"]]

    assert texts(oldest=stamps[1]) == ["3", "2"]
    assert texts(oldest=stamps[1], inclusive=True) == ["3", "2", "1"]
    assert texts(oldest=stamps[0], latest=stamps[3]) == ["2", "1"]
    assert texts(oldest="9999999999") == []


def test_new_messages_move_nothing_between_pages(client: WebClient) -> None:
    client.conversations_join(channel="C0INCIDENTS")
    for number in range(5):
        client.chat_postMessage(channel="C0INCIDENTS", text=str(number))
    first = client.conversations_history(channel="C0INCIDENTS", limit=2)
    client.chat_postMessage(channel="C0INCIDENTS", text="meanwhile")

    second = client.conversations_history(
        channel="C0INCIDENTS", limit=2, cursor=first["response_metadata"]["next_cursor"]
    )

    assert [message["text"] for message in first["messages"]] == ["4", "3"]
    assert first["has_more"]
    assert [message["text"] for message in second["messages"]] == ["2", "1"]
