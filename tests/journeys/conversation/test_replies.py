"""Replies under a card are comments: said, with files, edited and deleted, heard late, twice and in any order."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select, text

from bot.sandbox import MessageOnScreen, Person, Sandbox
from storage import people
from storage.engine import Engines
from storage.records import Change
from storage.tables import comments
from tests.counting import statements_of
from tests.journeys.channels import choose_channel
from tests.journeys.conversation.listening import Ears, answered, bodies, happened, reply, reply_to
from tests.journeys.seeing import BOT, INCIDENTS, card, cards, last_comment, said_last, stored, thread, types
from tests.waiting import until


def test_a_reply_becomes_a_comment_also_of_a_resolved_incident(
    ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    before = stored(clean_engine, 1)

    reply(ben, "1 < 2 & *bold* see @ana, #incidents\nand https://acme.example/?a=1&b=2")
    ears.settle()

    comment = last_comment(clean_engine, 1)
    assert comment is not None
    assert comment.author_id == "U0BEN"
    assert comment.body == "1 < 2 & *bold* see @Ana Torres, #incidents\nand https://acme.example/?a=1&b=2"
    assert len(thread(ana, 1)) == 1
    assert "@ben just now: 1 < 2 & " in card(ana, 1).seen_text
    assert "<https://acme.example/?a=1&amp;b=2>" in str(card(ana, 1).blocks)
    after = stored(clean_engine, 1)
    assert after.last_activity_at > before.last_activity_at
    assert after.acknowledged_at is None
    assert happened(clean_engine) == [("commented", "U0BEN")]

    types(ana, "/incident resolve 1")
    ears.settle()
    reply(ben, "it was the disk")
    ears.settle()
    assert bodies(clean_engine)[1:] == ["it was the disk"]
    assert stored(clean_engine, 1).is_resolved
    assert "it was the disk" in card(ana, 1).seen_text


def test_only_what_people_say_under_a_card_is_a_comment(
    acme: Sandbox, ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    ben.type(INCIDENTS, "a word to all")
    reply_to(ben, ben.latest(INCIDENTS, containing="a word to all"), "under another message")
    types(ana, "/incident comment 1 by command")
    ears.settle()
    assert bodies(clean_engine) == ["by command"]
    with clean_engine.begin() as tx:
        tx.execute(text("DELETE FROM comments"))

    ben.type(INCIDENTS, "all should know", thread=card(ben, 1), is_broadcast=True)
    reply(ana, "ask @Incident Tracker for help")
    reply(ben, "", files={"graph <1>.png": b"png"})
    reply(ben, "and these", files={"a.txt": b"a", "b.txt": b"b"})
    ears.settle()

    assert bodies(clean_engine) == ["all should know", "ask @Incident Tracker for help", "File:", "and these"]
    last = last_comment(clean_engine, 1)
    assert last is not None
    assert [file.name for file in last.files] == ["a.txt", "b.txt"]
    assert all(file.link.startswith("http") for file in last.files)
    assert "and these a.txt, b.txt" in card(ana, 1).seen_text
    assert len(thread(ana, 1)) == 5


def test_edits_and_deletions_are_followed_and_a_preview_that_slack_adds_is_no_edit(
    acme: Sandbox, ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    reply(ana, "before")
    said = reply(ben, "rolled back to 1.4.2", files={"log.txt": b"x"})
    ears.settle()
    said.edit("rolled back to 1.4.1")
    ears.settle()

    assert "rolled back to 1.4.1 log.txt" in card(ana, 1).seen_text
    told = types(ana, "/incident history 1")
    assert "@ben edited a comment" in told
    assert "@ben commented: rolled back to 1.4.1 (log.txt)" in told

    said.delete()
    ears.settle()

    assert bodies(clean_engine) == ["before"]
    assert "Ana Torres just now: before" in card(ana, 1).seen_text
    assert happened(clean_engine)[2:] == [("comment_edited", "U0BEN"), ("comment_deleted", "U0BEN")]

    said = reply(ben, "see https://acme.example")
    channel = acme.parts.workspace.channel_named(INCIDENTS)
    assert channel is not None
    ears.settle()

    previewed = {**said.raw, "attachments": [{"title": "Acme"}]}
    acme.server.read(lambda: acme.parts.messages.change(channel, previewed))
    ears.settle()

    assert happened(clean_engine)[4:] == [(Change.COMMENTED, "U0BEN")]
    with clean_engine.connect() as tx:
        edited_at = select(comments.c.edited_at).order_by(comments.c.id.desc()).limit(1)
        assert tx.execute(edited_at).scalar_one() is None


def test_who_is_not_heard_is_told_why(
    acme: Sandbox, ana: Person, chloe: Person, ears: Ears, clean_engine: Engine
) -> None:
    """A guest sees the card where they are in the channel, and is answered as if there were no such number."""
    acme.admin.join("dev", INCIDENTS)
    dev = acme.person("dev")
    reply(dev, "I see it too")
    ears.settle()
    [word] = answered(dev, card(dev, 1))
    assert word.seen_text == "That did not become a comment on the incident. There is no #1 here."

    types(chloe, "/incident delete 1")
    assert chloe.modal is not None
    chloe.modal.submit("Delete")
    until(lambda: "deleted" in cards(ana)[0].seen_text)
    acme.faults.deliver_twice(of="message")
    said = reply_to(ana, cards(ana)[0], "still there?")
    ears.settle()

    [word] = answered(ana, cards(ana)[0])
    assert "#1 was deleted by @Chloe Martin" in word.seen_text
    assert bodies(clean_engine) == []
    types(chloe, "/incident restore 1")
    ears.settle()
    said.edit("it is back")
    ears.settle()
    assert bodies(clean_engine) == ["it is back"]


def test_somebody_new_is_heard_once_slack_has_described_them(
    acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("DELETE FROM people WHERE id = 'U0BEN'"))

    reply(ben, "what happened?")
    until(lambda: _is_known(clean_engine))
    ears.settle_late()

    assert bodies(clean_engine) == ["what happened?"]
    assert answered(ben, card(ben, 1)) == []


def _is_known(engine: Engine) -> bool:
    with engine.connect() as tx:
        try:
            return people.get(tx, "T0ACME", "U0BEN").is_known
        except people.PersonNotFound:
            return False


def test_the_thread_of_a_card_that_moved_is_still_the_incidents(
    acme: Sandbox, ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    old = card(ben, 1)
    choose_channel(clean_engine, "C0GENERAL")
    acme.faults.fail("chat.update", "edit_window_closed")
    types(ana, "/incident take 1")
    ears.settle()
    [new] = [message for message in ben.messages("#general") if "Take" in message.labels]

    reply_to(ben, old, "under the old one")
    reply_to(ben, new, "under the new one", channel="#general")
    ears.settle()

    assert bodies(clean_engine) == ["under the old one", "under the new one"]


def test_a_private_incidents_channel_is_heard(acme: Sandbox, ana: Person, ears: Ears, clean_engine: Engine) -> None:
    acme.admin.create_channel("war-room", members=("ana", "ben"), is_private=True)
    acme.admin.invite_app("#war-room")
    choose_channel(clean_engine, "C0WARROOM")
    types(ana, "/incident new Search is down")
    ears.settle()

    reply_to(ana, ana.latest("#war-room", containing="#2"), "among us", channel="#war-room")
    ears.settle()

    assert said_last(clean_engine, 2) == "among us"


def test_a_card_in_a_direct_message_has_a_conversation_too(
    acme: Sandbox, ana: Person, ears: Ears, clean_engine: Engine
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE workspaces SET default_channel = NULL"))
    acme.faults.fail("chat.postMessage", "not_in_channel")
    types(ana, "/incident new Search is down")
    ears.settle()
    [shown] = [message for message in ana.messages(BOT) if "Take" in message.labels]

    reply_to(ana, shown, "list of what I saw", channel=BOT)
    reply_to(ana, shown, "@Incident Tracker take", channel=BOT)
    ears.settle()

    assert said_last(clean_engine, 2) == "list of what I saw"
    assert stored(clean_engine, 2).assignee_id == "U0ANA"


@pytest.fixture
def statements(both_engines: Engines) -> Iterator[list[str]]:
    """Give the statements that events needed, as they are sent."""
    with statements_of(both_engines.interactive) as sent:
        yield sent


def test_an_event_needs_few_statements(ben: Person, ears: Ears, clean_engine: Engine, statements: list[str]) -> None:
    needed = {}
    for name, act in (
        ("elsewhere", lambda: ben.type(INCIDENTS, "hello")),
        ("reply", lambda: reply(ben, "first @ana")),
        ("edit", lambda: _last(ben).edit("second")),
        ("delete", lambda: _last(ben).delete()),
    ):
        statements.clear()
        act()
        ears.settle()
        needed[name] = len(statements)

    assert needed["elsewhere"] == 0
    assert max(needed.values()) <= 6, needed


def _last(person: Person) -> MessageOnScreen:
    return person.thread(card(person, 1))[-1]
