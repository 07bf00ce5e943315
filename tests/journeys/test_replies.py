"""Replies under a card are comments: said, with files, edited and deleted, heard late, twice and in any order."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select, text

from bot.app import Connections, Tracker
from bot.sandbox import MessageOnScreen, Person, Sandbox
from storage import history, people
from storage.engine import Engines
from storage.records import Change
from storage.tables import comments
from tests.counting import statements_of
from tests.journeys.channels import choose_channel
from tests.journeys.listening import Ears, answered, reply, reply_to
from tests.journeys.playing import connected, quick_tracker
from tests.journeys.seeing import BOT, INCIDENTS, card, cards, last_comment, said_last, stored, thread, types
from tests.waiting import until


@pytest.fixture
def tracker(connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that need not wait between messages."""
    with connected(quick_tracker(connections, both_engines), clean_engine) as tracker:
        yield tracker


@pytest.fixture
def ears(acme: Sandbox, ana: Person, clean_engine: Engine) -> Ears:
    """Give what waits until the bot has heard; Ana has opened an incident, and its card is there."""
    ears = Ears(acme, clean_engine)
    types(ana, "/incident new Checkout is down")
    ears.settle()
    return ears


def bodies(engine: Engine) -> list[str]:
    """Return the words of the comments that stand, as they were said."""
    query = select(comments.c.body).where(comments.c.deleted_at.is_(None)).order_by(comments.c.created_at)
    with engine.connect() as tx:
        return list(tx.execute(query).scalars())


def happened(engine: Engine, number: int = 1) -> list[tuple[Change, str | None]]:
    """Return what happened to an incident since it was opened, and who did it."""
    with engine.connect() as tx:
        found = history.newest(tx, stored(engine, number), limit=100)[::-1]
    return [(entry.change, entry.actor_id) for entry in found][1:]


def test_a_reply_becomes_a_comment(ana: Person, ben: Person, ears: Ears, clean_engine: Engine) -> None:
    before = stored(clean_engine, 1)

    reply(ben, "1 < 2 & *bold* see @ana, #incidents\nand https://acme.example/?a=1&b=2")
    ears.settle()

    comment = last_comment(clean_engine, 1)
    assert comment is not None
    assert comment.author_id == "U0BEN"
    assert comment.body == "1 < 2 & *bold* see @ana, #incidents\nand https://acme.example/?a=1&b=2"
    assert len(thread(ana, 1)) == 1
    assert "@ben just now: 1 < 2 & " in card(ana, 1).seen_text
    after = stored(clean_engine, 1)
    assert after.last_activity_at > before.last_activity_at
    assert after.acknowledged_at is None
    assert happened(clean_engine) == [("commented", "U0BEN")]


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

    assert bodies(clean_engine) == ["all should know", "ask @incident-tracker for help", "File:", "and these"]
    last = last_comment(clean_engine, 1)
    assert last is not None
    assert [file.name for file in last.files] == ["a.txt", "b.txt"]
    assert all(file.link.startswith("http") for file in last.files)
    assert "and these a.txt, b.txt" in card(ana, 1).seen_text
    assert len(thread(ana, 1)) == 5


def test_edits_and_deletions_are_followed(ana: Person, ben: Person, ears: Ears, clean_engine: Engine) -> None:
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
    assert "@ana just now: before" in card(ana, 1).seen_text
    assert happened(clean_engine)[2:] == [("comment_edited", "U0BEN"), ("comment_deleted", "U0BEN")]


def test_a_preview_that_slack_adds_is_no_edit(acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine) -> None:
    said = reply(ben, "see https://acme.example")
    channel = acme.parts.workspace.channel_named(INCIDENTS)
    assert channel is not None
    ears.settle()

    previewed = {**said.raw, "attachments": [{"title": "Acme"}]}
    acme.server.read(lambda: acme.parts.messages.change(channel, previewed))
    ears.settle()

    assert happened(clean_engine) == [(Change.COMMENTED, "U0BEN")]
    with clean_engine.connect() as tx:
        assert tx.execute(select(comments.c.edited_at)).scalar_one() is None


def test_what_is_heard_in_the_wrong_order_comes_out_right(
    acme: Sandbox, ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    """The first words are held back until the edit, and the deletion, have been heard."""
    acme.faults.hold_back(of="message")
    edited = reply(ben, "first")
    edited.edit("second")
    edited.edit("third")
    ears.heard(ears.acked() + 1)
    acme.faults.let_go()
    ears.settle()
    assert bodies(clean_engine) == ["third"]

    acme.faults.hold_back(of="message")
    deleted = reply(ben, "never mind")
    before = ears.acked()
    deleted.edit("never mind that")
    deleted.delete()
    ears.heard(before + 2)
    acme.faults.let_go()
    ears.settle()

    assert bodies(clean_engine) == ["third"]
    assert "third" in card(ana, 1).seen_text


def test_a_deletion_heard_before_the_edit_stands(acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine) -> None:
    said = reply(ben, "first")
    ears.settle()
    acme.faults.hold_back(of="message")
    said.edit("second")
    before = ears.acked()
    said.delete()
    ears.heard(before + 1)
    acme.faults.let_go()
    ears.settle()

    assert bodies(clean_engine) == []
    assert happened(clean_engine) == [("commented", "U0BEN"), ("comment_deleted", "U0BEN")]


def test_what_arrives_twice_at_once_is_heard_once(acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine) -> None:
    acme.faults.deliver_twice(of="message", times=3)
    said = reply(ben, "first")
    ears.settle()
    said.edit("second")
    ears.settle()
    said.delete()
    ears.settle()

    assert [change for change, _ in happened(clean_engine)] == ["commented", "comment_edited", "comment_deleted"]


def test_a_lost_answer_is_no_second_comment(acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine) -> None:
    acme.faults.lose_acks(of="message")

    reply(ben, "first")
    until(lambda: bodies(clean_engine))
    ears.settle_late()

    assert happened(clean_engine) == [("commented", "U0BEN")]


def test_a_reply_waits_for_the_database(
    acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine, both_engines: Engines
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("LOCK TABLE comments"))
        reply(ben, "while it is busy")
        # Longer than a lock is waited for.
        until(lambda: _is_given_up(both_engines), timeout=5)
    ears.settle_late()

    assert bodies(clean_engine) == ["while it is busy"]


def _is_given_up(both_engines: Engines) -> bool:
    with both_engines.background.connect() as tx:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(tx.execute(text(waiting)).scalar_one())


def test_a_resolved_incident_takes_replies_too(ana: Person, ben: Person, ears: Ears, clean_engine: Engine) -> None:
    types(ana, "/incident resolve 1")
    ears.settle()

    reply(ben, "it was the disk")
    ears.settle()

    assert bodies(clean_engine) == ["it was the disk"]
    assert stored(clean_engine, 1).is_resolved
    assert "it was the disk" in card(ana, 1).seen_text


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
    assert "#1 was deleted by @chloe" in word.seen_text
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


def test_a_flood_of_replies_is_heard_whole_and_in_order(
    ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    """They wait for each other; one that waited too long for the database is sent again."""
    under = card(ana, 1)
    said = [f"reply {number}" for number in range(20)]
    for number, words in enumerate(said):
        (ana, ben)[number % 2].type(INCIDENTS, words, thread=under)

    until(lambda: len(bodies(clean_engine)) == len(said), timeout=30)
    ears.settle()

    assert bodies(clean_engine) == said
    assert {change for change, _ in happened(clean_engine)} == {"commented"}
    assert "reply 19" in card(ana, 1).seen_text
