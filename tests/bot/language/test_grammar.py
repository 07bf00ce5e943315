"""What is typed after `/incident`, read: numbers, moves, comments, and an answer for what is not in the language."""

from datetime import timedelta

import pytest

from bot.errors import Refusal
from bot.language import grammar
from bot.language.acts import (
    Act,
    AddComment,
    Draft,
    EditIncident,
    ExportIncidents,
    FillIn,
    FormName,
    MoveIncident,
    OpenIncident,
    StartDraft,
)
from bot.language.grammar import parse
from bot.language.looking_acts import ListIncidents, SearchIncidents, ShowHelp, ShowHistory, ShowIncident, ShowPanel
from bot.rules.lifecycle import Move
from bot.rules.merging import Edit
from storage.records import ME, UNRESOLVED, Filter, Priority, Severity, Sort, Status
from tests.bot.language.refused import refusal
from tests.bot.language.test_verbs import PICKED, USAGES
from tests.tables import for_each

MINUTE = timedelta(minutes=1)

MOVES = ["take", "start", "mitigate", "resolve", "reopen", "revert"]
TAKE_A_NOTE = [*MOVES, "release"]


@for_each(
    ("typed", "act"),
    [
        ("42", ShowIncident(42)),
        ("#42", ShowIncident(42)),
        ("inc-42", ShowIncident(42)),
        ("INC-42", ShowIncident(42)),
        (" 42 ", ShowIncident(42)),
        ("42\n", ShowIncident(42)),
        ("042", ShowIncident(42)),
        ("incident #42", ShowIncident(42)),
        ("incident 42, resolve: rolled back", MoveIncident(Move.RESOLVE, 42, "rolled back")),
        ("resolve 42 rolled back", MoveIncident(Move.RESOLVE, 42, "rolled back")),
        ("fix incident 42: rolled back", MoveIncident(Move.RESOLVE, 42, "rolled back")),
        ("resolve 42 see <@U0ANA|ana>", MoveIncident(Move.RESOLVE, 42, "see @ana")),
        ("comment 42 sev1 is wrong, see <@U0ANA|ana>", AddComment(42, "sev1 is wrong, see @ana")),
        ("NEW  Slow   search", OpenIncident(Draft(title="Slow search"))),
        ("new sev1 DB down", OpenIncident(Draft(title="DB down", severity=Severity.SEV1))),
        ("new", StartDraft(Draft())),
        ("new Incident sev1", StartDraft(Draft(severity=Severity.SEV1))),
        ('new "incident"', OpenIncident(Draft(title="incident"))),
        (
            "severity 42 sev2, half of them are out",
            EditIncident(42, Edit(severity=Severity.SEV2), "half of them are out"),
        ),
        ("take 42 please", MoveIncident(Move.TAKE, 42)),
        ("resolve 42 205 errors stopped", MoveIncident(Move.RESOLVE, 42, "205 errors stopped")),
        ("comment 42, 43 and 44 too", AddComment(42, "43 and 44 too")),
        ("new incident management is down", OpenIncident(Draft(title="incident management is down"))),
        ("help me", ShowHelp()),
        ("new sev1", StartDraft(Draft(severity=Severity.SEV1))),
        ("new -- since 11", StartDraft(Draft(summary="since 11"))),
        ("new\nsince 11", OpenIncident(Draft(title="since 11"))),
        ("new 42", OpenIncident(Draft(title="42"))),
        ("new help wanted", OpenIncident(Draft(title="help wanted"))),
        ("", ShowPanel()),
        (" \n\t ", ShowPanel()),
        ("help", ShowHelp()),
        ("help fix", ShowHelp("fix")),
        ("help  RESOLVE", ShowHelp("RESOLVE")),
        ("help\tresolve", ShowHelp("resolve")),
        ("? new", ShowHelp("new")),
        ("help <@U0ANA|ana>", ShowHelp("@ana")),
        ("list", ListIncidents()),
        ("LS ", ListIncidents()),
        ("open", ListIncidents(Filter(statuses=(Status.OPEN,)))),
        ("Unresolved, sev:1-2", ListIncidents(Filter(statuses=UNRESOLVED, severities=(Severity.SEV1, Severity.SEV2)))),
        ("oldest first", ListIncidents(Filter(sort=Sort.CREATED, is_descending=False))),
        ("reported by me", ListIncidents(Filter(reporter=ME))),
        ("incidents", ListIncidents()),
        ("which are open", ListIncidents(Filter(statuses=(Status.OPEN,)))),
        ("show open incidents", ListIncidents(Filter(statuses=(Status.OPEN,)))),
        ("show me open", ListIncidents(Filter(statuses=(Status.OPEN,)))),
        ("show me 42", ShowIncident(42)),
        ("42?", ShowIncident(42)),
        ("show about 42", ShowIncident(42)),
        ("export open as a CSV file", ExportIncidents(Filter(statuses=(Status.OPEN,)))),
        ("in progress", ListIncidents(Filter(statuses=(Status.IN_PROGRESS,)))),
        ("sev1", ListIncidents(Filter(severities=(Severity.SEV1,)))),
        ("p1 unassigned", ListIncidents(Filter(priorities=(Priority.P1,), is_unassigned=True))),
        ("<@U0ANA|ana>", ListIncidents(Filter(assignee="U0ANA"))),
        (
            "open sev:1-2 service:pay",
            ListIncidents(Filter(statuses=(Status.OPEN,), severities=(Severity.SEV1, Severity.SEV2), service="pay")),
        ),
        ("find R&amp;D &lt;b&gt; open", SearchIncidents(("R&D", "<b>"), Filter(statuses=(Status.OPEN,)))),
        ("log #42", ShowHistory(42)),
        ('rename 42 "Error -- 500"', EditIncident(42, Edit(title="Error -- 500"))),
        ("edit 42 Sevilla is down", EditIncident(42, Edit(title="Sevilla is down"))),
        ('edit 42 "service:payments"', EditIncident(42, Edit(title="service:payments"))),
        ("edit 42 Is service:payments up", EditIncident(42, Edit(title="Is service:payments up"))),
        ("edit 42 Error -- 500", EditIncident(42, Edit(title="Error -- 500"))),
        (
            "rename 42 to service:payments down again cat:api -- since 11:00",
            FillIn(
                FormName.EDIT,
                42,
                edit=Edit(title="down again", service="payments", categories=("api",), summary="since 11:00"),
            ),
        ),
        ("edit 42 sev 1 Out", FillIn(FormName.EDIT, 42, edit=Edit(title="Out", severity=Severity.SEV1))),
        ('edit 42 "p2 out" p1', FillIn(FormName.EDIT, 42, edit=Edit(title="p2 out", priority=Priority.P1))),
        (
            "edit 42 sev1, p2 <@U0ANA|ana> -- since 11:00",
            FillIn(
                FormName.EDIT,
                42,
                edit=Edit(severity=Severity.SEV1, priority=Priority.P2, assignee_id="U0ANA", summary="since 11:00"),
            ),
        ),
        ("edit 42 -- since 11:00", FillIn(FormName.EDIT, 42, edit=Edit(summary="since 11:00"))),
        ('edit 42 "sev1 again"', EditIncident(42, Edit(title="sev1 again"))),
        ("edit 42 R&amp;D, ask <@U0ANA|ana> why", EditIncident(42, Edit(title="R&D, ask @ana why"))),
        (
            "edit 42 R&amp;D is down <@U0ANA|ana>",
            FillIn(FormName.EDIT, 42, edit=Edit(title="R&D is down", assignee_id="U0ANA")),
        ),
    ],
)
def test_what_is_typed_is_understood(typed: str, act: Act) -> None:
    assert parse(typed) == act


