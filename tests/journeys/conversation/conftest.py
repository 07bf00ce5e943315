"""An incident with its card, and a bot that hears what is said about it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import Person, Sandbox
from storage.engine import Engines
from tests.journeys.conversation.listening import Ears
from tests.journeys.playing import connected, quick_tracker
from tests.journeys.seeing import types


@pytest.fixture
def tracker(connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that need not wait between messages."""
    with connected(quick_tracker(connections, both_engines), clean_engine) as tracker:
        yield tracker


@pytest.fixture
def ears(acme: Sandbox, ana: Person, clean_engine: Engine) -> Ears:
    """Give what waits until the bot has heard; Ana has opened an incident, and its card is there."""
    ears = Ears(acme, clean_engine)
    types(ana, "/incident new Checkout is down")
    ears.settle()
    return ears
