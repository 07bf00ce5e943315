"""Finding incidents: every filter, pages that turn in their place, searches, menus of rows; for guests only theirs."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import Answer, Person, Sandbox
from tests.journeys.before import did
from tests.journeys.seeing import REFUSED, answer_to, form_after, form_of, private_answers, stored, types, until_told

Settle = Callable[[], None]
INCIDENTS = (
    "new Checkout is down sev1 p2 @ben service:payments cat:api -- cards are refused since eleven",
    "new Slow search sev2 service:search cat:api cat:eu",
    "new Disk full on db1 sev3 @ana",
    "new Café déjà vu sev4 service:payroll",
)


@pytest.fixture
def opened(ana: Person, ben: Person, clean_engine: Engine) -> None:
    """Open #1 to #3 by Ana and #4 by Ben, a day apart; #2 is mitigated, #3 is resolved."""
    did(
        clean_engine,
        *(("ana", typed) for typed in INCIDENTS[:3]),
        ("ben", INCIDENTS[3]),
        ("ana", "comment 2 The replica lags behind, see runbook"),
        ("ben", "mitigate 2"),
        ("ben", "resolve 3"),
    )
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE incidents SET created_at = now() - (5 - number) * interval '1 day'"))


def numbers(shown: str) -> list[int]:
    """Return the numbers of the rows of a list."""
    return [int(line.split()[0][1:]) for line in shown.splitlines() if line.startswith("#")]


FOUND: dict[str, list[int]] = {
    "list": [4, 3, 2, 1],
    "open": [4, 1],
    "status:open,mitigated": [4, 2, 1],
    "mitigated": [2],
    "resolved": [3],
    "in progress": [],
    "unresolved": [4, 2, 1],
    "sev1": [1],
    "sev:1-2": [2, 1],
    "list critical": [],
    "p2": [2, 1],
    "@ben": [1],
    "list assignee:@ben": [1],
    "list me": [3],
    "reporter:@ben": [4],
    "unassigned": [4, 2],
    "list mine": [3, 2, 1],
    "mine": [1, 2, 3],
    "my sort:created": [3, 2, 1],
    "list service:pay": [],
    "list service:paym": [1],
    "service:SEARCH": [2],
    "cat:api": [2, 1],
    "cat:api cat:eu": [2],
    "age>60h": [2, 1],
    "age<60h": [4, 3],
    "since:3d12h": [],
    "since:60h": [4, 3],
    "until:60h": [2, 1],
    "list until:2020-01-01": [],
    "open in the last 60 hours": [4],
    "last 60 hours": [4, 3],
    "resolved in the last 2 hours": [3],
    "resolved 2020-01": [],
    "my last 2 weeks sev3": [3],
    "list 2020-01": [],
    'list "is down"': [1],
    'list "replica lags"': [2],
    "list sort:severity": [1, 2, 3, 4],
    "list sort:severity asc": [4, 3, 2, 1],
    "list sort:status": [4, 1, 2, 3],
    "list sort:unresolved": [1, 2, 4, 3],
    "list sort:created asc": [1, 2, 3, 4],
    "list sort:updated": [3, 2, 4, 1],
    "open sev:1-2 service:paym": [1],
    "search checkout": [1],
    "find CHECK": [1],
    "search chekcout": [1],
    "search paymnets": [1],
    "search replca runbok": [2],
    "search search replica": [2],
    "search cards eleven": [1],
    "search payments refused": [1],
    "search api": [],
    "search cafe": [4],
    "search Café": [4],
    "search down": [1],
    'search "disk full"': [3],
    "search disk resolved": [3],
    "search disk open": [],
    "search is sort:created asc": [1],
}
REFUSALS = {"list critical", "list service:pay", "since:3d12h"}
del FOUND["list critical"], FOUND["search is sort:created asc"]
OFFERED = {
    "list sev1 ben": ["list sev1 @Ben Okafor", "search sev1 ben"],
    "unresolved api": ["unresolved cat:api", "search unresolved api", "new unresolved api"],
    "open payments": ["open service:payments", "new payments", "list open"],
    "open on payments": ["open on service:payments", "search open payments", "list open"],
    "3 ben": ["assign 3 @Ben Okafor", "comment 3 ben", "new 3 ben"],
    "3 @okafor": ["assign 3 @Ben Okafor", "comment 3 @okafor"],
    "3 payments": ["edit 3 service:payments", "comment 3 payments", "new 3 payments"],
    "3 ben says no": ["assign 3 @Ben Okafor says no", "comment 3 ben says no", "new 3 ben says no"],
    "mine serch": ["mine service:search", "new mine serch", "search serch"],
    "stats pay 7d": ["stats service:payments 7d", "stats service:payroll 7d"],
    "stats payments this week": ["stats service:payments this week"],
}
HOSTILE = [
    "'",
    ":*",
    "&",
    "<->",
    "a & | ! b",
    "x\x00y",
    "\\",
    "%",
    "é" * 3000,
    "'; DROP TABLE incidents; --",
    "🔥",
    "a'b:*",
]