@for_each("word", MOVES)
def test_a_move_takes_a_number_and_a_note(word: str) -> None:
    assert parse(f"{word} 42") == MoveIncident(Move(word), 42)
    assert parse(f"{word} #42 it  is\ndone &amp; dusted ") == MoveIncident(Move(word), 42, "it  is\ndone & dusted")
    assert parse(f"{word} INC-42\nno hurry") == MoveIncident(Move(word), 42, "no hurry")


@for_each("word", PICKED)
def test_number_and_verb_may_change_places(word: str) -> None:
    assert parse(f"#42 {word}") == parse(f"{word} 42")
    assert parse(f"42 `{word.upper()}`") == parse(f"{word} 42")


@for_each("word", [*TAKE_A_NOTE, "comment", "edit"])
def test_number_and_verb_may_change_places_before_words(word: str) -> None:
    assert parse(f"inc-42 {word.upper()} word   for word\nas typed") == parse(f"{word} 42 word   for word\nas typed")


@for_each("word", PICKED)
@for_each("leading", ["about", "for", "of", "On"])
def test_a_word_may_lead_to_the_number(word: str, leading: str) -> None:
    assert parse(f"{word} {leading} 42") == parse(f"{word} 42")


@for_each("rest", ["assign <@U0BEN|ben> please", "severity sev1 all of it", "priority auto as before"])
def test_number_and_verb_may_change_places_before_a_value(rest: str) -> None:
    word, value = rest.split(" ", 1)

    assert parse(f"42 {rest}") == parse(f"{word} 42 {value}")


