"""The incidents channel: missing, archived, closed to us, found again; cards go somewhere, and admins are told."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from bot.app import Connections, Tracker
from bot.sandbox import Person, Sandbox
from storage.engine import Engines
from tests.journeys.channels import choose_channel, default_channel, heard, is_put_off, looks
from tests.journeys.seeing import cards, cards_in, stored, types, warnings
from tests.waiting import until, until_all_is_said

Settle = Callable[[], None]


def opens(person: Person, title: str, settle: Settle, *, channel: str = "#general") -> None:
    types(person, f"/incident new {title}", channel=channel)
    settle()


def test_without_an_incidents_channel_cards_go_where_incidents_are_opened_and_admins_are_told_once(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    acme.admin.rename("#incidents", "old-incidents")
    until(lambda: default_channel(clean_engine) is None)

    opens(ana, "Checkout is down", all_is_said)
    opens(ben, "Search is slow", all_is_said)

    assert cards_in(ana, "#general") == ["#1 Checkout is down", "#2 Search is slow"]
    [warning] = warnings(chloe)
    assert "Create a public channel called incidents" in warning
    assert warnings(ana) == warnings(ben) == []


def test_when_the_incidents_channel_comes_new_cards_go_there_and_old_ones_stay(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    acme.admin.rename("#incidents", "old-incidents")
    until(lambda: default_channel(clean_engine) is None)
    opens(ana, "Checkout is down", all_is_said)

    acme.admin.create_channel("unrelated", members=("ana",))
    acme.admin.rename("#old-incidents", "incidents")
    until(lambda: default_channel(clean_engine) == "C0INCIDENTS")
    opens(ana, "Search is slow", all_is_said)
    types(ana, "/incident take 1")
    all_is_said()

    assert cards_in(ana, "#incidents") == ["#2 Search is slow"]
    assert cards_in(ana, "#general") == ["#1 Checkout is down"]
    assert "In progress" in ana.latest("#general", containing="Reporter").seen_text


def test_a_trouble_that_comes_again_is_told_again(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    for number, name in enumerate(("incidents-of-old", "incidents-of-late"), start=1):
        acme.admin.rename("#incidents", name)
        until(lambda: default_channel(clean_engine) is None)
        opens(ana, "Checkout is down", all_is_said)
        assert len(warnings(chloe)) == number
        acme.admin.rename(f"#{name}", "incidents")
        until(lambda: default_channel(clean_engine) == "C0INCIDENTS")
        opens(ana, "Checkout is down", all_is_said)


@contextmanager
def _archived(acme: Sandbox) -> Iterator[None]:
    acme.admin.archive("#checkout")
    yield
    acme.admin.unarchive("#checkout")


@contextmanager
def _not_invited(acme: Sandbox) -> Iterator[None]:
    acme.faults.remove_scope("chat:write.public")
    yield
    acme.admin.join("incident-tracker", "#checkout")


@contextmanager
def _restricted(acme: Sandbox) -> Iterator[None]:
    acme.faults.fail("chat.postMessage", "restricted_action", times=1)
    yield


@contextmanager
def _unknown(acme: Sandbox) -> Iterator[None]:
    acme.faults.fail("chat.postMessage", "channel_not_found", times=1)
    yield


TROUBLES: dict[Callable[[Sandbox], AbstractContextManager[None]], str] = {
    _not_invited: "/invite",
    _archived: "#checkout is archived. Unarchive it.",
    _restricted: "Change who may post",
    _unknown: "it was deleted, or it is private",
}
"""What keeps cards out of #checkout, where the bot stays once it was invited, and what is told of it."""


def test_a_chosen_channel_that_cannot_be_used_is_told_and_the_card_goes_to_the_next_best(
    acme: Sandbox,
    ana: Person,
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Settle,
    subtests: pytest.Subtests,
) -> None:
    choose_channel(clean_engine, "C0CHECKOUT")

    for n, (trouble, how) in enumerate(TROUBLES.items()):
        with subtests.test(how=how):
            with trouble(acme):
                opens(ana, "Checkout is down", all_is_said)

            assert cards_in(ana, "#incidents")[n:] == [f"#{2 * n + 1} Checkout is down"]
            [warning] = warnings(chloe)[n:]
            assert how in warning
            opens(ana, "Search is slow", all_is_said)
            assert cards_in(ana, "#checkout")[n:] == [f"#{2 * n + 2} Search is slow"]
            with clean_engine.connect() as tx:
                assert tx.execute(text("SELECT count(*) FROM occurrences")).scalar_one() == 0


def test_two_bots_tell_a_trouble_once(
    acme: Sandbox,
    ana: Person,
    chloe: Person,
    connections: Connections,
    both_engines: Engines,
    clean_engine: Engine,
    all_is_said: Settle,
) -> None:
    second = Tracker(connections, both_engines)
    second.start().result(timeout=10)
    try:
        acme.admin.archive("#checkout")
        choose_channel(clean_engine, "C0CHECKOUT")
        for number in range(4):
            types(ana, f"/incident new Incident number {number}")
        all_is_said()
    finally:
        second.stop()

    assert len(cards(ana)) == 4
    assert len(warnings(chloe)) == 1


