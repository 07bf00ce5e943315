"""Full text search: every place words stand in, which match is best, pages, what nobody may find, words put right."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, update

from bot.language.mentions import clean
from bot.language.spelling import corrected
from storage import capabilities, choices, comments, incidents
from storage.incidents import MOST_RANKED, Found
from storage.records import Incident, Selection, Severity, Sort, Status
from storage.tables import incidents as table
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, copy_many, new_incident


def search(tx: Connection, words: str, wanted: Selection | None = None, **options: object) -> Found:
    given_options = {"is_sorted": False, "limit": 10, **options}
    return incidents.search(tx, TEAM, words.split(), wanted or Selection(), **given_options)  # type: ignore[arg-type]


def numbers(found: Found) -> list[int]:
    return [incident.number for incident in found.page.incidents]


@pytest.fixture
def five(tx: Connection) -> list[Incident]:
    """Store #1 to #5, which say "replica" in a different place each, and one of another workspace."""
    service = choices.service_named(tx, TEAM, "replica-set")
    made = [
        incidents.create(tx, new)
        for new in (
            new_incident(title="Slow search"),
            new_incident(title="Disk full", summary="on the replica\nof db1"),
            new_incident(title="Login fails", service=service, severity=Severity.SEV1),
            new_incident(title="Replicas lag behind", reporter_id="U0BEN"),
            new_incident(title="Lag of the replica"),
        )
    ]
    comments.add(tx, made[0], "it reads from a replica", author_id="U0ANA", at=NOON)
    theirs = incidents.create(tx, new_incident(team_id=OTHER, reporter_id="U0EVE", title="Replica of theirs"))
    comments.add(tx, theirs, "replica", author_id="U0EVE", at=NOON)
    return made


FOUND: dict[str, list[int]] = {
    "replica": [5, 4, 3, 2, 1],
    "REPL": [5, 4, 3, 2, 1],
    "replica lag": [4, 5],
    "replica lags behind": [4],
    "search replica": [1],
    "replica disk": [2],
    "login replica": [3],
    "reads slow": [1],
    "fail": [3],
    "the of": [],
    "the replica-set": [3],
    "banana": [],
    "replica banana": [],
    "db1": [2],
    "' & | ! <-> :* ( ) \\ % _": [],
    "replica '": [5, 4, 3, 2, 1],
}


def test_words_are_found_wherever_they_stand_and_the_best_come_first(
    tx: Connection, five: list[Incident], subtests: pytest.Subtests
) -> None:
    for words, expected in FOUND.items():
        with subtests.test(words=words):
            found = search(tx, words)

            assert sorted(numbers(found)) == sorted(expected)
            assert found.total == len(expected)
    assert numbers(search(tx, "replica")) == [5, 4, 3, 2, 1]
    assert numbers(search(tx, "lag replica"))[0] == 5


def test_the_comment_that_says_it_is_given(tx: Connection, five: list[Incident]) -> None:
    assert search(tx, "replica").said == {five[0].id: "it reads from a replica"}


def test_filters_and_orders_hold_for_what_is_found(tx: Connection, five: list[Incident]) -> None:
    assert numbers(search(tx, "replica", Selection(severities=(Severity.SEV1,)))) == [3]
    assert numbers(search(tx, "replica", Selection(visible_to="U0BEN"))) == [4]
    assert search(tx, "replica", Selection(visible_to="U0BEN")).total == 1
    assert numbers(search(tx, "replica", Selection(phrases=("replicas lag",)))) == [4]
    by_severity = Selection(sort=Sort.SEVERITY)
    assert numbers(search(tx, "replica", by_severity, is_sorted=True)) == [3, 5, 4, 2, 1]
    oldest_first = Selection(sort=Sort.CREATED, is_descending=False)
    assert numbers(search(tx, "replica", oldest_first, is_sorted=True)) == [1, 2, 3, 4, 5]


def test_what_is_deleted_or_was_said_and_deleted_is_not_found(tx: Connection, five: list[Incident]) -> None:
    tx.execute(update(table).where(table.c.number == 5).values(deleted_at=NOON, deleted_by="U0ANA"))
    tx.exec_driver_sql("UPDATE comments SET deleted_at = now()")

    assert numbers(search(tx, "replica")) == [4, 3, 2]
    assert numbers(search(tx, "reads slow")) == []


@pytest.mark.parametrize("sort", [None, *Sort])
def test_pages_of_any_size_show_everything_once_and_turn_back(
    tx: Connection, five: list[Incident], sort: Sort | None
) -> None:
    wanted = Selection(sort=sort or Sort.CREATED, is_descending=True)
    options = {"is_sorted": sort is not None}
    everything = numbers(search(tx, "replica", wanted, **options))
    for limit in (1, 2):
        page = search(tx, "replica", wanted, limit=limit, **options)
        seen, pages = numbers(page), [page]
        while pages[-1].page.next:
            pages.append(search(tx, "replica", wanted, limit=limit, place=pages[-1].page.next, **options))
            seen += numbers(pages[-1])
        assert seen == everything
        for before, after in zip(pages, pages[1:], strict=False):  # noqa: RUF007 - as two names
            back = search(tx, "replica", wanted, limit=limit, place=after.page.previous, backwards=True, **options)
            assert numbers(back) == numbers(before)


