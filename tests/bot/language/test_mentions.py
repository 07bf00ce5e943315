"""Slack's way of writing, read once: what people see, and nothing a database refuses."""

import unicodedata

from hypothesis import given, settings

from bot.language.mentions import as_typed, clean, mark, people_in, person_of, plain, said_to, with_names
from tests.bot.language.typed import ANYTHING, TYPED, escaped
from tests.tables import for_each

fast = settings(deadline=None)


def read(text: str) -> str:
    """Return Slack's text as people read it."""
    return plain(mark(text))


@for_each(
    ("sent", "seen"),
    [
        ("", ""),
        ("a &amp; b", "a & b"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
        ("&quot; &nbsp;", "&quot; &nbsp;"),
        ("AT&T", "AT&T"),
        ("<@U0ANA|ana>", "@ana"),
        ("<@W0ANA|ana>", "@ana"),
        ("<@U0ANA>", "@U0ANA"),
        ("<@U0ANA|>", "@U0ANA"),
        ("<@U0ANA|Ana Torres>", "@Ana Torres"),
        ("<@U0ANA|山田\u3000太郎>", "@山田 太郎"),
        ("<@U0ANA|ana\u00a0torres>", "@ana torres"),
        ("<@U0ANA|R&amp;D>", "@R&D"),
        ("see <@U0ANA|ana>, <@U0BEN|ben>!", "see @ana, @ben!"),
        ("<@U0ANA|ana><@U0BEN|ben>", "@ana@ben"),
        ("<#C0GENERAL|general>", "#general"),
        ("<#C0GENERAL>", "#C0GENERAL"),
        ("<#C0GENERAL|>", "#C0GENERAL"),
        ("<!channel>", "@channel"),
        ("<!here|here>", "@here"),
        ("<!everyone>", "@everyone"),
        ("<!subteam^S0OPS|@ops>", "@ops"),
        ("<!subteam^S0OPS>", "subteam^S0OPS"),
        ("<!date^1392734382^{date_short}|Feb 18, 2014>", "Feb 18, 2014"),
        ("<https://example.com>", "https://example.com"),
        ("<https://example.com|a label>", "https://example.com"),
        ("<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"),
        ("<mailto:ana@example.com|ana@example.com>", "ana@example.com"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("&lt;@U0ANA&gt;", "<@U0ANA>"),
        ("a < b", "a < b"),
        ("<>", "<>"),
        ("<<@U0ANA|ana>>", "<@ana>"),
    ],
)
def test_markup_is_read_as_people_see_it(sent: str, seen: str) -> None:
    assert read(sent) == seen


@for_each(
    ("sent", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a\tb"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("half \ud83d a pair \udc00", "half  a pair "),
        ("\ue000U0ANA|ana\ue001 \uf8ff\U000f0000", "U0ANA|ana "),
        ("👩‍👩‍👧 e\u0301 \u202eעברית", "👩‍👩‍👧 e\u0301 \u202eעברית"),
    ],
)
def test_what_nobody_types_is_dropped(sent: str, kept: str) -> None:
    assert clean(sent) == kept


@for_each("sent", ["\ue000U0ANA|ana\ue001", "\ue000U0ANA|ana\ue001 <@U0BEN|ben>"])
def test_nobody_can_type_a_marked_mention(sent: str) -> None:
    assert person_of(mark(sent).split()[0]) is None


@for_each(
    "sent",
    [
        "<@U0ANA>",
        "<@U0ANA|ana>",
        "<@U0ANA|Ana Torres>",
        "<@U0ANA|Ana  de la Torre>",
        "<@U0ANA|山田\u3000太郎>",
        "<@U0ANA|ana\u00a0torres>",
        "<@U0ANA|ana\ttorres>",
        "<@U0ANA|ana\ntorres>",
        "<@U0ANA|a|b>",
        "<@U0ANA|&lt;ana&gt;>",
    ],
)
def test_a_mention_is_one_word_whatever_the_name(sent: str) -> None:
    words = mark(f"ask {sent} now").split()

    assert [person_of(word) for word in words] == [None, "U0ANA", None]


@for_each("word", ["ana", "@ana", "U0ANA", "<@U0ANA>", "", "@U0ANA"])
def test_another_word_mentions_nobody(word: str) -> None:
    assert person_of(word) is None


@for_each("sent", ["<@U0ANA|ana>:", "(<@U0ANA|ana>)", "<@U0ANA|ana>'s"])
def test_a_mention_inside_a_word_is_part_of_the_text(sent: str) -> None:
    assert person_of(mark(sent)) is None


@for_each("sent", ["<@a-b|c>", "<@U0ANA.x>", "<@é!|x>"])
def test_a_mention_of_no_possible_id_leaves_no_mark_behind(sent: str) -> None:
    assert not any(unicodedata.category(character) == "Co" for character in read(sent))


@for_each(
    ("text", "ids"),
    [
        ("@U0ANA and @W0BEN", {"U0ANA", "W0BEN"}),
        ("ask @U0ANA, then @U0ANA.", {"U0ANA"}),
        ("(@U0ANA)", {"U0ANA"}),
        ("@ana @C0GENERAL U0ANA @U @u0ana", set()),
        ("", set()),
    ],
)
def test_people_mentioned_by_id_alone_are_found(text: str, ids: set[str]) -> None:
    assert people_in(text) == ids


def test_people_mentioned_by_id_alone_get_their_names() -> None:
    text = with_names("@U0ANA asked @U0BEN and @U0ANAX", {"U0ANA": "ana", "U0BEN": r"\1 ben"})

    assert text == r"@ana asked @\1 ben and @U0ANAX"


@fast
@given(ANYTHING)
def test_plain_text_comes_back_as_it_was_typed(text: str) -> None:
    assert read(escaped(text)) == clean(text)


@for_each(
    ("sent", "typed"),
    [
        ("", ""),
        ("new R&amp;D &lt;b&gt;", "new R&amp;D &lt;b&gt;"),
        ("&amp;lt; &amp;amp;", "&amp;lt; &amp;amp;"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<@U0ANA|ana>", "<@U0ANA|ana>"),
        ("<@U0ANA|R&amp;D>, <@W0BEN|ben>", "<@U0ANA|R&amp;D>, <@W0BEN|ben>"),
        ("<@U0YAM|山田\u3000太郎>", "<@U0YAM|山田 太郎>"),
        ("<@U0ANA>", "<@U0ANA|U0ANA>"),
        ("&lt;@U0ANA|ana&gt;", "&lt;@U0ANA|ana&gt;"),
        ("<!channel> &lt;!channel&gt;", "@channel &lt;!channel&gt;"),
        ("<https://example.com|our bank>", "https://example.com"),
    ],
)
def test_what_was_read_can_be_written_as_slack_sends_it(sent: str, typed: str) -> None:
    assert as_typed(mark(sent)) == typed


@fast
@given(ANYTHING | TYPED)
def test_what_is_written_so_reads_the_same_and_mentions_the_same_people(sent: str) -> None:
    marked = mark(sent)

    again = mark(as_typed(marked))

    assert plain(again) == plain(marked)
    assert [person_of(word) for word in again.split()] == [person_of(word) for word in marked.split()]


@fast
@given(ANYTHING | TYPED)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@fast
@given(ANYTHING | TYPED)
def test_whatever_is_sent_can_be_stored_and_carries_no_marks(text: str) -> None:
    seen = read(text)

    seen.encode("utf-8")
    assert "\x00" not in seen
    assert "\r" not in seen
    assert not any(unicodedata.category(character) == "Co" for character in seen)


@for_each(
    ("sent", "words"),
    [
        ("<@U0BOT> take", "take"),
        ("<@U0BOT|tracker>: take 42 ", "take 42"),
        (" \n<@U0BOT>, <@U0ANA> has it", "<@U0ANA> has it"),
        ("<@U0BOT>", ""),
        ("<@U0BOT>take &amp; go", "take &amp; go"),
        ("ask <@U0BOT> take", None),
        ("<@U0ANA> <@U0BOT> take", None),
        ("<#U0BOT> take", None),
        ("<U0BOT> take", None),
        ("&lt;@U0BOT&gt; take", None),
        ("@U0BOT take", None),
        ("", None),
    ],
)
def test_only_words_that_begin_with_somebody_are_said_to_them(sent: str, words: str | None) -> None:
    assert said_to("U0BOT", sent) == words
