"""What follows a verb: people, severities and priorities, before the number only where they can be nothing else."""

from bot.language import values
from bot.language.acts import EditIncident
from bot.language.grammar import parse
from bot.language.mentions import mark
from bot.rules.merging import Edit
from storage.records import Priority, Severity
from tests.bot.language.refused import refusal
from tests.tables import for_each

ANA, BEN = "<@U0ANA|ana>", "<@U0BEN|ben>"
USAGE_OF_ASSIGN = "Usage: `/incident assign 42 @ana [note]`"
USAGE_OF_SEVERITY = "Usage: `/incident severity 42 sev1 [note]`"
USAGE_OF_PRIORITY = "Usage: `/incident priority 42 p1 [note]`"


@for_each(
    ("text", "split"),
    [
        ("", ("", "")),
        ("  \n ", ("", "")),
        ("one", ("one", "")),
        ("  one  ", ("one", "")),
        ("one two  three ", ("one", "two  three")),
        ("one\n\ntwo\nthree\n", ("one", "two\nthree")),
    ],
)
def test_the_first_word_is_taken_off_and_the_rest_keeps_its_blanks(text: str, split: tuple[str, str]) -> None:
    assert values.first_word(text) == split


@for_each(
    ("word", "number"),
    [
        ("42", 42),
        ("#42", 42),
        ("inc-42", 42),
        ("Inc-42", 42),
        ("007", 7),
        ("0", 0),
        (" 42\n", 42),
        ("9" * 30, 10**30 - 1),
        ("٤٢", 42),
        ("", None),
        ("#", None),
        ("inc42", None),
        ("#inc-42", None),
        ("-42", None),
        ("4 2", None),
        ("42.", None),
        ("²", None),
        ("9" * 31, None),
    ],
)
def test_a_number_is_typed_in_three_ways(word: str, number: int | None) -> None:
    assert values.number_of(word) == number


@for_each(
    ("typed", "assignee_id", "note"),
    [
        (f"42 {ANA}", "U0ANA", None),
        (f"{ANA} 42", "U0ANA", None),
        ("42 <@W0ANA>", "W0ANA", None),
        ("<@U0YAM|山田\u3000太郎> #42", "U0YAM", None),
        (f"42 {ANA} you know  it\nbest ", "U0ANA", "you know  it\nbest"),
        (f"{ANA} inc-42 you know  it\nbest ", "U0ANA", "you know  it\nbest"),
        (f"42 {ANA} ask {BEN}", "U0ANA", "ask @ben"),
        (f"{ANA} 42 ask {BEN}", "U0ANA", "ask @ben"),
        (f"42 {ANA} 43", "U0ANA", "43"),
        (f"42 to {ANA} to have a look", "U0ANA", "to have a look"),
        ("42 nobody", None, None),
        ("42 NOBODY", None, None),
        ("42 none", None, None),
        ("42 noone for now", None, "for now"),
    ],
)
def test_assigning_takes_a_number_and_somebody_or_nobody(typed: str, assignee_id: str | None, note: str | None) -> None:
    assert parse(f"assign {typed}") == EditIncident(42, Edit(assignee_id=assignee_id), note)


@for_each("typed", ["me", "Me", "myself", "@me", "me please"])
def test_assigning_to_oneself_is_offered_as_taking(typed: str) -> None:
    refused = refusal(f"assign 42 {typed}")

    assert str(refused) == "To make it yours: `take 42`."
    assert refused.offers == ("take 42",)


@for_each("typed", [f"42 {ANA} {BEN}", f"{ANA} 42 {BEN}", f"42 {ANA} {BEN} please"])
def test_two_people_are_refused_with_both_named(typed: str) -> None:
    refused = refusal(f"assign {typed}")

    assert str(refused) == f"An incident has one assignee; you named @ana and @ben. {USAGE_OF_ASSIGN}"
    assert refused.offers == ()


def test_the_same_person_twice_is_one_person() -> None:
    act = parse(f"assign 42 {ANA} <@U0ANA>")

    assert isinstance(act, EditIncident)
    assert act.edit == Edit(assignee_id="U0ANA")


