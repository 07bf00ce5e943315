"""What people say where we hear it: to us, under a card, or to each other."""

from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds import talking
from bot.errors import Refusal
from bot.listeners import not_done
from bot.listeners.acting import Acting
from bot.listeners.replies import Replies
from bot.listeners.spoken import BY_PEOPLE, AnyMessageEvent, SaidEvent, moment
from bot.views import problems
from storage.incidents import IncidentNotFound


class Conversation:
    """Hears messages. An event that raises is not acknowledged, and Slack sends it again."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting
        self._replies = Replies(acting)

    def happened(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Take what was said as a comment or as words to us, and follow its edits and its end."""
        bot_user_id = str(context.bot_user_id)
        match AnyMessageEvent.model_validate(body).event.subtype:
            case "message_changed":
                self._replies.changed(body, bot_user_id=bot_user_id)
            case "message_deleted":
                self._replies.deleted(body, bot_user_id=bot_user_id)
            case subtype if subtype in BY_PEOPLE:
                self._said(SaidEvent.model_validate(body), bot_user_id)
        ack()

    def mentioned(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Do what was said to us; a message that only mentions us is not for us."""
        said = SaidEvent.model_validate(body)
        words = said.event.to_bot(str(context.bot_user_id))
        if said.event.is_by_person and words is not None:
            self._hear(said, words)
        ack()

    def _said(self, said: SaidEvent, bot_user_id: str) -> None:
        if not said.event.is_by_person:
            return
        words = said.event.to_bot(bot_user_id)
        if said.event.is_direct and (words is not None or not self._is_reply(said)):
            # Of what is said to us directly Slack sends no mention.
            self._hear(said, said.event.text or "" if words is None else words)
        else:
            self._replies.said(said, bot_user_id=bot_user_id)

    def _is_reply(self, said: SaidEvent) -> bool:
        """Tell whether it is said under a card, which may stand in somebody's conversation with us."""
        with self._acting.noting() as tx:
            return talking.is_under_card(tx, said.team_id, said.address)

    def _hear(self, said: SaidEvent, words: str) -> None:
        by, at, key, acting = said.caller, said.address, said.key, self._acting
        try:
            with acting.noting() as tx:
                talking.hear(tx, words, by=by, at=at, key=key, now=acting.now(), finds_similar=acting.finds_similar)
        except (Refusal, IncidentNotFound) as error:
            offers = error.offers if isinstance(error, Refusal) else ()
            answer = problems.answer(str(error), offers=offers)
            not_done.tell(self._acting, error, answer, by=by, at=at, key=key, said_at=moment(said.event.ts))
