"""The help tells the truth: what it shows can be typed; what was mistyped is offered as buttons that work."""

import pytest
from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.language.filters import EXPLAINED
from bot.language.verb import Verb
from bot.language.verbs import VERBS
from bot.sandbox import Person, Sandbox
from tests.journeys.before import did
from tests.journeys.seeing import (
    REFUSED,
    answer_to,
    form_of,
    has_form,
    private_answers,
    said_last,
    stored,
    types,
    until_told,
)

AS_IT_IS = (
    "title = 'Checkout is down again', status = 'open', assignee_id = NULL, resolved_at = NULL,"
    " deleted_at = NULL, deleted_by = NULL"
)
POSSIBLE = {
    "release": "assignee_id = 'U0ANA'",
    "revert": "status = 'in_progress'",
    "reopen": "status = 'resolved', resolved_at = now(), acknowledged_at = now()",
    "restore": "deleted_at = now(), deleted_by = 'U0ANA'",
}
"""What must be so before a verb is possible, where it is not so from the beginning."""


@pytest.fixture
def chloe(acme: Sandbox, tracker: Tracker, clean_engine: Engine) -> Person:
    """Give Chloe, who is an admin and may do everything, where #42 was opened."""
    chloe = acme.person("chloe")
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE counters SET next_number = 42"))
    types(chloe, "/incident new Checkout is down again service:payments cat:api")
    return chloe


def _make_possible(engine: Engine, verb: Verb) -> None:
    with engine.begin() as tx:
        tx.execute(text(f"UPDATE incidents SET {AS_IT_IS} WHERE number = 42"))  # noqa: S608 - our own words
        if verb.word in POSSIBLE:
            tx.execute(text(f"UPDATE incidents SET {POSSIBLE[verb.word]} WHERE number = 42"))  # noqa: S608


def _examples(person: Person, verb: Verb) -> list[str]:
    """Return the examples of a verb as its help shows them."""
    explained = types(person, f"/incident help {verb.word}")
    return explained.split("For example:\n")[1].splitlines()


def _pick(person: Person) -> None:
    """Go on with the picker that is open: there #42 can be chosen."""
    form = form_of(person)
    assert "#42 Checkout is down again" in form.suggestions("Incident", "")
    form.fill("Incident", "#42 Checkout is down again")
    form.submit()
    assert form.errors == {}


def test_every_example_of_the_help_can_be_typed(chloe: Person, clean_engine: Engine, subtests: pytest.Subtests) -> None:
    for verb in VERBS:
        shown = _examples(chloe, verb)
        assert len(shown) == len(verb.examples)
        aliased = [f"/incident {alias} {verb.examples[0]}" for alias in verb.aliases]
        for typed in [*shown, *aliased]:
            with subtests.test(typed=typed):
                _make_possible(clean_engine, verb)
                _can_be_typed(chloe, verb, typed)


def test_every_filter_of_the_help_can_be_typed(chloe: Person, subtests: pytest.Subtests) -> None:
    explained = types(chloe, "/incident help list")

    assert types(chloe, "/incident help filters") == types(chloe, "/incident help filter") == explained
    for filter_ in EXPLAINED:
        assert filter_.means in explained
        for example in filter_.examples:
            with subtests.test(typed=example):
                assert example in explained
                assert REFUSED not in types(chloe, f"/incident list {example}")
                assert REFUSED not in types(chloe, f"/incident search checkout {example}")


def test_the_help_says_which_words_of_new_count_and_how_a_title_is_literal(ana: Person) -> None:
    explained = types(ana, "/incident help new")

    assert "Words like sev1 count only at the beginning and at the end" in explained
    assert "In double quotes, the title is taken literally." in explained


def test_the_help_says_how_one_snoozes(ana: Person) -> None:
    explained = types(ana, "/incident help remind")

    snoozes = "remind 42 2h snoozes: the next reminder comes in two hours, that of a promised update when it is due."
    assert f"{snoozes}\nAlso: snooze." in explained


def _can_be_typed(person: Person, verb: Verb, typed: str) -> None:
    answer = types(person, typed)

    assert REFUSED not in answer
    assert answer or has_form(person)
    if has_form(person) and form_of(person).labels[:1] == ["Incident"]:
        _pick(person)
    if has_form(person):
        assert form_of(person).title.endswith("#42") or verb.word in ("new", "search", "settings")
        form_of(person).close()


