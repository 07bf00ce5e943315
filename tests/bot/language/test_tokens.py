"""What follows `new`: tokens at the edges, the title between them word for word, the summary behind."""

from typing import Any

import pytest

from bot.errors import Refusal
from bot.language import writing
from bot.language.acts import Draft, Hint
from bot.language.mentions import mark
from bot.language.tokens import read_draft
from storage.records import Priority, Severity
from tests.tables import for_each

ANA, BEN = "<@U0ANA|ana>", "<@U0BEN|ben>"


def read(typed: str) -> Draft:
    """Read it as it is read after `new`."""
    return read_draft(mark(typed))


def understood(**said: Any) -> Draft:
    return Draft(**said)


@for_each(
    ("typed", "draft"),
    [
        (f"sev1 DB down {ANA}", understood(title="DB down", severity=Severity.SEV1, assignee_id="U0ANA")),
        ("p1 database down", understood(title="database down", priority=Priority.P1)),
        ("Add p2 phone support", understood(title="Add p2 phone support")),
        ('"p1 database down"', understood(title="p1 database down")),
        ('"database down service:db"', understood(title="database down service:db")),
        ("Error in service: foo", understood(title="Error in service: foo")),
        (f"service:{ANA} is down", understood(title="is down", service="@ana")),
        (
            "service:payments Error 500 cat:api",
            understood(title="Error 500", service="payments", categories=("api",)),
        ),
        (f"ask {BEN} about disks sev2", understood(title="ask @ben about disks", severity=Severity.SEV2)),
        ("Checkout — again -- since 11:00", understood(title="Checkout — again", summary="since 11:00")),
        ("  Slow   search", understood(title="Slow search")),
        ("login broken sev 1", understood(title="login broken", severity=Severity.SEV1)),
        ("SEV 2, p1 login broken", understood(title="login broken", severity=Severity.SEV2, priority=Priority.P1)),
        ('"sev 1 page"', understood(title="sev 1 page")),
        ("foo:bar is down", understood(title="foo:bar is down")),
    ],
)
def test_the_products_own_examples(typed: str, draft: Draft) -> None:
    assert read(typed) == draft
    assert read(writing.typed(draft, {"U0ANA": "ana"}) or "") == draft


@for_each(
    ("typed", "title"),
    [
        ("p50 latency is high", "p50 latency is high"),
        ("latency is high at p50", "latency is high at p50"),
        ("sev is high", "sev is high"),
        ("sev 12 is high", "sev 12 is high"),
        ("high at sev  1", "high at sev 1"),
        ("high at severity 1", "high at severity 1"),
        ("severity1 down", "severity1 down"),
        ("DB down (sev1)", "DB down (sev1)"),
        ("service: down", "service: down"),
        ("service:", "service:"),
        ("down cat:", "down cat:"),
        ('service:"" down', 'service:"" down'),
        ("services:pay down", "services:pay down"),
        ("severity:sev1 down", "severity:sev1 down"),
        ("email ana@example.com bounces", "email ana@example.com bounces"),
        ("<https://example.com|example.com> is down", "https://example.com is down"),
        ("<#C0GENERAL|general> is down", "#general is down"),
        ("&lt;b&gt; &amp; &lt;i&gt;", "<b> & <i>"),
        ("well-known -x --verbose a--b", "well-known -x --verbose a--b"),
        ("a\tb \u00a0 c", "a b c"),
        (f"{ANA}: look at this", "@ana: look at this"),
        (f"x {ANA} sev1 p1 service:pay cat:api y", "x @ana sev1 p1 service:pay cat:api y"),
        ('a "quoted" word', 'a "quoted" word'),
        ('"one" and "two"', '"one" and "two"'),
        ('24" screen', '24" screen'),
        ('"unclosed', '"unclosed'),
        ('""', '""'),
        ("x" * 300, "x" * 300),
    ],
)
def test_what_is_no_token_at_an_edge_is_the_title(typed: str, title: str) -> None:
    assert read(typed) == understood(title=title)


@for_each(
    "typed",
    [
        '"p1 database down sev1"',
        "“p1 database down sev1”",
        "„p1 database down sev1“",
        "«p1 database down sev1»",
        '"p1  database   down sev1"',
        '" p1 database down sev1 "',
    ],
)
def test_double_quotes_of_any_kind_make_a_title_literal(typed: str) -> None:
    assert read(typed) == understood(title="p1 database down sev1")


