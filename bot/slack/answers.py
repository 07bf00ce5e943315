"""Answers to what somebody said to the bot in a channel, a thread or their conversation with it."""

from bot.slack.direct_messages import DirectMessages
from bot.slack.done import Done, said
from bot.slack.effects import DIRECT, Answer
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway
from bot.slack.posting import Poster
from storage.records import Delivered, OutboxItem

_NOT_THERE = {
    "cannot_reply_to_message",
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "user_not_in_channel",
}


class Answers:
    """Says them to one person alone."""

    def __init__(self, gateway: Gateway, poster: Poster, direct_messages: DirectMessages) -> None:
        self._gateway = gateway
        self._poster = poster
        self._direct_messages = direct_messages

    def say(self, item: OutboxItem, effect: Answer) -> Done:
        """Answer where it was said, else directly; one for a single person cannot be looked for, and may come twice."""
        try:
            return self._say_there(item, effect)
        except SlackRefused as refused:
            if refused.error not in _NOT_THERE:
                raise
        return self._direct_messages.tell(
            item, effect.person_id, lambda channel: self._poster.post(item, channel, effect.message)
        )

    def _say_there(self, item: OutboxItem, effect: Answer) -> Done:
        if effect.channel.startswith(DIRECT):
            return said(self._poster.post(item, effect.channel, effect.message, thread_ts=effect.thread_ts))
        self._gateway.post_privately(
            effect.channel, effect.person_id, effect.message, outbox_id=item.id, thread_ts=effect.thread_ts
        )
        return Done(Delivered())
