"""Following: who follows is told once of each change, says why and how to stop; nobody else is told."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from tests.journeys.seeing import (
    BOT,
    answer_to,
    direct_messages,
    types,
    until_told,
)
from tests.waiting import until

Settle = Callable[[], None]
MAIN = "You are told when it is resolved or reopened, and when its severity changes."


@pytest.fixture
def dev(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Dev, a guest."""
    return acme.person("dev")


def let_pass(engine: Engine) -> None:
    """Let everything that was said have been said long ago, so that what follows is a message of its own."""
    with engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET delivered_at = delivered_at - interval '1 min'"))


def news(person: Person) -> list[str]:
    """Return what the person was told: the sentences of each message and why they got it."""
    found = []
    for told in direct_messages(person):
        lines = told.splitlines()
        said = [line for line in lines if line.startswith("@")]
        found.append(" ".join([*said, *(line for line in lines if line.startswith("You follow"))]))
    return found


@pytest.fixture
def hears(all_is_said: Settle, clean_engine: Engine) -> Callable[..., list[list[str]]]:
    """Give a function that returns what each of the people was told since it was last asked."""
    heard: dict[str, int] = {}

    def hears(*people: Person) -> list[list[str]]:
        all_is_said()
        let_pass(clean_engine)
        told = []
        for person in people:
            everything = news(person)
            told.append(everything[heard.get(person.handle, 0) :])
            heard[person.handle] = len(everything)
        return told

    return hears


def _count(engine: Engine, of: str) -> int:
    with engine.connect() as tx:
        return int(tx.execute(text(f"SELECT count(*) FROM {of}")).scalar_one())  # noqa: S608 - our own words


Hears = Callable[..., list[list[str]]]


def test_an_incident_is_followed_by_three_and_each_hears_what_they_asked_for(
    ana: Person, ben: Person, chloe: Person, hears: Hears
) -> None:
    types(ana, "/incident new Checkout is down")
    assert types(ben, "/incident follow 1") == f"You follow #1 — Checkout is down. {MAIN}\nAll changes\nUnfollow"
    assert types(chloe, "/incident follow all 1").startswith(
        "You follow #1 — Checkout is down. You are told of all changes.\nMain changes"
    )
    assert types(ana, "/incident 1 follow").startswith("You follow #1 — ")
    assert hears(ana, ben, chloe) == [[], [], []]

    types(ben, "/incident comment 1 the graphs <!here> look better")
    said = "@ben commented on #1: the graphs <!here> look better You follow #1."
    assert hears(ana, ben, chloe) == [[], [], [said]]
    types(ana, "/incident take 1")
    assert hears(ana, ben, chloe) == [[], [], ["@ana took #1. You follow #1."]]
    types(ana, "/incident severity 1 sev1 all regions")
    told = "@ana changed #1: severity SEV3 → SEV1. all regions You follow #1."
    assert hears(ana, ben, chloe) == [[], [told], [told]]
    types(chloe, "/incident resolve 1 rolled back")
    told = "@chloe resolved #1: rolled back"
    # Ana reported it, and is told as that.
    assert hears(ana, ben, chloe) == [[told], [f"{told} You follow #1."], []]
    types(ben, "/incident reopen 1")
    told = "@ben reopened #1."
    assert hears(ana, ben, chloe) == [[told], [], [f"{told} You follow #1."]]
    types(ana, "/incident edit 1 Checkout is slow")
    told = "@ana changed #1: title “Checkout is down” → “Checkout is slow”. You follow #1."
    assert hears(ana, ben, chloe) == [[], [], [told]]


def test_people_services_and_categories_are_followed_and_each_change_is_told_once(
    ana: Person, ben: Person, chloe: Person, hears: Hears
) -> None:
    types(chloe, "/incident new Old one service:payments cat:api")
    types(ben, "/incident follow service:payments")
    types(ben, "/incident follow @ana")
    types(chloe, "/incident follow cat:API")
    assert hears(ana, ben, chloe) == [[], [], []]

    types(ana, "/incident new Error 500 service:payments cat:api")
    by_person = "@ana opened #2. You follow @ana. You follow service payments."
    by_category = "@ana opened #2. You follow category api."
    assert hears(ana, ben, chloe) == [[], [by_person], [by_category]]
    types(ana, "/incident comment 2 hello")
    assert hears(ana, ben, chloe) == [[], [], []]
    types(ana, "/incident resolve 1")
    # Chloe reported it, Ben follows its service.
    told = "@ana resolved #1."
    assert hears(ana, ben, chloe) == [[], [f"{told} You follow service payments."], [told]]

    types(chloe, "/incident new Disk full")
    types(chloe, "/incident assign 3 @ana have a look")
    told = "@chloe assigned #3 to @ana: have a look You follow @ana."
    assert hears(ana, ben, chloe) == [["@chloe assigned #3 to you: have a look"], [told], []]
    types(ana, "/incident release 3")
    types(ana, "/incident follow 3 all")
    assert hears(ana, ben, chloe) == [[], [], []]
    types(chloe, "/incident assign 3 @ben")
    assert hears(ana, ben, chloe) == [
        ["@chloe assigned #3 to @ben. You follow #3."],
        ["@chloe assigned #3 to you."],
        [],
    ]