def test_tokens_still_count_around_a_quoted_title() -> None:
    assert read(f'sev1 "p1 down sev2" {ANA}') == understood(
        title="p1 down sev2", severity=Severity.SEV1, assignee_id="U0ANA"
    )


@for_each(
    "typed",
    [
        "SEV1 P2 SERVICE:pay CAT:api DB down",
        "DB down sev1 p2 service:pay cat:api",
        "cat:api service:pay DB down p2 Sev1",
        'service:"pay" sev1 DB down category:api p2',
        "  sev1   p2  DB   down   service:pay   cat:api  ",
        "sev1\tp2\tDB down\u00a0service:pay cat:api",
    ],
)
def test_the_order_and_case_of_tokens_do_not_matter(typed: str) -> None:
    assert read(typed) == understood(
        title="DB down", severity=Severity.SEV1, priority=Priority.P2, service="pay", categories=("api",)
    )


@for_each(
    "typed",
    [
        'service:"payment gateway" Error 500',
        "service:“payment gateway” Error 500",
        "service:„payment gateway“ Error 500",
        "service:«payment gateway» Error 500",
        'service:" payment gateway " Error 500',
        'service:"payment   gateway" Error 500',
        'Error 500 SERVICE:"payment gateway"',
    ],
)
def test_a_name_with_blanks_stands_in_quotes_of_any_kind(typed: str) -> None:
    assert read(typed) == understood(title="Error 500", service="payment gateway")


@for_each("typed", ['service:"pay Error 500', "service:pay” Error 500"])
def test_half_a_pair_of_quotes_is_forgiven(typed: str) -> None:
    assert read(typed) == understood(title="Error 500", service="pay")


@for_each("typed", ['Down service:"a -- b"', "Down service:“a -- b”"])
def test_dashes_inside_a_quoted_name_begin_no_summary(typed: str) -> None:
    assert read(typed) == understood(title="Down", service="a -- b")


@for_each(
    ("typed", "title", "summary"),
    [
        ("Down -- since 11", "Down", "since 11"),
        ("Down\nsince 11", "Down", "since 11"),
        ("Down\r\nsince 11\r\nor so", "Down", "since 11\nor so"),
        ("Down\n\n\nsince 11", "Down", "since 11"),
        ("Down\n-- since 11", "Down", "since 11"),
        ("Down --\nsince 11", "Down", "since 11"),
        ("Down --", "Down", None),
        ("Down --  \n ", "Down", None),
        ("\n\nDown\nsince 11", "Down", "since 11"),
        ("-- since 11", None, "since 11"),
        ("--", None, None),
        ("Down -- a -- b", "Down", "a -- b"),
        ("Down -- sev1 p1 service:pay", "Down", "sev1 p1 service:pay"),
        (f"Down -- ask {ANA}", "Down", "ask @ana"),
        ("Down -- a &amp; b", "Down", "a & b"),
        ("Down -- a   b", "Down", "a   b"),
        ("Down — since 11", "Down — since 11", None),
        ('"a -- b" -- since 11', "a -- b", "since 11"),
        ("“a -- b” -- since 11", "a -- b", "since 11"),
        ('"a\nb"\nsince 11', "a b", "since 11"),
        ('24" screen -- a 27" one', '24" screen', 'a 27" one'),
        ('"half open -- since 11', '"half open', "since 11"),
    ],
)
def test_the_summary_begins_at_lone_dashes_or_a_newline_outside_quotes(
    typed: str, title: str | None, summary: str | None
) -> None:
    assert read(typed) == understood(title=title, summary=summary)


def test_tokens_stand_before_the_summary() -> None:
    assert read("Down sev1 -- since 11 sev2") == understood(
        title="Down", severity=Severity.SEV1, summary="since 11 sev2"
    )


@for_each(
    ("typed", "draft"),
    [
        ("", understood()),
        (" \n ", understood()),
        ("sev2", understood(severity=Severity.SEV2)),
        (f"sev2 {ANA} p1", understood(severity=Severity.SEV2, assignee_id="U0ANA", priority=Priority.P1)),
        ("cat:b cat:a", understood(categories=("b", "a"))),
    ],
)
def test_tokens_alone_leave_no_title(typed: str, draft: Draft) -> None:
    assert read(typed) == draft


