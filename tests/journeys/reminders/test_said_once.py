"""A reminder whose answer was lost is looked for where it went, whatever was decided since."""

from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from tests.journeys.reminders.watching import MINUTE, Settle, Wait, counts, reminders
from tests.journeys.seeing import INCIDENTS, card, direct_messages, form_after, types
from tests.waiting import until


def test_a_question_is_looked_for_where_it_was_asked_whichever_channel_is_chosen_since(
    acme: Sandbox, ana: Person, wait: Wait, clean_engine: Engine, hurry: Settle, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1")
    wait(1 * MINUTE)
    acme.faults.drop_after("chat.postMessage")
    acme.clock.advance(30 * MINUTE)
    until(lambda: _in_doubt(clean_engine) == 1)

    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE workspaces SET incidents_channel = 'C0CHECKOUT', default_channel = NULL"))
    hurry()
    all_is_said()

    assert [len(reminders(ana, channel)) for channel in (INCIDENTS, "#checkout")] == [1, 0]


def test_what_may_have_been_said_under_the_card_is_taken_back_when_the_incident_is_deleted(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, wait: Wait, clean_engine: Engine, hurry_until_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(31 * MINUTE)
    acme.faults.drop_after("chat.postMessage", times=2)
    acme.clock.advance(30 * MINUTE)
    until(lambda: _in_doubt(clean_engine) == 2)
    assert counts(ben, 1) == (2, 1, 0)

    form_after(chloe, "/incident delete 1").submit("Delete")
    hurry_until_said()

    [said] = ben.thread(card(ben, 1))[1:]
    assert said.seen_text == "#1 was deleted by @chloe."
    deleted = "@chloe deleted #1 — Checkout is down. An admin can restore it for 30 days."
    assert sorted(set(direct_messages(ben))) == ["#1 was deleted by @chloe.", deleted]


def _in_doubt(engine: Engine) -> int:
    with engine.connect() as tx:
        query = "SELECT count(*) FROM outbox WHERE is_doubtful AND leased_until IS NULL"
        return int(tx.execute(text(query)).scalar_one())