@for_each(
    ("typed", "word"),
    [("42 ana", "ana"), ("42 @ana", "@ana"), ("42 to @ana", "@ana"), ("42 to", "to"), ("42 <!here>", "@here")],
)
def test_a_word_that_mentions_nobody_is_not_guessed(typed: str, word: str) -> None:
    assert str(refusal(f"assign {typed}")) == (
        f"“{word}” is nobody here. Choose somebody from the list Slack shows as you type @. {USAGE_OF_ASSIGN}"
    )


@for_each(
    ("typed", "problem"),
    [
        ("assign ana 42", "“ana” is nobody here."),
        ("assign @ana 42 please", "“@ana” is nobody here."),
        ("assign @ana", "Which incident?"),
        ("assign ana", "“ana” is not an incident's number."),
        ("severity sev5 42", "There is no severity “sev5”"),
        ("priority p9 #42 why", "There is no priority “p9”"),
    ],
)
def test_in_either_order_what_is_wrong_is_named(typed: str, problem: str) -> None:
    assert str(refusal(typed)).startswith(problem)


def test_whatever_is_a_value_stands_before_the_number_too_or_behind_to() -> None:
    assert parse("priority auto 42") == EditIncident(42, Edit(priority=None))
    assert parse("severity 42 to sev 1") == EditIncident(42, Edit(severity=Severity.SEV1))
    assert parse("priority 42 to auto") == EditIncident(42, Edit(priority=None))
    assert parse("severity critical 42 why") == EditIncident(42, Edit(severity=Severity.SEV1), "why")
    assert parse("assign nobody 42") == EditIncident(42, Edit(assignee_id=None))
    assert refusal("assign me 42").offers == ("take 42",)


@for_each("severity", Severity)
def test_a_severity_is_typed_in_many_ways(severity: Severity) -> None:
    digit = severity[-1]
    changed = EditIncident(42, Edit(severity=severity))

    for typed in (f"sev{digit}", f"SEV{digit}", f"sev-{digit}", f"sev:{digit}", digit):
        assert parse(f"severity 42 {typed}") == changed
        assert parse(f"sev #42 {typed} all\nregions") == EditIncident(42, Edit(severity=severity), "all\nregions")
    for typed in (f"sev{digit}", f"Sev-{digit}"):
        assert parse(f"severity {typed} 42") == changed
        assert parse(f"severity {typed} 42 why") == EditIncident(42, Edit(severity=severity), "why")


@for_each("word", ["sev5", "sev0", "sev12", "0", "5", "p1", "high", "sev", "(sev1)"])
def test_a_severity_there_is_not_is_refused(word: str) -> None:
    assert str(refusal(f"severity 42 {word}")) == (
        f"There is no severity “{word}”: severities are sev1 to sev4. {USAGE_OF_SEVERITY}"
    )


@for_each(("meaning", "severity"), [*zip(("critical", "MAJOR", "minor", "Low"), Severity, strict=True)])
def test_a_severity_may_be_named_by_what_it_means(meaning: str, severity: Severity) -> None:
    assert parse(f"severity 42 {meaning} all regions") == EditIncident(42, Edit(severity=severity), "all regions")


def test_two_bare_digits_are_a_number_and_a_severity_in_this_order() -> None:
    assert parse("severity 2 1") == EditIncident(2, Edit(severity=Severity.SEV1))


@for_each(
    ("verb", "typed"),
    [
        ("severity", "sev1"),
        ("severity", "sev1 database"),
        ("priority", "p1 x"),
        ("assign", ANA),
        ("assign", f"{ANA} x"),
    ],
)
def test_a_value_alone_is_asked_which_incident_it_is_for(verb: str, typed: str) -> None:
    assert str(refusal(f"{verb} {typed}")).startswith("Which incident? `/incident list` shows their numbers. Usage: ")