@for_each(
    ("typed", "draft"),
    [
        ("sev1 x down SEV1", understood(title="x down", severity=Severity.SEV1)),
        ("p1 p1 x down", understood(title="x down", priority=Priority.P1)),
        (f"{ANA} x down {ANA}", understood(title="x down", assignee_id="U0ANA")),
        (f"<@U0ANA> x down {ANA}", understood(title="x down", assignee_id="U0ANA")),
        ("service:pay x down service:pay", understood(title="x down", service="pay")),
        ("service:Pay x down service:pay", understood(title="x down", service="Pay")),
        ("cat:a x down cat:b cat:a", understood(title="x down", categories=("a", "b"))),
        ("cat:Api x down cat:API", understood(title="x down", categories=("Api",))),
        ("cat:a cat:b x down cat:c cat:d", understood(title="x down", categories=("a", "b", "c", "d"))),
    ],
)
def test_saying_the_same_twice_is_saying_it_once(typed: str, draft: Draft) -> None:
    assert read(typed) == draft


@for_each(
    ("typed", "named", "field"),
    [
        (f"Disk full {ANA} {BEN}", "one assignee; you named @ana and @ben.", "assignee"),
        (f"{ANA} Disk full {BEN}", "one assignee; you named @ana and @ben.", "assignee"),
        (f"@me Disk full {BEN}", "one assignee; you named @me and @ben.", "assignee"),
        ("Disk full <@U0ANA> <@U0BEN>", "one assignee; you named @U0ANA and @U0BEN.", "assignee"),
        ("sev1 Disk full SEV2", "one severity; you named sev1 and sev2.", "severity"),
        ("p3 p4 Disk full", "one priority; you named p3 and p4.", "priority"),
        ("service:a Disk full service:b", "one service; you named a and b.", "service"),
    ],
)
def test_contradictions_are_refused_with_both_named(typed: str, named: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed)

    assert str(refused.value) == f"An incident has {named}"
    assert list(refused.value.fields) == [field]


@for_each("typed", ["sev5 x down", "x down sev0", "SEV12 x down", "sev01 x", "sev5", "x down sev 5"])
def test_a_severity_there_is_not_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="severities are sev1 to sev4") as refused:
        read(typed)

    assert list(refused.value.fields) == ["severity"]


def test_a_severity_there_is_not_is_a_word_inside_the_title() -> None:
    assert read("The sev5 alarm rings") == understood(title="The sev5 alarm rings")


@for_each(
    ("typed", "hint"),
    [
        ("sev2 db replica lag service:db, me", Hint("service:db", "edit", "service:db db replica lag me")),
        ('db cat:"card x" sev1 lags', Hint('cat:"card x"', "edit", 'cat:"card x" db sev1 lags')),
        ("the SEV-1 page p2 rang", Hint("SEV-1", "severity", "sev1")),
        ("the sev 1 page rang", Hint("sev 1", "severity", "sev1")),
        ("sev1 the SEV-1 page p2 rang", Hint("p2", "priority", "p2")),
        (f"ask {BEN} sev9 about disks", Hint("@ben", "assign", mark(BEN))),
        (f"ask {BEN} about disks {ANA}", None),
        ("ask @me about disks", Hint("@me", "take")),
        ("the sev5 alarm @nobody rings", None),
        ('"db service:db me"', None),
        ("db me -- it is service:db", None),
    ],
)
def test_a_token_inside_the_title_is_noted_where_its_field_was_not_given(typed: str, hint: Hint | None) -> None:
    assert next(iter(read(typed).hints), None) == hint


@for_each(
    ("typed", "field"),
    [
        (f"service:{'x' * 61} down", "service"),
        (f"down cat:{'x' * 61}", "categories"),
        (f'service:"{"x" * 61}" down', "service"),
    ],
)
def test_a_name_too_long_is_refused_under_its_field(typed: str, field: str) -> None:
    with pytest.raises(Refusal, match="at most 60 characters") as refused:
        read(typed)

    assert list(refused.value.fields) == [field]


def test_a_name_of_sixty_characters_is_taken() -> None:
    assert read(f"service:{'x' * 60} down cat:{'y' * 60}") == understood(
        title="down", service="x" * 60, categories=("y" * 60,)
    )


def test_ten_categories_are_taken() -> None:
    names = tuple(f"c{number}" for number in range(10))

    assert read("down " + " ".join(f"cat:{name}" for name in names)).categories == names


def test_more_categories_are_refused() -> None:
    with pytest.raises(Refusal, match=r"at most 10 categories; you named 11\.") as refused:
        read("down " + " ".join(f"cat:c{number}" for number in range(11)))

    assert list(refused.value.fields) == ["categories"]
