"""Names of services and categories, however they are typed: quoted, with an arrow, with `to`, or as two words."""

import pytest
from hypothesis import example, given

from bot.errors import Refusal
from bot.language.grammar import parse
from bot.language.mentions import as_typed, mark
from bot.language.names import quoted
from bot.language.workspace_acts import AddName, RemoveName, RenameName, ShowNames
from storage.records import NameList
from tests.bot.views.hostile import names
from tests.tables import for_each

SERVICES = NameList.SERVICES


@for_each(
    ("typed", "name"),
    [
        ("add payments", "payments"),
        ("ADD payments", "payments"),
        ("new card payments", "card payments"),
        ("add  card   payments ", "card payments"),
        ('add "card payments"', "card payments"),
        ("add “card payments”", "card payments"),
        ("add «card payments»", "card payments"),
        ('add the "new" shop', 'the "new" shop'),
        ('add "a" and "b"', '"a" and "b"'),
        ('add "a ""b"" c"', 'a "b" c'),
        ("add a &amp; b", "a & b"),
        ("add <https://acme.io|acme.io>", "https://acme.io"),
        ("add <@U0ANA|ana>'s", "@ana's"),
        ("add a -&gt; b", "a -> b"),
        ("add add", "add"),
    ],
)
def test_a_name_is_added_as_it_was_typed(typed: str, name: str) -> None:
    assert parse(f"services {typed}") == AddName(SERVICES, name)


@for_each("word", ["remove", "delete", "rm", "Remove"])
def test_a_name_is_removed_by_any_word_for_it(word: str) -> None:
    assert parse(f"categories {word} data stores") == RemoveName(NameList.CATEGORIES, "data stores")


@for_each(
    ("typed", "old", "new"),
    [
        ("a -> b", "a", "b"),
        ("a -&gt; b", "a", "b"),
        ("a-&gt;b", "a", "b"),
        ("a --> b", "a", "b"),
        ("a => b", "a", "b"),
        ("a → b", "a", "b"),
        ("a —> b", "a", "b"),
        ("card payments -> pay", "card payments", "pay"),
        ("pay -> card payments", "pay", "card payments"),
        ("card payments to pay", "card payments", "pay"),
        ("a TO b", "a", "b"),
        ("a b", "a", "b"),
        ("up to date -> fresh", "up to date", "fresh"),
        ('"card payments" "pay"', "card payments", "pay"),
        ('"card payments" to pay', "card payments", "pay"),
        ('"card payments" -> pay', "card payments", "pay"),
        ('pay -> "card payments"', "pay", "card payments"),
        ('card payments to "pay"', "card payments", "pay"),
        ("“card payments” → “pay”", "card payments", "pay"),
        ('"a -> b" -> "c"', "a -> b", "c"),
        ('"a -> b"->"c"', "a -> b", "c"),
        ('"a to b" to c', "a to b", "c"),
        ('c -> "a -> b"', "c", "a -> b"),
        ('"a ""x"" b" -> c', 'a "x" b', "c"),
        ("a\n->\nb", "a", "b"),
    ],
)
def test_an_old_name_and_a_new_one_are_told_apart(typed: str, old: str, new: str) -> None:
    assert parse(f"services rename {typed}") == RenameName(SERVICES, old, new)


@for_each(
    "typed",
    ["a", '"a b"', '"a b" c', '"a""b"', "a b c", "a -> b -> c", "a to b to c", "->", "-> a", "a ->", '"a" ->'],
)
def test_what_cannot_be_told_apart_is_asked_about(typed: str) -> None:
    with pytest.raises(Refusal, match=r"^Which is the old name, and which the new one\? Usage: `/incident services "):
        parse(f"services rename {typed}")


@given(old=names(), new=names())
@example(old='"', new='""')
@example(old='x" -> "y', new="“”")
@example(old="a to b", new="->")
@example(old="&amp;", new="<@U0ANA|ana>")
def test_what_a_button_carries_is_read_as_the_names_it_was_made_of(old: str, new: str) -> None:
    said = as_typed(f"services rename {quoted(old)} -> {quoted(new)}")

    assert parse(said) == RenameName(SERVICES, old, new)
    for verb, act in (("add", AddName), ("remove", RemoveName)):
        assert parse(as_typed(f"services {verb} {quoted(old)}")) == act(SERVICES, old)
    assert parse(as_typed(f"services after {quoted(old)}")) == ShowNames(SERVICES, after=old)
    assert parse(as_typed(f"services before {quoted(old)}")) == ShowNames(SERVICES, before=old)


@for_each("verb", ["add", "rename", "remove", "after", "before"])
def test_a_name_is_asked_for(verb: str) -> None:
    with pytest.raises(Refusal, match=r"^Which name\? Usage:"):
        parse(f"services {verb} ")


@for_each(
    ("typed", "offered"),
    [
        ("payments", ["services add payments"]),
        ("“card payments”", ["services add “card payments”"]),
        ("ad payments", ["services add payments"]),
        ("renmae a -&gt; b", ["services rename a -&gt; b"]),
        ("remov a", ["services remove a"]),
        ("remov", ["services add remov"]),
        ("42 payments", ["edit 42"]),
        ("merge a into b", []),
    ],
)
def test_another_word_offers_what_may_have_been_meant(typed: str, offered: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        parse(f"services {typed}")

    assert list(refused.value.offers) == offered
    assert "Usage: `/incident services [add name] [rename old -> new] [remove name]`" in str(refused.value)
    for each in offered:
        parse(each)


@for_each(
    ("typed", "offered"),
    [
        ("rename service gift-cards vouchers", "services rename gift-cards vouchers"),
        ("rename service gift cards vouchers", "services"),
        ('rename category "a b" to c', 'categories rename "a b" to c'),
        ("delete Service gift-cards", "services remove gift-cards"),
        ("remove cat api", "categories remove api"),
        ("add services card payments", "services add card payments"),
    ],
)
def test_what_is_done_to_a_list_may_be_typed_first(typed: str, offered: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(typed)

    assert [mark(each) for each in refused.value.offers] == [offered]
    assert f"Did you mean `/incident {offered}`?" in str(refused.value)
    parse(offered)


@for_each("typed", ["add payments to the list", "rename service", "delete service", "assign service x"])
def test_what_names_no_list_or_nothing_in_it_offers_none(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(typed)

    assert not any(each.startswith(("services", "categories")) for each in refused.value.offers)


def test_a_long_text_of_blanks_and_arrows_is_read_at_once() -> None:
    for text in ("a " * 5000, " to " * 3000, '"' * 9000, "-> " * 4000, '"a" ' * 3000):
        with pytest.raises(Refusal):
            parse(f"services rename {text}")
