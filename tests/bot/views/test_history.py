"""What happened, in sentences: every kind of change by hand, and pages that lead back and forth."""

from datetime import date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import texts
from bot.views.blocks import Block, Message
from bot.views.history import PAGE, page, phrase, plain, sentence
from bot.views.text import moment
from storage.records import Change, HistoryEntry, Incident, Priority, Severity, Status
from tests.bot.views.hostile import RUNS, SOURCE, bodies, full, heavy, incidents, names, titles
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.drawing import moments
from tests.making import NOON, incident
from tests.tables import for_each

MESSAGE = "<https://slack.com/archives/C0GENERAL/p1795000000000200|a message>"
AT = "2026-11-18T12:00:00+00:00"
WHEN = "<!date^1795003200^{date_short_pretty} at {time}|18 Nov 2026, 12:00 UTC>"
LATER = "2026-11-18T14:00:00+00:00"
LATER_WHEN = "<!date^1795010400^{date_short_pretty} at {time}|18 Nov 2026, 14:00 UTC>"
LATER_IN_PLAIN = "next update due 18 Nov, 12:00 UTC → 18 Nov, 14:00 UTC"
PLAIN = plain({"U0BEN": "ben"})
LONG = f"{'since 11 the graphs are odd, ' * 5}and the rest"
PHRASES: list[tuple[Change, str | None, str | None, str]] = [
    (Change.STATUS, "open", "in_progress", "status Open → In progress"),
    (Change.STATUS, "mitigated", "resolved", "status Mitigated → Resolved"),
    (Change.ASSIGNEE, None, "U0BEN", "assignee nobody → <@U0BEN>"),
    (Change.ASSIGNEE, "U0BEN", None, "assignee <@U0BEN> → nobody"),
    (Change.SEVERITY, "sev3", "sev1", "severity SEV3 → SEV1"),
    (Change.PRIORITY, "p4", "p1", "priority P4 → P1"),
    (Change.PRIORITY, None, "p1", "priority “follows the severity” → P1"),
    (Change.PRIORITY, "p1", None, "priority P1 → “follows the severity”"),
    (Change.TITLE, "Down", "Up & <b>", "title “Down” → “Up &amp; &lt;b&gt;”"),
    (Change.TITLE, f"{LONG} out", f"{LONG} in", "title “…and the rest out” → “…and the rest in”"),
    (Change.SUMMARY, None, "since\n<11>", "summary none → “since &lt;11&gt;”"),
    (Change.SUMMARY, None, "see https://x/y", "summary none → “see <https://x/y>”"),
    (Change.TITLE, "https://x", "https://y", "title “https://x” → “https://y”"),
    (Change.SUMMARY, "since 11", None, "summary “since 11” → none"),
    (Change.SUMMARY, LONG, "since 11", f"summary “{LONG[:99]}…” → “since 11”"),
    (Change.SUMMARY, LONG, f"{LONG}; all is well", "summary “…and the rest” → “…and the rest; all is well”"),
    (Change.SERVICE, None, "R&D", "service none → R&amp;D"),
    (Change.SERVICE, "payments", None, "service payments → none"),
    (Change.CATEGORIES, None, "api, web", "categories none → api, web"),
    (Change.CATEGORIES, "api, web", "api", "categories api, web → api"),
    (Change.UPDATE_DUE, AT, LATER, f"next update due {WHEN} → {LATER_WHEN}"),
]
DEEDS: list[tuple[Change, dict[str, Any], str]] = [
    (Change.OPENED, {"new": "Down & <b>"}, "opened this: Down &amp; &lt;b&gt;"),
    (Change.OPENED, {"new": "Down", "old": SOURCE.key}, f"opened this from {MESSAGE}: Down"),
    (Change.COMMENTED, {"new": "1", "said": "looking\ninto  it"}, "commented: looking into it"),
    (Change.COMMENTED, {"new": "1", "said": "looking", "old": SOURCE.key}, f"commented from {MESSAGE}: looking"),
    (Change.COMMENTED, {"new": "1", "said": "https://x?a&b"}, "commented: <https://x?a&amp;b>"),
    (Change.COMMENTED, {"new": "1"}, "commented (deleted since)"),
    (Change.COMMENT_EDITED, {"new": "1", "said": "looking\n<b>"}, "edited a comment, now “looking &lt;b&gt;”"),
    (Change.COMMENT_EDITED, {"new": "1"}, "edited a comment (deleted since)"),
    (Change.COMMENT_DELETED, {"new": "1"}, "deleted a comment"),
    (Change.KEY_MOMENT, {"new": "1", "said": "looking\n<b>"}, "marked as a key moment: “looking &lt;b&gt;”"),
    (
        Change.KEY_MOMENT,
        {"old": "marked", "new": "1", "said": "looking"},
        "no longer marks as a key moment: “looking”",
    ),
    (Change.KEY_MOMENT, {"new": "1"}, "marked as a key moment: a comment (deleted since)"),
    (Change.UPDATE_DUE, {"old": AT}, f"gave the update that was due {WHEN}"),
    (Change.SNOOZED, {"new": AT}, f"snoozed the reminder until {WHEN}"),
    (Change.REMINDERS, {"old": "on", "new": "off"}, "stopped the reminders"),
    (Change.REMINDERS, {"old": "off", "new": "on"}, "restarted the reminders"),
    (Change.DELETED, {}, "deleted this"),
    (Change.RESTORED, {}, "restored this"),
    (Change.UPDATE_DUE, {"new": AT}, f"promised the next update for {WHEN}"),
    (Change.UPDATE_DUE, {"old": AT}, f"gave the update that was due {WHEN}"),
]


