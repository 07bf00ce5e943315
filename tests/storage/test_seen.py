"""A payload is heard once: the first transaction that commits has it, the others repeat its answer."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from storage import homes, seen
from storage.records import NewOutboxItem
from storage.tables import outbox, seen_keys
from tests.counting import statements_of
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, Rival

KEY = "Tr-1.2"


def remember(tx: Connection, team_id: str, key: str, answer: dict[str, Any], *, person_id: str = "U0ANA") -> None:
    item = NewOutboxItem(lane=f"home:{person_id}", kind="refresh_home", effect={"person_id": person_id})
    seen.remember(tx, team_id, key, answer, person_id=person_id, home=item)


def test_a_key_is_claimed_once(tx: Connection) -> None:
    assert seen.claim(tx, TEAM, KEY) is True
    assert seen.claim(tx, TEAM, KEY) is False


def test_keys_and_workspaces_do_not_get_in_each_others_way(tx: Connection) -> None:
    seen.claim(tx, TEAM, KEY)

    assert seen.claim(tx, TEAM, "Tr-1.3") is True
    assert seen.claim(tx, OTHER, KEY) is True


@pytest.mark.parametrize(("end", "outcome"), [(Connection.commit, False), (Connection.rollback, True)])
def test_a_claim_waits_for_the_one_before(
    clean_engine: Engine, rival: Rival, end: Callable[[Connection], None], outcome: object
) -> None:
    """What was rolled back did not happen, so the redelivery that came meanwhile is the one that counts."""
    with clean_engine.connect() as ours:
        assert seen.claim(ours, TEAM, KEY)
        remember(ours, TEAM, KEY, {"text": "ours"})
        claimed = rival.must_wait(lambda tx: seen.claim(tx, TEAM, KEY))
        end(ours)

        assert claimed.result(timeout=10) is outcome


def test_a_redelivery_that_waited_gets_the_answer(clean_engine: Engine, rival: Rival) -> None:
    def hear(tx: Connection) -> object:
        return seen.claim(tx, TEAM, KEY) or seen.answer_to(tx, TEAM, KEY)

    with clean_engine.connect() as ours:
        seen.claim(ours, TEAM, KEY)
        heard = rival.must_wait(hear)
        remember(ours, TEAM, KEY, {"text": "Opened #1"})
        ours.commit()

        assert heard.result(timeout=10) == {"text": "Opened #1"}


def test_an_answer_comes_back_as_it_was_given(tx: Connection) -> None:
    answer = {"text": "“a” & <b> 🔥 \\ % :x", "blocks": [{"n": 1.5, "none": None, "yes": True}], "empty": {}}
    for team_id, key in ((TEAM, KEY), (TEAM, "another"), (OTHER, KEY)):
        seen.claim(tx, team_id, key)
        remember(tx, team_id, key, {"text": "another's"})

    remember(tx, TEAM, KEY, answer)

    assert seen.answer_to(tx, TEAM, KEY) == answer
    assert seen.answer_to(tx, TEAM, "another") == {"text": "another's"}
    assert seen.answer_to(tx, OTHER, KEY) == {"text": "another's"}


def test_keys_are_forgotten_when_no_redelivery_can_come(tx: Connection) -> None:
    for key, days in (("old", 7.001), ("young", 6.999), ("new", 0)):
        seen.claim(tx, TEAM, key)
        tx.execute(
            update(seen_keys)
            .where(seen_keys.c.key == key)
            .values(seen_at=func.now() - func.make_interval(0, 0, 0, 0, 0, 0, days * 86_400))
        )

    assert seen.forget_old(tx, limit=10) == 1
    assert set(tx.execute(select(seen_keys.c.key)).scalars()) == {"young", "new"}


def test_keeping_the_answer_draws_the_home_tab_again_of_who_has_opened_it(tx: Connection) -> None:
    homes.open_(tx, TEAM, "U0ANA", at=NOON)
    for person_id, key in (("U0ANA", "Tr1"), ("U0BEN", "Tr2")):
        seen.claim(tx, TEAM, key)

        with statements_of(tx) as statements:
            remember(tx, TEAM, key, {"text": person_id}, person_id=person_id)

        assert len(statements) == 1
        assert seen.answer_to(tx, TEAM, key) == {"text": person_id}
    assert tx.execute(select(outbox.c.lane)).scalars().all() == ["home:U0ANA"]
