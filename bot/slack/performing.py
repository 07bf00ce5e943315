"""Which part performs which effect: it reads what it needs, asks Slack, and says what to remember with the outcome."""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from sqlalchemy import Engine

from bot.slack.answers import Answers
from bot.slack.cards import Cards
from bot.slack.channels import Channels
from bot.slack.daily_posts import DailyPosts
from bot.slack.describing import Describing
from bot.slack.direct_messages import DirectMessages
from bot.slack.done import Done
from bot.slack.effects import (
    Answer,
    DescribeEverybody,
    DescribePerson,
    Effect,
    FindIncidentsChannel,
    JoinChannel,
    MoveCard,
    OfTheCard,
    PointToCard,
    PostDaily,
    PostInThread,
    RefreshCard,
    RefreshDirectMessages,
    RefreshHome,
    RefreshReminders,
    SendDirectMessage,
    SendExport,
    SendReminder,
    TellRole,
    ToLearn,
    ToPerson,
    ToTheConcerned,
    WarnAdmin,
)
from bot.slack.exports import Exports
from bot.slack.gateway import Gateway
from bot.slack.homes import Draw, Homes
from bot.slack.posting import Poster
from bot.slack.reminders import ReminderMessages
from storage.records import OutboxItem


class Performer:
    """Performs effects; no database connection is held while Slack answers."""

    def __init__(self, engine: Engine, gateway: Gateway, draw_home: Draw, now: Callable[[], datetime]) -> None:
        poster = Poster(engine, gateway)
        self._cards = Cards(engine, gateway, poster, now)
        self._direct_messages = DirectMessages(engine, gateway, poster)
        self._reminders = ReminderMessages(engine, poster, cards=self._cards, direct_messages=self._direct_messages)
        self._answers = Answers(gateway, poster, self._direct_messages)
        self._exports = Exports(engine, gateway, poster, self._direct_messages, now)
        self._describing = Describing(gateway)
        self._channels = Channels(engine, gateway)
        self._homes = Homes(engine, gateway, draw_home, now)
        self._daily = DailyPosts(engine, poster, now)
        self.is_home_under_way = self._homes.is_under_way

    def perform(self, item: OutboxItem, effect: Effect) -> Done:
        """Perform the effect; raises what the gateway raises."""
        match effect:
            case RefreshCard() | MoveCard() | PointToCard() | PostInThread():
                return self._show(item, effect)
            case SendDirectMessage() | SendReminder() | RefreshDirectMessages() | RefreshReminders():
                return self._tell_of_incident(item, effect)
            case WarnAdmin() | TellRole() | SendExport():
                return self._tell(item, effect)
            case Answer() | RefreshHome() | PostDaily():
                return self._publish(item, effect)
            case DescribePerson() | DescribeEverybody() | FindIncidentsChannel() | JoinChannel():
                return self._learn(item, effect)
            case _:
                assert_never(effect)

    def _publish(self, item: OutboxItem, effect: Answer | RefreshHome | PostDaily) -> Done:
        match effect:
            case Answer():
                return self._answers.say(item, effect)
            case RefreshHome():
                return self._homes.refresh(item, effect)
            case PostDaily():
                return self._daily.post(item, effect)
            case _:
                assert_never(effect)

    def _learn(self, item: OutboxItem, effect: ToLearn) -> Done:
        match effect:
            case DescribePerson():
                return self._describing.person(item, effect)
            case DescribeEverybody():
                return self._describing.everybody(item, effect)
            case FindIncidentsChannel() | JoinChannel():
                return self._channels.perform(item, effect)
            case _:
                assert_never(effect)

    def _show(self, item: OutboxItem, effect: OfTheCard) -> Done:
        match effect:
            case RefreshCard():
                return self._cards.refresh(item, effect)
            case MoveCard():
                return self._cards.move(item, effect)
            case PointToCard():
                return self._cards.point(item, effect)
            case PostInThread():
                return self._cards.post_in_thread(item, effect)
            case _:
                assert_never(effect)

    def _tell_of_incident(self, item: OutboxItem, effect: ToTheConcerned) -> Done:
        match effect:
            case SendDirectMessage():
                return self._direct_messages.send(item, effect)
            case SendReminder():
                return self._reminders.send(item, effect)
            case RefreshDirectMessages():
                return self._direct_messages.refresh(item, effect)
            case RefreshReminders():
                return self._direct_messages.refresh_reminders(item, effect)
            case _:
                assert_never(effect)

    def _tell(self, item: OutboxItem, effect: ToPerson) -> Done:
        match effect:
            case WarnAdmin():
                return self._direct_messages.warn(item, effect)
            case TellRole():
                return self._direct_messages.tell_role(item, effect)
            case SendExport():
                return self._exports.send(item, effect)
            case _:
                assert_never(effect)
