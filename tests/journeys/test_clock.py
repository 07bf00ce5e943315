"""What happens by the clock: what was deleted long ago goes for good."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select, update

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from storage.tables import incidents
from tests.journeys.seeing import types
from tests.waiting import until


def test_what_was_deleted_a_month_ago_is_purged_and_nothing_else(
    acme: Sandbox, ana: Person, tracker: Tracker, clean_engine: Engine
) -> None:
    for number in range(1, 4):
        types(ana, f"/incident new Incident number {number}")
    with clean_engine.begin() as tx:
        for number, days in ((1, 30.01), (2, 29.99)):
            deleted: dict[str, object] = {"deleted_at": datetime.now(UTC) - timedelta(days=days), "deleted_by": "U0ANA"}
            deleted |= {"next_reminder_at": None}
            tx.execute(update(incidents).where(incidents.c.number == number).values(deleted))

    assert tracker._clock is not None
    tracker._clock._scheduler.modify_job("forget_old", next_run_time=datetime.now(UTC))
    until(lambda: _numbers(clean_engine) == [2, 3])
    acme.clock.advance(3600)
    until(lambda: _numbers(clean_engine) == [3])


def _numbers(engine: Engine) -> list[int]:
    with engine.connect() as tx:
        return list(tx.execute(select(incidents.c.number).order_by(incidents.c.number)).scalars())
