"""Comments stay with their incident, and the newest that was not deleted is the last one."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from storage import comments, incidents
from storage.records import Comment, File, Incident
from storage.tables import comments as table
from tests.making import NOON, TEAM
from tests.storage.conftest import new_incident


@pytest.fixture
def incident(tx: Connection) -> Incident:
    return incidents.create(tx, new_incident())


def test_a_comment_comes_back_as_it_was_made(tx: Connection, incident: Incident) -> None:
    body = "It's the “proxy” & <b> 🔥\n100 % :x \\o/"

    added = comments.add(tx, incident, body, author_id="U0BEN", at=NOON)

    assert added == Comment(id=added.id, incident_id=incident.id, author_id="U0BEN", body=body, created_at=NOON)
    assert comments.last(tx, incident) == added


def test_an_incident_without_comments_has_no_last_one(tx: Connection, incident: Incident) -> None:
    neighbour = incidents.create(tx, new_incident())
    comments.add(tx, neighbour, "Elsewhere", author_id="U0BEN", at=NOON)

    assert comments.last(tx, incident) is None


@pytest.mark.parametrize("minutes", [(0, 1, 2), (2, 1, 3), (0, 0, 0)])
def test_the_newest_is_the_last_and_of_one_moment_the_one_said_last(
    tx: Connection, incident: Incident, minutes: tuple[int, ...]
) -> None:
    added = [
        comments.add(tx, incident, f"after {each} minutes", author_id="U0BEN", at=NOON + timedelta(minutes=each))
        for each in minutes
    ]

    assert comments.last(tx, incident) == added[2]
    tx.execute(update(table).where(table.c.id == added[2].id).values(deleted_at=NOON))
    assert comments.last(tx, incident) == (added[0] if minutes[0] > minutes[1] else added[1])


def test_words_of_comments_are_found(tx: Connection, incident: Incident) -> None:
    for body in ("Failing payments again", "Payments are fine"):
        comments.add(tx, incident, body, author_id="U0BEN", at=NOON)

    found = select(table.c.body).where(table.c.search.op("@@")(func.to_tsquery("english", "payment & fail")))

    assert tx.execute(found).scalars().all() == ["Failing payments again"]


def test_a_comment_can_be_added_by_who_holds_the_incident(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        incidents.create(tx, new_incident())

    with clean_engine.begin() as tx:
        added = comments.add(tx, incidents.lock(tx, TEAM, 1), "Mine", author_id="U0BEN", at=NOON)

    with clean_engine.connect() as tx:
        assert comments.last(tx, incidents.get(tx, TEAM, 1)) == added


def test_files_come_back_with_their_comment_in_their_order(tx: Connection, incident: Incident) -> None:
    files = (
        File(id="F2", name="graph “<1>” 🔥.png", link="https://acme.slack.com/files/U0BEN/F2/graph.png?a=1&b=2"),
        File(id="F1", name="log.txt", link="https://acme.slack.com/files/U0BEN/F1/log.txt"),
    )

    added = comments.add(tx, incident, "See", author_id="U0BEN", at=NOON, files=files)

    assert added.files == files
    assert comments.last(tx, incident) == added


def test_a_comment_without_files_has_none(tx: Connection, incident: Incident) -> None:
    comments.add(tx, incident, "See", author_id="U0BEN", at=NOON)

    last = comments.last(tx, incident)

    assert last is not None
    assert last.files == ()


def test_files_are_no_statement_of_their_own(tx: Connection, incident: Incident, statements: list[str]) -> None:
    statements.clear()

    comments.add(tx, incident, "See", author_id="U0BEN", at=NOON, files=(File(id="F1", name="a", link="b"),) * 10)
    comments.last(tx, incident)

    assert len(statements) == 2