def test_only_the_newest_of_very_many_are_ranked_and_old_rare_words_are_found(
    tx: Connection, five: list[Incident]
) -> None:
    copy_many(tx, 5100, title="Common words")
    tx.exec_driver_sql("ANALYZE incidents")

    assert search(tx, "common").total == MOST_RANKED
    assert numbers(search(tx, "common"))[0] == 10 + 5099
    assert numbers(search(tx, "login")) == [3]
    assert numbers(search(tx, "replica")) == [5, 4, 3, 2, 1]
    assert search(tx, "common", Selection(statuses=(Status.RESOLVED,))).total == 0


def test_a_search_is_one_statement_and_so_is_the_vocabulary(
    tx: Connection, five: list[Incident], statements: list[str]
) -> None:
    search(tx, "replica lag of disk")
    incidents.vocabulary(tx, TEAM, ["replca"], Selection(), finds_similar=True)

    assert len(statements) == 2


SLIPS = {"replcia": "replica", "repilca": "replica", "serach": "search", "dsik": "disk", "logn": "logn", "zzz": "zzz"}


@pytest.mark.parametrize("finds_similar", [True, False])
def test_slips_are_put_right_with_words_that_were_used(
    tx: Connection, five: list[Incident], *, finds_similar: bool
) -> None:
    assert capabilities.finds_similar(tx)
    for slip, meant in SLIPS.items():
        known = incidents.vocabulary(tx, TEAM, [slip], Selection(), finds_similar=finds_similar)
        assert corrected([slip], known) == ((meant,) if slip != "logn" else ("login",))


def test_nobody_learns_words_of_what_they_may_not_see(tx: Connection, five: list[Incident]) -> None:
    for finds_similar in (True, False):
        known = incidents.vocabulary(tx, TEAM, ["disk"], Selection(visible_to="U0BEN"), finds_similar=finds_similar)
        assert "disk" not in known


def test_words_are_known_whatever_else_was_asked_for(tx: Connection, five: list[Incident]) -> None:
    """What they are looked for among is the search's matter: a word right elsewhere is no slip here."""
    nothing = Selection(statuses=(Status.RESOLVED,), severities=(Severity.SEV4,), is_unassigned=True)

    for finds_similar in (True, False):
        known, all_known = (
            incidents.vocabulary(tx, TEAM, ["dsik"], wanted, finds_similar=finds_similar)
            for wanted in (nothing, Selection())
        )
        assert sorted(known) == sorted(all_known)
        assert "disk" in known


def test_a_word_only_old_texts_use_is_put_right_where_words_can_be_compared(tx: Connection) -> None:
    incidents.create(tx, new_incident(title="Zookeeper is broken"))
    copy_many(tx, 1001, title="Other words")
    tx.exec_driver_sql("ANALYZE incidents")

    with_it, without = (
        incidents.vocabulary(tx, TEAM, ["zookeper"], Selection(), finds_similar=finds_similar)
        for finds_similar in (True, False)
    )

    assert corrected(["zookeper"], with_it) == ("zookeeper",)
    assert corrected(["zookeper"], without) == ("zookeper",)


def test_old_texts_are_not_looked_through_for_many_unknown_words(tx: Connection) -> None:
    """As of an error that somebody pasted: one takes a tenth of a second where there are ten thousand incidents."""
    incidents.create(tx, new_incident(title="Zookeeper is broken"))
    copy_many(tx, 1001, title="Other words")

    known = {
        words: incidents.vocabulary(tx, TEAM, words.split(), Selection(), finds_similar=True)
        for words in ("zookeper", "others word zookeper", "Zookeper xyzzy", "othr xyzzy zookeper")
    }

    assert [words for words, found in known.items() if "zookeeper" not in found] == ["othr xyzzy zookeper"]
    assert "other" in known["othr xyzzy zookeper"]


def test_the_words_of_the_newest_texts_leave_room_for_those_of_old_ones(
    tx: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of logs that somebody pasted: to compare all of them takes seconds."""
    module = import_module("storage.incidents.vocabulary")
    monkeypatch.setattr(module, "_MOST_WORDS", 20)
    monkeypatch.setattr(module, "_MOST_NEWEST", 10)
    incidents.create(tx, new_incident(title="Zookeeper is broken"))
    copy_many(tx, 1001, title="Other words")
    incidents.create(tx, new_incident(title="Logs", summary=" ".join(f"{n:08}" for n in range(40))))

    known = incidents.vocabulary(tx, TEAM, ["zookeper"], Selection(), finds_similar=True)

    assert sum(map(str.isdecimal, known)) == 10
    assert "zookeeper" in known


HOSTILE = st.lists(
    st.text(max_size=15) | st.sampled_from(["'", ":*", "&", "|", "!", "<->", "(", "\\", "a'b:*", "<b>", "%", "日本"]),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=HOSTILE)
@example(words=["'", ":*", "a'b:*", "many", "words", "日本", "%", "\\"])
def test_no_words_are_an_error(tx: Connection, words: Sequence[str]) -> None:
    cleaned = [word for each in words for word in clean(each).split()][:8] or ["x"]

    incidents.search(tx, TEAM, cleaned, Selection(), is_sorted=False, limit=10)
    incidents.vocabulary(tx, TEAM, cleaned, Selection(), finds_similar=True)
    incidents.page(tx, TEAM, replace(Selection(), phrases=(" ".join(cleaned),)), limit=10)