def entries(count: int, *, newest: int = 100) -> list[HistoryEntry]:
    """Return so many comments, newest first, with the ids they were stored under."""
    return [
        HistoryEntry(change=Change.COMMENTED, id=newest - age, at=NOON, actor_id="U0BEN", said=f"note {newest - age}")
        for age in range(count)
    ]


def ways(message: Message) -> list[tuple[str, str, str]]:
    """Return the buttons to the pages beside this one."""
    elements: list[Block] = [
        element for block in message.blocks if block["type"] == "actions" for element in block["elements"]
    ]
    return [(element["text"]["text"], element["action_id"], element["value"]) for element in elements]


def test_every_kind_of_change_is_in_one_of_the_tables() -> None:
    assert {row[0] for row in PHRASES} | {row[0] for row in DEEDS} == set(Change)


@for_each(("change", "old", "new", "words"), PHRASES)
def test_a_change_of_a_field_is_said_from_and_to(change: Change, old: str | None, new: str | None, words: str) -> None:
    entry = HistoryEntry(change=change, old=old, new=new, actor_id="U0ANA")

    assert phrase(entry) == words
    assert sentence(entry) == f"<@U0ANA> changed {words}"


@for_each(("change", "entry", "words"), DEEDS)
def test_any_other_deed_is_said_in_a_sentence(change: Change, entry: dict[str, Any], words: str) -> None:
    assert sentence(HistoryEntry(change=change, actor_id="U0ANA", **entry)) == f"<@U0ANA> {words}"


def test_what_nobody_did_the_tracker_did() -> None:
    entry = HistoryEntry(change=Change.STATUS, old="open", new="resolved")

    assert sentence(entry) == "The tracker changed status Open → Resolved"


@for_each(
    ("change", "value"),
    [(Change.STATUS, set(Status)), (Change.SEVERITY, set(Severity)), (Change.PRIORITY, set(Priority))],
)
def test_every_value_has_its_words(change: Change, value: set[str]) -> None:
    for each in value:
        assert each not in phrase(HistoryEntry(change=change, old=each, new=each))


@for_each(
    ("entry", "words"),
    [
        (HistoryEntry(change=Change.ASSIGNEE, new="U0BEN"), "assignee nobody → @ben"),
        (HistoryEntry(change=Change.ASSIGNEE, old="U0EVA"), "assignee @U0EVA → nobody"),
        (HistoryEntry(change=Change.SERVICE, new="x  y\n" * 60), f"service none → {'x y ' * 24}x y…"),
        (HistoryEntry(change=Change.TITLE, old="a & b", new="*c*"), "title “a & b” → “*c*”"),
        (HistoryEntry(change=Change.SUMMARY, new="https://x"), "summary none → “https://x”"),
        (HistoryEntry(change=Change.UPDATE_DUE, old=AT, new=LATER), LATER_IN_PLAIN),
    ],
)
def test_where_slack_takes_no_markup_another_voice_speaks(entry: HistoryEntry, words: str) -> None:
    assert phrase(entry, PLAIN) == words
    assert sentence(entry, PLAIN) == f"The tracker changed {words}"


@for_each(
    ("is_newest", "is_oldest", "expected"),
    [
        (True, True, []),
        (True, False, [("Next", "page:older", "42 98")]),
        (False, False, [("Next", "page:older", "42 98"), ("Previous", "page:newer", "42 100")]),
        (False, True, [("Previous", "page:newer", "42 100")]),
    ],
)
def test_a_page_leads_to_the_pages_beside_it(
    *, is_newest: bool, is_oldest: bool, expected: list[tuple[str, str, str]]
) -> None:
    message = page(incident(), entries(3), is_newest=is_newest, is_oldest=is_oldest)

    require_fit_to_send(message)
    assert ways(message) == expected


