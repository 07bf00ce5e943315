"""When reminders come, where, and when they begin anew."""

import re
from datetime import timedelta

from sqlalchemy import Engine, text, update

from bot.operating import seeding
from bot.sandbox import TEAM_ID, Person, Sandbox
from storage.tables import incidents
from tests.journeys.reminders.watching import BUTTONS, DAY, HOUR, MINUTE, Wait, counts, reminders
from tests.journeys.seeing import INCIDENTS, answer_to, card, form_of, said_last, types
from tests.waiting import until


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


def test_what_was_made_up_is_reminded_of_when_the_clock_is_moved(
    acme: Sandbox, ana: Person, wait: Wait, clean_engine: Engine
) -> None:
    wait(0)  # People who are described later are looked at then.
    seeding.fill(clean_engine, TEAM_ID, acme.now() - timedelta(hours=1), count=100)
    assert "any moment" in types(ana, "/incident remind 64")
    assert reminders(ana) == []

    wait(MINUTE)

    until(lambda: any("No update on #64" in each.seen_text for each in reminders(ana)))
    assert "any moment" not in types(ana, "/incident remind 64")


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
    # Later than tomorrow for everybody, wherever they are.
    works = acme.now() + timedelta(days=3)
    form.fill("Working days", [f"{works:%A}"])
    form.submit("Save")
    types(ana, "/incident new Slow search @ben")

    said = types(ana, "/incident remind 1 1h")
    why = types(ana, "/incident remind 1 why")

    assert "It waits for working hours" in said
    assert f"only in working hours ({works:%a} 09:00–17:00, " in why
    assert "@ana snoozed the reminder: the next one comes " in why


def test_a_promise_is_reminded_of_when_it_is_due_whatever_was_snoozed_and_who_keeps_it_is_told_so(
    ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    with clean_engine.begin() as tx:
        tx.execute(update(incidents).values(update_due_at=incidents.c.created_at + text("interval '10 minutes'")))
        tx.execute(update(incidents).values(next_reminder_at=incidents.c.created_at))
    told = types(ana, "/incident remind 1")
    assert ", when the promised update is due, to @ben directly." in told
    assert "This only shows it: /incident remind 1 2h moves the others." in told
    snoozed = types(ana, "/incident snooze 1 1h")
    assert re.search(r"^Moved\. .*, when the promised update is due, to @ben directly; then one comes ", snoozed)
    again = types(ana, "/incident snooze 1 1h")
    assert again.startswith("Nothing to change: until then no other reminder comes anyway. ")
    why = types(ana, "/incident remind 1 why")
    assert "@ana snoozed the reminder: the one after that of the promised update comes " in why
    assert "when the promised update is due, to @ben directly; then one comes " in why

    wait(11 * MINUTE)

    [said] = reminders(ben)
    assert "The next update on #1 was due" in said.seen_text
    assert "snoozed the reminder: the next one comes " in types(ana, "/incident remind 1 why")
    wait(50 * MINUTE)
    assert ["The next update on #1 was due" in each.seen_text for each in reminders(ben)] == [True, True]
    off = types(ana, "/incident remind 1 off")
    assert re.search(r"for everyone\. Nobody is reminded of the update due .* either\.", off)
    assert re.search("Next update due: .*, overdue", types(ben, "/incident remind 1 why"))
    assert re.search("Next update due\n.*, overdue", card(ben, 1).seen_text)
    shown = answer_to(ben, "/incident 1")
    assert re.search("Next update due\n.*, overdue", shown.seen_text)
    shown.press("Comment")
    form = form_of(ben)
    form.fill("Comment", "It holds")
    form.submit("Comment")
    ben.wait_for(lambda: "That was the update due " in shown.seen_text)
    assert "Next update due" not in shown.seen_text
    assert "@ben gave the update that was due " in types(ben, "/incident history 1")


def test_a_note_of_the_assignee_is_the_promised_update_too(ana: Person, ben: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")

    for note in ("severity 1 sev2 only one shop", "start 1 on it", "take 1 mine", "comment 1 it holds"):
        with clean_engine.begin() as tx:
            tx.execute(update(incidents).values(update_due_at=incidents.c.created_at + text("interval '10 minutes'")))
        assert types(ana, "/incident priority 1 p1 by the book").endswith("Your note is a comment now.")
        said = answer_to(ben, f"/incident {note}")
        assert "That was the update due " in said.seen_text
        said.press("Next update due")
        assert form_of(ben).title == "Comment on #1"
        form_of(ben).close()
        assert "Next update due" not in types(ben, "/incident 1")
        types(ana, "/incident priority 1 auto")


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
