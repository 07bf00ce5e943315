"""The history of an incident: every kind of entry in words, newest first, paged in its place."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.app import Tracker
from bot.sandbox import Answer, Person, Sandbox
from bot.views.history import PAGE
from storage import history
from storage.history import ABOUT_COMMENTS
from storage.records import Change, HistoryEntry
from tests.journeys.before import did
from tests.journeys.seeing import (
    INCIDENTS,
    answer_to,
    card,
    form_after,
    last_comment,
    private_answers,
    stored,
    types,
    until_told,
)

Settle = Callable[[], None]
SLOW = ("ana", "new Slow search")


@pytest.fixture
def chloe(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Chloe, who owns the workspace, so she is an admin."""
    return acme.person("chloe")


def _sentences(shown: str) -> list[str]:
    """Return what a page says, without when."""
    return [line.split(" · ", 1)[1] for line in shown.splitlines() if " · " in line]


def _happened(engine: Engine, *entries: HistoryEntry, actor_id: str | None = "U0BEN") -> None:
    """Let things happen to #1 for which no surface is there yet, or many at once."""
    incident = stored(engine, 1)
    with engine.begin() as tx:
        history.add(tx, incident, entries, actor_id=actor_id, at=datetime.now(UTC))


def test_what_commands_did_is_told_newest_first(ana: Person, ben: Person, chloe: Person) -> None:
    types(ana, "/incident new Slow search @ana")
    for person, typed in (
        (ben, "take 1"),
        (ana, "severity 1 sev1"),
        (ana, "priority 1 p2"),
        (ana, "edit 1 Search is <down> & out"),
        (ben, "comment 1 Looks\nbetter"),
        (ben, "release 1"),
        (ben, "mitigate 1"),
    ):
        types(person, f"/incident {typed}")
    form_after(chloe, "/incident delete 1").submit("Delete")
    types(chloe, "/incident restore 1")

    shown = types(ana, "/incident history 1")

    assert shown.startswith("History of #1 Search is <down> & out, newest first\ntoday at ")
    assert _sentences(shown) == [
        "@chloe restored this",
        "@chloe deleted this",
        "@ben changed status In progress → Mitigated",
        "@ben changed assignee @ben → nobody",
        "@ben commented: Looks better",
        "@ana changed title “Slow search” → “Search is <down> & out”",
        "@ana changed priority “follows the severity” → P2",
        "@ana changed severity SEV3 → SEV1",
        "@ben changed assignee @ana → @ben",
        "@ben changed status Open → In progress",
    ]


def test_what_forms_did_is_told_too(ana: Person) -> None:
    types(ana, "/incident new Slow search")
    types(ana, "/incident new Disk full service:search cat:api cat:eu")
    form = form_after(ana, "/incident edit 1")
    form.fill("Summary", "since noon")
    form.fill("Service", "search")
    form.fill("Categories", ["eu", "api"])
    form.submit("Save")
    form = form_after(ana, "/incident comment 1")
    form.fill("Comment", "Looking")
    form.fill("Next update due", datetime.now(UTC) + timedelta(days=40))
    form.submit("Comment")

    told = _sentences(types(ana, "/incident history 1"))

    assert told[0] == "@ana commented: Looking"
    assert told[1].startswith("@ana promised the next update for ")
    assert told[2:] == [
        "@ana changed categories none → api, eu",
        "@ana changed service none → search",
        "@ana changed summary none → “since noon”",
        "@ana opened this: Slow search",
    ]


REST = {
    Change.COMMENT_EDITED: "edited a comment, now “hello”",
    Change.COMMENT_DELETED: "deleted a comment",
    Change.KEY_MOMENT: "marked as a key moment: “hello”",
    Change.SNOOZED: "snoozed the reminder",
    Change.REMINDERS: "restarted the reminders",
}


