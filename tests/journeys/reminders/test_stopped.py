"""That nobody is reminded of an incident is said where it matters, with what restarts its reminders."""

from datetime import timedelta

from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import Answer
from tests.journeys.reminders.watching import MINUTE, Settle, Wait, reminders
from tests.journeys.seeing import BOT, INCIDENTS, card, form_after, menu_of, private_answers, thread, types, until_told
from tests.tables import for_each

NOT_REMINDED = "Its reminders are stopped, so nobody is reminded of that."


@for_each("comment", ["", "It holds"])
def test_a_promise_that_nobody_is_reminded_of_says_so_and_reminders_can_be_restarted(
    acme: Sandbox, ana: Person, comment: str, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down")
    assert NOT_REMINDED not in _promises(acme, ana, comment).seen_text

    types(ana, "/incident remind 1 off")
    acme.clock.advance(MINUTE)  # What is promised is not what was promised before.
    said = _promises(acme, ana, comment)
    assert NOT_REMINDED in said.seen_text

    assert "Nobody is reminded of the update due " in types(ana, "/incident remind 1")

    said.press("Restart reminders")
    ana.wait_for(lambda: "The next reminder of #1 comes " in said.seen_text)
    all_is_said()
    assert thread(ana, 1)[-1] == "Ana Torres restarted the reminders."


def _promises(acme: Sandbox, person: Person, comment: str) -> Answer:
    """Return what they are answered who promise the next update, with a comment or without."""
    form = form_after(person, "/incident comment 1")
    form.fill("Comment", comment)
    form.fill("Next update due", acme.now() + timedelta(days=1))
    form.submit("Comment")
    person.wait_for(lambda: "next update" in private_answers(person)[-1])
    return person.private_answers(INCIDENTS)[-1]


def test_the_card_says_that_reminders_are_stopped_and_restarts_them(
    ana: Person, ben: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    all_is_said()
    assert "Reminders" not in card(ben, 1).seen_text

    types(ana, "/incident remind 1 off")
    all_is_said()
    assert "Reminders\nstopped" in card(ben, 1).seen_text
    assert "Reminders: stopped." in card(ben, 1).text

    card(ben, 1).choose("Restart reminders")
    until_told(ben, "Reminders of #1 come again.")
    all_is_said()
    assert "Reminders" not in card(ben, 1).seen_text
    assert "Restart reminders" not in menu_of(card(ben, 1))


def test_a_reminder_whose_stop_was_pressed_restarts_them_and_reminds_again(
    ana: Person, wait: Wait, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 @me")
    wait(31 * MINUTE)
    [said] = reminders(ana)

    said.press("Stop")
    ana.wait_for(lambda: "The reminders of #1 are stopped." in said.seen_text)
    assert said.labels == ["Show", "Post update", "Restart reminders", "Why?"]

    said.press("Restart reminders")
    until_told(ana, "Reminders of #1 come again.", channel=BOT)
    ana.wait_for(lambda: "Stop" in said.labels)
    all_is_said()
    wait(31 * MINUTE)
    assert len(reminders(ana)) == 2


def test_the_card_says_that_an_update_is_overdue_of_which_nobody_is_reminded(
    ana: Person, wait: Wait, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1")
    types(ana, "/incident remind 1 off")
    types(ana, "/incident comment 1 due:10m")
    types(ana, "/incident new Slow search sev1")
    types(ana, "/incident comment 2 due:10m")
    types(ana, "/incident remind 2 off")
    all_is_said()
    assert "overdue" not in card(ana, 1).text + card(ana, 2).text

    wait(11 * MINUTE)

    for number in (1, 2):
        assert "overdue" in card(ana, number).text
    assert reminders(ana, INCIDENTS) == []


def test_who_reopens_what_nobody_was_reminded_of_is_told_that_reminders_come_again(
    ana: Person, wait: Wait, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 @me")
    types(ana, "/incident remind 1 off")
    types(ana, "/incident resolve 1")
    all_is_said()
    assert "Reminders" not in card(ana, 1).seen_text

    assert " Its reminders, which were stopped, come again." in types(ana, "/incident reopen 1")
    wait(31 * MINUTE)
    assert len(reminders(ana)) == 1
