"""Reminders that ask the channel who takes it."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from bot.sandbox import Person, Sandbox
from tests.journeys.reminders.watching import (
    BUTTONS,
    MINUTE,
    Settle,
    Wait,
    all_said,
    counts,
    has_failed,
    is_active,
    reminders,
)
from tests.journeys.seeing import (
    INCIDENTS,
    stored,
    types,
    until_told,
)
from tests.waiting import until


def test_where_nobody_has_it_the_channel_is_asked_and_taking_it_is_a_press_away(
    ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1")

    wait(31 * MINUTE)

    [asked] = reminders(ben, INCIDENTS)
    assert "Nobody has it. Who takes it?" in asked.seen_text
    assert asked.labels == ["Show", "Take", *BUTTONS]
    assert counts(ana, 1) == (0, 0, 1)
    asked.press("Take")
    until_told(ben, "You have #1 — Checkout is down. It is In progress.")
    assert stored(clean_engine, 1).assignee_id == "U0BEN"
    wait(31 * MINUTE)
    assert counts(ben, 1) == (1, 0, 1)
    assert (asked.seen_text, asked.labels) == (":bell: @ben has #1.\nCheckout is down\nShow", ["Show"])
    types(ben, "/incident resolve 1")
    wait(0)
    assert asked.seen_text == ":bell: #1 is Resolved.\nCheckout is down\nShow"


def test_a_question_that_was_put_off_is_still_asked_and_says_so(ana: Person, ben: Person, wait: Wait) -> None:
    types(ana, "/incident new Checkout is down sev1")
    wait(31 * MINUTE)
    [asked] = reminders(ben, INCIDENTS)

    asked.press("Snooze 4 hours")

    until_told(ben, "Moved. The next reminder of #1 comes")
    wait(0)
    assert "Who takes it?" in asked.seen_text
    assert "The reminder of #1 was put off until " in asked.seen_text
    assert asked.labels == ["Show", "Take", *BUTTONS]
    types(ana, "/incident comment 1 It began with the release")
    asked.press("Stop")
    until_told(ben, "Stopped the reminders of #1")
    wait(0)
    assert "The reminders of #1 are stopped." in asked.seen_text
    assert "Stop" not in asked.labels


def test_a_question_is_answered_also_where_slack_did_not_say_that_it_stands(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine, hurry_until_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1")
    wait(1 * MINUTE)
    acme.faults.drop_after("chat.postMessage")
    acme.faults.server_error("conversations.history", times=3)
    acme.clock.advance(30 * MINUTE)
    until(lambda: bool(reminders(ben, INCIDENTS)))

    types(ben, "/incident take 1")
    hurry_until_said()

    [asked] = reminders(ben, INCIDENTS)
    assert asked.seen_text == ":bell: @ben has #1.\nCheckout is down\nShow"


def test_a_take_that_comes_late_asks_before_it_takes_from_somebody(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    chloe = acme.person("chloe")
    types(ana, "/incident new Checkout is down sev1")
    wait(31 * MINUTE)
    [asked] = reminders(chloe, INCIDENTS)
    acme.faults.hold_back(of="block_actions")

    with ThreadPoolExecutor(1) as hand:
        pressed = hand.submit(asked.press, "Take")
        until(lambda: not acme.faults.is_waiting)
        types(ben, "/incident take 1")
        acme.faults.let_go()
        pressed.result()
    until_told(chloe, "@ben has #1 — Checkout is down by now. Take it all the same?")
    types(ana, "/incident take 1")
    [answer] = chloe.private_answers(INCIDENTS)
    answer.press("Take")
    until_told(chloe, "@ana has #1 — Checkout is down by now. Take it all the same?")
    assert stored(clean_engine, 1).assignee_id == "U0ANA"
    answer.press("Take")

    until_told(chloe, "You have #1 — Checkout is down, which was @ana's. It is In progress.")
    assert stored(clean_engine, 1).assignee_id == "U0CHLOE"
    assert len(chloe.private_answers(INCIDENTS)) == 1
    types(chloe, "/incident release 1")
    chloe.wait_for(lambda: "Who takes it?" in asked.seen_text)
    asked.press("Take")
    until_told(chloe, "You have #1 — Checkout is down. It is In progress.")


def test_somebody_who_cannot_be_reminded_counts_as_nobody(
    acme: Sandbox, ana: Person, wait: Wait, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    acme.admin.change_person("ben", role="deactivated")
    until(lambda: not is_active(clean_engine, "U0BEN"))

    wait(31 * MINUTE)

    [asked] = reminders(ana, INCIDENTS)
    assert "@ben cannot be reminded. Who takes it?" in asked.seen_text
    asked.press("Take")
    until_told(ana, "You have #1 — Checkout is down, which was @ben's. It is In progress.")


def test_the_channel_is_told_where_the_assignee_is_deactivated_before_it_is_said(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine, hurry: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(1 * MINUTE)
    acme.faults.server_error("chat.postMessage", times=50)
    acme.clock.advance(30 * MINUTE)
    until(lambda: has_failed(clean_engine))
    acme.admin.change_person("ben", role="deactivated")
    until(lambda: not is_active(clean_engine, "U0BEN"))
    acme.faults.clear()

    def is_said() -> bool:
        hurry()
        return all_said(clean_engine)

    until(is_said, timeout=30)

    [asked] = reminders(ana, INCIDENTS)
    assert "@ben cannot be reminded. Who takes it?" in asked.seen_text
    asked.press("Take")
    ana.wait_for(lambda: ":bell: @ana has #1." in asked.seen_text)