def test_every_filter_and_every_search_finds_what_the_table_says_and_nothing_that_is_searched_for_is_an_error(
    opened: None, ana: Person, subtests: pytest.Subtests
) -> None:
    for typed, expected in FOUND.items():
        with subtests.test(typed=typed):
            shown = types(ana, f"/incident {typed}")

            assert numbers(shown) == expected
            assert (REFUSED in shown) is (typed in REFUSALS)
    for typed in HOSTILE:
        for verb in ("search", "search checkout", 'list "'):
            with subtests.test(typed=typed[:20], verb=verb):
                shown = types(ana, f"/incident {verb} {typed}".replace('" ', '"'))

                assert "Something went wrong" not in shown
                assert "Nothing that you can see" in shown or numbers(shown) or "for at once" in shown


def test_what_is_refused_or_not_found_says_what_is_possible_and_offers_it(opened: None, ana: Person) -> None:
    more_than_one = answer_to(ana, "/incident list open service:pay")
    assert "“pay” begins the name of more than one service." in more_than_one.seen_text
    assert more_than_one.labels == ["list open service:payments", "list open service:payroll"]

    assert "Did you mean service:search?" in types(ana, "/incident list service:serch")
    assert "There is no category “eue”. Did you mean cat:eu?" in types(ana, "/incident list cat:eue")
    assert "These times leave nothing" in types(ana, "/incident list since:1d age>2d")

    for typed, offered in OFFERED.items():
        assert answer_to(ana, f"/incident {typed}").labels == offered
    assert "Did you mean service:payments?" in private_answers(ana)[-1]

    words = answer_to(ana, "/incident list disk full")
    assert words.labels == ["search disk full"]
    words.press("search disk full")
    ana.wait_for(lambda: numbers(words.seen_text) == [3])

    for typed, offered in (
        ("search disk last week", ["search since:last-week until:last-week disk", "list"]),
        (
            "search disk in the past month sev1",
            ["search sev1 since:30d disk", "search disk in the past month", "list"],
        ),
        ("search disk sev1 last 30 days", ["search sev1 since:30d disk", "search disk last 30 days", "list"]),
        ("search disk this week", ["search since:this-week until:this-week disk", "list"]),
        ("find cpu database ben in the last 30 days", ["search @Ben Okafor since:30d cpu database", "list"]),
        ("search OKAFOR sev2 Ben", ["list sev2 @Ben Okafor", "search OKAFOR Ben", "list"]),
        ("search disk ben @ana", ["search disk ben", "list"]),
        ("search yesterday", ["list since:yesterday until:yesterday", "list"]),
        (
            "search resolved yesterday",
            ["list resolved-since:yesterday resolved-until:yesterday", "search yesterday", "list"],
        ),
        ("search disk 2026-13", ["list"]),
        ("search disk week since:7d", ["search disk week", "list"]),
    ):
        assert answer_to(ana, f"/incident {typed}").labels == offered

    nothing = answer_to(ana, "/incident search disk unresolved")

    assert "Nothing that you can see is like this: “disk” · unresolved." in nothing.seen_text
    assert nothing.labels == ["search disk", "list"]
    nothing.press("search disk")
    ana.wait_for(lambda: numbers(nothing.seen_text) == [3])


def test_where_open_alone_is_asked_for_what_else_is_unresolved_is_said_and_offered(opened: None, ana: Person) -> None:
    alone = answer_to(ana, "/incident open")

    assert alone.seen_text.startswith("2 incidents · Open · newest first · 3 unresolved in all\n")
    assert alone.labels[-1] == "Show all 3 unresolved"
    assert "unresolved in all" not in types(ana, "/incident open sev:1,4")
    mine = types(ana, "/incident mine")
    assert mine.startswith("3 incidents · 2 of them unresolved · reported by you or assigned to you · unresolved first")
    started = answer_to(ana, "/incident open service:search")
    assert started.seen_text.startswith(
        "Nothing that you can see is like this: Open · service search. "
        "But 1 incident is unresolved: In progress or Mitigated.\n"
    )
    assert started.labels == ["Show 1 unresolved", "list"]
    started.press("Show 1 unresolved")
    ana.wait_for(lambda: numbers(started.seen_text) == [2])
    of_one = answer_to(ana, "/incident open reporter:@ana sev2")
    assert of_one.labels == ["Show 1 unresolved", "list"]
    of_one.press("Show 1 unresolved")
    ana.wait_for(lambda: numbers(of_one.seen_text) == [2])
    assert answer_to(ana, "/incident search checkout @ana resolved sev1 today").labels == [
        "search sev1 @Ana Torres resolved-since:today resolved-until:today checkout",
        "search checkout today",
        "list",
    ]
    unknown = answer_to(ana, "/incident list in progress @ben service:serch")
    assert unknown.labels == ["list in progress service:search @Ben Okafor"]
    unknown.press("list in progress service:search @Ben Okafor")
    ana.wait_for(lambda: "is like this: In progress · assigned to @ben · service search" in unknown.seen_text)
    assert answer_to(ana, "/incident open sev3").labels == ["list"]


