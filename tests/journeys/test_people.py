"""Who people are is Slack's to say: strangers become known, odd names do no harm, workspaces stay apart."""

from collections.abc import Callable

from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from bot.slack.effects import DescribePerson, to_item
from storage import outbox, people, workspaces
from storage.records import NewOutboxItem
from tests.journeys.seeing import card, cards, types
from tests.waiting import until

Settle = Callable[[], None]


def test_a_stranger_is_asked_about_and_then_let_in(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()
    with clean_engine.begin() as tx:
        tx.execute(text("DELETE FROM people WHERE id = 'U0BEN'"))

    refused = types(ben, "/incident take 1")
    all_is_said()

    assert "Slack has not told me yet who you are" in refused
    assert types(ben, "/incident take 1").startswith("You have #1")


def test_what_another_workspace_has_to_say_is_not_said_here(
    ana: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    with clean_engine.begin() as tx:
        workspaces.install(tx, "T0OTHER", name="Other", bot_user_id="U0BOT")
        people.meet(tx, "T0OTHER", {"U0ANA": "ana"})
        outbox.put(tx, "T0OTHER", [to_item(DescribePerson(person_id="U0EVE"))])

    types(ana, "/incident new Slow search @ben")
    until(lambda: cards(ana))

    with clean_engine.connect() as tx:
        waiting = tx.execute(text("SELECT attempts FROM outbox WHERE team_id = 'T0OTHER'")).scalars().all()
    assert waiting == [0]


def test_a_row_that_cannot_be_stored_does_not_stop_the_rest(
    ana: Person, tracker: Tracker, clean_engine: Engine, all_is_said: Settle
) -> None:
    """An effect no release knows, and one whose text cannot be read: both stay, what comes after them is said."""
    with clean_engine.begin() as tx:
        for number in range(8):
            effect: dict[str, object] = {"kind": "unheard_of", "number": number}
            outbox.put(tx, "T0ACME", [NewOutboxItem(lane=f"x:{number}", kind="unheard_of", effect=effect)])

    types(ana, "/incident new Slow search")
    until(lambda: cards(ana))

    assert "#1 Slow search" in card(ana, 1).seen_text
    with clean_engine.begin() as tx:
        tx.execute(text("DELETE FROM outbox WHERE kind = 'unheard_of'"))
