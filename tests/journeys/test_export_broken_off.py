"""Whatever breaks while an export is sent, it comes once."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from sqlalchemy import Engine, text

from bot.app import Connections, Tracker
from bot.sandbox import Person, Sandbox
from storage.engine import Engines
from tests.journeys.exported import files_of, titles_in
from tests.journeys.playing import connected, quick_tracker
from tests.journeys.seeing import types
from tests.waiting import until

Settle = Callable[[], None]
STEPS = ("files.getUploadURLExternal", "upload_url", "files.completeUploadExternal")
FAULTS = ("drop_after", "drop_before", "server_error", "rate_limit")


@pytest.fixture
def tracker(connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that need not wait between files."""
    with connected(quick_tracker(connections, both_engines), clean_engine) as tracker:
        yield tracker


def test_whatever_breaks_on_the_way_it_comes_once(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle, subtests: pytest.Subtests
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()

    for fault, step in product(FAULTS, STEPS):
        with subtests.test(fault=fault, step=step):
            before = len(files_of(ana))
            getattr(acme.faults, fault)(step)

            types(ana, "/incident export")
            until(lambda: not acme.faults.is_waiting)
            until(lambda: _is_put_off(clean_engine))
            hurry()
            all_is_said()

            assert [titles_in(content) for content in files_of(ana)[before:]] == [["Checkout is down"]]


def _is_put_off(engine: Engine) -> bool:
    """Tell whether something waits for a later moment."""
    with engine.connect() as tx:
        waiting = "SELECT 1 FROM outbox WHERE delivered_at IS NULL AND parked_at IS NULL AND available_at > now()"
        return tx.execute(text(waiting)).first() is not None
