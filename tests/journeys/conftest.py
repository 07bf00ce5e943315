"""A workspace with the bot in it, for each journey."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.app import Connections, Tracker
from bot.edge import socket_mode
from bot.operating.sandboxing import SUBCOMMANDS
from bot.sandbox import Person, Sandbox
from storage.engine import Engines, engines
from tests.journeys.judged import require_within_limits
from tests.journeys.playing import quick_tracker
from tests.waiting import is_all_said, until, until_all_is_said


@pytest.fixture
def port() -> int:
    """Give where the workspace is served: anywhere."""
    return 0


@pytest.fixture
def acme(repository: Path, port: int) -> Iterator[Sandbox]:
    """Give a fresh workspace without the bot; in the end, judge all that was said to it."""
    with Sandbox(manifest=repository / "manifest.yml", subcommands=SUBCOMMANDS, port=port) as sandbox:
        yield sandbox
        require_within_limits(sandbox.recorder)


@pytest.fixture(scope="session")
def both_engines(engine: Engine) -> Iterator[Engines]:
    """Give the engines of every bot: each would compile every statement, and connect, again."""
    with engines(engine.url.render_as_string(hide_password=False)) as both:
        yield both


@pytest.fixture
def sockets_looked_after_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each bot look after its socket, and give up an attempt, after a tenth of the seconds."""
    monkeypatch.setattr(socket_mode, "PING_SECONDS", socket_mode.PING_SECONDS / 10)
    monkeypatch.setattr(socket_mode, "ATTEMPT_SECONDS", socket_mode.ATTEMPT_SECONDS / 10)


@pytest.fixture
def connections(acme: Sandbox) -> Connections:
    """Give where a bot of this workspace finds it."""
    return Connections(
        bot_token=acme.bot_token,
        app_token=acme.app_token,
        api_url=acme.api_url,
        incidents_channel="incidents",
    )


@pytest.fixture
def tracker(acme: Sandbox, connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that goes by the workspace's clock, is connected, knows everybody, and has answered what it heard.

    It need not wait between messages.
    """
    tracker = quick_tracker(connections, both_engines, now=acme.now)
    acme.clock.when_moved(tracker.look_at_the_clock)
    try:
        tracker.start().result(timeout=10)
        until(lambda: _knows_of_joining(acme))
        until_all_is_said(clean_engine)
        yield tracker
    finally:
        tracker.stop()


def _knows_of_joining(acme: Sandbox) -> bool:
    """Tell whether the event of the bot's joining is done with: heard, or sent in vain before there was a socket."""
    outcomes = [delivery.outcome for delivery in acme.recorder.deliveries_of("events_api")]
    return "acked" in outcomes or outcomes.count("not_connected") > 1


@pytest.fixture
def ana(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Ana, a responder, in a workspace with the bot."""
    return acme.person("ana")


@pytest.fixture
def ben(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Ben, a responder, in a workspace with the bot."""
    return acme.person("ben")


@pytest.fixture
def chloe(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Chloe, the owner, in a workspace with the bot."""
    return acme.person("chloe")


@pytest.fixture
def all_is_said(clean_engine: Engine) -> Callable[[], None]:
    """Give a function that returns when the bot has said everything it had to say."""
    return lambda: until_all_is_said(clean_engine)


@pytest.fixture
def hurry(tracker: Tracker, clean_engine: Engine) -> Callable[[], None]:
    """Give a function that makes everything that waits for a later moment due now."""

    def hurry() -> None:
        with clean_engine.begin() as tx:
            tx.execute(
                text(
                    "UPDATE outbox SET available_at = now() "
                    "WHERE delivered_at IS NULL AND parked_at IS NULL AND leased_until IS NULL"
                )
            )
        tracker.wake_delivery()

    return hurry


@pytest.fixture
def hurry_until_said(hurry: Callable[[], None], clean_engine: Engine) -> Iterator[Callable[[], None]]:
    """Give a function that returns when everything is said; what was to be tried again later is tried at once."""

    def said() -> bool:
        hurry()
        return is_all_said(tx)

    with clean_engine.connect() as tx:
        yield lambda: until(said)
