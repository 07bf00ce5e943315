"""Slack's messages and reactions in the shapes of its reference, and those that are none of ours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.listeners.spoken import (
    AnyMessageEvent,
    ChangedEvent,
    DeletedEvent,
    Message,
    ReactionEvent,
    SaidEvent,
    moment,
)
from storage.records import File
from tests.tables import for_each

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
REPLY = {
    "client_msg_id": "11111111-2222-3333-4444-555555555557",
    "type": "message",
    "user": "U0BOB00001",
    "text": "rolled back to 1.4.2",
    "ts": "1795000060.000400",
    "thread_ts": "1795000000.000100",
    "parent_user_id": "U0INCBOT01",
    "team": "T0ACME0001",
    "channel": "C0INC00042",
    "event_ts": "1795000060.000400",
    "channel_type": "channel",
}
CHANGED = {
    "type": "message",
    "subtype": "message_changed",
    "hidden": True,
    "ts": "1795000070.000600",
    "channel": "C0INC00042",
    "channel_type": "channel",
    "event_ts": "1795000070.000600",
    "message": {
        "type": "message",
        "user": "U0BOB00001",
        "text": "rolled back to 1.4.1",
        "ts": "1795000060.000400",
        "edited": {"user": "U0BOB00001", "ts": "1795000070.000000"},
    },
    "previous_message": {
        "type": "message",
        "user": "U0BOB00001",
        "text": "rolled back to 1.4.2",
        "ts": "1795000060.000400",
    },
}
DELETED = {
    "type": "message",
    "subtype": "message_deleted",
    "hidden": True,
    "ts": "1795000080.000700",
    "deleted_ts": "1795000060.000400",
    "channel": "C0INC00042",
    "channel_type": "channel",
    "event_ts": "1795000080.000700",
}
REACTION = {
    "type": "reaction_added",
    "user": "U0BOB00001",
    "reaction": "pushpin",
    "item_user": "U0ALICE001",
    "item": {"type": "message", "channel": "C0INC00042", "ts": "1795000060.000400"},
    "event_ts": "1795000090.000900",
}


def payload(event: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the event as it arrives."""
    return {"team_id": "T0ACME", "type": "event_callback", "event_id": "Ev1", "event": {**event, **changes}}


def test_a_reply_is_read() -> None:
    said = SaidEvent.model_validate(payload(REPLY))
    spoken = said.event.spoken("C0INC00042", bot_user_id="U0INCBOT01", now=NOW)

    assert said.event.is_by_person
    assert (said.key, said.caller.person_id) == ("C0INC00042:1795000060.000400", "U0BOB00001")
    assert (spoken.place.channel, spoken.place.ts) == ("C0INC00042", "1795000060.000400")
    assert (spoken.thread_ts, spoken.body, spoken.is_to_bot) == ("1795000000.000100", "rolled back to 1.4.2", False)
    assert spoken.place.at == datetime(2026, 11, 18, 11, 7, 40, 400, tzinfo=UTC)


def test_nothing_is_said_in_the_future() -> None:
    """Slack's clock may be ahead of ours; a comment that came later must not stand before one that is to come."""
    said = SaidEvent.model_validate(payload(REPLY))

    early = moment("1795000060.000400") - timedelta(seconds=2)

    assert said.event.spoken("C1", bot_user_id="U0BOT", now=early).place.at == early


def test_an_edited_mention_is_another() -> None:
    edited = payload(REPLY, edited={"user": "U0BOB00001", "ts": "1795000070.000000"})

    assert SaidEvent.model_validate(edited).key == "C0INC00042:1795000060.000400:1795000070.000000"


def test_an_edit_is_read() -> None:
    changed = ChangedEvent.model_validate(payload(CHANGED)).event

    assert (changed.message.text, changed.message.ts) == ("rolled back to 1.4.1", "1795000060.000400")
    assert changed.message.is_by_person
    assert moment(changed.event_ts) > moment(changed.message.ts)


@for_each("previous", [{}, {"previous_message": CHANGED["previous_message"]}])
def test_a_deletion_is_read_whether_it_says_what_was_deleted_or_not(previous: dict[str, Any]) -> None:
    deleted = DeletedEvent.model_validate(payload(DELETED, **previous)).event

    assert deleted.deleted_ts == "1795000060.000400"
    assert (deleted.previous_message is None) is not bool(previous)


def test_a_reaction_is_read_also_to_what_is_no_message() -> None:
    reaction = ReactionEvent.model_validate(payload(REACTION)).event
    to_file = ReactionEvent.model_validate(payload(REACTION, item={"type": "file", "file": "F1"})).event

    assert (reaction.reaction, reaction.item.ts) == ("pushpin", "1795000060.000400")
    assert to_file.item.type == "file"


def said(**changes: Any) -> Message:
    return Message.model_validate({**REPLY, **changes})


@for_each(
    ("changes", "is_by_person"),
    [
        ({}, True),
        ({"subtype": "file_share"}, True),
        ({"subtype": "thread_broadcast"}, True),
        ({"subtype": "bot_message"}, False),
        ({"subtype": "channel_join"}, False),
        ({"subtype": "channel_topic"}, False),
        ({"subtype": "me_message"}, False),
        ({"subtype": "tombstone"}, False),
        ({"bot_id": "B0DEPLOY"}, False),
        ({"user": None}, False),
    ],
)
def test_only_people_say_something(changes: dict[str, Any], is_by_person: bool) -> None:
    assert said(**changes).is_by_person is is_by_person


def test_a_message_with_replies_is_no_reply_to_itself() -> None:
    assert said(thread_ts=REPLY["ts"]).thread is None
    assert said(thread_ts=None).thread is None
    assert said().thread == REPLY["thread_ts"]


def test_files_that_are_gone_are_left_out() -> None:
    files = [
        {"id": "F1", "name": "a|b.txt", "permalink": "https://acme.slack.com/F1", "mimetype": "text/plain"},
        {"id": "F2", "mode": "tombstone"},
        {"id": "F3", "name": None, "permalink": "https://acme.slack.com/F3"},
    ]

    spoken = said(files=files, text=None).spoken("C1", bot_user_id="U0BOT", now=NOW)

    assert spoken.files == (
        File(id="F1", name="a|b.txt", link="https://acme.slack.com/F1"),
        File(id="F3", name="F3", link="https://acme.slack.com/F3"),
    )
    assert spoken.body == "Files:"
    assert said(files=files[:1], text="").spoken("C1", bot_user_id="U0BOT", now=NOW).body == "File:"
    assert said(files=files[1:2], text="").spoken("C1", bot_user_id="U0BOT", now=NOW).body == ""


@for_each("ts", ["", "now", "1795000060", "1795000060.4", "-1.000400", "1795000060.000400\n"])
def test_what_is_no_moment_cannot_be_read(ts: str) -> None:
    with pytest.raises(ValidationError):
        said(ts=ts)


def test_any_kind_of_message_event_is_recognized() -> None:
    for event in (CHANGED, DELETED, REPLY, {"type": "message", "subtype": "channel_topic", "topic": "x"}):
        assert AnyMessageEvent.model_validate(payload(event)).event.subtype == event.get("subtype")