def test_every_other_kind_of_entry_is_told_in_words(ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, SLOW, ("ana", "comment 1 hello"))
    comment = last_comment(clean_engine, 1)
    assert comment is not None
    _happened(
        clean_engine,
        *(HistoryEntry(change=change, new=str(comment.id) if change in ABOUT_COMMENTS else None) for change in REST),
    )
    _happened(clean_engine, HistoryEntry(change=Change.ASSIGNEE, old="U0ANA"), actor_id=None)

    told = _sentences(types(ana, "/incident history 1"))

    assert told[0] == "The tracker changed assignee @ana → nobody"
    assert told[1:6] == [f"@ben {words}" for words in reversed(REST.values())]


def test_history_answers_to_its_names_with_the_times_of_the_reader(
    ana: Person, ben: Person, clean_engine: Engine
) -> None:
    did(clean_engine, SLOW)
    for typed in ("history 1", "log 1", "timeline #1", "1 history"):
        assert types(ana, f"/incident {typed}").startswith("History of #1 Slow search")
    hour = types(ana, "/incident history 1").split("today at ")[1][:2]

    hour_of_ben = types(ben, "/incident history 1").split(" at ")[1][:2]

    assert (int(hour) - int(hour_of_ben)) % 24 in (5, 6)


def _titles(shown: Answer) -> list[int]:
    """Return the numbers of the titles an incident had, as a page tells of them."""
    return [int(said.split("“")[2].rstrip("”")) for said in _sentences(shown.seen_text) if "title" in said]


def _turn(person: Person, shown: Answer, way: str) -> None:
    before = shown.seen_text
    shown.press(way)
    person.wait_for(lambda: shown.seen_text != before)


def _retitled(engine: Engine, times: int) -> None:
    _happened(engine, *(HistoryEntry(change=Change.TITLE, old=f"{n - 1}", new=f"{n}") for n in range(1, times + 1)))


def test_pages_turn_in_their_place_to_the_oldest_entry_and_back(ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, SLOW)
    _retitled(clean_engine, 3 * PAGE - 2)
    shown = answer_to(ana, "/incident history 1")
    answers = len(private_answers(ana))
    pages = [(_titles(shown), shown.labels)]

    for way in ("Next", "Next", "Previous", "Previous"):
        _turn(ana, shown, way)
        pages.append((_titles(shown), shown.labels))

    titles = list(range(3 * PAGE - 2, 0, -1))
    newest, middle, oldest = titles[:PAGE], titles[PAGE : 2 * PAGE], titles[2 * PAGE :]
    assert pages == [
        (newest, ["Next"]),
        (middle, ["Next", "Previous"]),
        (oldest, ["Previous"]),
        (middle, ["Next", "Previous"]),
        (newest, ["Next"]),
    ]
    assert len(private_answers(ana)) == answers
    assert len(_sentences(shown.seen_text)) == PAGE


def test_a_page_that_holds_everything_has_no_next(ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, SLOW)
    _retitled(clean_engine, PAGE - 1)
    assert answer_to(ana, "/incident history 1").labels == []

    _retitled(clean_engine, 1)

    assert answer_to(ana, "/incident history 1").labels == ["Next"]


def test_what_happens_while_somebody_reads_moves_no_page(ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, SLOW)
    _retitled(clean_engine, PAGE + 3)
    shown = answer_to(ana, "/incident history 1")
    types(ana, "/incident comment 1 one more")

    shown.press("Next")

    ana.wait_for(lambda: _titles(shown) == [3, 2, 1])


def test_from_the_menu_of_the_card_it_is_told_beside_it(ana: Person, ben: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()

    card(ben, 1).choose("History")

    until_told(ben, "@ana opened this: Slow search")
    assert not any("opened this" in message.seen_text for message in ana.messages(INCIDENTS))
    assert card(ben, 1).labels == ["Take", "Comment", "Resolve", "More"]


@pytest.mark.usefixtures("tracker")
def test_a_guest_reads_only_the_history_of_what_they_reported(acme: Sandbox, clean_engine: Engine) -> None:
    dev = acme.person("dev")
    did(clean_engine, SLOW, ("dev", "new Door is stuck"))

    assert "There is no #1 here." in types(dev, "/incident history 1", channel="#general")
    assert "@dev opened this: Door is stuck" in types(dev, "/incident history 2", channel="#general")
