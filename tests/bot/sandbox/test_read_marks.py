"""What each person has not read: whom it is for, what reads it, and what a restart finds of it."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.asking import act, ask


def _unread(sandbox: Sandbox, channel: str = "C0INCIDENTS") -> dict[str, tuple[int, int, str]]:
    """Give how much is unread, how much of it is for the person, and from which on, by person."""
    rows = ask(sandbox, "/sandbox/state?as=U0ANA").json["unread"]
    return {
        each["person"]: (each["count"], each["mentions"], each["first_unread"])
        for each in rows
        if each["channel"] == channel
    }


def _read(sandbox: Sandbox, person: str, channel: str = "C0INCIDENTS") -> None:
    assert act(sandbox, **{"as": person, "act": "read", "channel": channel}) == {"ok": True}


def test_each_has_read_what_they_looked_at_and_what_stood_above_their_own_words(
    sandbox: Sandbox, client: WebClient
) -> None:
    client.conversations_join(channel="C0INCIDENTS")
    first = client.chat_postMessage(channel="C0INCIDENTS", text="card")["ts"]
    second = client.chat_postMessage(channel="C0INCIDENTS", text="<@U0BEN>, look")["ts"]
    client.chat_postEphemeral(channel="C0INCIDENTS", user="U0BEN", text="only for Ben")
    assert _unread(sandbox) == {"U0ANA": (2, 0, first), "U0BEN": (2, 1, first), "U0CHLOE": (2, 0, first)}

    _read(sandbox, "U0CHLOE")
    sandbox.person("ana").type("#incidents", "I am on it")
    mine = sandbox.person("ana").latest("#incidents").ts
    assert _unread(sandbox) == {"U0BEN": (3, 1, first), "U0CHLOE": (1, 0, mine)}

    client.chat_delete(channel="C0INCIDENTS", ts=first)
    assert _unread(sandbox)["U0BEN"] == (2, 1, second)
    sandbox.admin.leave("ben", "#incidents")
    assert "U0BEN" not in _unread(sandbox)
    sandbox.admin.join("ben", "#incidents")
    assert "U0BEN" not in _unread(sandbox)
    assert (
        act(sandbox, **{"as": "U0DEV", "act": "read", "channel": "C0SECRET"})["error"] == "You are not in that channel."
    )


def test_replies_are_news_for_those_in_the_thread_and_those_they_mention(sandbox: Sandbox, client: WebClient) -> None:
    client.conversations_join(channel="C0INCIDENTS")
    card = client.chat_postMessage(channel="C0INCIDENTS", text="card")["ts"]
    for person in ("U0ANA", "U0BEN", "U0CHLOE"):
        _read(sandbox, person)
    sandbox.person("ben").type("#incidents", "looking", thread=sandbox.person("ben").latest("#incidents"))
    assert _unread(sandbox) == {}

    client.chat_postMessage(channel="C0INCIDENTS", thread_ts=card, text="Thanks. <@U0ANA>?")
    assert _unread(sandbox) == {"U0ANA": (1, 1, ""), "U0BEN": (1, 1, "")}
    told = client.chat_postMessage(channel="C0INCIDENTS", thread_ts=card, text="Done", reply_broadcast=True)["ts"]
    assert _unread(sandbox) == {"U0ANA": (2, 1, told), "U0BEN": (2, 2, told), "U0CHLOE": (1, 0, told)}


def test_a_restart_finds_what_was_read(manifest: Path, tmp_path: Path) -> None:
    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        client.conversations_join(channel="C0INCIDENTS")
        card = client.chat_postMessage(channel="C0INCIDENTS", text="card")["ts"]
        _read(sandbox, "U0ANA")
        sandbox.person("ben").type("#incidents", "looking", thread=sandbox.person("ben").latest("#incidents"))
        sandbox.admin.add_person("finn", "Finn Berg")
        sandbox.admin.join("finn", "#incidents")
        client.chat_postMessage(channel="C0INCIDENTS", thread_ts=card, text="Thanks")
        last = client.chat_postMessage(channel="C0INCIDENTS", text="<!here> over")["ts"]
        root = client.chat_postMessage(channel="C0CHECKOUT", text="root")["ts"]
        client.chat_postMessage(channel="C0CHECKOUT", thread_ts=root, text="reply")
        client.chat_delete(channel="C0CHECKOUT", ts=root)
        assert _unread(sandbox, "C0CHECKOUT") == {}
        before = _unread(sandbox)
    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as sandbox:
        finn = sandbox.person("finn").profile.id
        assert before == {"U0ANA": (1, 1, last), "U0BEN": (3, 2, card), "U0CHLOE": (2, 1, card), finn: (1, 1, last)}
        assert _unread(sandbox) == before
        assert _unread(sandbox, "C0CHECKOUT") == {}


def test_every_page_hears_how_much_is_new_for_whom_and_not_what(sandbox: Sandbox, client: WebClient) -> None:
    async def watch() -> list[dict[str, Any]]:
        address = sandbox.url.replace("http", "ws") + "/sandbox/live?as=U0ANA"
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as stream:
            await asyncio.to_thread(client.chat_postMessage, channel="U0BEN", text="You have #12")
            await asyncio.to_thread(_read, sandbox, "U0BEN", "D0BEN")
            frames: list[dict[str, Any]] = []
            while len([each for each in frames if each["type"] == "unread"]) < 2:
                frames.append(await stream.receive_json(timeout=5))
            return frames

    frames = asyncio.run(watch())

    told = [row for frame in frames if frame["type"] == "unread" for row in frame["rows"]]
    assert [(row["person"], row["channel"], row["count"]) for row in told] == [
        ("U0BEN", "D0BEN", 1),
        ("U0BEN", "D0BEN", 0),
    ]
    assert not any(frame["type"] == "message" for frame in frames)
