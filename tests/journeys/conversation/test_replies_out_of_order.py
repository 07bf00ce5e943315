"""Replies that are heard late, twice, in any order, or all at once: what stands in the end is right."""

from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from storage.engine import Engines
from tests.journeys.conversation.listening import Ears, bodies, happened, reply
from tests.journeys.seeing import INCIDENTS, card
from tests.waiting import is_waited_for, until


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


def test_a_deletion_heard_before_the_edit_stands_and_what_is_heard_again_was_heard_once(
    acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    """What arrives twice at once, and what comes again because our answer was lost."""
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

    acme.faults.deliver_twice(of="message", times=3)
    said = reply(ben, "first")
    ears.settle()
    said.edit("second")
    ears.settle()
    said.delete()
    ears.settle()

    assert [change for change, _ in happened(clean_engine)[2:]] == ["commented", "comment_edited", "comment_deleted"]

    acme.faults.lose_acks(of="message")

    reply(ben, "first")
    until(lambda: bodies(clean_engine))
    ears.settle_late()

    assert happened(clean_engine)[5:] == [("commented", "U0BEN")]


def test_a_reply_waits_for_the_database(
    acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine, both_engines: Engines
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("LOCK TABLE comments"))
        reply(ben, "while it is busy")
        # Longer than a lock is waited for.
        until(lambda: is_waited_for(both_engines.background), timeout=5)
    ears.settle_late()

    assert bodies(clean_engine) == ["while it is busy"]


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