def test_search_shows_what_was_found_where_it_stands_names_slips_and_alone_asks_what_for(
    opened: None, ana: Person
) -> None:
    shown = types(ana, "/incident search replca").replace("\u200b", "")

    assert shown.startswith("Nothing says “replca” · 1 incident · “replica” · best first\n#2 SEV2 — Slow search\n")
    assert shown.endswith("The replica lags behind, see runbook")

    form = form_after(ana, "/incident search")
    form.fill("Search", "sev9 x")
    form.submit("Search")
    assert "severities are sev1 to sev4" in str(form.errors)
    form.fill("Search", "chekcout <open>")
    form.submit("Search")

    until_told(ana, "Nothing says “chekcout <open>” · 1 incident · “checkout <open>”")


def _turn(person: Person, shown: Answer, way: str) -> list[int]:
    before = shown.seen_text
    shown.press(way)
    person.wait_for(lambda: shown.seen_text != before)
    return numbers(shown.seen_text)


MIDDLE = list(range(13, 3, -1))
BACK = {
    "list unresolved since:7d": ([3, 2, 1], [[24, 23, 22, 21, *range(19, 13, -1)]]),
    "search incident sort:created": ([3, 2, 1], [list(range(23, 13, -1)), list(range(24, 14, -1))]),
    "mine": ([3, 2, 1, 20], [[24, 23, 22, 21, *range(19, 13, -1)]]),
}
"""The last page, and the pages on the way back from the middle, once #24 was opened and #20 resolved."""


def test_pages_turn_in_their_place_while_others_open_and_resolve(
    ana: Person, ben: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    did(clean_engine, *(("ana", f"new Incident {number}") for number in range(1, 24)))
    lists = {typed: answer_to(ana, f"/incident {typed}") for typed in BACK}
    for shown in lists.values():
        assert numbers(shown.seen_text) == list(range(23, 13, -1))
        assert shown.seen_text.startswith("23 incidents · ")
    types(ben, "/incident new Incident of another @ana")
    types(ana, "/incident resolve 20")
    answers = len(private_answers(ana))

    for typed, shown in lists.items():
        with subtests.test(typed=typed):
            last, back = BACK[typed]

            turned = [_turn(ana, shown, "Next"), _turn(ana, shown, "Next")]
            assert shown.labels[-1:] == ["Previous"]
            turned += [_turn(ana, shown, "Previous") for _ in range(1 + len(back))]

            assert turned == [MIDDLE, last, MIDDLE, *back]
            assert "Previous" not in shown.labels
            assert len(private_answers(ana)) == answers


def test_the_menu_of_a_row_does_what_the_reader_may(opened: None, ana: Person, clean_engine: Engine) -> None:
    shown = answer_to(ana, "/incident list sort:created asc")
    assert shown.labels[:5] == ["Show", "Take", "Comment", "Resolve", "Assign"]

    shown.choose("Take", near="#1")
    until_told(ana, "You have #1")
    assert stored(clean_engine, 1).assignee_id == "U0ANA"
    shown.choose("Show", near="#2")
    until_told(ana, "#2 Slow search\nSeverity")
    shown.choose("Resolve", near="#1")
    form_of(ana).fill("Note", "rolled back")
    form_of(ana).submit("Resolve")
    until_told(ana, "Resolved #1")
    shown.choose("Reopen", near="#3")
    until_told(ana, "Reopened #3")


def test_a_guest_finds_and_counts_only_what_they_reported(opened: None, acme: Sandbox, settle_guest: Person) -> None:
    dev = settle_guest
    types(dev, "/incident new Checkout looks odd", channel="#general")

    for typed in ("list", "mine", "open", "search checkout", "search chekcout"):
        shown = types(dev, f"/incident {typed}", channel="#general")
        assert numbers(shown) == [5], typed
        assert "1 incident · " in shown
    for typed in ("search replica", "search replca", "search Slow", "resolved", "@ben", "list unassigned sev2"):
        assert "Nothing that you can see" in types(dev, f"/incident {typed}", channel="#general"), typed
    answer = dev.type("#general", "/incident list")
    assert isinstance(answer, Answer)
    assert answer.labels == ["Show", "Take", "Comment", "Resolve", "Assign"]


@pytest.fixture
def settle_guest(acme: Sandbox, opened: None) -> Person:
    """Give Dev, a guest."""
    return acme.person("dev")


def test_what_is_deleted_is_not_found(opened: None, acme: Sandbox, ana: Person, clean_engine: Engine) -> None:
    chloe = acme.person("chloe")
    form_after(chloe, "/incident delete 1").submit("Delete")
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE comments SET deleted_at = now()"))

    assert numbers(types(ana, "/incident list")) == [4, 3, 2]
    for typed in ("search checkout", "search chekcout", "search replica", 'list "replica lags"'):
        assert "Nothing that you can see" in types(ana, f"/incident {typed}"), typed


def test_a_deactivated_person_and_a_forged_page_are_refused(opened: None, ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, *(("ana", f"new Incident {number}") for number in range(5, 16)))
    shown = answer_to(ana, "/incident list")
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET is_active = false WHERE id = 'U0ANA'"))

    shown.press("Next")

    until_told(ana, "You may not read incidents.")