@for_each(
    ("title", "field", "offers"),
    [
        ("sev1", "severity", ["severity 42 sev1", 'edit 42 "sev1"']),
        ("severity sev1", "severity", ["severity 42 sev1", 'edit 42 "severity sev1"']),
        ("sev 1", "severity", ["severity 42 1", 'edit 42 "sev 1"']),
        ("assign", "assignee", ["assign 42", 'edit 42 "assign"']),
        ("service payments", "service", ["edit 42 service:payments", 'edit 42 "service payments"']),
        ("Service: card payments", "service", ['edit 42 service:"card payments"', 'edit 42 "Service: card payments"']),
        ("category api", "category", ["edit 42 cat:api", 'edit 42 "category api"']),
        ("summary since 11:00", "summary", ["edit 42 -- since 11:00", 'edit 42 "summary since 11:00"']),
        ("description all dead", "summary", ["edit 42 -- all dead", 'edit 42 "description all dead"']),
    ],
)
def test_a_title_that_begins_like_a_value_is_asked_about(title: str, field: str, offers: list[str]) -> None:
    refused = refusal(f"edit 42 {title}")

    assert str(refused).startswith(f"Is “{title}” the new title, or a change of {field}? Usage: ")
    assert list(refused.offers) == offers
    assert parse(offers[1]) == EditIncident(42, Edit(title=title))


def test_a_title_that_is_said_to_be_one_is_asked_about_too() -> None:
    refused = refusal("edit 42 title: Checkout is slow")

    assert str(refused).startswith("Is “title” a word of the new title? Usage: ")
    assert list(refused.offers) == ["edit 42 Checkout is slow", 'edit 42 "title: Checkout is slow"']


@for_each("title", ["Service payments is down", "Category API lags", "Services down", "Title", "summary", "to"])
def test_a_title_may_begin_like_the_name_of_a_field(title: str) -> None:
    assert parse(f"edit 42 {title}") == EditIncident(42, Edit(title=title))


@for_each("filler", ["to", "To", "to " * 1000])
def test_a_value_may_be_led_to(filler: str) -> None:
    assert parse(f"severity 42 {filler} sev1") == EditIncident(42, Edit(severity=Severity.SEV1))
    assert parse("rename 42 to Checkout is slow") == EditIncident(42, Edit(title="Checkout is slow"))


@for_each(
    ("title", "offer"),
    [
        (ANA, f"assign 42 {ANA}"),
        ("severity &lt;!channel&gt;", "severity 42 &lt;!channel&gt;"),
        ("prio p1", "priority 42 p1"),
        ("Severity sev1", "severity 42 sev1"),
    ],
)
def test_a_title_that_is_a_value_is_offered_as_that_value(title: str, offer: str) -> None:
    assert refusal(f"edit 42 {title}").offers[0] == offer


@for_each(
    ("title", "problem"),
    [
        ("@bne", "Nobody here is called @bne."),
        ("sev5", "There is no sev5: severities are sev1 to sev4."),
        ("service:payments service:search", "An incident has one service; you named payments and search."),
        (f"sev1 {'x' * 256}", "A title has 3 to 255 characters; this one has 256."),
        (f"-- {'x' * 3001}", "A summary has at most 3,000 characters; this one has 3,001."),
    ],
)
def test_what_would_be_filled_into_the_form_is_refused_where_it_cannot_be(title: str, problem: str) -> None:
    said = str(refusal(f"edit 42 {title}"))

    assert said.startswith(problem)
    assert said.endswith(" Usage: `/incident edit 42 [new title]`")


@for_each("title", ["Disk full sev5", "Disk full @bne", "service:payments Disk full service:search"])
def test_a_title_beside_tokens_that_cannot_be_is_offered_whole(title: str) -> None:
    [offer] = refusal(f"edit 42 {title}").offers

    assert parse(offer) == EditIncident(42, Edit(title=title))


@for_each("typed", ["sev1", "sev1 database", "high 42", "p1 42"])
def test_a_severity_without_a_number_behind_it_is_not_guessed(typed: str) -> None:
    assert str(refusal(f"severity {typed}")).endswith(USAGE_OF_SEVERITY)


