"""How long what people type may be: both sides of every bound."""

import pytest

from bot.errors import Refusal
from bot.rules import texts
from tests.tables import for_each


@for_each("length", [3, 4, 254, 255])
def test_a_title_within_the_bounds_is_kept(length: int) -> None:
    assert texts.title("x" * length) == "x" * length


@for_each("length", [0, 1, 2, 256, 257, 40_000])
def test_a_title_beyond_the_bounds_is_refused_with_both_numbers(length: int) -> None:
    with pytest.raises(Refusal) as refused:
        texts.title("x" * length)

    assert list(refused.value.fields) == ["title"]
    assert "3 to 255 characters" in str(refused.value)
    assert f" has {length}." in str(refused.value)


@for_each(
    ("typed", "kept"),
    [
        ("  Disk   full  ", "Disk full"),
        ("Disk\nfull", "Disk full"),
        ("Disk\t\r\n full", "Disk full"),
        ("Disk\u00a0\u3000full", "Disk full"),
        (" a b ", "a b"),
        ("x" * 200 + " " * 100 + "y", "x" * 200 + " y"),
        ("日本語", "日本語"),
    ],
)
def test_a_title_is_one_line_measured_without_its_extra_blanks(typed: str, kept: str) -> None:
    assert texts.title(typed) == kept


@for_each("typed", ["", "  ", "ab", " a b"[:3], "\n\n\n\n", "a" + " " * 50])
def test_blanks_do_not_make_a_title_long_enough(typed: str) -> None:
    with pytest.raises(Refusal, match="3 to 255"):
        texts.title(typed)


def test_a_long_title_is_not_repeated_but_told_where_it_can_go() -> None:
    with pytest.raises(Refusal) as refused:
        texts.title("x" * 256)

    assert "summary" in str(refused.value)
    assert "xxx" not in str(refused.value)


@for_each(
    ("typed", "kept"),
    [
        (None, None),
        ("", None),
        (" \n ", None),
        (" since\n11:00 ", "since\n11:00"),
        ("x" * 3000, "x" * 3000),
        (" " + "x" * 3000 + "\n", "x" * 3000),
    ],
)
def test_a_summary_keeps_its_lines_and_loses_its_margins(typed: str | None, kept: str | None) -> None:
    assert texts.summary(typed) == kept


def test_a_summary_of_3001_characters_is_refused() -> None:
    with pytest.raises(Refusal, match=r"at most 3,000 characters; this one has 3,001\.") as refused:
        texts.summary("x" * 3001)

    assert list(refused.value.fields) == ["summary"]


@for_each(("typed", "kept"), [("x", "x"), (" a\n b ", "a\n b"), ("x" * 40_000, "x" * 40_000)])
def test_a_comment_keeps_its_lines_and_loses_its_margins(typed: str, kept: str) -> None:
    assert texts.comment(typed) == kept


@for_each("typed", [None, "", "  \n\t "])
def test_a_comment_needs_words(typed: str | None) -> None:
    with pytest.raises(Refusal, match="needs some words") as refused:
        texts.comment(typed)

    assert list(refused.value.fields) == ["comment"]


def test_a_comment_of_40001_characters_is_refused() -> None:
    with pytest.raises(Refusal, match=r"at most 40,000 characters; this one has 40,001\.") as refused:
        texts.comment("x" * 40_001)

    assert list(refused.value.fields) == ["comment"]


@for_each("typed", ["", "x" * 40_001])
def test_a_comment_is_refused_under_the_field_it_was_typed_in(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        texts.comment(typed, field="note")

    assert list(refused.value.fields) == ["note"]


@for_each(
    ("typed", "kept"), [(None, None), ("", None), ("  ", None), (" mended ", "mended"), ("x" * 40_000, "x" * 40_000)]
)
def test_a_note_may_be_missing(typed: str | None, kept: str | None) -> None:
    assert texts.note(typed) == kept


def test_a_note_of_40001_characters_is_refused() -> None:
    with pytest.raises(Refusal, match="at most 40,000") as refused:
        texts.note("x" * 40_001)

    assert list(refused.value.fields) == ["note"]


@for_each(
    ("typed", "kept"),
    [
        ("x", "x"),
        ("x" * 60, "x" * 60),
        ("  payment \n gateway ", "payment gateway"),
        ("payment" + " " * 60 + "gateway", "payment gateway"),
    ],
)
def test_a_name_is_one_line_measured_without_its_extra_blanks(typed: str, kept: str) -> None:
    assert texts.name(typed, field="service") == kept


@for_each(
    ("typed", "words"), [("", "at least one"), (" \n", "at least one"), ("x" * 61, "at most 60 characters; this one")]
)
@for_each("field", ["service", "categories"])
def test_a_name_too_short_or_too_long_is_refused_under_its_field(typed: str, words: str, field: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        texts.name(typed, field=field)

    assert list(refused.value.fields) == [field]


def test_a_comma_separates_categories_so_none_has_one() -> None:
    with pytest.raises(Refusal, match="“a, b” has a comma, which separates categories"):
        texts.categories(["a, b"])


@for_each("unseen", ["\u200b", "\u200b\u200d\u200b"])
def test_what_cannot_be_seen_is_neither_a_name_nor_a_comment(unseen: str) -> None:
    with pytest.raises(Refusal, match="at least one character"):
        texts.name(unseen, field="service")
    with pytest.raises(Refusal, match="needs some words"):
        texts.comment(unseen)


@for_each(
    ("text", "is_promise"),
    [
        ("building an index, next update in 30 min", True),
        ("next\nUpdate tomorrow", True),
        ("update in 1 hour", True),
        ("in 1 hour", True),
        ("waiting, update due 18:30", True),
        ("I will write again at 6pm.", True),
        ("report back in about half an hour", True),
        ("paid, due:friday", True),
        ("overdue:30m", False),
        ("updates failed in 1 hour", False),
        ("update of the driver helped", False),
        ("back to normal in 1 hour", False),
        ("update in " * 20_000, False),
    ],
)
def test_what_may_be_meant_as_a_promise_is_told(text: str, *, is_promise: bool) -> None:
    assert texts.speaks_of_next_update(text) is is_promise
