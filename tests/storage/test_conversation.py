"""What is heard of a message, in whatever order: the words that count, once, and history beside them."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import Connection, Engine, select, text, update

from storage import comments, history, incidents, seen
from storage.comments import SaidBefore
from storage.records import Change, File, HistoryEntry, Incident, Place
from storage.tables import comments as table
from storage.tables import seen_keys
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, Rival, new_incident

PLACE = Place(channel="C1", ts="1795003200.000200", at=NOON - timedelta(seconds=3))
COMMENTED = (HistoryEntry(change=Change.COMMENTED),)
FILES = (File(id="F1", name="graph.png", link="https://acme.slack.com/F1"),)


@pytest.fixture
def incident(tx: Connection) -> Incident:
    created = incidents.create(tx, new_incident())
    incidents.set_card(tx, created.id, channel="C1", ts="1795003200.000100")
    return incidents.get(tx, TEAM, created.number)


def say(tx: Connection, incident: Incident, body: str = "first", place: Place = PLACE) -> int:
    return comments.add(tx, incident, body, author_id="U0BEN", at=NOON, place=place, told=COMMENTED).id


def edit(tx: Connection, incident: Incident, body: str, *, second: int, files: tuple[File, ...] = ()) -> bool:
    at = NOON + timedelta(seconds=second)
    return comments.edit(tx, incident, body, at=at, files=files, place=replace(PLACE, edited_at=at))


def told(tx: Connection, incident: Incident) -> list[tuple[Change, str | None, str | None]]:
    return [(entry.change, entry.actor_id, entry.said) for entry in history.newest(tx, incident, limit=20)][::-1]


def test_a_reply_keeps_when_and_where_it_was_said(tx: Connection, incident: Incident) -> None:
    said = comments.add(tx, incident, "first", author_id="U0BEN", at=NOON, place=PLACE, told=COMMENTED)

    assert said.created_at == PLACE.at
    assert comments.last(tx, incident) == said
    [entry] = history.newest(tx, incident, limit=9)
    assert (entry.change, entry.new, entry.at, entry.actor_id) == (Change.COMMENTED, str(said.id), NOON, "U0BEN")


def test_entries_keep_their_order_and_only_the_comments_gets_its_id(tx: Connection, incident: Incident) -> None:
    entries = (HistoryEntry(change=Change.ASSIGNEE, old="U0BEN"), *COMMENTED)

    said = comments.add(tx, incident, "first", author_id="U0BEN", at=NOON, told=entries)

    found = history.newest(tx, incident, limit=9)[::-1]
    assert [(entry.change, entry.old, entry.new) for entry in found] == [
        (Change.ASSIGNEE, "U0BEN", None),
        (Change.COMMENTED, None, str(said.id)),
    ]


def test_a_message_is_heard_once(tx: Connection, incident: Incident) -> None:
    say(tx, incident)

    with pytest.raises(SaidBefore):
        say(tx, incident)

    assert told(tx, incident) == [(Change.COMMENTED, "U0BEN", "first")]
    say(tx, incident, place=replace(PLACE, ts="1795003200.000201"))


def test_the_same_message_at_once_is_heard_once(clean_engine: Engine, rival: Rival) -> None:
    with clean_engine.begin() as tx:
        created = incidents.create(tx, new_incident())

    with clean_engine.connect() as ours:
        say(ours, created)
        second = rival.must_wait(lambda tx: say(tx, created))
        ours.commit()

        with pytest.raises(SaidBefore):
            second.result(timeout=10)


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_the_newest_words_count_in_whatever_order_they_come(
    tx: Connection, incident: Incident, order: tuple[int, ...]
) -> None:
    """The third edit says what was said first: what comes late of the others must not stand all the same."""
    say(tx, incident)
    words = {1: "second", 2: "third", 3: "first"}

    changes = [edit(tx, incident, words[second], second=second) for second in order]

    last = comments.last(tx, incident)
    assert last is not None
    assert last.body == "first"
    assert [entry for entry, *_ in told(tx, incident)].count(Change.COMMENT_EDITED) == sum(changes)


def test_an_edit_changes_words_and_files_and_says_so_once(tx: Connection, incident: Incident) -> None:
    say(tx, incident)

    assert edit(tx, incident, "second", second=1, files=FILES)
    assert not edit(tx, incident, "second", second=1, files=FILES)
    assert not edit(tx, incident, "second", second=2, files=FILES)

    last = comments.last(tx, incident)
    assert last is not None
    assert (last.body, last.files) == ("second", FILES)
    assert told(tx, incident) == [
        (Change.COMMENTED, "U0BEN", "second"),
        (Change.COMMENT_EDITED, "U0BEN", "second"),
    ]


def test_what_is_deleted_stays_deleted(tx: Connection, incident: Incident) -> None:
    say(tx, incident)

    assert comments.remove(tx, incident, at=NOON, place=PLACE)
    assert not comments.remove(tx, incident, at=NOON, place=PLACE)
    assert not edit(tx, incident, "second", second=1)
    with pytest.raises(SaidBefore):
        say(tx, incident)

    assert comments.last(tx, incident) is None
    assert told(tx, incident) == [(Change.COMMENTED, "U0BEN", None), (Change.COMMENT_DELETED, "U0BEN", None)]


def test_what_was_deleted_before_it_came_is_kept_away(tx: Connection, incident: Incident) -> None:
    comments.keep_away(tx, incident, author_id="U0BEN", at=NOON, place=PLACE)

    with pytest.raises(SaidBefore):
        say(tx, incident)
    with pytest.raises(SaidBefore):
        comments.keep_away(tx, incident, author_id="U0BEN", at=NOON, place=PLACE)
    assert not edit(tx, incident, "second", second=1)
    assert comments.last(tx, incident) is None
    assert told(tx, incident) == []


def test_a_comment_that_we_say_is_found_by_our_message(tx: Connection, incident: Incident) -> None:
    said = comments.add(tx, incident, "by form", author_id="U0BEN", at=NOON)

    comments.set_place(tx, said.id, channel="C1", ts="9.000100")
    comments.set_place(tx, said.id, channel="C1", ts="9.000200")

    found = incidents.lock_with_comment(tx, TEAM, channel="C1", ts="9.000100")
    assert found == (incident, said.id)
    assert incidents.lock_with_comment(tx, TEAM, channel="C1", ts="9.000200") is None


def test_an_incident_is_found_by_its_card_and_by_where_that_was(tx: Connection, incident: Incident) -> None:
    seen.keep_old_card(tx, TEAM, channel="C0", ts="7.000100", number=incident.number)
    seen.keep_old_card(tx, TEAM, channel="C0", ts="7.000100", number=incident.number)

    for channel, ts in (("C1", "1795003200.000100"), ("C0", "7.000100")):
        assert incidents.lock_under_card(tx, TEAM, channel=channel, ts=ts) == incident
        assert incidents.number_at_card(tx, TEAM, channel=channel, ts=ts) == incident.number
    for team, channel, ts in ((TEAM, "C0", "7.000200"), (TEAM, "C2", "7.000100"), (OTHER, "C0", "7.000100")):
        assert incidents.lock_under_card(tx, team, channel=channel, ts=ts) is None
        assert incidents.number_at_card(tx, team, channel=channel, ts=ts) is None
    assert incidents.lock_under_card(tx, OTHER, channel="C1", ts="1795003200.000100") is None
    say(tx, incident)
    assert incidents.lock_with_comment(tx, OTHER, channel=PLACE.channel, ts=PLACE.ts) is None


def test_a_deleted_incident_is_found_too(tx: Connection, incident: Incident) -> None:
    incidents.save(tx, replace(incident, deleted_at=NOON, deleted_by="U0ANA"))

    found = incidents.lock_under_card(tx, TEAM, channel="C1", ts="1795003200.000100")

    assert found is not None
    assert found.is_deleted


def test_where_a_card_was_is_not_forgotten(tx: Connection, incident: Incident) -> None:
    seen.claim(tx, TEAM, "Tr1")
    seen.keep_old_card(tx, TEAM, channel="C0", ts="7.000100", number=incident.number)
    tx.execute(update(seen_keys).values(seen_at=text("now() - interval '8 days'")))

    assert seen.forget_old(tx, limit=10) == 1

    assert incidents.number_at_card(tx, TEAM, channel="C0", ts="7.000100") == incident.number


def test_only_what_is_newer_counts(tx: Connection) -> None:
    heard = [seen.is_newest(tx, TEAM, "pin:1", each) for each in ("9.000100", "10.000100", "10.000100", "9.900000")]

    assert heard == [True, True, False, False]
    assert seen.is_newest(tx, TEAM, "pin:2", "1.000000")
    assert seen.is_newest(tx, OTHER, "pin:1", "1.000000")


def test_marks_are_each_persons_own(tx: Connection, incident: Incident) -> None:
    comment_id = say(tx, incident)

    def mark(who: str, *, is_marked: bool) -> bool:
        return history.mark(tx, incident, comment_id, actor_id=who, at=NOON, is_marked=is_marked)

    assert not mark("U0ANA", is_marked=False)
    assert mark("U0ANA", is_marked=True)
    assert not mark("U0ANA", is_marked=True)
    assert mark("U0BEN", is_marked=True)
    assert mark("U0ANA", is_marked=False)
    assert not mark("U0ANA", is_marked=False)
    assert mark("U0ANA", is_marked=True)
    found = [(entry.actor_id, entry.old) for entry in history.newest(tx, incident, limit=9)][::-1]
    assert found[1:] == [("U0ANA", None), ("U0BEN", None), ("U0ANA", "marked"), ("U0ANA", None)]


def test_a_deleted_comment_takes_no_mark(tx: Connection, incident: Incident) -> None:
    comment_id = say(tx, incident)
    comments.remove(tx, incident, at=NOON, place=PLACE)

    assert not history.mark(tx, incident, comment_id, actor_id="U0ANA", at=NOON, is_marked=True)


def test_each_is_one_statement(tx: Connection, incident: Incident, statements: list[str]) -> None:
    statements.clear()

    say(tx, incident)
    edit(tx, incident, "second", second=1)
    comments.remove(tx, incident, at=NOON, place=PLACE)

    assert len(statements) == 3
    assert tx.execute(select(table.c.deleted_at)).scalar_one() == NOON
