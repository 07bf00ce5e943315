"""What was given up is tried again when what kept it is over, and nothing else is."""

from sqlalchemy import Connection, select

from storage import incidents, outbox
from storage.records import Incident, NewOutboxItem, Outcome, Parked, Postponed
from storage.tables import outbox as table
from tests.making import TEAM
from tests.storage.conftest import new_incident

WAITED = Parked(reason="there is no card")


def _give_up(tx: Connection, incident: Incident, outcome: Outcome = WAITED, *, kind: str = "post_in_thread") -> int:
    """Put an item and finish it; return its id."""
    lane = f"{kind}:{incident.number}"
    outbox.put(tx, TEAM, [NewOutboxItem(lane=lane, kind=kind, effect={}, incident_id=incident.id)])
    item = outbox.lease_next(tx, TEAM)
    assert item is not None
    outbox.finish(tx, item, outcome)
    return item.id


def test_what_was_never_asked_is_asked_in_its_order_and_without_doubt(tx: Connection) -> None:
    incident, other = (incidents.create(tx, new_incident()) for _ in range(2))
    first, second = _give_up(tx, incident), _give_up(tx, incident)
    _give_up(tx, incident, Parked(reason="invalid_blocks"))
    _give_up(tx, incident, kind="point_to_card")
    _give_up(tx, incident, Postponed(seconds=3600, reason="there is no card"), kind="send_direct_message")
    _give_up(tx, other)

    outbox.take_up_unsaid(tx, incident.id, kind="post_in_thread", reason="there is no card")

    waiting = select(table.c.id).where(table.c.parked_at.is_(None), table.c.kind == "post_in_thread")
    assert tx.execute(waiting.order_by(table.c.id)).scalars().all() == [first, second]
    item = outbox.lease_next(tx, TEAM)
    assert item is not None
    assert (item.id, item.is_doubtful, item.failures) == (first, False, 0)
