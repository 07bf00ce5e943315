"""Look-alikes while opening, in the one-line answer and in the form, and joining one instead."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from storage import follows
from storage.engine import Engines
from storage.records import Status
from tests.counting import statements_of
from tests.journeys.before import did
from tests.journeys.seeing import answer_to, form_after, form_of, private_answers, stored, types, until_told

Settle = Callable[[], None]
JOIN = "Join instead"


def followed(engine: Engine, person_id: str) -> list[tuple[str, bool]]:
    """Return the names of what somebody follows, and whether they hear of all changes."""
    with engine.connect() as tx:
        found = follows.page(tx, "T0ACME", person_id, limit=10, only_reported=False)
        return [(follow.what.name, follow.all_changes) for follow in found]


def moved_back(engine: Engine, number: int, age: timedelta) -> None:
    """Let an incident have been opened so long ago."""
    with engine.begin() as tx:
        tx.execute(
            text("UPDATE incidents SET created_at = created_at - :age WHERE number = :number"),
            {"age": age, "number": number},
        )


def test_the_one_line_answer_shows_look_alikes_and_joining_takes_the_new_one_back(
    ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ana")
    types(ana, "/incident new Backup failed")

    answer = answer_to(ben, "/incident new Chekcout is down")

    assert "Opened #3 " in answer.seen_text
    assert "Join #1 instead? SEV1 · P1 · Open · @ana · opened just now\nCheckout is down" in answer.seen_text
    assert "Join #1 instead? SEV1 · P1, Open, <@U0ANA>, opened " in answer.text
    assert answer.labels == ["Undo", "Edit", JOIN]
    answer.press(JOIN)
    until_told(ben, "You follow #1 — Checkout is down. It is Open. Withdrew #3.")
    assert not any("Opened #3" in shown for shown in private_answers(ben))
    assert stored(clean_engine, 3).is_deleted
    assert followed(clean_engine, "U0BEN") == [("1", False)]


def test_joining_keeps_the_new_one_where_it_cannot_be_taken_back(
    ana: Person, ben: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down")
    late = answer_to(ben, "/incident new Checkout is down again")
    moved_back(clean_engine, 2, timedelta(seconds=61))
    undone = answer_to(ben, "/incident new Checkout is down, it seems")
    types(ana, "/incident resolve 1")

    late.press(JOIN)

    until_told(ben, "You follow #1 — Checkout is down. It is Resolved. #2 was opened more than 60 seconds ago.")
    assert stored(clean_engine, 2).status is Status.OPEN
    until_told(ben, "You can still resolve it (/incident resolve 2)")
    types(ben, "/incident resolve 2")
    undone.press(JOIN, near="Join #2")
    until_told(ben, "You follow #2 — Checkout is down again. It is Resolved. Withdrew #3.")
    types(ana, "/incident new Checkout is down now")
    assert followed(clean_engine, "U0BEN") == [("2", False), ("1", False)]


def test_only_recent_unresolved_ones_that_may_be_seen_are_shown_the_best_first(
    acme: Sandbox, ana: Person, clean_engine: Engine
) -> None:
    dev = acme.person("dev")
    for line in (
        "Checkout is down",
        "Checkout is down too old",
        "Checkout is down and over",
        "Backup failed service:payments",
        "Checkout is slow service:payments",
        "Invoices are late service:payments",
        "Disk full",
    ):
        did(clean_engine, ("ana", f"new {line}"))
    moved_back(clean_engine, 2, timedelta(days=7, minutes=1))
    did(clean_engine, ("ana", "resolve 3"))

    shown = types(ana, "/incident new Checkout is down service:payments")

    assert [line.split()[1] for line in shown.splitlines() if line.startswith("Join #")] == ["#5", "#1", "#6"]
    assert JOIN not in types(ana, "/incident new Printer on fire")
    assert JOIN not in types(dev, "/incident new Checkout is down", channel="#checkout")
    assert "Join #10 instead?" in types(dev, "/incident new Checkout is down, still", channel="#checkout")


def test_the_form_shows_look_alikes_once_it_knows_enough_and_joining_opens_nothing(
    ana: Person, ben: Person, clean_engine: Engine
) -> None:
    did(clean_engine, ("ana", "new Checkout is down service:payments"))
    form = form_after(ben, "/incident new")
    form.fill("Summary", "since <11:00>\n*really*")
    assert JOIN not in form.labels
    form.enter("Title", "Search is slow")
    assert JOIN not in form_of(ben).labels

    form.fill("Service", "payments")

    ben.wait_for(lambda: JOIN in form_of(ben).labels)
    assert "Join #1 instead?" in form.seen_text
    assert form.value("Title") == "Search is slow"
    assert form.value("Summary") == "since <11:00>\n*really*"
    form.press("More")
    ben.wait_for(lambda: "Priority" in form_of(ben).labels)
    assert JOIN in form_of(ben).labels
    form_of(ben).fill("Service", None)
    ben.wait_for(lambda: JOIN not in form_of(ben).labels)
    assert "Priority" in form_of(ben).labels
    form_of(ben).enter("Title", "Checkout's down")
    form_of(ben).press(JOIN)
    assert "You follow #1 — Checkout is down. It is Open." in form_of(ben).seen_text
    assert "What you had typed:\n>Checkout's down\n>since <11:00>\n>*really*" in form_of(ben).seen_text.replace(
        "\u200b", ""
    )
    assert form_of(ben).labels == ["Close"]
    assert followed(clean_engine, "U0BEN") == [("1", False)]
    assert "You have no unresolved incidents" in types(ben, "/incident")


def test_looking_while_the_form_is_filled_in_is_a_handful_of_reads(
    ana: Person, both_engines: Engines, clean_engine: Engine
) -> None:
    did(clean_engine, ("ana", "new Checkout is down service:payments"))
    form = form_after(ana, "/incident new")
    form.fill("Service", "payments")
    with statements_of(both_engines.interactive) as sent:
        form.enter("Title", "Checkout is down")

    assert len(sent) == 3, sent
    assert all(statement.startswith(("SELECT", "WITH")) for statement in sent)
