"""Which part performs which effect: it reads what it needs, asks Slack, and says what to remember with the outcome."""

from typing import assert_never

from sqlalchemy import Engine

from bot.slack.answers import Answers
from bot.slack.cards import Cards
from bot.slack.channels import Channels
from bot.slack.describing import Describing
from bot.slack.direct_messages import DirectMessages
from bot.slack.done import Done
from bot.slack.effects import (
    AboutIncident,
    Answer,
    DescribeEverybody,
    DescribePerson,
    Effect,
    FindIncidentsChannel,
    JoinChannel,
    PostInThread,
    RefreshCard,
    RefreshDirectMessages,
    SendDirectMessage,
    WarnAdmin,
)
from bot.slack.gateway import Gateway
from bot.slack.posting import Poster
from storage.records import OutboxItem


class Performer:
    """Performs effects; no database connection is held while Slack answers."""

    def __init__(self, engine: Engine, gateway: Gateway) -> None:
        poster = Poster(engine, gateway)
        self._cards = Cards(engine, gateway, poster)
        self._direct_messages = DirectMessages(engine, gateway, poster)
        self._answers = Answers(gateway, poster, self._direct_messages)
        self._describing = Describing(gateway)
        self._channels = Channels(engine, gateway)

    def perform(self, item: OutboxItem, effect: Effect) -> Done:
        """Perform the effect; raises what the gateway raises."""
        match effect:
            case RefreshCard() | PostInThread() | SendDirectMessage() | RefreshDirectMessages():
                return self._speak(item, effect)
            case Answer() | WarnAdmin():
                return self._tell(item, effect)
            case DescribePerson() | DescribeEverybody():
                return self._describe(item, effect)
            case FindIncidentsChannel():
                return self._channels.find(item, effect)
            case JoinChannel():
                return self._channels.join(effect)
            case _:
                assert_never(effect)

    def _describe(self, item: OutboxItem, effect: DescribePerson | DescribeEverybody) -> Done:
        if isinstance(effect, DescribePerson):
            return self._describing.person(item, effect)
        return self._describing.everybody(item, effect)

    def _tell(self, item: OutboxItem, effect: Answer | WarnAdmin) -> Done:
        if isinstance(effect, Answer):
            return self._answers.say(item, effect)
        return self._direct_messages.warn(item, effect)

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
