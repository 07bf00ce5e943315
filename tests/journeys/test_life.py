"""An incident's life, from one line to its end, by command, button and form."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import Person, Sandbox
from storage import comments, history, incidents
from storage.engine import Engines
from storage.records import Change, Status
from tests.bot.sandbox.asking import ask
from tests.journeys.before import did
from tests.journeys.seeing import (
    INCIDENTS,
    answer_to,
    card,
    cards,
    direct_messages,
    form_of,
    has_form,
    said_last,
    stored,
    thread,
    types,
    until_told,
)
from tests.waiting import until_all_is_said

Settle = Callable[[], None]


def test_one_line_opens_an_incident_and_posts_its_card(ana: Person, ben: Person, all_is_said: Settle) -> None:
    answer = types(ana, "/incident new Checkout is down sev1 @ben -- since 11:00")

    assert answer == "Opened #1 SEV1 · P1 · @ben — Checkout is down\nUndo\nEdit"
    all_is_said()
    [shown] = cards(ben)
    for fact in ("#1 Checkout is down", "SEV1 critical", "P1", "Open", "@ben", "Reporter\nAna Torres", "since 11:00"):
        assert fact in shown.seen_text
    assert shown.labels == ["Take", "Comment", "Resolve", "More"]
    assert [message.splitlines()[0] for message in direct_messages(ben)] == ["@ana assigned #1 to you."]


def test_the_card_lives_through_take_comment_resolve_and_reopen(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle, clean_engine: Engine
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
    assert closed.labels == ["Reopen", "More"]

    closed.press("Reopen")
    all_is_said()
    assert "In progress" in card(ana, 1).seen_text
    assert thread(ana, 1) == [
        "Ben Okafor took this. Status: In progress.",
        "Ben Okafor commented:\n>The graphs look better",
        "Ben Okafor resolved this. Status: Resolved.\n>Rolled back",
        "Ana Torres reopened this. Status: In progress.",
    ]
    unread = ask(acme, "/sandbox/state?as=U0ANA").json["unread"]
    called = {each["person"]: each["mentions"] for each in unread if each["channel"] == "C0INCIDENTS"}
    assert (called["U0ANA"], called["U0BEN"]) == (0, 0), "somebody is called to their own act"
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


MOVES = [
    ("take {n}", "You have #{n} — Slow search. It is In progress.", "in_progress", "U0ANA", None),
    ("ack #{n} I am on it", "You have #{n} — Slow search. It is In progress.", "in_progress", "U0ANA", "I am on it"),
    ("{n} claim", "You have #{n} — Slow search. It is In progress.", "in_progress", "U0ANA", None),
    (
        "start inc-{n}",
        "Started on #{n} — Slow search. You have it now. It is In progress.",
        "in_progress",
        "U0ANA",
        None,
    ),
    ("mitigate {n} moved away", "Mitigated #{n} — Slow search.", "mitigated", None, "moved away"),
    ("RESOLVE {n}", "Resolved #{n} — Slow search.", "resolved", None, None),
    ("fix {n} rolled\nback", "Resolved #{n} — Slow search.", "resolved", None, "rolled\nback"),
    ("{n} close done", "Resolved #{n} — Slow search.", "resolved", None, "done"),
]


def test_every_word_for_a_move_moves_by_command(ana: Person, clean_engine: Engine, subtests: pytest.Subtests) -> None:
    did(clean_engine, *[("ana", "new Slow search")] * len(MOVES))
    for n, (typed, words, status, assignee_id, note) in enumerate(MOVES, start=1):
        with subtests.test(typed=typed):
            answer = types(ana, "/incident " + typed.format(n=n))

            said = " Your note is a comment now." if note else ""
            assert answer == words.format(n=n) + said
            assert _state(clean_engine, n) == (status, assignee_id, note)


def test_an_incident_goes_back_and_forth_and_its_priority_follows_again_by_command(
    ana: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Slow search p1")
    answer = types(ana, "/incident prio 1 auto")
    assert answer == "Changed #1 — Slow search: priority P1 → “follows the severity”. Its priority follows: P3."
    assert stored(clean_engine, 1).own_priority is None
    types(ana, "/incident start 1")

    reverted = types(ana, "/incident revert 1 wrong one")
    types(ana, "/incident resolve 1")
    reopened = types(ana, "/incident reopen 1 it is back")

    assert reverted == "Set back #1 — Slow search. It is Open. Your note is a comment now."
    said, _, button = reopened.partition("\n")
    assert (
        said == "Reopened #1 — Slow search. It is In progress. Your note is a comment now. No next update is promised."
    )
    assert button == "Next update due"
    assert _state(clean_engine, 1) == ("in_progress", "U0ANA", "it is back")


CHANGES = [
    ("assign {n} @ben", "assignee nobody → @ben", {"assignee_id": "U0BEN"}, None),
    ("assign @ben {n} please look", "assignee nobody → @ben", {"assignee_id": "U0BEN"}, "please look"),
    ("{n} assign @ben", "assignee nobody → @ben", {"assignee_id": "U0BEN"}, None),
    ("severity {n} sev1", "severity SEV3 → SEV1. Its priority follows: P1", {"severity": "sev1"}, None),
    ("sev sev2 {n} one region", "severity SEV3 → SEV2. Its priority follows: P2", {"severity": "sev2"}, "one region"),
    ("sev {n} 4", "severity SEV3 → SEV4. Its priority follows: P4", {"severity": "sev4"}, None),
    ("priority {n} p1", "priority “follows the severity” → P1", {"own_priority": "p1"}, None),
    ("prio p2 {n} it hurts", "priority “follows the severity” → P2", {"own_priority": "p2"}, "it hurts"),
    ("edit {n} Search is down", "title “Slow search” → “Search is down”", {"title": "Search is down"}, None),
    ("rename {n} “p1 search”", "title “Slow search” → “p1 search”", {"title": "p1 search"}, None),
]


def test_every_field_changes_by_command_in_either_order(
    ana: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    did(clean_engine, *[("ana", "new Slow search")] * len(CHANGES))
    for n, (typed, changed, fields, note) in enumerate(CHANGES, start=1):
        with subtests.test(typed=typed):
            answer = types(ana, "/incident " + typed.format(n=n))

            incident: Any = stored(clean_engine, n)
            said = " Your note is a comment now." if note else ""
            assert answer == f"Changed #{n} — {incident.title}: {changed}.{said}"
            assert {name: getattr(incident, name) for name in fields} == fields
            assert _state(clean_engine, n)[2] == note


HELD_ALREADY = "Nothing to change: #1 — Slow search has that already. Your note is a comment now."
SAID_ANYHOW = [
    ("take 1 {note}", "You already have #1 — Slow search. Your note is a comment now."),
    ("assign 1 @ana {note}", HELD_ALREADY),
    ("severity 1 sev3 {note}", HELD_ALREADY),
    ("priority 1 auto {note}", HELD_ALREADY),
]


def test_a_note_is_kept_where_nothing_changes_or_repeated_where_nothing_can(
    ana: Person, clean_engine: Engine, all_is_said: Settle, subtests: pytest.Subtests
) -> None:
    types(ana, "/incident new Slow search")
    for nth, (typed, answer) in enumerate([("release 1 {note}", HELD_ALREADY), ("take 1", ""), *SAID_ANYHOW]):
        with subtests.test(typed=typed):
            said = types(ana, "/incident " + typed.format(note=f"note {nth}"))
            if answer:
                assert (said, said_last(clean_engine, 1)) == (answer, f"note {nth}")
    all_is_said()
    told = [
        "Ana Torres took this. Status: In progress.",
        *(f"Ana Torres commented:\n>note {nth}" for nth in (0, 2, 3, 4, 5)),
    ]
    assert sorted(thread(ana, 1)) == sorted(told)

    refused = types(ana, "/incident start 1 here we go")

    assert "#1 is In progress, so you can't start it." in refused
    assert "You typed: /incident start 1 here we go" in refused
    assert said_last(clean_engine, 1) == "note 5"


def test_what_was_changed_is_said_once_under_the_card_with_the_note(
    ana: Person, ben: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search")
    types(ana, "/incident assign 1 @ben please look")
    types(ben, "/incident severity 1 sev1")
    types(ben, "/incident release 1 my shift is over")
    all_is_said()

    assert thread(ana, 1) == [
        "Ana Torres changed assignee nobody → @ben.\n>please look",
        "Ben Okafor changed severity SEV3 → SEV1.",
        "Ben Okafor released this.\n>my shift is over",
    ]
    for fact in ("SEV1 critical", "P1", "Assignee\nnobody", "@ben just now: my shift is over"):
        assert fact in card(ana, 1).seen_text


def test_a_comment_is_kept_word_for_word(ana: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new Slow search")

    for verb, words in (("comment", "sev1 is wrong, see @ben"), ("note", "sev2 is wrong, see @ben")):
        assert types(ana, f"/incident {verb} 1 {words}").startswith("Comment added to #1 — Slow search")
        assert _state(clean_engine, 1)[2] == words


def test_a_number_shows_its_card_privately(ana: Person, clean_engine: Engine, subtests: pytest.Subtests) -> None:
    did(clean_engine, ("ana", "new Slow search"))

    for typed in ("1", "#1", "inc-1", "show 1", "view #1", "status 1", "1 show"):
        with subtests.test(typed=typed):
            shown = answer_to(ana, f"/incident {typed}")

            assert "#1 Slow search\nSeverity" in shown.seen_text
            assert shown.labels == ["Take", "Comment", "Resolve", "More"]


def _state(engine: Engine, number: int) -> tuple[str, str | None, str | None]:
    """Return status, assignee and the last comment."""
    incident = stored(engine, number)
    return str(incident.status), incident.assignee_id, said_last(engine, number)


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


def test_a_private_card_shows_what_its_button_and_its_form_did(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    shown = ana.type(INCIDENTS, "/incident 1")
    assert shown is not None
    assert "Open" in shown.seen_text

    shown.press("Take")

    all_is_said()
    until_told(ana, "In progress")

    shown.press("Resolve")
    form_of(ana).submit("Resolve")

    until_told(ana, "after less than a minute")
    assert len(ana.private_answers(INCIDENTS)) == 2


def test_the_list_shows_the_newest_and_opens_one(ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, *(("ana", f"new Incident number {number}") for number in range(1, 13)))

    listed = ana.type(INCIDENTS, "/incident list")

    assert listed is not None
    rows = [line for line in listed.seen_text.splitlines() if line.startswith("#")]
    assert [row.split()[0] for row in rows] == [f"#{number}" for number in range(12, 2, -1)]
    assert "Next" in listed.labels
    listed.choose("Show", near="#7")
    until_told(ana, "#7 Incident number 7\nSeverity")


def test_everything_is_still_there_after_a_restart(
    acme: Sandbox, tracker: Tracker, connections: Connections, both_engines: Engines, clean_engine: Engine
) -> None:
    ana = acme.person("ana")
    types(ana, "/incident new Checkout is down sev1")
    until_all_is_said(clean_engine)
    tracker.stop()

    again = Tracker(connections, both_engines)
    again.start().result(timeout=10)
    try:
        card(ana, 1).press("Take")
        until_all_is_said(clean_engine)
    finally:
        again.stop()

    assert "In progress" in card(ana, 1).seen_text
