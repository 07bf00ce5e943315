"""Two people with forms about the same incident: nobody's work is lost, and nobody's is overwritten unseen."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.app import Tracker
from bot.sandbox import Modal, Person, Sandbox
from tests.journeys.before import did
from tests.journeys.seeing import (
    answer_to,
    form_after,
    form_of,
    form_of_picked,
    has_form,
    private_answers,
    said_last,
    stored,
    thread,
    types,
    until_told,
)
from tests.waiting import until

Settle = Callable[[], None]
CHANGED = "This changed while the form was open. "


SLOW = ("ana", "new Slow search sev3 service:search cat:api -- since noon")
"""With something in every field."""


@pytest.fixture
def opened(ana: Person, clean_engine: Engine) -> None:
    """Let #1 be open."""
    did(clean_engine, SLOW)


@pytest.fixture
def chloe(acme: Sandbox, tracker: Tracker, opened: None) -> Person:
    """Give Chloe, who owns the workspace, so she is an admin."""
    return acme.person("chloe")


def _edits(person: Person, number: int = 1, **fields: str | None) -> Modal:
    """Return an edit form with these fields filled in, not yet saved."""
    form = form_after(person, f"/incident edit {number}")
    for label, value in fields.items():
        form.fill(label, value)
    return form


def test_different_fields_of_two_edits_both_stand(
    opened: None, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    hers = _edits(ana, Title="Search is down", Summary="since eleven")
    his = _edits(ben, Severity="SEV1 critical", Assignee="ben")

    hers.submit("Save")
    his.submit("Save")

    assert not has_form(ana)
    assert not has_form(ben)
    incident = stored(clean_engine, 1)
    assert (incident.title, incident.summary) == ("Search is down", "since eleven")
    assert (incident.severity, incident.assignee_id) == ("sev1", "U0BEN")
    until_told(ben, "Changed #1 — Search is down: assignee nobody → @ben, severity SEV3 → SEV1.")
    told = private_answers(ben)[-1]
    retitled, described = "title “Slow search” → “Search is down”", "summary “since noon” → “since eleven”"
    assert f"Meanwhile: @ana changed {retitled}. @ana changed {described}." in told
    all_is_said()
    assert "title" not in thread(ana, 1)[-1]


FIELDS = [
    ("Title", "Search is down", "Search is slow", "@ana changed title “Slow search” → “Search is down”."),
    ("Severity", "SEV1 critical", "SEV2 major", "@ana changed severity SEV3 → SEV1."),
    ("Priority", "P1", "P2", "@ana changed priority “follows the severity” → P1."),
    ("Service", None, "Create “web”", "@ana changed service search → none."),
    ("Assignee", "ana", "ben", "@ana changed assignee nobody → @ana."),
    ("Summary", "since eleven", "since ten", "@ana changed summary “since noon” → “since eleven”."),
]


def test_the_same_field_of_two_edits_is_asked_about_and_saved_when_saved_again(
    ana: Person, ben: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    did(clean_engine, *[SLOW] * len(FIELDS))
    for number, field in enumerate(FIELDS, 1):
        with subtests.test(field=field[0]):
            _both_edit(ana, ben, clean_engine, number, *field)


def _both_edit(
    ana: Person, ben: Person, engine: Engine, number: int, label: str, hers: str | None, his: str, said: str
) -> None:
    form = _edits(ben, number)
    form.suggestions("Service", "web")
    form.fill(label, his)
    _edits(ana, number, **{label: hers}).submit("Save")
    between = stored(engine, number)

    form.submit("Save")

    form = form_of(ben)
    assert form.errors == {}
    assert form.seen_text.startswith(CHANGED)
    assert f"• {said}" in form.seen_text
    assert _name(form.value(label)) == _name(his)
    assert stored(engine, number).updated_at == between.updated_at

    form.submit("Save")

    assert not has_form(ben)
    assert stored(engine, number).updated_at > between.updated_at
    assert form_after(ana, f"/incident edit {number}").value(label) == _name(his)


def _name(chosen: object) -> str:
    """Return what is created, of something to create."""
    return str(chosen).removeprefix("Create “").removesuffix("”")


def test_of_a_contested_edit_the_other_fields_keep_what_was_typed_and_somebody_may_be_faster_a_second_time(
    opened: None, ana: Person, ben: Person, clean_engine: Engine
) -> None:
    form = _edits(ben, Title="Search is slow", Summary="since ten", Assignee="ben")
    _edits(ana, Title="Search is down", Severity="SEV1 critical").submit("Save")

    form.submit("Save")

    form = form_of(ben)
    assert [form.value(label) for label in ("Title", "Summary", "Assignee")] == ["Search is slow", "since ten", "ben"]
    assert "• @ana changed title" in form.seen_text
    form.submit("Save")
    incident = stored(clean_engine, 1)
    assert (incident.title, incident.summary, incident.severity) == ("Search is slow", "since ten", "sev1")
    assert incident.assignee_id == "U0BEN"

    form = _edits(ben, Title="Search is fast")
    types(ana, "/incident edit 1 Search is down")
    form.submit("Save")
    types(ana, "/incident edit 1 Search is gone")

    form.submit("Save")

    assert "“Search is down” → “Search is gone”" in form_of(ben).seen_text
    assert stored(clean_engine, 1).title == "Search is gone"
    form_of(ben).submit("Save")
    assert stored(clean_engine, 1).title == "Search is fast"


def test_two_who_say_the_same_do_not_disagree_and_an_untouched_form_takes_nothing_back(
    opened: None, ana: Person, ben: Person, clean_engine: Engine
) -> None:
    form = _edits(ben, Severity="SEV1 critical")
    types(ana, "/incident severity 1 sev1")

    form.submit("Save")

    assert not has_form(ben)
    until_told(ben, "Nothing to change: #1")

    form = _edits(ben)
    types(ana, "/incident severity 1 sev2")
    types(ana, "/incident take 1")

    form.submit("Save")

    incident = stored(clean_engine, 1)
    assert (incident.severity, incident.assignee_id) == ("sev2", "U0ANA")


def test_the_form_of_one_field_asks_too_and_keeps_its_note(
    ana: Person, ben: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    fields = [
        ("assign 1", "Assignee", "ben", "take 1", "@ana changed assignee nobody → @ana."),
        ("severity 2", "Severity", "SEV2 major", "severity 2 sev1", "@ana changed severity SEV3 → SEV1."),
        ("priority 3", "Priority", "P2", "priority 3 p1", "@ana changed priority “follows the severity” → P1."),
    ]
    did(clean_engine, *[SLOW] * len(fields))
    for number, (typed, label, his, faster, said) in enumerate(fields, 1):
        with subtests.test(typed=typed):
            form = form_after(ben, f"/incident {typed}")
            form.fill(label, his)
            form.fill("Note", "because of the customer")
            types(ana, f"/incident {faster}")

            form.submit()

            form = form_of(ben)
            assert f"• {said}" in form.seen_text
            assert (form.value(label), form.value("Note")) == (his, "because of the customer")
            form.submit()
            assert not has_form(ben)
            assert said_last(clean_engine, number) == "because of the customer"


def test_a_comment_is_added_although_it_was_resolved_meanwhile_and_ones_own_acts_are_no_news(
    opened: None, ana: Person, ben: Person, clean_engine: Engine
) -> None:
    form = form_after(ana, "/incident comment 1")
    form.fill("Comment", "The graphs look worse")
    types(ana, "/incident severity 1 sev1")
    form.submit("Comment")
    until_told(ana, "Comment added to #1")
    assert "Meanwhile" not in private_answers(ana)[-1]

    form = form_after(ben, "/incident comment 1")
    form.fill("Comment", "The graphs look better")
    types(ana, "/incident resolve 1 rolled back")

    form.submit("Comment")

    assert not has_form(ben)
    until_told(ben, "Comment added to #1 — Slow search")
    told = private_answers(ben)[-1]
    assert "Meanwhile: @ana changed status Open → Resolved. @ana commented: rolled back." in told
    assert said_last(clean_engine, 1) == "The graphs look better"


def test_what_was_typed_about_a_deleted_incident_stays_and_the_form_says_who_deleted_it(
    chloe: Person, ben: Person, subtests: pytest.Subtests
) -> None:
    for verb, label in (("comment", "Comment"), ("edit", "Title"), ("assign", "Note"), ("resolve", "Note")):
        with subtests.test(verb=verb):
            form = form_of_picked(ben, verb)
            form.fill(label, "Restarted it")
            form_after(chloe, "/incident delete 1").submit("Delete")

            form.submit()

            gone = "#1 was deleted by @Chloe Martin. An admin can bring it back: /incident restore 1."
            assert list(form.errors.values()) == [gone]
            assert form.value(label) == "Restarted it"
            types(chloe, "/incident restore 1")
            form.submit()
            assert not has_form(ben)


def test_resolving_what_somebody_has_resolved_says_who_and_lets_the_note_become_a_comment(
    ana: Person, ben: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Slow search")
    form = form_of_picked(ben, "resolve")
    form.fill("Note", "Restarted it")
    form.fill("Summary", "A queue was full")
    form.fill("Assignee", "ben")
    types(ana, "/incident resolve 1 rolled back")

    form.submit("Resolve")

    form = form_of(ben)
    assert form.title == "Comment on #1"
    assert form.seen_text.startswith(
        "That came too late, but your note can become a comment. What else you chose is not kept.\n"
        "#1 is Resolved, so you can't resolve it. Possible now: /incident reopen 1.\n"
        "• @ana changed status Open → Resolved.\n• @ana commented: rolled back.\n"
    )
    assert form.value("Comment") == "Restarted it\n\nA queue was full"
    assert said_last(clean_engine, 1) == "rolled back"
    form.submit("Comment")
    assert not has_form(ben)
    until_told(ben, "Comment added to #1")
    assert said_last(clean_engine, 1) == "Restarted it\n\nA queue was full"

    answer_to(ana, "/incident resolve 1 and @ben agrees").press("comment 1 and @ben agrees")

    until(lambda: said_last(clean_engine, 1) == "and @ben agrees")


def test_what_is_wrong_with_a_form_stands_under_its_field_beside_what_happened_meanwhile(
    opened: None, ana: Person, ben: Person
) -> None:
    form = form_of_picked(ben, "edit")
    form.fill("Assignee", "eva")
    types(ana, "/incident comment 1 looking")

    form.submit("Save")

    assert form.errors == {
        "Assignee": "@Eva Lind is deactivated. Choose somebody else, or nobody. "
        "While the form was open: @Ana Torres commented: looking."
    }


def test_what_was_filled_in_meanwhile_stands(ana: Person, ben: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new Slow search")
    form = form_of_picked(ben, "resolve")
    form.fill("Assignee", "ben")
    types(ana, "/incident take 1")

    form.submit("Resolve")

    until_told(ben, "Meanwhile: @ana changed status Open → In progress. @ana changed assignee nobody → @ana.")
    assert stored(clean_engine, 1).assignee_id == "U0ANA"
