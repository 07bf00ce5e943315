"""Messages posted once: a doubtful one is looked for before it is posted again."""

import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sqlalchemy import Engine

from bot.slack.errors import SlackLacksScope, SlackRefused, SlackUnavailable
from bot.slack.gateway import Gateway, Posted
from bot.views.blocks import Message
from storage import outbox, people, workspaces
from storage.records import OutboxItem

log = logging.getLogger(__name__)

PROBE_MARGIN = 60.0
"""Seconds before the first attempt from which a doubtful message is looked for; clocks differ."""
_MESSAGE_IS_GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}
Result = TypeVar("Result")


class Poster:
    """Posts the message of an outbox item, wherever it belongs."""

    def __init__(self, engine: Engine, gateway: Gateway) -> None:
        self._engine = engine
        self._gateway = gateway

    def post(self, item: OutboxItem, channel: str, message: Message, *, thread_ts: str | None = None) -> Posted:
        """Post the message unless an earlier attempt of the item already has."""
        return self.standing(item, channel, thread_ts=thread_ts) or self._gateway.post(
            channel, message, outbox_id=item.id, thread_ts=thread_ts
        )

    def post_anew(self, item: OutboxItem, channel: str, message: Message) -> Posted:
        """Post the message, and let a later attempt know where it is to be looked for."""
        self.hold(item, channel)
        return self._gateway.post(channel, message, outbox_id=item.id)

    def hold(self, item: OutboxItem, channel: str) -> None:
        """Keep the item for as long again, to be posted there; raise SlackUnavailable where another worker has it."""
        with self._engine.begin() as tx:
            if not outbox.try_in(tx, item, channel):
                raise SlackUnavailable("another worker has the item by now", may_have_happened=False)

    def to_person(self, team_id: str, person_id: str, say: Callable[[str], Result]) -> Result:
        """Say something in our conversation with a person.

        Slack is asked once which that is, and once again where it does not know the answer any more.
        """
        with self._engine.begin() as tx:
            known = people.get(tx, team_id, person_id).dm_channel
        if known is None:
            return say(self._opened(team_id, person_id))
        try:
            return say(known)
        except SlackRefused as refused:
            if not refused.closes_channel:
                raise
            log.info("the conversation %s is gone: %s", known, refused)
        return say(self._opened(team_id, person_id))

    def is_there(self, update: Callable[[], None]) -> bool:
        """Update a message; False when Slack no longer has it, so that it must be posted anew."""
        try:
            update()
        except SlackRefused as refused:
            if refused.error in _MESSAGE_IS_GONE or refused.closes_channel:
                return False
            raise
        return True

    def standing(self, item: OutboxItem, channel: str, *, thread_ts: str | None = None) -> Posted | None:
        """Return where an earlier attempt of the item posted; None when none did, or none can have."""
        if not item.is_doubtful:
            return None
        with self._engine.begin() as tx:
            author = workspaces.get(tx, item.team_id).bot_user_id
        since = item.first_claimed_at.timestamp() - PROBE_MARGIN
        look = partial(self._gateway.find, channel, outbox_id=item.id, author=author, since=since, thread_ts=thread_ts)
        try:
            return self._as_a_member(channel, look)
        except (SlackRefused, SlackLacksScope) as refused:
            # Where we may not read we cannot know: better said twice than never.
            log.warning("outbox item %s may be said twice: %s in %s", item.id, refused, channel)
            return None

    def brought_up_to_date(
        self, item: OutboxItem, channel: str, message: Message, *, thread_ts: str | None = None
    ) -> Posted | None:
        """Return where an earlier attempt of the item posted, with the message in the place of what that one said.

        Whoever brings messages to the present state did not know of it, for as long as it was in doubt.
        """
        standing = self.standing(item, channel, thread_ts=thread_ts)
        if standing:
            try:
                self._gateway.update(standing, message, outbox_id=item.id)
            except SlackRefused as refused:
                log.warning("what outbox item %s said keeps its old words: %s", item.id, refused)
        return standing

    def _opened(self, team_id: str, person_id: str) -> str:
        channel = self._gateway.open_dm(person_id)
        with self._engine.begin() as tx:
            people.set_dm_channel(tx, team_id, person_id, channel)
        return channel

    def _as_a_member(self, channel: str, look: Callable[[], Posted | None]) -> Posted | None:
        """Look; where we could post without being a member but may not read, join first."""
        try:
            return look()
        except SlackRefused as refused:
            if refused.error != "not_in_channel":
                raise
        self._gateway.join(channel)
        return look()
