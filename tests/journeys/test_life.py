"""An incident's life, from one line to its end, by command, button and form."""

from collections.abc import Callable

from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import Person, Sandbox
from storage import comments, history, incidents
from storage.records import Change, Status
from tests.journeys.seeing import INCIDENTS, card, cards, direct_messages, form_of, has_form, thread, types, until_told
from tests.waiting import until_all_is_said

Settle = Callable[[], None]


def test_one_line_opens_an_incident_and_posts_its_card(ana: Person, ben: Person, all_is_said: Settle) -> None:
    answer = types(ana, "/incident new Checkout is down sev1 @ben -- since 11:00")

    assert answer == "Opened #1 SEV1 · P1 · @ben — Checkout is down"
    all_is_said()
    [shown] = cards(ben)
    for fact in ("#1 Checkout is down", "SEV1 critical", "P1", "Open", "@ben", "@ana", "since 11:00"):
        assert fact in shown.seen_text
    assert shown.labels == ["Take", "Comment", "Resolve"]
    assert [message.splitlines()[0] for message in direct_messages(ben)] == ["@ana assigned #1 to you."]


def test_the_card_lives_through_take_comment_resolve_and_reopen(
    ana: Person, ben: Person, all_is_said: Settle, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ana")
    all_is_said()

    card(ben, 1).press("Take")
    all_is_said()
    assert "In progress" in card(ana, 1).seen_text
    assert "Assignee\n@ben" in card(ana, 1).seen_text

    card(ben, 1).press("Comment")
    form = form_of(ben)
    form.fill("Comment", "The graphs look better")
    form.submit("Comment")
    all_is_said()
    assert "@ben just now: The graphs look better" in card(ana, 1).seen_text

    card(ben, 1).press("Resolve")
    form = form_of(ben)
    form.fill("Note", "Rolled back")
    form.submit("Resolve")
    all_is_said()
    closed = card(ana, 1)
    assert "Resolved" in closed.seen_text
    assert "after less than a minute" in closed.seen_text
    assert closed.labels == ["Reopen"]

    closed.press("Reopen")
    all_is_said()
    assert "In progress" in card(ana, 1).seen_text
    assert thread(ana, 1) == [
        "@ben took this. Status: In progress.",
        "@ben commented:\n>The graphs look better",
        "@ben resolved this. Status: Resolved.\n>Rolled back",
        "@ana reopened this. Status: In progress.",
    ]
    with clean_engine.connect() as tx:
        incident = incidents.get(tx, "T0ACME", 1)
        entries = reversed(history.newest(tx, incident, limit=100))
        happened = [(entry.change, entry.old, entry.new, entry.actor_id) for entry in entries]
        last = comments.last(tx, incident)
    assert happened == [
        (Change.OPENED, None, "Checkout is down", "U0ANA"),
        (Change.ASSIGNEE, None, "U0ANA", "U0ANA"),
        (Change.STATUS, "open", "in_progress", "U0BEN"),
        (Change.ASSIGNEE, "U0ANA", "U0BEN", "U0BEN"),
        (Change.COMMENTED, None, happened[4][2], "U0BEN"),
        (Change.STATUS, "in_progress", "resolved", "U0BEN"),
        (Change.COMMENTED, None, happened[6][2], "U0BEN"),
        (Change.STATUS, "resolved", "in_progress", "U0ANA"),
    ]
    assert incident.status is Status.IN_PROGRESS
    assert last is not None
    assert last.body == "Rolled back"


def test_every_verb_of_the_lifecycle_works_as_a_command(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")

    answers = [
        types(ana, f"/incident {typed}")
        for typed in (
            "start 1",
            "revert 1",
            "mitigate #1 moved away",
            "resolve inc-1",
            "reopen 1",
            "1 close done",
            "view 1",
        )
    ]

    all_is_said()
    assert answers[:6] == [
        "Started on #1 — Slow search. It is In progress.",
        "Set back #1 — Slow search. It is Open.",
        "Mitigated #1 — Slow search. It is Mitigated. Your note is a comment now.",
        "Resolved #1 — Slow search. It is Resolved.",
        "Reopened #1 — Slow search. It is In progress.",
        "Resolved #1 — Slow search. It is Resolved. Your note is a comment now.",
    ]
    assert "Resolved" in answers[6]
    assert len(cards(ana)) == 1


def test_the_form_opens_an_incident_with_everything_typed_before(ana: Person, all_is_said: Settle) -> None:
    ana.type(INCIDENTS, "/incident new sev2 @ben service:payments p1 -- since noon")
    form = form_of(ana)
    assert form.title == "New incident"
    assert form.value("Summary") == "since noon"

    form.fill("Title", "Error 500")
    form.submit("Open incident")

    all_is_said()
    assert not has_form(ana)
    seen = card(ana, 1).seen_text
    for fact in ("#1 Error 500", "SEV2 major", "P1", "@ben", "payments", "since noon"):
        assert fact in seen
    until_told(ana, "Opened #1 SEV2 · P1 · @ben · payments — Error 500")


def test_resolving_asks_for_the_service_that_opening_skipped(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Error 500")
    all_is_said()

    card(ana, 1).press("Resolve")
    form = form_of(ana)
    assert form.suggestions("Service", "pay") == ["Create “pay”"]
    form.fill("Service", "Create “pay”")
    form.submit("Resolve")

    all_is_said()
    assert "pay" in card(ana, 1).seen_text
    types(ana, "/incident new service:pay Error 501")
    all_is_said()
    assert "Service\npay" in card(ana, 2).seen_text


def test_a_private_card_shows_what_its_button_did(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    shown = ana.type(INCIDENTS, "/incident 1")
    assert shown is not None
    assert "Open" in shown.seen_text

    shown.press("Take")

    all_is_said()
    until_told(ana, "In progress")


def test_a_private_card_shows_what_its_form_did(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    shown = ana.type(INCIDENTS, "/incident 1")
    assert shown is not None

    shown.press("Resolve")
    form_of(ana).submit("Resolve")

    until_told(ana, "after less than a minute")
    assert len(ana.private_answers(INCIDENTS)) == 2


def test_the_list_shows_the_newest_and_opens_one(ana: Person) -> None:
    for number in range(1, 13):
        types(ana, f"/incident new Incident number {number}")

    listed = ana.type(INCIDENTS, "/incident list")

    assert listed is not None
    rows = [line for line in listed.seen_text.splitlines() if line.startswith("#")]
    assert [row.split()[0] for row in rows] == [f"#{number}" for number in range(12, 2, -1)]
    assert "there are more" in listed.seen_text
    listed.press("Show", near="#7")
    until_told(ana, "#7 Incident number 7\nSeverity")


def test_everything_is_still_there_after_a_restart(
    acme: Sandbox, tracker: Tracker, connections: Connections, clean_engine: Engine
) -> None:
    ana = acme.person("ana")
    types(ana, "/incident new Checkout is down sev1")
    until_all_is_said(clean_engine)
    tracker.stop()

    again = Tracker(connections)
    again.start().result(timeout=10)
    try:
        card(ana, 1).press("Take")
        until_all_is_said(clean_engine)
    finally:
        again.stop()

    assert "In progress" in card(ana, 1).seen_text