def test_a_page_says_who_did_what_when_in_words_and_in_blocks() -> None:
    happened = [
        HistoryEntry(change=Change.STATUS, old="open", new="resolved", id=2, at=NOON, actor_id="U0BEN"),
        HistoryEntry(change=Change.OPENED, new="Checkout is down", id=1, at=NOON, actor_id="U0ANA"),
    ]

    message = page(incident(), happened, is_newest=True, is_oldest=True)

    assert message.text == (
        "History of #42 Checkout is down, newest first: "
        f"{WHEN}: <@U0BEN> changed status Open → Resolved. "
        f"{WHEN}: <@U0ANA> opened this: Checkout is down."
    )
    assert shown(message.blocks).split("\n") == [
        "*History of #42 Checkout is down, newest first*",
        f"{WHEN} · <@U0BEN> changed status Open → Resolved",
        f"{WHEN} · <@U0ANA> opened this: Checkout is down",
    ]


def test_a_long_comment_is_shown_in_part() -> None:
    entry = HistoryEntry(change=Change.COMMENTED, said="x" * 40_000, actor_id="U0ANA")

    assert sentence(entry).endswith("x…")
    assert len(sentence(entry)) < 250


@heavy
@given(titles(), titles(), st.integers(0, 8))
def test_of_two_values_it_can_be_seen_where_they_differ(old: str, new: str, alike: int) -> None:
    old, new = ("long & <b>, " * alike + " ".join(words.split()) for words in (old, new))

    shown_old, shown_new = phrase(HistoryEntry(change=Change.SUMMARY, old=old, new=new)).split(" → ", 1)

    assert old == new or shown_old.removeprefix("summary ") != shown_new


MOMENTS = moments(date(2020, 1, 1), date(2040, 1, 1)).map(datetime.isoformat)
VALUES: dict[Change, st.SearchStrategy[str]] = {
    Change.STATUS: st.sampled_from(Status),
    Change.ASSIGNEE: st.just("U0CHLOE"),
    Change.SEVERITY: st.sampled_from(Severity),
    Change.PRIORITY: st.sampled_from(Priority),
    Change.CATEGORIES: st.lists(names(), max_size=texts.MOST_CATEGORIES).map(", ".join),
    Change.UPDATE_DUE: MOMENTS,
    Change.SNOOZED: MOMENTS,
}
ANY_VALUE = {change: st.none() | VALUES.get(change, titles()) for change in Change}
ANY_SOURCE, MAYBE_BEN, MAYBE_SAID = st.none() | st.just(SOURCE.key), st.none() | st.just("U0BEN"), st.none() | bodies()


@st.composite
def happenings(draw: st.DrawFn) -> HistoryEntry:
    """Draw an entry of any kind with people's words at their worst."""
    change = draw(st.sampled_from(Change))
    value = ANY_VALUE[change]
    is_new = change in (Change.OPENED, Change.COMMENTED)
    return HistoryEntry(
        change=change,
        old=draw(ANY_SOURCE if is_new else value),
        new=draw(value),
        actor_id=draw(MAYBE_BEN),
        id=draw(st.integers(1, 2**63 - 1)),
        at=NOON,
        said=draw(MAYBE_SAID),
    )


@settings(heavy, max_examples=20)
@given(incidents(), st.lists(happenings(), min_size=1, max_size=PAGE))
def test_any_page_is_fit_to_send(incident: Incident, happened: list[HistoryEntry]) -> None:
    message = page(incident, happened, is_newest=False, is_oldest=False)

    require_fit_to_send(message)
    assert f"#{incident.number} " in message.text
    assert len(ways(message)) == 2


@for_each("run", RUNS)
def test_the_fullest_page_is_fit_to_send(run: str) -> None:
    title = full(run).title
    happened = [HistoryEntry(change=Change.TITLE, old=title, new=title, id=2**63 - 1, at=NOON, actor_id="U0BEN")] * PAGE

    require_fit_to_send(page(full(run), happened, is_newest=False, is_oldest=False))


@for_each(
    "entry",
    [
        HistoryEntry(change=Change.COMMENTED, said="long " * 8000, at=NOON, actor_id="U0BEN"),
        HistoryEntry(change=Change.TITLE, old="long " * 51, new="longer " * 36, at=NOON, actor_id="U0BEN"),
        HistoryEntry(change=Change.SUMMARY, old="long " * 500, new="longer " * 500, at=NOON, actor_id="U0BEN"),
    ],
)
def test_those_who_hear_a_page_hear_all_of_it(entry: HistoryEntry) -> None:
    message = page(incident(), [entry] * PAGE, is_newest=True, is_oldest=True)

    assert message.text.count(moment(NOON)) == PAGE
    assert not message.text.endswith("…")
    assert readable(message.text).count(readable(sentence(entry))) == PAGE
