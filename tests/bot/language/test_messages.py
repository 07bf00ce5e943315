"""What a message says, whoever wrote it and in whichever of its parts."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.language.acts import Draft, Said
from bot.language.messages import author_of, draft_from, headline, in_pieces, words_of
from bot.rules import texts
from storage.records import Source
from tests.tables import for_each

SOURCE = Source(channel="C0GENERAL", ts="1795000000.000200")
APP = {"bot_id": "B1"}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Ask "},
                {"type": "user", "user_id": "U0BEN"},
                {"type": "text", "text": " about "},
                {"type": "link", "url": "https://x.example/1", "text": "the graph"},
                {"type": "emoji", "name": "fire"},
                {"type": "broadcast", "range": "here"},
            ],
        },
        {
            "type": "rich_text_list",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]},
            ],
        },
    ],
}
DATE = "<!date^1795003200^{date_short_pretty} at {time}|18 Nov>"
MESSAGES: list[tuple[str, dict[str, Any], str]] = [
    ("text", {"text": "a &amp; b &lt;c&gt; <@U0BEN|ben> <#C1|ops>"}, "a & b <c> @ben #ops"),
    ("a person's blocks repeat the text", {"text": "hello", "blocks": [section("hello " * 9)]}, "hello"),
    (
        "only blocks",
        {"text": "", "blocks": [{"type": "header", "text": {"text": "Disk"}}, section("full")]},
        "Disk\nfull",
    ),
    ("rich text", {"blocks": [RICH]}, "Ask @U0BEN about the graph https://x.example/1:fire:@here\none\ntwo"),
    (
        "an app's text is a headline",
        APP | {"text": "Alert", "blocks": [section("Disk of db1 is full")]},
        "Disk of db1 is full",
    ),
    (
        "an app's text says it all",
        APP | {"text": "Disk of db1 is full", "blocks": [section("*Disk of db1* is full")]},
        "Disk of db1 is full",
    ),
    (
        "buttons say nothing",
        APP
        | {"blocks": [section("Full"), {"type": "actions", "elements": [{"type": "button", "text": {"text": "Ack"}}]}]},
        "Full",
    ),
    (
        "fields and small print",
        {
            "blocks": [
                {"type": "section", "fields": [{"text": "A"}, {"text": "B"}]},
                {"type": "context", "elements": [{"text": "c"}]},
            ]
        },
        "A\nB\nc",
    ),
    ("a date", {"text": f"at {DATE}"}, "at 18 Nov"),
    (
        "attachments",
        APP
        | {
            "text": "",
            "attachments": [
                {
                    "pretext": "p",
                    "title": "T",
                    "text": "x",
                    "fields": [{"title": "host", "value": "db1"}],
                    "fallback": "f",
                }
            ],
        },
        "p\nT\nx\nhost: db1",
    ),
    ("only a fallback", APP | {"attachments": [{"fallback": "Alert &gt; 9"}]}, "Alert > 9"),
    (
        "a preview is not theirs",
        {"text": "see <https://x.example>", "attachments": [{"from_url": "https://x.example", "title": "X"}]},
        "see https://x.example",
    ),
    ("nothing", {"files": [{"id": "F1"}]}, ""),
    ("nonsense", {"text": None, "blocks": ["x", {"text": 3}], "attachments": 7}, ""),
]


@for_each(("message", "words"), [row[1:] for row in MESSAGES])
def test_words_are_found_wherever_they_stand(message: dict[str, Any], words: str) -> None:
    assert words_of(message) == words


@for_each(
    ("message", "author"),
    [
        ({"user": "U0BEN"}, ("U0BEN", "@U0BEN")),
        ({"user": "U0BOT", "bot_id": "B1", "bot_profile": {"name": "Grafana\n  Cloud"}}, (None, "Grafana Cloud")),
        ({"bot_id": "B1", "username": "x" * 100}, (None, "x" * 60)),
        ({"bot_id": "B1", "bot_profile": "?"}, (None, "An app")),
        ({}, (None, "An app")),
    ],
)
def test_whose_words_they_are(message: dict[str, Any], author: tuple[str | None, str]) -> None:
    assert author_of(message) == author


@for_each(
    ("text", "title"),
    [
        ("", ""),
        ("Checkout is down", "Checkout is down"),
        ("\n\n  *Checkout   is down*  \nsince 11", "Checkout is down"),
        ("> quoted\nanswer", "quoted"),
        (":\n!!\nDisk full", "Disk full"),
        ("!!", "!!"),
        ("word " * 60, "word " * 49 + "word…"),
        ("x" * 300, "x" * 254 + "…"),
    ],
)
def test_the_first_line_that_says_something_is_the_title(text: str, title: str) -> None:
    assert headline(text) == title.strip()


@for_each(
    ("text", "draft"),
    [
        ("", Draft(source=SOURCE)),
        ("*Disk full*", Draft(title="Disk full", source=SOURCE)),
        ("Disk full\non db1", Draft(title="Disk full", summary="Disk full\non db1", source=SOURCE)),
        ("x" * 256, Draft(title="x" * 254 + "…", summary="x" * 256, source=SOURCE)),
        ("x " * 2000, Draft(title="x " * 126 + "x…", summary=("x " * 1500)[:2999] + "…", source=SOURCE, is_cut=True)),
    ],
)
def test_a_draft_begins_with_the_message(text: str, draft: Draft) -> None:
    said = Said(source=SOURCE, author_id=None, author_name="An app", text=text)

    assert draft_from(said, text.strip()) == draft


@given(st.text(max_size=400) | st.lists(st.sampled_from(["a", " ", "\n", "word ", "*", "😱"])).map("".join))
def test_any_text_makes_a_title_that_fits_and_pieces_that_lose_nothing(text: str) -> None:
    title, pieces = headline(text), in_pieces(text, longest=20)

    assert len(title) <= texts.TITLE[1]
    assert "\n" not in title
    assert all(0 < len(piece) <= 20 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "fields", "blocks", "title", "value"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments", "bot_id", "bot_profile", "user"]), _JSON))
def test_whatever_slack_sends_can_be_read(message: dict[str, Any]) -> None:
    assert isinstance(words_of(message), str)
    assert len(author_of(message)[1]) <= 60 or message.get("user")
