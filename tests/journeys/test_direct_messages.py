"""Direct messages: the first at once, what follows soon is added to it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from tests.journeys.seeing import direct_messages, types
from tests.waiting import until

Act = Callable[[], None]
ABOUT_ONE = "Checkout is down\nShow\nSEV3 · P3 · {} · reported by @ana"


def _let_pass(engine: Engine, seconds: float) -> None:
    """Let everything that was said have been said that much earlier."""
    with engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET delivered_at = delivered_at - make_interval(secs => :s)"), {"s": seconds})


def _sentences(person: Person) -> list[list[str]]:
    """Return what the person was told, without what each message says of the incident."""
    return [told.split("\nCheckout is down")[0].splitlines() for told in direct_messages(person)]


def test_what_follows_soon_is_added_to_the_first_message_which_is_still_known_as_ours(
    ana: Person, ben: Person, chloe: Person, all_is_said: Act
) -> None:
    types(ana, "/incident new Checkout is down @ben")
    all_is_said()
    [first] = ben.messages("@Incident Tracker")
    known_by = first.raw["blocks"][0]["block_id"]
    assert known_by.startswith("outbox:")

    types(chloe, "/incident take 1")
    all_is_said()

    [now] = ben.messages("@Incident Tracker")
    assert now.ts == first.ts
    assert now.raw["blocks"][0]["block_id"] == known_by
    assert now.seen_text == ("@ana assigned #1 to you.\n@chloe took #1 from you.\n" + ABOUT_ONE.format("In progress"))
    assert now.text.startswith("<@U0ANA> assigned #1 to you.\n<@U0CHLOE> took #1 from you. Checkout is down (")


def test_who_was_told_that_it_is_over_is_told_that_it_is_not(
    ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Act
) -> None:
    types(ana, "/incident new Checkout is down @ben")
    all_is_said()
    _let_pass(clean_engine, 31)
    types(chloe, "/incident resolve 1 rolled back")
    types(chloe, "/incident reopen 1 errors again")
    all_is_said()

    end = ["@chloe resolved #1: rolled back", "@chloe reopened #1: errors again"]
    assert _sentences(ben)[1:] == _sentences(ana) == [end]
    types(ben, "/incident resolve 1")
    all_is_said()
    _let_pass(clean_engine, 31)
    types(ana, "/incident reopen 1")
    all_is_said()
    assert _sentences(ana) == [[*end, "@ben resolved #1."]]
    assert _sentences(ben)[2:] == [["@ana reopened #1."]]


def test_what_follows_later_is_a_message_of_its_own(
    ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Act, subtests: pytest.Subtests
) -> None:
    for n, (seconds, messages) in enumerate(((29, 1), (31, 2)), start=1):
        with subtests.test(seconds=seconds):
            types(ana, "/incident new Checkout is down @ben")
            all_is_said()
            _let_pass(clean_engine, seconds)

            types(chloe, f"/incident take {n}")
            all_is_said()

            assert len([told for told in direct_messages(ben) if f"#{n} " in told]) == messages


def test_the_half_minute_begins_with_the_first_message_not_with_the_last(
    ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Act
) -> None:
    types(ana, "/incident new Checkout is down @ben")
    all_is_said()
    _let_pass(clean_engine, 20)
    for taker in (chloe, ben):
        types(taker, "/incident take 1")
        all_is_said()
    _let_pass(clean_engine, 20)

    types(chloe, "/incident take 1")
    all_is_said()

    assert _sentences(ben) == [
        ["@ana assigned #1 to you.", "@chloe took #1 from you."],
        ["@chloe took #1 from you."],
    ]


def test_an_edit_whose_answer_was_lost_is_made_again_and_nothing_is_said_twice(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Act, hurry: Act
) -> None:
    """A worker that dies between Slack's answer and the commit leaves the same: a row in doubt."""
    types(ana, "/incident new Checkout is down @ben")
    all_is_said()
    acme.faults.drop_after("chat.update", times=2)

    types(chloe, "/incident take 1")
    until(lambda: _in_doubt(clean_engine) == 2)
    # The message is older than half a minute by now, and the edit may have been made.
    _let_pass(clean_engine, 20)
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET first_claimed_at = first_claimed_at - interval '15 s' WHERE is_doubtful"))
    _let_pass(clean_engine, 15)
    hurry()
    all_is_said()

    assert _sentences(ben) == [["@ana assigned #1 to you.", "@chloe took #1 from you."]]


def _in_doubt(engine: Engine) -> int:
    with engine.connect() as tx:
        query = "SELECT count(*) FROM outbox WHERE is_doubtful AND leased_until IS NULL"
        return int(tx.execute(text(query)).scalar_one())


def test_a_first_message_whose_answer_was_lost_is_found_and_added_to(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, hurry_until_said: Act
) -> None:
    acme.faults.drop_after("chat.postMessage", times=2)

    types(ana, "/incident new Checkout is down @ben")
    types(chloe, "/incident take 1")
    hurry_until_said()

    assert _sentences(ben) == [["@ana assigned #1 to you.", "@chloe took #1 from you."]]


FIXED = (
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "is_inactive",
    "msg_too_long",
    "block_mismatch",
)


def test_a_message_that_cannot_be_added_to_is_said_anew_and_another_incident_has_its_own(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, all_is_said: Act, subtests: pytest.Subtests
) -> None:
    told = []
    for n, error in enumerate(FIXED, start=1):
        with subtests.test(error=error):
            types(ana, "/incident new Checkout is down @ben")
            all_is_said()
            # The card is drawn again meanwhile, how often is not known.
            acme.faults.fail("chat.update", error, times=10)

            types(chloe, f"/incident take {n}")
            all_is_said()

            acme.faults.clear()
            told += [[f"@ana assigned #{n} to you."], [f"@chloe took #{n} from you."]]
            assert _sentences(ben) == told


def test_a_conversation_slack_has_forgotten_is_opened_anew(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Act
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET dm_channel = 'D0GONE' WHERE id = 'U0BEN'"))

    types(ana, "/incident new Checkout is down @ben")
    all_is_said()

    assert _sentences(ben) == [["@ana assigned #1 to you."]]
    with clean_engine.connect() as tx:
        assert tx.execute(text("SELECT dm_channel FROM people WHERE id = 'U0BEN'")).scalar_one() == "D0BEN"
