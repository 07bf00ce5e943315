"""Which part performs which effect: it reads what it needs, asks Slack, and says what to remember with the outcome."""

from typing import assert_never

from sqlalchemy import Engine

from bot.slack.cards import Cards
from bot.slack.channels import Channels
from bot.slack.describing import Describing
from bot.slack.direct_messages import DirectMessages
from bot.slack.done import Done
from bot.slack.effects import (
    AboutIncident,
    DescribeEverybody,
    DescribePerson,
    Effect,
    FindIncidentsChannel,
    PostInThread,
    RefreshCard,
    RefreshDirectMessages,
    RefreshHome,
    SendDirectMessage,
    WarnAdmin,
)
from bot.slack.gateway import Gateway
from bot.slack.homes import Draw, Homes
from bot.slack.posting import Poster
from storage.records import OutboxItem


class Performer:
    """Performs effects; no database connection is held while Slack answers."""

    def __init__(self, engine: Engine, gateway: Gateway, draw_home: Draw) -> None:
        poster = Poster(engine, gateway)
        self._cards = Cards(engine, gateway, poster)
        self._direct_messages = DirectMessages(engine, gateway, poster)
        self._describing = Describing(gateway)
        self._channels = Channels(engine, gateway)
        self._homes = Homes(engine, gateway, draw_home)

    def perform(self, item: OutboxItem, effect: Effect) -> Done:
        """Perform the effect; raises what the gateway raises."""
        match effect:
            case RefreshCard() | PostInThread() | SendDirectMessage() | RefreshDirectMessages():
                return self._speak(item, effect)
            case RefreshHome():
                return self._homes.refresh(item, effect)
            case WarnAdmin():
                return self._direct_messages.warn(item, effect)
            case DescribePerson() | DescribeEverybody() | FindIncidentsChannel():
                return self._learn(item, effect)
            case _:
                assert_never(effect)

    def _speak(self, item: OutboxItem, effect: AboutIncident) -> Done:
        match effect:
            case RefreshCard():
                return self._cards.refresh(item, effect)
            case PostInThread():
                return self._cards.post_in_thread(item, effect)
            case SendDirectMessage():
                return self._direct_messages.send(item, effect)
            case RefreshDirectMessages():
                return self._direct_messages.refresh(item, effect)
            case _:
                assert_never(effect)

    def _learn(self, item: OutboxItem, effect: DescribePerson | DescribeEverybody | FindIncidentsChannel) -> Done:
        match effect:
            case DescribePerson():
                return self._describing.person(item, effect)
            case DescribeEverybody():
                return self._describing.everybody(item, effect)
            case FindIncidentsChannel():
                return self._channels.find(item, effect)
            case _:
                assert_never(effect)
