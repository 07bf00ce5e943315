"""People's words and our own in Slack's markup."""

import re
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views.text import (
    ELLIPSIS,
    ago,
    aloud,
    clip,
    duration,
    escape,
    linked,
    links,
    moment,
    person,
    quotes,
    unspelled,
)
from storage.records import File
from tests.bot.views.hostile import heavy, paragraphs, words
from tests.bot.views.judging import ZERO_WIDTH_SPACE, readable, require_harmless
from tests.tables import for_each

NEUTRAL = ZERO_WIDTH_SPACE
ANY_WORDS = paragraphs(400) | st.text()
ADDRESSES = ["https://x.example", "http://", "/a_b_c", "?q=1&r=2", "(b)", "{c}", ")", "]", "|", "é", "”", "x" * 20]
WITH_ADDRESSES = st.lists(st.sampled_from([*ADDRESSES, *"*_~`<>.…\n "]), max_size=40).map("".join)
LINK = re.compile("<(http[^<>]*)>")
ACTIVE = re.compile(rf"(?<!{NEUTRAL})[*_~`]|[*_~`](?!{NEUTRAL})")


@for_each(
    ("typed", "written"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a & b", "a &amp; b"),
        ("&amp;", "&amp;amp;"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U0ANA>", "&lt;@U0ANA&gt;"),
        ("a > b", "a &gt; b"),
        ("*x*", f"{NEUTRAL}*{NEUTRAL}x{NEUTRAL}*{NEUTRAL}"),
        ("`x", f"{NEUTRAL}`{NEUTRAL}x"),
        ("snake_case 2*3 a~b", "snake_case 2*3 a~b"),
        ("a`b", f"a{NEUTRAL}`{NEUTRAL}b"),
        ("größe_maß", "größe_maß"),
    ],
)
def test_words_are_written_so_that_they_look_as_typed(typed: str, written: str) -> None:
    assert escape(typed) == written


@for_each(
    ("typed", "written"),
    [
        (r"https://good.example\@evil.example", r"<https://good.example>\@evil.example"),
        ("see https://x.example/a_b_c~d?q=1&r=2.", "see <https://x.example/a_b_c~d?q=1&amp;r=2>."),
        ("http://host:3000/#/d, https://x", "<http://host:3000/#/d>, <https://x>"),
        ("(https://x/Foo_(bar))!", "(<https://x/Foo_(bar)>)!"),
        ("[run](https://x/a[0])", "[run](<https://x/a[0]>)"),
        ("“https://x” 'https://y'", "“<https://x>” '<https://y>'"),
        ("*https://x*", f"{NEUTRAL}*{NEUTRAL}<https://x>{NEUTRAL}*{NEUTRAL}"),
        ("<https://x|our bank>", "&lt;<https://x%7Cour> bank&gt;"),
        ("https://x/{a}^", "<https://x/%7Ba%7D%5E>"),
        ("https://x/cut… https://x/путь", "https://x/cut… https://x/путь"),
        ("https:// http:///x ftp://x xhttps://x", "https:// http:///x ftp://x xhttps://x"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_an_address_is_a_link_to_exactly_what_is_seen(typed: str, written: str) -> None:
    assert linked(typed) == written
    assert quotes(typed) == [f">{written}"]
    assert "<" not in escape(typed)


@for_each(
    ("limit", "written"),
    [
        (27, "see <https://x.example/a> b"),
        (26, "see <https://x.example/a>…"),
        (25, "see …"),
        (21, "see https://x.exampl…"),
    ],
)
def test_a_link_is_never_cut_and_one_that_has_no_room_at_all_is_text(limit: int, written: str) -> None:
    assert linked("see https://x.example/a b", limit=limit) == written


@heavy
@given(WITH_ADDRESSES | ANY_WORDS, st.integers(1, 500))
def test_what_is_linked_is_so_however_little_is_shown(text: str, limit: int) -> None:
    written, quoted = linked(text, limit=limit), "".join(quotes(text, limit=limit + 10, most=2))

    assert len(written) <= limit
    require_harmless(written)
    assert {*LINK.findall(written), *LINK.findall(quoted)} <= {*LINK.findall(linked(text, limit=100_000))}


@heavy
@given(WITH_ADDRESSES)
def test_links_read_as_what_was_typed(text: str) -> None:
    assert readable(linked(text, limit=100_000)) == readable(escape(text, limit=100_000))


@for_each(
    ("markup", "heard"),
    [
        ("*Opened* 34, 5 more than before", "Opened 34, 5 more than before"),
        ("<@U0BEN> · 4 unresolved", "Ben <x> & Co · 4 unresolved"),
        ("since <!date^1795000000^{date_short}|18 Nov>; 2 unresolved", "since 18 Nov; 2 unresolved"),
        (f"{escape('<a & b>')} · 1 opened", "<a & b> · 1 opened"),
        (escape("snake_case &amp; `x`"), "snake_case &amp; `x`"),
        (linked("see https://x/?a=1&b=2."), "see https://x/?a=1&b=2."),
    ],
)
def test_a_label_says_in_plain_text_what_markup_shows(markup: str, heard: str) -> None:
    assert aloud(markup, name="Ben <x> & Co") == heard


@for_each(
    ("text", "heard"),
    [
        ("SEV1 critical :red_circle: · 3", "SEV1 critical · 3"),
        (":fire: Checkout :+1::fire:", "Checkout"),
        ("since 10:30:45, service:login: 5", "since 10:30:45, service:login: 5"),
    ],
)
def test_emoji_are_not_spelled_out(text: str, heard: str) -> None:
    assert unspelled(text) == heard


@for_each(
    ("typed", "limit", "written"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("&", 5, "&amp;"),
        ("&", 4, "…"),
        ("a&", 6, "a&amp;"),
        ("a&", 5, "a…"),
        ("&&", 9, "&amp;…"),
        ("<>", 8, "&lt;&gt;"),
        ("<>", 7, "&lt;…"),
        ("ab", 1, "…"),
        ("ab", 0, ""),
        ("*", 3, f"{NEUTRAL}*{NEUTRAL}"),
        ("*", 2, "…"),
    ],
)
def test_what_is_too_long_ends_in_an_ellipsis_and_never_inside_an_escape(typed: str, limit: int, written: str) -> None:
    assert escape(typed, limit=limit) == written


@heavy
@given(ANY_WORDS, st.integers(0, 500))
def test_the_limit_always_holds(text: str, limit: int) -> None:
    assert len(escape(text, limit=limit)) <= limit


@heavy
@given(ANY_WORDS, st.integers(1, 500))
def test_what_is_written_reads_as_the_beginning_of_what_was_typed(text: str, limit: int) -> None:
    typed, written = text.replace(ZERO_WIDTH_SPACE, ""), readable(escape(text, limit=limit))

    assert typed == written or (written.endswith(ELLIPSIS) and typed.startswith(written.removesuffix(ELLIPSIS)))


@heavy
@given(ANY_WORDS)
def test_nothing_is_cut_that_has_room(text: str) -> None:
    assert readable(escape(text, limit=5 * len(text))) == text.replace(ZERO_WIDTH_SPACE, "")


@heavy
@given(ANY_WORDS, st.integers(0, 500))
def test_no_words_ping_or_link(text: str, limit: int) -> None:
    written = escape(text, limit=limit)

    require_harmless(written)
    assert "<" not in written


@heavy
@given(words(200))
def test_a_formatting_character_has_no_power_unless_it_stands_between_letters(text: str) -> None:
    written = escape(text, limit=10_000)

    for found in ACTIVE.finditer(written):
        before, after = written[found.start() - 1 : found.start()], written[found.end() : found.end() + 1]
        assert found.group() != "`"
        assert before.isalnum()
        assert after.isalnum()


@for_each("typed", ["__init__", "a __x__ b", "_", "**", "~~a~~", "*_~x~_*"])
def test_doubled_formatting_characters_have_no_power_either(typed: str) -> None:
    assert not ACTIVE.search(escape(typed))


@for_each(
    ("text", "limit", "clipped"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("a bcd", 3, "a…"),
        ("", 3, ""),
        ("   d", 3, "…"),
        ("<&>*", 4, "<&>*"),
    ],
)
def test_plain_text_is_clipped(text: str, limit: int, clipped: str) -> None:
    assert clip(text, limit) == clipped


@heavy
@given(ANY_WORDS, st.integers(1, 100))
def test_a_clipped_text_is_never_too_long(text: str, limit: int) -> None:
    assert len(clip(text, limit)) <= limit


@for_each(
    ("typed", "quoted"),
    [("one", ">one"), ("one\ntwo", ">one\n>two"), ("one\n\ntwo", ">one\n>\n>two"), ("> a", ">&gt; a")],
)
def test_each_line_of_a_quotation_is_marked(typed: str, quoted: str) -> None:
    assert quotes(typed) == [quoted]


def test_a_long_text_is_quoted_in_several_pieces_and_whole() -> None:
    typed = "\n".join(f"line {number} " + "x" * 90 for number in range(100))

    pieces = quotes(typed)

    assert len(pieces) > 1
    assert "".join(pieces).replace(">", "") == typed


def test_what_has_no_room_says_that_there_was_more() -> None:
    pieces = quotes("x" * 50_000)

    assert len(pieces) == 8
    assert pieces[-1].endswith("…")


@heavy
@given(paragraphs(4000))
def test_a_quotation_fits_into_a_section_and_every_line_is_marked(text: str) -> None:
    for quoted in quotes(text):
        assert len(quoted) <= 2600
        assert all(line.startswith(">") for line in quoted.split("\n"))
        require_harmless(quoted)


@for_each(("person_id", "written"), [("U0ANA", "<@U0ANA>"), (None, "nobody")])
def test_a_person_is_a_mention(person_id: str | None, written: str) -> None:
    assert person(person_id) == written


def test_a_moment_is_shown_in_the_readers_zone_with_utc_to_fall_back_on() -> None:
    at = datetime(2026, 3, 5, 9, 7, 59, tzinfo=UTC)

    assert moment(at) == "<!date^1772701679^{date_short_pretty} at {time}|05 Mar 2026, 09:07 UTC>"
    assert ago(at) == "<!date^1772701679^{ago}|05 Mar 2026, 09:07 UTC>"


@for_each(
    ("seconds", "words"),
    [
        (-5, "less than a minute"),
        (0, "less than a minute"),
        (59.9, "less than a minute"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (3660, "1 h 1 min"),
        (12_000, "3 h 20 min"),
        (86_399, "23 h 59 min"),
        (86_400, "1 d"),
        (86_460, "1 d 1 min"),
        (90_060, "1 d 1 h"),
        (864_000, "10 d"),
    ],
)
def test_a_length_of_time_is_said_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@settings(deadline=None)
@given(st.floats(-1e9, 1e9))
def test_any_length_of_time_has_words(seconds: float) -> None:
    assert duration(seconds)


@for_each(
    ("link", "address"),
    [
        ("https://acme.slack.com/files/U1/F1/graph.png", "https://acme.slack.com/files/U1/F1/graph.png"),
        ("https://x/a|b>c<!channel>", "https://x/a%7Cb%3Ec%3C!channel%3E"),
        ("javascript:alert(1)", "https://slack.com"),
    ],
)
def test_a_files_link_leads_to_the_web_and_ends_nowhere_early(link: str, address: str) -> None:
    assert links([File(id="F1", name="graph.png", link=link)], limit=3000) == f"<{address}|graph.png>"


def test_a_file_without_a_name_is_called_by_its_id() -> None:
    assert links([File(id="F1", name="", link="https://x/y")], limit=3000) == "<https://x/y|F1>"


@for_each(
    ("limit", "said"),
    [
        (49, "<https://x/1|a>, <https://x/2|b>, <https://x/3|c>"),
        (48, "<https://x/1|a>, <https://x/2|b> and 1 more"),
        (43, "<https://x/1|a>, <https://x/2|b> and 1 more"),
        (42, "<https://x/1|a> and 2 more"),
        (25, "3 files"),
    ],
)
def test_links_that_have_no_room_are_counted(limit: int, said: str) -> None:
    files = [File(id=f"F{n}", name=name, link=f"https://x/{n}") for n, name in enumerate("abc", start=1)]

    assert links(files, limit=limit) == said


def test_an_address_that_fits_nowhere_leaves_the_name() -> None:
    assert links([File(id="F1", name="graph.png", link="https://x/" + "é" * 1000)], limit=9000) == "graph.png"