def test_an_incident_that_comes_to_what_is_followed_is_told(
    ana: Person, ben: Person, chloe: Person, hears: Hears
) -> None:
    types(chloe, "/incident new Old one service:payments")
    types(ben, "/incident follow service:payments")
    types(ana, "/incident new Error 500")
    hears(ben)
    types(ana, "/incident edit 2")
    assert ana.modal
    ana.modal.fill("Service", "payments")
    ana.modal.submit("Save")

    assert hears(ben) == [["@ana changed #2: service none → payments. You follow service payments."]]


def test_a_guest_hears_of_what_they_reported_and_of_nothing_else(
    ana: Person, ben: Person, dev: Person, hears: Hears
) -> None:
    def asks(typed: str) -> str:
        return types(dev, typed, channel="#general")

    types(ana, "/incident new Secret plan service:payments")
    for typed in ("follow 1", "follow 1 all", "unfollow 1"):
        assert asks(f"/incident {typed}").startswith("There is no #1 here.")
    assert "You see only what you reported yourself" in asks("/incident follow service:payments all")
    asks("/incident follow @ana all")
    asks("/incident new My screen is dark service:payments")
    asks("/incident follow 2")
    hears(dev)

    types(ana, "/incident severity 1 sev1")
    types(ana, "/incident severity 2 sev1")

    assert hears(dev) == [["@ana changed #2: severity SEV3 → SEV1. You follow #2. You follow service payments."]]
    assert "Secret" not in asks("/incident follow")


def test_who_becomes_a_guest_or_is_deactivated_hears_nothing_more(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, hears: Hears
) -> None:
    types(ana, "/incident new Secret plan")
    types(ben, "/incident follow 1 all")
    types(chloe, "/incident follow 1 all")
    listed = answer_to(ben, "/incident follow")
    hears(ben, chloe)
    acme.admin.change_person("ben", role="guest")
    acme.admin.change_person("chloe", role="deactivated")
    until(lambda: _count(clean_engine, "people WHERE is_guest AND id = 'U0BEN'") == 1)
    until(lambda: _count(clean_engine, "people WHERE NOT is_active AND id = 'U0CHLOE'") == 1)

    types(ana, "/incident edit 1 Another secret")

    assert hears(ben, chloe) == [[], []]
    assert "secret" not in types(ben, "/incident follow").lower()
    listed.press("Unfollow")
    until_told(ben, "You follow nothing.")


def test_the_message_stops_exactly_what_it_was_sent_for(
    ana: Person, ben: Person, chloe: Person, hears: Hears, all_is_said: Settle
) -> None:
    types(ana, "/incident new Error 500 service:payments")
    types(ben, "/incident follow service:payments")
    types(ben, "/incident follow 1")
    types(ana, "/incident severity 1 sev1")
    assert hears(ben) == [["@ana changed #1: severity SEV3 → SEV1. You follow #1. You follow service payments."]]
    [told] = ben.messages(BOT)
    assert told.labels == ["Show", "Unfollow", "Unfollow"]

    told.press("Unfollow", near="You follow #1.")
    until_told(ben, "You don't follow #1 any more.", channel=BOT)
    types(ana, "/incident severity 1 sev2")

    assert hears(ben) == [["@ana changed #1: severity SEV1 → SEV2. You follow service payments."]]
    told.press("Unfollow", near="You follow #1.")
    until_told(ben, "You don't follow that any more.", channel=BOT)
    # The way back stands beside.
    [stopped, _] = ben.private_answers(BOT)
    stopped.press("Follow")
    until_told(ben, "You follow #1 — Error 500.", channel=BOT)
    types(ana, "/incident severity 1 sev3")
    assert hears(ben) == [["@ana changed #1: severity SEV2 → SEV3. You follow #1. You follow service payments."]]


def test_what_follows_within_half_a_minute_is_added_and_deleting_takes_it_back(
    ana: Person, ben: Person, chloe: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Error 500")
    types(ben, "/incident follow @ana")
    types(chloe, "/incident assign 1 @ben")
    all_is_said()
    types(ana, "/incident severity 1 sev1")
    types(ben, "/incident follow 1 all")
    types(ana, "/incident release 1")
    types(ana, "/incident resolve 1")
    types(ana, "/incident reopen 1")
    all_is_said()

    [told] = direct_messages(ben)
    assert told.splitlines()[:5] == [
        "@chloe assigned #1 to you.",
        "@ana changed #1: severity SEV3 → SEV1.",
        "@ana released #1, which was yours.",
        "@ana resolved #1.",
        "@ana reopened #1.",
    ]
    # All by which the last of it was told.
    said = [line for line in told.splitlines() if line.startswith("You follow")]
    assert said == ["You follow #1.", "You follow @ana."]
    types(chloe, "/incident delete 1")
    assert chloe.modal
    chloe.modal.submit("Delete")
    all_is_said()
    assert direct_messages(ben) == ["#1 was deleted by @chloe."]
    assert "#1" not in types(ben, "/incident follow")
    assert "was deleted by @Chloe Martin" in types(ben, "/incident follow 1")

    types(chloe, "/incident restore 1")
    all_is_said()
    assert direct_messages(ben) == [told]
    assert "#1 Error 500 · all changes" in types(ben, "/incident follow")
