"""Whose reply becomes a comment: the table of rights decides, and nothing is left where it does not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from bot.deeds import replying
from bot.deeds.outcome import Caller
from bot.deeds.replying import Spoken
from bot.errors import Refusal
from bot.rules.permissions import NotKnownYet
from storage import incidents, people, workspaces
from storage.incidents import IncidentNotFound
from storage.records import NewIncident, Person, Place, Severity
from storage.tables import comments
from storage.tables import people as people_table
from tests.making import NOON, TEAM

CARD = "1795003200.000100"
SPOKEN = Spoken(
    place=Place(channel="C1", ts="1795003201.000200", at=NOON), thread_ts=CARD, words="it is the disk", files=()
)
BEN = Caller(team_id=TEAM, person_id="U0BEN", person_name="U0BEN", channel="C1")


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give a transaction in which Ana has opened an incident with a card, and Ben is a member."""
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    described = [Person(team_id=TEAM, id=id_, name=id_.removeprefix("U0").lower()) for id_ in ("U0ANA", "U0BEN")]
    people.describe(tx, described, at=NOON)
    new = NewIncident(
        team_id=TEAM,
        title="Checkout is down",
        summary=None,
        severity=Severity.SEV3,
        own_priority=None,
        reporter_id="U0ANA",
        assignee_id=None,
        service=None,
        categories=(),
        opened_in=None,
        created_at=NOON - timedelta(hours=1),
    )
    incidents.set_card(tx, incidents.create(tx, new).id, channel="C1", ts=CARD)
    return tx


def kept(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(comments)).scalar_one()


@pytest.mark.parametrize(
    ("is_what", "error"),
    [
        ({"role": "member"}, None),
        ({"role": "admin"}, None),
        ({"is_guest": True}, IncidentNotFound),
        ({"is_active": False}, IncidentNotFound),
        ({"is_bot": True}, IncidentNotFound),
        ({"described_at": None}, NotKnownYet),
    ],
)
def test_rights_decide(tx: Connection, is_what: dict[str, Any], error: type[Exception] | None) -> None:
    tx.execute(update(people_table).where(people_table.c.id == "U0BEN").values(**is_what))

    if error is None:
        replying.reply(tx, SPOKEN, by=BEN, now=NOON)
    else:
        with pytest.raises(error):
            replying.reply(tx, SPOKEN, by=BEN, now=NOON)

    assert kept(tx) == (error is None)


def test_a_stranger_is_not_put_on_record_by_a_reply(tx: Connection) -> None:
    stranger = replace(BEN, person_id="U0NEW", person_name="U0NEW")

    with pytest.raises(NotKnownYet):
        replying.reply(tx, SPOKEN, by=stranger, now=NOON)
    with pytest.raises(NotKnownYet):
        replying.remove(tx, SPOKEN.place, SPOKEN, by=stranger, now=NOON)

    with pytest.raises(people.PersonNotFound):
        people.get(tx, TEAM, "U0NEW")


@pytest.mark.parametrize(("words", "problem"), [("", "needs some words"), ("x" * 40_001, "at most 40,000 characters")])
def test_what_no_comment_can_hold_is_refused(tx: Connection, words: str, problem: str) -> None:
    with pytest.raises(Refusal, match=problem):
        replying.reply(tx, replace(SPOKEN, words=words), by=BEN, now=NOON)


def test_people_without_a_name_in_the_text_get_theirs(tx: Connection) -> None:
    replying.reply(tx, replace(SPOKEN, words="ask @U0ANA or @U0NOBODY"), by=BEN, now=NOON)

    assert tx.execute(select(comments.c.body)).scalar_one() == "ask @ana or @U0NOBODY"


def test_a_reply_of_the_assignee_acknowledges_and_keeps_the_promise(tx: Connection) -> None:
    before = incidents.lock(tx, TEAM, 1)
    incidents.save(tx, replace(before, assignee_id="U0BEN", update_due_at=NOON + timedelta(hours=1)))

    replying.reply(tx, SPOKEN, by=BEN, now=NOON)

    after = incidents.get(tx, TEAM, 1)
    assert (after.acknowledged_at, after.last_activity_at, after.update_due_at) == (NOON, NOON, None)


def test_deleting_a_comment_is_no_activity(tx: Connection) -> None:
    replying.reply(tx, SPOKEN, by=BEN, now=NOON)

    replying.remove(tx, SPOKEN.place, None, by=BEN, now=NOON + timedelta(minutes=5))

    after = incidents.get(tx, TEAM, 1)
    assert after.last_activity_at == NOON
    assert after.updated_at == NOON + timedelta(minutes=5)
