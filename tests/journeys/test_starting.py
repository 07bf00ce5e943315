"""A bot that is started while Slack is away: what else is to be done does not wait for Slack."""

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.operating.running import connected, until_told
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.stopping import Either, StopSignal
from storage.engine import Engines

Live = Callable[[threading.Event], threading.Thread]


@pytest.fixture
def live(connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Live]:
    """Give a function that runs a bot in a thread until something else is to be done; in the end it is told to stop."""
    stop, threads = StopSignal(), list[threading.Thread]()

    def life(elsewhere: threading.Event) -> None:
        ends = Either(stop, elsewhere)
        with connected(Settings(), Tracker(connections, both_engines), ends):
            until_told(ends, "It is there.")

    def begin(elsewhere: threading.Event) -> threading.Thread:
        threads.append(threading.Thread(target=life, args=(elsewhere,)))
        threads[-1].start()
        return threads[-1]

    yield begin
    stop.set()
    for thread in threads:
        thread.join()
    stop.close()


@pytest.mark.parametrize("asked", ["auth.test", "apps.connections.open"])
def test_who_starts_over_need_not_wait_until_the_bot_finds_slack(acme: Sandbox, live: Live, asked: str) -> None:
    acme.faults.server_error(asked, times=1_000)
    elsewhere = threading.Event()
    thread = live(elsewhere)
    assert acme.wait_until(lambda: acme.recorder.calls_of(asked))

    elsewhere.set()

    thread.join(timeout=3)
    assert not thread.is_alive()
