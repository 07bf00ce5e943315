"""Pages of incidents: rows with menus, what was searched for in bold, and what is said where nothing is found."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.acts import FillIn, FormName, MoveIncident
from bot.language.grammar import parse
from bot.language.looking_acts import ShowIncident
from bot.rules.lifecycle import Move
from bot.views import lists, wanted
from bot.views.blocks import VALUE_MAX, Block, Message
from bot.views.excerpts import excerpt, highlighted
from bot.views.lists import Beside, Row
from bot.views.text import moment
from storage.records import ME, UNRESOLVED, Day, Filter, Incident, Period, Service, Severity, Sort, Status
from tests.bot.views.hostile import RUNS, bodies, full, heavy, incidents, words
from tests.bot.views.judging import ZERO_WIDTH_SPACE, readable, require_fit_to_send, require_harmless, shown
from tests.making import NOON, incident
from tests.tables import for_each

ALL = ("Show", "Take", "Comment", "Resolve", "Assign")
BESIDE = Beside(previous="p" * VALUE_MAX, next="n" * VALUE_MAX)


def rows(message: Message) -> list[Block]:
    return [block for block in message.blocks if "accessory" in block]


@settings(heavy, max_examples=25)
@given(
    found=st.lists(st.tuples(incidents(), st.none() | bodies()), max_size=10),
    searched=st.lists(words(40), max_size=6),
    headline=words(3000),
)
def test_any_page_is_fit_to_send(found: list[tuple[Incident, str | None]], searched: list[str], headline: str) -> None:
    page = [Row(incident=each, can=ALL, said=said) for each, said in found]
    shown_headline = "1 incident · " + highlighted(headline, searched, limit=3000)

    require_fit_to_send(lists.listed(page, headline=shown_headline, words=searched, beside=BESIDE))


@for_each("run", RUNS)
def test_the_fullest_page_is_fit_to_send_and_says_every_row(run: str) -> None:
    page = [Row(incident=full(run), can=ALL, said=run * 3000)] * 10

    message = lists.listed(page, headline="x" * 5000, words=[run, "x"], beside=BESIDE)

    require_fit_to_send(message)
    assert message.text.count("#2147483647") == len(rows(message)) == 10
    assert not message.text.endswith("…")


def test_a_row_says_number_severity_title_status_assignee_and_age_in_words_and_in_blocks() -> None:
    later = NOON + timedelta(hours=1)
    over = incident(number=3, status=Status.RESOLVED, assignee_id="U0BEN", resolved_at=later)
    listed = [incident(number=2, severity=Severity.SEV1, assignee_id="U0BEN"), incident(number=1), over]

    message = lists.listed([Row(incident=each, can=ALL) for each in listed], headline="3 incidents", beside=Beside())

    assert message.text == (
        "3 incidents. "
        f"#2, SEV1 critical, Open, <@U0BEN>, opened {moment(NOON)}: Checkout is down. "
        f"#1, SEV3 minor, Open, nobody, opened {moment(NOON)}: Checkout is down. "
        f"#3, SEV3 minor, Resolved {moment(later)}, <@U0BEN>: Checkout is down."
    )
    assert [block["text"]["text"].split("|")[0] for block in rows(message)] == [
        "*#2* SEV1 — Checkout is down\nOpen · <@U0BEN> · <!date^1795003200^{ago}",
        "*#1* SEV3 — Checkout is down\nOpen · nobody · <!date^1795003200^{ago}",
        "*#3* SEV3 — Checkout is down\nResolved <!date^1795006800^{ago}",
    ]
    assert len(message.blocks) == 4


def test_the_menu_of_a_row_carries_commands_and_the_forms_that_no_command_opens() -> None:
    message = lists.listed([Row(incident=incident(), can=ALL)], headline="x", beside=Beside())

    [row] = rows(message)
    options = {option["text"]["text"]: option["value"] for option in row["accessory"]["options"]}
    assert list(options) == [*ALL]
    assert (options["Comment"], options["Resolve"]) == ("form:comment 42", "form:resolve 42")
    assert [parse(options[label]) for label in ("Show", "Take", "Assign")] == [
        ShowIncident(42),
        MoveIncident(Move.TAKE, 42),
        FillIn(FormName.ASSIGN, 42),
    ]


def test_what_was_searched_for_is_bold_in_title_and_service_and_in_the_part_of_a_text_where_it_stands() -> None:
    summary = "x " * 200 + "the replica lags"
    told = [
        Row(incident=incident(title="Replica of checkout"), can=ALL),
        Row(incident=incident(summary=summary), can=ALL, said="replicas again"),
        Row(incident=incident(), can=ALL, said="ask about <replicas>\nagain"),
        Row(incident=incident(service=Service(id=1, name="replica-db")), can=ALL),
    ]

    message = lists.listed(told, headline="x", words=["replica"], beside=Beside())

    lines = [block["text"]["text"].replace(ZERO_WIDTH_SPACE, "").split("\n") for block in rows(message)]
    assert lines[0][0] == "*#42* SEV3 — *Replica* of checkout"
    assert len(lines[0]) == 2
    assert lines[1][2].startswith("…x x")
    assert lines[1][2].endswith("the *replica* lags")
    assert lines[2][2] == "ask about &lt;*replicas*&gt; again"
    assert "“ask about <replicas> again”" in readable(message.text)
    assert lines[3][1].endswith(" · service *replica*-db")
    assert message.text.endswith(": Checkout is down. Service replica-db.")


@for_each(
    ("text", "searched", "bold"),
    [
        ("Databases failing", ["database", "fail"], ["Databases", "failing"]),
        ("it was failing", ["failed"], ["failing"]),
        ("Café au lait", ["cafe"], ["Café"]),
        ("CHECKOUT", ["check"], ["CHECKOUT"]),
        ("日本語 テスト", ["日本"], ["日本語"]),
        ("a-b error_500 c", ["error_500"], ["error_500"]),
        ("run of runs", ["run"], ["run", "runs"]),
        ("nothing here", ["there", "''", "<->", ""], []),
    ],
)
def test_words_and_their_other_forms_are_bold(text: str, searched: list[str], bold: list[str]) -> None:
    marked = highlighted(text, searched, limit=300).replace(ZERO_WIDTH_SPACE, "")

    assert marked.split("*")[1::2] == bold


@heavy
@given(text=bodies(), searched=st.lists(words(30), max_size=4), limit=st.integers(0, 400))
def test_bold_words_keep_within_their_room_and_do_nothing_else(text: str, searched: list[str], limit: int) -> None:
    marked = highlighted(text, searched, limit=limit)

    assert len(marked) <= limit
    require_harmless(marked)
    part = excerpt(text, searched, longest=100)
    assert part is None or len(part) <= 102


IN_WORDS: list[tuple[Filter, str, str]] = [
    (Filter(), "", "newest first"),
    (Filter(statuses=UNRESOLVED), "unresolved", "newest first"),
    (Filter(sort=Sort.STATUS), "", "Open first, Resolved last"),
    (
        Filter(is_mine=True, sort=Sort.UNRESOLVED),
        "reported by you or assigned to you",
        "unresolved first, the worst of them first",
    ),
    (Filter(statuses=(Status.OPEN, Status.MITIGATED)), "Open or Mitigated", "newest first"),
    (Filter(severities=(Severity.SEV1, Severity.SEV2), sort=Sort.SEVERITY), "SEV1 or SEV2", "worst first"),
    (Filter(assignee=ME, reporter="U0BEN"), "assigned to you · reported by <@U0BEN>", "newest first"),
    (
        Filter(is_unassigned=True, is_mine=True),
        "assigned to nobody · reported by you or assigned to you",
        "newest first",
    ),
    (Filter(service="<b>", categories=("a",)), "service &lt;b&gt; · category a", "newest first"),
    (Filter(phrases=("a b",), sort=Sort.UPDATED), "“a b”", "last changed first"),
    (
        Filter(
            older_than=timedelta(hours=4), younger_than=timedelta(days=2), opened=Period(Day.TODAY, date(2026, 10, 1))
        ),
        "opened more than 4 h ago · opened in the last 2 d · opened since today · opened until 1 Oct 2026",
        "newest first",
    ),
    (Filter(opened=Period(Day.THIS_WEEK, Day.THIS_WEEK)), "opened this week", "newest first"),
    (Filter(resolved=Period(Day.OCTOBER, Day.OCTOBER)), "resolved in October", "newest first"),
    (Filter(opened=Period(Day.MONDAY, Day.MONDAY)), "opened on Monday", "newest first"),
    (Filter(opened=Period(date(2026, 10, 1), date(2026, 10, 1))), "opened on 1 Oct 2026", "newest first"),
    (
        Filter(opened=Period(date(2026, 11, 1), date(2026, 11, 30))),
        "opened since 1 Nov 2026 · opened until 30 Nov 2026",
        "newest first",
    ),
    (
        Filter(opened=Period(timedelta(days=7)), sort=Sort.CREATED, is_descending=False),
        "opened in the last 7 d",
        "oldest first",
    ),
]


def test_a_filter_is_said_in_words() -> None:
    for filter_, said, order in IN_WORDS:
        assert (wanted.in_words(filter_), wanted.order_in_words(filter_)) == (said, order)


def test_where_nothing_is_found_it_says_what_was_looked_for_and_what_to_try() -> None:
    message = lists.nothing("Nothing is like this: SEV1.", hint="Try less.", offers=[("list", "list")])

    require_fit_to_send(message)
    assert message.text == "Nothing is like this: SEV1. Try less."
    assert "Try less." in shown(message.blocks)
    [button] = message.blocks[-1]["elements"]
    assert (button["text"]["text"], button["value"]) == ("list", "list")


@for_each(
    ("total", "said"), [(0, "0 incidents"), (1, "1 incident"), (1000, "1000 incidents"), (1001, "1000+ incidents")]
)
def test_a_count_ends_at_its_limit(total: int, said: str) -> None:
    assert lists.counted(total) == said
