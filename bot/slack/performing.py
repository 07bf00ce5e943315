"""How each effect is performed: read what it needs, ask Slack, say what to remember with the outcome."""

from functools import partial
from typing import assert_never

from sqlalchemy import Connection, Engine

from bot.slack.cards import Cards
from bot.slack.channels import found_in
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
    SendDirectMessage,
    to_item,
)
from bot.slack.gateway import Gateway
from bot.slack.posting import Poster
from storage import outbox, people, workspaces
from storage.records import Delivered, OutboxItem

USUAL_CHANNEL = "incidents"


class Performer:
    """Performs effects; no database connection is held while Slack answers."""

    def __init__(self, engine: Engine, gateway: Gateway) -> None:
        self._engine = engine
        self._gateway = gateway
        poster = Poster(engine, gateway)
        self._cards = Cards(engine, gateway, poster)
        self._direct_messages = DirectMessages(engine, gateway, poster)

    def perform(self, item: OutboxItem, effect: Effect) -> Done:
        """Perform the effect; raises what the gateway raises."""
        match effect:
            case RefreshCard() | PostInThread() | SendDirectMessage() | RefreshDirectMessages():
                return self._speak(item, effect)
            case DescribePerson() | DescribeEverybody():
                return self._describe(item, effect)
            case FindIncidentsChannel():
                return self._find_incidents_channel(item, effect)
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

    def _describe(self, item: OutboxItem, effect: DescribePerson | DescribeEverybody) -> Done:
        cursor = ""
        if isinstance(effect, DescribePerson):
            described = [self._gateway.person(item.team_id, effect.person_id)]
        else:
            described, cursor = self._gateway.people(item.team_id, effect.cursor)

        def save(tx: Connection) -> None:
            people.describe(tx, described, at=item.leased_at)
            if cursor:
                outbox.put(tx, item.team_id, [to_item(DescribeEverybody(cursor=cursor))])

        return Done(Delivered(), save)

    def _find_incidents_channel(self, item: OutboxItem, effect: FindIncidentsChannel) -> Done:
        channels, cursor = self._gateway.public_channels(effect.cursor)
        channel = found_in(channels, effect.name)
        if channel:
            self._gateway.join(channel)
        elif look_further := _further(effect, cursor):
            return Done(Delivered(), lambda tx: outbox.put(tx, item.team_id, [to_item(look_further)]))
        return Done(Delivered(), partial(workspaces.set_default_channel, team_id=item.team_id, channel=channel))


def _further(effect: FindIncidentsChannel, cursor: str) -> FindIncidentsChannel | None:
    """Return the next page, or the usual name once a name of the operator's is nowhere."""
    if cursor:
        return FindIncidentsChannel(name=effect.name, cursor=cursor)
    if effect.name != USUAL_CHANNEL:
        return FindIncidentsChannel(name=USUAL_CHANNEL)
    return None
