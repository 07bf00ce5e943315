"""Reminders, in a workspace whose clock people move forward: when they come, where, and what is done about them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text, update

from bot.app import Connections, Tracker
from bot.operating import seeding
from bot.sandbox import TEAM_ID, MessageOnScreen, Person, Sandbox
from storage.engine import Engines
from storage.tables import incidents
from tests.journeys.seeing import (
    BOT,
    INCIDENTS,
    REMINDER,
    answer_to,
    card,
    form_of,
    has_form,
    private_answers,
    said_last,
    stored,
    thread,
    types,
    until_told,
)
from tests.waiting import until, until_all_is_said

Settle = Callable[[], None]
Wait = Callable[[float], None]
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
BUTTONS = ["Post update", "Snooze 1 hour", "Snooze 4 hours", "Tomorrow morning", "Stop", "Why?"]


@pytest.fixture
def wait(acme: Sandbox, tracker: Tracker, clean_engine: Engine) -> Wait:
    """Give a function that lets so many seconds pass; what becomes due then has been done and said."""

    def wait(seconds: float) -> None:
        until_all_is_said(clean_engine)
        acme.clock.advance(seconds)
        until(lambda: not is_due(clean_engine, acme))
        until_all_is_said(clean_engine)

    return wait


def is_due(engine: Engine, acme: Sandbox) -> bool:
    """Tell whether the clock still has something to look at."""
    with engine.connect() as tx:
        found = tx.execute(select(incidents.c.id).where(incidents.c.next_reminder_at <= acme.now()).limit(1))
        return found.first() is not None


def reminders(person: Person, channel: str = BOT) -> list[MessageOnScreen]:
    """Return the reminders the person sees there, oldest first."""
    return [message for message in person.messages(channel) if message.text.startswith(REMINDER)]


def reminders_in_thread(person: Person, number: int) -> list[str]:
    return [said for said in thread(person, number) if said.startswith(REMINDER)]


def counts(person: Person, number: int) -> tuple[int, int, int]:
    """Return how many reminders there are: direct, in the thread, in the channel."""
    return len(reminders(person)), len(reminders_in_thread(person, number)), len(reminders(person, INCIDENTS))


def test_the_ladder_leads_from_the_assignee_to_the_channel_and_activity_begins_anew(
    ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(29 * MINUTE)
    assert counts(ben, 1) == (0, 0, 0)

    wait(2 * MINUTE)
    assert counts(ben, 1) == (1, 0, 0)
    [first] = reminders(ben)
    assert "No update on #1 since" in first.seen_text
    assert "Checkout is down" in first.seen_text
    assert first.labels == ["Show", *BUTTONS]
    assert reminders(ana) == []

    wait(30 * MINUTE)
    assert counts(ben, 1) == (2, 1, 0)
    wait(30 * MINUTE)
    assert counts(ben, 1) == (3, 2, 1)
    assert "@ben has it." in reminders(ana, INCIDENTS)[0].seen_text
    wait(23 * HOUR)
    assert counts(ben, 1) == (3, 2, 1)
    wait(61 * MINUTE)
    assert counts(ben, 1) == (4, 3, 2)

    ana.type(INCIDENTS, "still on it", thread=card(ana, 1))
    until(lambda: said_last(clean_engine, 1) == "still on it")
    wait(29 * MINUTE)
    assert counts(ben, 1) == (4, 3, 2)
    wait(2 * MINUTE)
    assert counts(ben, 1) == (5, 3, 2)


def test_what_was_made_up_is_reminded_of_within_an_hour_by_the_workspaces_clock(
    acme: Sandbox, ana: Person, wait: Wait, clean_engine: Engine
) -> None:
    seeding.fill(clean_engine, TEAM_ID, acme.now() - timedelta(hours=1), count=100)
    wait(40 * MINUTE)
    assert "any moment" in types(ana, "/incident remind 64")
    assert reminders(ana) == []

    wait(21 * MINUTE)

    until(lambda: any("No update on #64" in each.seen_text for each in reminders(ana)))
    assert "any moment" not in types(ana, "/incident remind 64")


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


def test_buttons_are_safe_to_press_twice_and_on_an_old_message(
    ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(31 * MINUTE)
    [old] = reminders(ben)

    old.press("Snooze 4 hours")
    until_told(ben, "The next reminder of #1 comes", channel=BOT)
    old.press("Snooze 4 hours")
    old.press("Snooze 1 hour")
    until(
        lambda: (
            sum("Nothing to change: no reminder is due sooner" in said for said in private_answers(ben, channel=BOT))
            == 2
        )
    )
    assert moves(clean_engine) == ["snoozed"]

    wait(3 * HOUR + 55 * MINUTE)
    assert len(reminders(ben)) == 1
    wait(6 * MINUTE)
    assert len(reminders(ben)) == 2

    old.press("Why?")
    until_told(ben, "SEV1 critical is reminded of after 30 min without a comment", channel=BOT)
    until_told(ben, "2 reminders since then", channel=BOT)
    old.press("Stop")
    old.press("Stop")
    until_told(ben, "Stopped the reminders of #1, for everyone.", channel=BOT)
    until_told(ben, "The reminders of #1 are stopped already.", channel=BOT)
    old.press("Tomorrow morning")
    until_told(ben, "The reminders of #1 are stopped.", channel=BOT)
    assert moves(clean_engine) == ["snoozed", "reminders"]
    wait(3 * DAY)
    assert len(reminders(ben)) == 2
    assert "Ben Okafor stopped the reminders." in thread(ana, 1)

    types(ana, "/incident resolve 1")
    old.press("Snooze 1 hour")
    until_told(ben, "#1 is Resolved, so nobody is reminded of it.", channel=BOT)


def moves(engine: Engine) -> list[str]:
    """Return what history says of reminders, oldest first."""
    with engine.connect() as tx:
        query = text("SELECT change FROM history WHERE change IN ('snoozed', 'reminders') ORDER BY id")
        return list(tx.execute(query).scalars())


def test_an_update_can_be_posted_from_the_reminder(ana: Person, ben: Person, wait: Wait) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(31 * MINUTE)

    reminders(ben)[0].press("Post update")
    form = form_of(ben)
    form.fill("Comment", "rolling back")
    form.submit("Comment")

    assert not has_form(ben)
    wait(0)
    assert thread(ana, 1) == ["Ben Okafor commented:\n>rolling back"]


def test_the_command_shows_moves_stops_restarts_and_explains(
    ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(1 * MINUTE)

    assert "The next reminder of #1 comes" in types(ana, "/incident remind 1")
    assert "to @ben directly." in types(ana, "/incident remind #1")
    assert "Last activity:" in types(ana, "/incident 1 remind why")
    assert "The next reminder of #1 comes" in types(ana, "/incident remind 1 in 10 minutes")
    wait(11 * MINUTE)
    assert counts(ben, 1) == (1, 0, 0)
    assert "Stopped the reminders" in types(ana, "/incident remind 1 off")
    assert "The reminders of #1 are stopped." in types(ana, "/incident remind 1")
    assert "The reminders of #1 are stopped." in types(ana, "/incident remind 1 2h")
    wait(2 * HOUR)
    assert counts(ben, 1) == (1, 0, 0)
    assert "Reminders of #1 come again." in types(ana, "/incident remind 1 on")
    assert "were not stopped" in types(ana, "/incident remind 1 on")
    wait(31 * MINUTE)
    assert counts(ben, 1) == (2, 0, 0)

    said = types(ana, "/incident history 1")
    assert [said.count(words) for words in ("snoozed the reminder until", "stopped the", "restarted the")] == [1, 1, 1]
    assert "no length of time" in types(ana, "/incident remind 1 soon")
    assert "30 days (30d) at most" in types(ana, "/incident remind 1 31d")
    assert "There is no #9 here." in types(ana, "/incident remind 9")


def test_what_is_reopened_or_turns_out_to_be_critical_is_reminded_of_though_it_was_stopped_or_put_off_before(
    ana: Person, ben: Person, wait: Wait
) -> None:
    for title in ("Slow search sev1", "Slow checkout sev1", "Slow door sev4", "Slow lift sev4"):
        types(ana, f"/incident new {title} @ben")
    for typed in ("1 off", "2 snooze 30d", "3 off", "3 on", "4 snooze 30d"):
        types(ana, f"/incident remind {typed}")
    for number in (1, 2):
        types(ana, f"/incident resolve {number}")
        types(ana, f"/incident reopen {number}")
    for number in (3, 4):
        types(ana, f"/incident severity {number} 1")

    wait(31 * MINUTE)

    reminded_of = sorted(each.seen_text.splitlines()[1] for each in reminders(ben))
    assert reminded_of == ["Slow checkout", "Slow door", "Slow lift", "Slow search"]


def test_sev3_waits_for_the_assignees_morning_and_says_so(acme: Sandbox, ana: Person, wait: Wait) -> None:
    """Holidays and hours are the workspace's, the zone is the assignee's; here it is night for weeks."""
    chloe = acme.person("chloe")
    chloe.type(INCIDENTS, "/incident settings")
    form = form_of(chloe)
    form.fill("Working days", ["Monday"])
    form.submit("Save")
    types(ana, "/incident new Slow search @ben")

    said = types(ana, "/incident remind 1 1h")
    why = types(ana, "/incident remind 1 why")

    assert "It waits for working hours" in said or acme.now().isoweekday() == 1
    assert "only in working hours (Mon 09:00–17:00, " in why


def test_a_promise_is_reminded_of_when_it_is_due_and_who_keeps_it_is_told_so(
    ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    with clean_engine.begin() as tx:
        tx.execute(update(incidents).values(update_due_at=incidents.c.created_at + text("interval '10 minutes'")))
        tx.execute(update(incidents).values(next_reminder_at=incidents.c.created_at))

    wait(11 * MINUTE)

    [said] = reminders(ben)
    assert "The next update on #1 was due" in said.seen_text
    shown = answer_to(ben, "/incident 1")
    shown.press("Comment")
    form = form_of(ben)
    form.fill("Comment", "It holds")
    form.submit("Comment")
    ben.wait_for(lambda: "That was the update due " in shown.seen_text)
    assert "Next update due" not in shown.seen_text
    assert "@ben gave the update that was due " in types(ben, "/incident history 1")


def test_a_note_of_the_assignee_is_the_promised_update_too(ana: Person, ben: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")

    for note in ("severity 1 sev2 only one shop", "start 1 on it", "mitigate 1 failed over"):
        with clean_engine.begin() as tx:
            tx.execute(update(incidents).values(update_due_at=incidents.c.created_at + text("interval '10 minutes'")))
        assert types(ana, "/incident priority 1 p1 by the book").endswith("Your note is a comment now.")
        assert "Your note is a comment now. That was the update due " in types(ben, f"/incident {note}")
        assert "Next update due" not in types(ben, "/incident 1")
        types(ana, "/incident priority 1 auto")


def test_what_waits_for_slack_is_not_said_once_somebody_has_acted(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine, hurry: Settle
) -> None:
    """Slack is in trouble for a while; by then one is resolved, one commented on, one snoozed."""
    for _ in range(4):
        types(ana, "/incident new Checkout is down sev1 @ben")
    wait(1 * MINUTE)
    acme.faults.server_error("chat.postMessage", times=50)
    acme.clock.advance(30 * MINUTE)
    until(lambda: not is_due(clean_engine, acme))

    types(ana, "/incident resolve 1")
    types(ana, "/incident comment 2 on it")
    types(ana, "/incident remind 3 2h")
    acme.faults.clear()

    def is_said() -> bool:
        hurry()
        return all_said(clean_engine)

    until(is_said, timeout=30)

    assert ["#4" in said.seen_text for said in reminders(ben)] == [True]


def test_of_what_waited_for_slack_for_long_only_the_last_is_said(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine, hurry: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(1 * MINUTE)
    acme.faults.server_error("chat.postMessage", times=200)
    for _ in range(3):
        acme.clock.advance(30 * MINUTE)
        until(lambda: not is_due(clean_engine, acme))
    # What was begun before the last came to be said may still be on its way.
    until(lambda: not is_under_way(clean_engine))
    acme.faults.clear()

    def is_said() -> bool:
        hurry()
        return all_said(clean_engine)

    until(is_said, timeout=30)

    assert counts(ben, 1) == (1, 1, 1)
    assert "reminder 3" in reminders(ben)[0].seen_text


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


def is_active(engine: Engine, person_id: str) -> bool:
    with engine.connect() as tx:
        return bool(tx.execute(text("SELECT is_active FROM people WHERE id = :id"), {"id": person_id}).scalar_one())


def is_under_way(engine: Engine) -> bool:
    with engine.connect() as tx:
        return bool(tx.execute(text("SELECT count(*) FROM outbox WHERE leased_until IS NOT NULL")).scalar_one())


def has_failed(engine: Engine) -> bool:
    with engine.connect() as tx:
        return tx.execute(text("SELECT 1 FROM outbox WHERE failures > 0 AND delivered_at IS NULL")).first() is not None


def all_said(engine: Engine) -> bool:
    with engine.connect() as tx:
        left = text("SELECT 1 FROM outbox WHERE delivered_at IS NULL AND parked_at IS NULL")
        return tx.execute(left).first() is None


def test_what_is_deleted_is_reminded_of_no_more_and_what_was_said_is_taken_back(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    chloe = acme.person("chloe")
    types(ana, "/incident new Checkout is down sev1")
    wait(91 * MINUTE)
    types(ana, "/incident new Slow search sev1 @ben")
    wait(31 * MINUTE)
    assert "Checkout is down" in reminders(ana, INCIDENTS)[0].seen_text
    shown = [reminders(ana, INCIDENTS)[0], *reminders(ben)]

    for number in (1, 2):
        chloe.type(INCIDENTS, f"/incident delete {number}")
        form_of(chloe).submit("Delete")
    wait(0)

    assert [message.seen_text for message in shown] == [f"#{number} was deleted by @chloe." for number in (1, 2)]
    wait(2 * DAY)
    assert reminders(ben) == reminders(ana, INCIDENTS) == []


def test_what_was_due_while_nobody_ran_comes_at_the_start_and_once(
    acme: Sandbox,
    ana: Person,
    ben: Person,
    tracker: Tracker,
    connections: Connections,
    both_engines: Engines,
    wait: Wait,
    all_is_said: Settle,
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(1 * MINUTE)
    tracker.stop()
    acme.clock.advance(5 * HOUR)

    again = Tracker(connections, both_engines, now=acme.now)
    again.start().result(timeout=10)
    try:
        until(lambda: reminders(ben))
        all_is_said()
        assert counts(ben, 1) == (1, 0, 0)
    finally:
        again.stop()
