"""What is done about a reminder, by its buttons and by the command."""

from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from tests.journeys.reminders.watching import DAY, HOUR, MINUTE, Wait, counts, reminders
from tests.journeys.seeing import (
    BOT,
    cards,
    form_of,
    has_form,
    private_answers,
    thread,
    types,
    until_told,
)
from tests.waiting import until


def test_who_gets_it_is_reminded_as_if_nobody_had_put_it_off(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(31 * MINUTE)
    [first] = reminders(ben)
    first.press("Snooze 4 hours")
    until_told(ben, "Moved. The next reminder of #1 comes", channel=BOT)

    types(ben, "/incident assign 1 @chloe")
    wait(31 * MINUTE)

    assert len(reminders(acme.person("chloe"))) == 1


def test_buttons_are_safe_to_press_twice_and_on_an_old_message(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(31 * MINUTE)
    [old] = reminders(ben)
    acme.faults.fail("chat.update", "cant_update_message", times=50)

    old.press("Snooze 4 hours")
    until_told(ben, ". Comments and replies before can only make that later.", channel=BOT)
    old.press("Snooze 4 hours")
    old.press("Snooze 1 hour")
    until(
        lambda: (
            sum("Nothing to change: until then no reminder comes" in said for said in private_answers(ben, channel=BOT))
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
    # Another card took the place of the one that could not be updated either.
    [*_, shown] = cards(ana, 1)
    assert "Ben Okafor stopped the reminders." in [reply.seen_text for reply in ana.thread(shown)]

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
    [old] = reminders(ben)

    old.press("Post update")
    form = form_of(ben)
    form.fill("Comment", "rolling back")
    form.submit("Comment")

    assert not has_form(ben)
    wait(0)
    assert thread(ana, 1) == ["Ben Okafor commented:\n>rolling back"]
    assert "Something was done about #1 since, last" in old.seen_text
    assert old.labels == ["Show"]
    wait(31 * MINUTE)
    [_, again] = reminders(ben)
    again.press("Snooze 1 hour")
    until(lambda: "The reminder of #1 was put off until" in again.seen_text)


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
