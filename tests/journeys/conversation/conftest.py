"""An incident with its card, and a bot that hears what is said about it."""

import pytest
from sqlalchemy import Engine

from bot.sandbox import Person, Sandbox
from tests.journeys.conversation.listening import Ears
from tests.journeys.seeing import types


@pytest.fixture
def ears(acme: Sandbox, ana: Person, clean_engine: Engine) -> Ears:
    """Give what waits until the bot has heard; Ana has opened an incident, and its card is there."""
    ears = Ears(acme, clean_engine)
    types(ana, "/incident new Checkout is down")
    ears.settle()
    return ears