@for_each(
    ("typed", "act"),
    [
        ("comment 42", FillIn(FormName.COMMENT, 42)),
        ("comment 42  ", FillIn(FormName.COMMENT, 42)),
        ("note #42 a -- b", AddComment(42, "a -- b")),
        ('comment 42 "quoted"', AddComment(42, '"quoted"')),
        ("comment 42 43", AddComment(42, "43")),
        ("comment 42 on it due:30m", AddComment(42, "on it", update_due=30 * MINUTE)),
        ("note 42 DUE:1h30m\non it", AddComment(42, "on it", update_due=90 * MINUTE)),
        ("comment 42 due:2d", AddComment(42, "", update_due=2880 * MINUTE)),
        ("comment 42 on it due:1h 30m", AddComment(42, "on it", update_due=90 * MINUTE)),
        ("comment 42 due:1h 30m on it", AddComment(42, "on it", update_due=90 * MINUTE)),
        ("comment 42 due: 30 min, on it", AddComment(42, "on it", update_due=30 * MINUTE)),
        ("comment 42 on it (due:30m).", AddComment(42, "on it", update_due=30 * MINUTE)),
        ("comment 42 on it, due: 30m", AddComment(42, "on it,", update_due=30 * MINUTE)),
        ("comment 42 due:30mins.", AddComment(42, "", update_due=30 * MINUTE)),
        ("comment 42 due:30m due:2h", AddComment(42, "due:30m", update_due=120 * MINUTE)),
        ("comment 42 it is due:30m late", AddComment(42, "it is due:30m late")),
        ("comment 42 overdue:30m", AddComment(42, "overdue:30m")),
        ("comment 42 due:0m", AddComment(42, "due:0m")),
        ("comment 42 due:31d", AddComment(42, "due:31d")),
        ("comment 42 paid due:friday", AddComment(42, "paid due:friday")),
        ("comment 42 due:", AddComment(42, "due:")),
        ("comment on 42 of course", AddComment(42, "of course")),
        ("comment 42 <@U0ANA|ana>", AddComment(42, "@ana")),
        ("comment 42\n• one\n• two", AddComment(42, "• one\n• two")),
        ("comment 42 &lt;!channel&gt;", AddComment(42, "<!channel>")),
    ],
)
def test_a_comment_is_kept_word_for_word(typed: str, act: Act) -> None:
    assert parse(typed) == act


@for_each("word", PICKED)
@for_each("argument", ["abc", "-1", "4.2", "#", "inc42", "inc-", "42..", "1" * 31])
def test_a_wrong_number_is_named_and_answered_with_the_verbs_own_usage(word: str, argument: str) -> None:
    refused = refusal(f"{word} {argument} now")

    assert str(refused) == (
        f"“{argument}” is not an incident's number. `/incident list` shows their numbers. Usage: `{USAGES[word]}`"
    )
    assert refused.offers == ()


@for_each("word", [word for word in PICKED if word not in ("assign", "severity", "priority")])
def test_a_person_is_no_number(word: str) -> None:
    assert str(refusal(f"{word} <@U0ANA|ana> 42")).startswith("“@ana” is not an incident's number. ")


def test_a_word_far_too_long_for_a_number_is_named_in_part() -> None:
    assert str(refusal("show " + "x" * 9000)).startswith(f"“{'x' * 40}” is not")


@for_each("word", ["database", "sev1", "p1", "&lt;b&gt;", "<@U0ANA|ana>"])
@for_each("verb", ["comment", *TAKE_A_NOTE])
def test_a_number_is_not_looked_for_among_the_words_of_a_note(verb: str, word: str) -> None:
    """Half of what was meant as a comment on something else is worse than no comment."""
    assert str(refusal(f"{verb} {word} 42 is slow")).endswith(f"Usage: `{USAGES[verb]}`")


@for_each("numbers", ["43", "#43 44", "43, 44", "43,44"])
@for_each("verb", MOVES)
def test_several_incidents_are_not_one_and_a_note(verb: str, numbers: str) -> None:
    refused = refusal(f"{verb} 42 {numbers}")

    assert str(refused) == f"`{verb}` takes one incident at a time. Usage: `{USAGES[verb]}`"
    assert refused.offers[:2] == (f"{verb} 42", f"{verb} 43")


@for_each(
    ("typed", "word", "surplus"),
    [
        ("show 42 please", "show", "please"),
        ("42 show please", "show", "please"),
        ("history 42 all of it", "history", "all of it"),
        ("delete 42 now", "delete", "now"),
        ("restore 42\nnow", "restore", "now"),
        ("help resolve 42", "help", "42"),
        ("help\nresolve\n42", "help", "42"),
        ("show 42 <@U0ANA|ana>", "show", "@ana"),
        ("show 42 " + "x" * 100, "show", "x" * 80),
    ],
)
def test_too_many_words_are_answered_with_the_verbs_own_usage(typed: str, word: str, surplus: str) -> None:
    assert str(refusal(typed)) == f"`{word}` does not understand “{surplus}”. Usage: `{USAGES[word]}`"


@for_each(
    ("typed", "word"), [("42 new", "new"), ("404 new errors on checkout", "new"), ("42 list", "list"), ("42 ?", "help")]
)
def test_a_verb_that_is_about_no_incident_takes_no_number(typed: str, word: str) -> None:
    assert str(refusal(typed)) == f"`{word}` takes no number. Usage: `{USAGES[word]}`"


@for_each(("typed", "number"), [("42", 42), (" #42 ", 42), ("inc-42", 42), ("9" * 18, 10**18 - 1)])
def test_the_number_a_button_carries_is_read(typed: str, number: int) -> None:
    assert grammar.number(typed) == number


@for_each("typed", ["", "42 43", "x", "-1", "1" * 31, "<!channel>" * 100])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="is not an incident's number") as refused:
        grammar.number(typed)

    assert len(str(refused.value)) < 100
