"""Taking back, deleting and restoring: by Undo, by verb and by the card's button; what is gone is said to be gone."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.sandbox import Answer, Person, Sandbox
from storage.said import BEING_SAID
from tests.journeys.seeing import (
    INCIDENTS,
    answer_to,
    card,
    cards,
    direct_messages,
    form_after,
    form_of,
    has_form,
    menu_of,
    private_answers,
    stored,
    thread,
    types,
    until_told,
)
from tests.waiting import until

Settle = Callable[[], None]
WITHDRAWN = "#1 was withdrawn by @ana. An admin can restore it.\nRestore"


@pytest.fixture
def chloe(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Chloe, who owns the workspace, so she is an admin."""
    return acme.person("chloe")


@pytest.fixture
def opened(ana: Person) -> Answer:
    """Give the answer to Ana, who has just opened #1 for Ben."""
    return answer_to(ana, "/incident new Slow search @ben")


def _delete(person: Person, number: int = 1) -> None:
    form_after(person, f"/incident delete {number}").submit("Delete")


def test_undo_takes_back_what_was_just_opened_and_its_number_is_never_given_again(
    opened: Answer, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    all_is_said()

    opened.press("Undo")

    all_is_said()
    until_told(ana, "Withdrew #1 — Slow search.")
    assert opened.seen_text == "Withdrew #1 — Slow search."
    assert card(ben, 1).seen_text == WITHDRAWN
    assert direct_messages(ben) == ["#1 was withdrawn by @ana."]
    assert stored(clean_engine, 1).deleted_by == "U0ANA"
    assert "#1 was withdrawn by @Ana Torres." in types(ben, "/incident 1")
    assert "#1" not in types(ben, "/incident list")
    assert types(ana, "/incident new Disk full").startswith("Opened #2")
    _delete(chloe, 2)
    assert types(ana, "/incident new Disk full").startswith("Opened #3")


def test_what_is_under_way_while_it_is_deleted_is_put_right_as_soon_as_it_is_said(
    acme: Sandbox,
    opened: Answer,
    ben: Person,
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.slack.direct_messages.LOOK_AGAIN", 60.0)
    all_is_said()
    acme.faults.slow("chat.update", 1.0, times=2)

    _delete(chloe)

    until(lambda: _waits_until_said(clean_engine) == ["refresh_direct_messages"])
    all_is_said()
    assert direct_messages(ben) == ["@chloe deleted #1 — Slow search. An admin can restore it for 30 days."]


def _waits_until_said(engine: Engine) -> list[str]:
    """Return the kinds of what waits until something is said that it is to edit."""
    with engine.connect() as tx:
        waiting = text("SELECT kind FROM outbox WHERE delivered_at IS NULL AND last_error = :why")
        return [*tx.execute(waiting, {"why": BEING_SAID}).scalars()]


def test_undo_while_the_card_is_still_being_posted_leaves_no_open_card(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle
) -> None:
    acme.faults.slow("chat.postMessage", 0.2)
    answer_to(ana, "/incident new Slow search").press("Undo")

    all_is_said()

    assert [shown.seen_text for shown in cards(ben)] in ([], [WITHDRAWN])


def test_undo_comes_too_late_after_a_minute_and_says_what_is_possible_but_within_it_is_soon_enough(
    opened: Answer, ana: Person, clean_engine: Engine
) -> None:
    _let_pass(clean_engine, 61)

    opened.press("Undo")

    until_told(ana, "#1 was opened more than 60 seconds ago.")
    told = private_answers(ana)[-1]
    assert "You can still resolve it (/incident resolve 1), and an admin can delete it (/incident delete 1)." in told
    assert opened.labels == ["Undo", "Edit"]
    assert not stored(clean_engine, 1).is_deleted

    _let_pass(clean_engine, -11)

    opened.press("Undo")

    assert stored(clean_engine, 1).is_deleted


def _let_pass(engine: Engine, seconds: float) -> None:
    """Let everything have been opened that much earlier."""
    with engine.begin() as tx:
        tx.execute(text("UPDATE incidents SET created_at = created_at - make_interval(secs => :s)"), {"s": seconds})


def test_what_a_form_opened_can_be_undone_too(ana: Person, clean_engine: Engine, all_is_said: Settle) -> None:
    form = form_after(ana, "/incident new")
    form.fill("Title", "Slow search")
    form.submit("Open incident")
    until_told(ana, "Opened #1")
    all_is_said()

    ana.private_answers(INCIDENTS)[-1].press("Undo")

    all_is_said()
    assert card(ana, 1).seen_text == WITHDRAWN


def test_edit_stands_beside_undo(opened: Answer, ana: Person, clean_engine: Engine) -> None:
    opened.press("Edit")
    form = form_of(ana)
    assert form.title == "Edit #1"
    form.fill("Title", "Search is down")
    form.submit("Save")

    until_told(ana, "title “Slow search” → “Search is down”")
    assert stored(clean_engine, 1).title == "Search is down"


def test_an_admin_deletes_after_being_asked_and_can_undo_it(
    opened: Answer, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident comment 1 hello")
    all_is_said()
    form = form_after(chloe, "/incident delete 1")
    assert form.title == "Delete #1"
    assert form.labels == ["Cancel", "Delete"]
    assert "It can be restored for 30 days." in form.seen_text
    assert "Slow search" in form.seen_text

    form.submit("Delete")

    assert not has_form(chloe)
    until_told(chloe, "Deleted #1 — Slow search. It can be restored for 30 days.\nUndo")
    all_is_said()
    assert card(ana, 1).seen_text == "#1 was deleted by @chloe. An admin can restore it.\nRestore"
    deleted = "@chloe deleted #1 — Slow search. An admin can restore it for 30 days."
    assert direct_messages(ben) == direct_messages(ana) == [deleted]
    assert direct_messages(chloe) == []

    answer = chloe.private_answers(INCIDENTS)[-1]
    answer.press("Undo")
    until_told(chloe, "Restored #1 — Slow search. It is Open.")
    all_is_said()
    assert answer.labels == []
    assert "#1 Slow search" in card(ana, 1).seen_text
    assert thread(ana, 1)[-1] == "Chloe Martin restored this."
    news = ["@chloe deleted #1.", "@chloe restored #1.", "Slow search"]
    assert direct_messages(ana)[0].splitlines()[:3] == news
    assert direct_messages(ben)[0].splitlines()[:4] == ["@ana assigned #1 to you.", *news]
    assert direct_messages(chloe) == []
    assert not stored(clean_engine, 1).is_deleted


def test_what_was_restored_before_anybody_was_told_of_its_deletion_is_told_to_be_back(
    acme: Sandbox, opened: Answer, ana: Person, chloe: Person, all_is_said: Settle, hurry_until_said: Settle
) -> None:
    all_is_said()
    acme.faults.rate_limit("chat.postMessage", retry_after=3600)

    _delete(chloe)
    until(lambda: not acme.faults.is_waiting)
    types(chloe, "/incident restore 1")
    hurry_until_said()

    assert direct_messages(ana)[0].splitlines()[:2] == ["@chloe restored #1.", "Slow search"]


def test_restore_brings_an_incident_back_as_it_was(
    ana: Person, chloe: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    for n, typed in enumerate(("restore {n}", "{n} restore", "undelete {n}"), start=1):
        with subtests.test(typed=typed):
            types(ana, "/incident new Slow search sev2 cat:api service:search")
            before = stored(clean_engine, n)
            _delete(chloe, n)

            answer = answer_to(chloe, f"/incident {typed.format(n=n)}")
            if typed.startswith("undelete"):
                answer.press(f"restore {n}")
            until_told(chloe, f"Restored #{n} — Slow search. It is Open.")

            after = stored(clean_engine, n)
            assert not after.is_deleted
            for field in ("number", "title", "severity", "service", "categories", "reporter_id", "status"):
                assert getattr(after, field) == getattr(before, field)


def test_the_card_restores_for_an_admin_and_refuses_others(
    opened: Answer, ana: Person, ben: Person, chloe: Person, all_is_said: Settle
) -> None:
    all_is_said()
    opened.press("Undo")
    all_is_said()

    card(ben, 1).press("Restore")
    until_told(ben, "You may not restore incidents. Ask @Chloe Martin.")
    assert card(ben, 1).seen_text == WITHDRAWN

    card(chloe, 1).press("Restore")
    all_is_said()
    assert "#1 Slow search" in card(ben, 1).seen_text
    assert menu_of(card(ben, 1))[-1] == "Delete"
    assert "@ana assigned #1 to you." in direct_messages(ben)[0]


def test_only_admins_delete_and_restore_and_only_what_is_deleted(
    opened: Answer, ana: Person, ben: Person, chloe: Person, clean_engine: Engine
) -> None:
    for person in (ana, ben):
        for number in (" 1", ""):
            assert "You may not delete incidents. Ask @Chloe Martin." in types(person, f"/incident delete{number}")
            assert "You may not restore incidents. Ask @Chloe Martin." in types(person, f"/incident restore{number}")
    undone = "Ask @Chloe Martin. Undo under the answer takes back what you have just opened, for 60 seconds."
    assert undone in types(ana, "/incident delete 1")
    assert "Undo under" not in types(ben, "/incident delete 1")

    assert not has_form(ana)
    assert not has_form(ben)
    assert not stored(clean_engine, 1).is_deleted
    assert "#1 is not deleted; /incident 1 shows it." in types(chloe, "/incident restore 1")


ON_ONE = ("1", "take 1", "comment 1 hello", "edit 1", "severity 1 sev1", "history 1", "delete 1", "assign 1 @ana")


def test_a_private_card_turns_into_the_withdrawn_one_and_back(
    opened: Answer, chloe: Person, clean_engine: Engine
) -> None:
    shown = answer_to(chloe, "/incident 1")
    shown.choose("Delete")
    form_of(chloe).submit("Delete")
    chloe.wait_for(lambda: shown.seen_text == "#1 was deleted by @chloe. An admin can restore it.\nRestore")

    shown.press("Restore")

    chloe.wait_for(lambda: "#1 Slow search" in shown.seen_text)
    assert not stored(clean_engine, 1).is_deleted


def test_deleting_can_be_cancelled_and_asks_again_when_something_happened_and_then_it_is_there_for_no_verb(
    opened: Answer, ana: Person, chloe: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    form_after(chloe, "/incident delete 1").close()
    assert not stored(clean_engine, 1).is_deleted
    form = form_after(chloe, "/incident delete 1")
    types(ana, "/incident comment 1 please keep this")

    form.submit("Delete")

    assert "This changed while the form was open." in form_of(chloe).seen_text
    assert "• @ana commented: please keep this." in form_of(chloe).seen_text
    assert not stored(clean_engine, 1).is_deleted
    form_of(chloe).submit("Delete")
    assert not has_form(chloe)
    assert stored(clean_engine, 1).is_deleted
    for typed in ON_ONE:
        with subtests.test(typed=typed):
            assert "#1 was deleted by @Chloe Martin." in types(chloe, f"/incident {typed}")


def test_deleting_what_somebody_has_deleted_says_who(acme: Sandbox, opened: Answer, chloe: Person) -> None:
    acme.admin.change_person("ben", role="owner")
    ben = acme.person("ben")
    form = form_after(chloe, "/incident delete 1")
    ben.wait_for(lambda: _deletes(ben))

    form.submit("Delete")

    assert (
        form_of(chloe).seen_text
        == "Nothing was done.\n#1 was deleted by @Ben Okafor. You can bring it back: /incident restore 1."
    )
    assert form_of(chloe).labels == ["Cancel"]


def _deletes(person: Person) -> bool:
    person.type("#incidents", "/incident delete 1")
    if not has_form(person):
        return False
    form_of(person).submit("Delete")
    return True