def test_no_alarm_is_raised_while_the_channel_is_being_looked_for(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.faults.rate_limit("conversations.list", retry_after=600)
    acme.admin.rename("#incidents", "old-incidents")
    until(lambda: is_put_off(clean_engine))
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE workspaces SET default_channel = NULL"))
    types(ana, "/incident new Checkout is down", channel="#general")
    until(lambda: stored(clean_engine, 1).card_ts)
    assert cards_in(ana, "#general")

    hurry()
    all_is_said()
    assert warnings(chloe) == []

    opens(ana, "Search is slow", all_is_said)
    assert len(warnings(chloe)) == 1


def test_a_channel_that_goes_is_one_trouble(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    acme.faults.fail("chat.postMessage", "is_archived")
    opens(ana, "Checkout is down", all_is_said)

    acme.admin.archive("#incidents")
    until(lambda: default_channel(clean_engine) is None)
    opens(ana, "Search is slow", all_is_said)

    [warning] = warnings(chloe)
    assert "#incidents is archived." in warning


def test_every_admin_is_told_once_however_many_cards_there_are_and_nobody_else(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET role = 'admin' WHERE id IN ('U0BEN', 'U0EVA', 'U0BOT')"))
    acme.admin.archive("#checkout")
    choose_channel(clean_engine, "C0CHECKOUT")

    for number in range(3):
        types(ana, f"/incident new Incident number {number}")
    all_is_said()

    assert len(cards(ana)) == 3
    assert [len(warnings(person)) for person in (ana, ben, chloe)] == [0, 1, 1]
    with clean_engine.connect() as tx:
        warned = "SELECT effect ->> 'person_id' FROM outbox WHERE kind = 'warn_admin' ORDER BY id"
        assert list(tx.execute(text(warned)).scalars()) == ["U0BEN", "U0CHLOE"]


def test_while_no_admin_is_known_the_trouble_is_not_taken_for_told(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET is_workspace_admin = false"))
    acme.admin.archive("#checkout")
    choose_channel(clean_engine, "C0CHECKOUT")
    opens(ana, "Checkout is down", all_is_said)
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET is_workspace_admin = true WHERE id = 'U0CHLOE'"))

    opens(ana, "Search is slow", all_is_said)

    assert len(warnings(chloe)) == 1


def test_a_private_incidents_channel_is_found_once_the_bot_is_in_it(
    acme: Sandbox, connections: Connections, both_engines: Engines, clean_engine: Engine
) -> None:
    tracker = Tracker(replace(connections, incidents_channel="security"), both_engines)
    tracker.start().result(timeout=10)
    try:
        until_all_is_said(clean_engine)
        assert default_channel(clean_engine) == "C0INCIDENTS"

        acme.admin.join("incident-tracker", "#security")
        until(lambda: default_channel(clean_engine) == "C0SECRET")
        opens(acme.person("ana"), "Checkout is down", lambda: until_all_is_said(clean_engine))
    finally:
        tracker.stop()

    assert cards_in(acme.person("ana"), "#security") == ["#1 Checkout is down"]


@pytest.mark.parametrize("restored", ["unarchived", "created", "noticed within the hour"])
def test_the_incidents_channel_is_looked_for_again(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine, all_is_said: Settle, restored: str
) -> None:
    acme.admin.archive("#incidents")
    until(lambda: default_channel(clean_engine) is None)

    if restored == "unarchived":
        acme.admin.unarchive("#incidents")
    else:
        acme.admin.rename("#incidents", "the-old-ones")
        acme.admin.create_channel("incidents", members=("ana",), is_private=restored != "created")
    if restored == "noticed within the hour":
        acme.admin.join("incident-tracker", "#incidents")
        all_is_said()
        with clean_engine.begin() as tx:
            tx.execute(text("UPDATE workspaces SET default_channel = NULL"))
        assert tracker._clock is not None
        tracker._clock.look_for_channel()

    until(lambda: default_channel(clean_engine) == "C0INCIDENTS")


def test_words_of_channels_may_come_twice_and_in_any_order(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine, all_is_said: Settle
) -> None:
    acme.faults.deliver_twice(times=10)
    acme.faults.delay_delivery(2)

    acme.admin.rename("#incidents", "old-incidents")
    acme.admin.rename("#old-incidents", "incidents")
    acme.clock.advance(2)
    assert acme.wait_until(lambda: heard(acme, "channel_rename") == 2)
    all_is_said()

    assert default_channel(clean_engine) == "C0INCIDENTS"


def test_many_words_of_channels_are_one_look(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.faults.rate_limit("conversations.list", retry_after=600)
    before = looks(clean_engine)
    for _ in range(5):
        acme.admin.unarchive("#incidents")
    assert acme.wait_until(lambda: heard(acme, "channel_unarchive") == 5)

    # One that was on its way already, and one for all that came after.
    assert looks(clean_engine) - before <= 2
    until(lambda: is_put_off(clean_engine))
    hurry()
    all_is_said()