@for_each("priority", Priority)
def test_a_priority_is_typed_in_many_ways(priority: Priority) -> None:
    digit = priority[-1]
    changed = EditIncident(42, Edit(priority=priority))

    for typed in (f"p{digit}", f"P{digit}", f"p-{digit}", f"prio{digit}", f"prio:{digit}", digit):
        assert parse(f"priority 42 {typed}") == changed
        assert parse(f"prio #42 {typed} all\nregions") == EditIncident(42, Edit(priority=priority), "all\nregions")
    for typed in (f"p{digit}", f"Prio-{digit}"):
        assert parse(f"priority {typed} 42") == changed
        assert parse(f"priority {typed} 42 why") == EditIncident(42, Edit(priority=priority), "why")


@for_each(
    ("typed", "note"), [("42 auto", None), ("42 AUTO", None), ("42 severity", None), ("42 auto as before", "as before")]
)
def test_a_priority_can_follow_the_severity_again(typed: str, note: str | None) -> None:
    assert parse(f"priority {typed}") == EditIncident(42, Edit(priority=None), note)


@for_each("word", ["p5", "p0", "p12", "0", "sev1", "high", "p", "none"])
def test_a_priority_there_is_not_is_refused(word: str) -> None:
    assert str(refusal(f"priority 42 {word}")) == (
        f"There is no priority “{word}”: priorities are p1 to p4, or auto. {USAGE_OF_PRIORITY}"
    )


@for_each("typed", ["p1", "p1 database", "high 42", "sev1 42"])
def test_a_priority_without_a_number_behind_it_is_not_guessed(typed: str) -> None:
    assert str(refusal(f"priority {typed}")).endswith(USAGE_OF_PRIORITY)


@for_each(
    ("word", "kind"),
    [
        (mark(ANA), "person"),
        ("@ana", None),
        ("sev1", "severity"),
        ("SEV-4", "severity"),
        ("sev5", None),
        ("severity", None),
        ("p1", "priority"),
        ("Prio:2", "priority"),
        ("p9", None),
        ("p50", None),
        ("1", None),
        ("42", None),
        ("", None),
    ],
)
def test_a_word_is_a_value_only_where_it_can_be_nothing_else(word: str, kind: str | None) -> None:
    found = [
        name
        for name, tells in (
            ("person", values.is_person),
            ("severity", values.is_severity),
            ("priority", values.is_priority),
        )
        if tells(word)
    ]

    assert found == ([kind] if kind else [])


@for_each(
    ("word", "field"),
    [
        ("sev1", "severity"),
        ("SEV", "severity"),
        ("Severity", "severity"),
        ("p1", "priority"),
        ("prio", "priority"),
        ("PRIORITY", "priority"),
        (mark(ANA), "assign"),
        ("Assign", "assign"),
        ("sev5", None),
        ("p50", None),
        ("1", None),
        ("@ana", None),
        ("Checkout", None),
        ("", None),
    ],
)
def test_a_word_that_names_a_field_or_is_its_value_begins_no_title(word: str, field: str | None) -> None:
    assert values.field_of(word) == field


@for_each(
    ("title", "named"),
    [
        ("payments are failing critical service payments", ("critical", "sev1")),
        ("[CRITICAL] payments", ("critical", "sev1")),
        ("Major: a critical bug", ("critical", "sev1")),
        ("Major outage", ("major", "sev2")),
        ("Login is broken, major!", ("major", "sev2")),
        ("Login is blank, severity 2, as ever", ("severity 2", "sev2")),
        ("Severity:1 login is blank", ("severity:1", "sev1")),
        ("Blank page (severity 4)", None),
        ("Severity 20 is shown", None),
        ("PostgreSQL major version", None),
        ("Minor glitch", None),
        ("low disk space", None),
        ("Disk space is low", None),
        ("Critically slow", None),
    ],
)
def test_a_word_of_a_title_may_mean_a_worse_severity(title: str, named: tuple[str, str] | None) -> None:
    assert values.severity_meant(title, than=Severity.SEV3) == named


def test_a_word_of_a_title_means_nothing_where_it_is_as_bad_already() -> None:
    assert values.severity_meant("critical major outage", than=Severity.SEV1) is None