def test_the_help_names_every_verb_and_opens_the_form_for_a_new_incident(ana: Person) -> None:
    explained = answer_to(ana, "/incident help")

    for verb in VERBS:
        assert verb.usage in explained.seen_text
        assert verb.does.replace("`", "") in explained.seen_text
    explained.press("New incident")
    assert form_of(ana).title == "New incident"


OFFERED = [
    ("open 1", ["show 1", "reopen 1"]),
    ("open Disk full", ["new Disk full", "list open"]),
    ("opne", ["list open", "new"]),
    ("list opne", ["list open", "search opne"]),
    ("list disk full", ["search disk full"]),
    ("mine is down", ["new mine is down", "search is down"]),
    ("update 1 sev1", ["severity 1 sev1", "comment 1 sev1"]),
    ("change 1 p2", ["priority 1 p2", "comment 1 p2"]),
    ("set 1 @ben", ["assign 1 @ben", "comment 1 @ben"]),
    ("modify 1 all is well", ["comment 1 all is well", "edit 1 all is well"]),
    ("1 sev1", ["severity 1 sev1", "comment 1 sev1", "new 1 sev1"]),
    ("resolv 1 done", ["resolve 1 done"]),
    ("unassign 1", ["release 1"]),
    ("Disk full", ["new Disk full"]),
    ("assign 1 me", ["take 1"]),
    ("assign 1 chloe", ["assign 1 @Chloe Martin"]),
    ("assign 1 Chloe Martin please look", ["assign 1 @Chloe Martin please look"]),
    ("list sev1 reporter:chloe", ["list sev1 reporter:@Chloe Martin"]),
    ("new Disk full @martin", ["new Disk full @Chloe Martin"]),
    ("users chloe admin", ["users @Chloe Martin admin"]),
    ("follow @cloe.martin", ["follow @Chloe Martin"]),
]
PRESSED = [
    ("open 1", "show 1", "#1 Slow search\nSeverity"),
    ("update 1 sev1", "severity 1 sev1", "Changed #1 — Slow search: severity SEV3 → SEV1"),
    ("update 1 sev1", "comment 1 sev1", "Comment added to #1"),
    ("set 1 @ben", "assign 1 @ben", "assignee nobody → @ben"),
    ("assign 1 martin, she knows", "assign 1 @Chloe Martin, she knows", "assignee @ben → @chloe"),
    ("resolv 1 a < b & c", "resolve 1 a < b & c", "Resolved #1"),
    ("Disk is full sev1 @ben", "new Disk is full sev1 @ben", "Opened #2 SEV1 · P1 · @ben — Disk is full"),
]


def test_what_may_have_been_meant_is_offered_and_only_done_in_the_place_of_the_answer_once_it_is_pressed(
    ana: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    did(clean_engine, ("ana", "new Slow search"))
    before = stored(clean_engine, 1).updated_at

    for typed, offered in OFFERED:
        with subtests.test(typed=typed):
            answer = answer_to(ana, f"/incident {typed}")

            assert answer.labels == offered
            assert f"You typed: /incident {typed}" in answer.seen_text
            assert stored(clean_engine, 1).updated_at == before

    for typed, pressed, told in PRESSED:
        with subtests.test(typed=typed, pressed=pressed):
            answer = answer_to(ana, f"/incident {typed}")
            shown_before = len(private_answers(ana))

            answer.press(pressed)

            until_told(ana, told)
            assert told in answer.seen_text
            assert len(private_answers(ana)) == shown_before


def test_an_offer_keeps_what_was_typed_word_for_word_reopens_and_opens_its_form_where_it_needs_more(
    ana: Person, clean_engine: Engine
) -> None:
    did(clean_engine, ("ana", "new Slow search"))

    answer_to(ana, "/incident resolv 1 see @ben, a < b & c").press("resolve 1 see @ben, a < b & c")
    assert said_last(clean_engine, 1) == "see @ben, a < b & c"

    answer_to(ana, "/incident open 1").press("reopen 1")
    assert stored(clean_engine, 1).status == "in_progress"

    answer_to(ana, "/incident sevrity 1").press("severity 1")
    assert form_of(ana).title == "Severity of #1"
