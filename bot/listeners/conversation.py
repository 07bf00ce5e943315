"""What people say where we hear it."""

from typing import Any

from slack_bolt import Ack, BoltContext

from bot.listeners.acting import Acting
from bot.listeners.replies import Replies
from bot.listeners.spoken import BY_PEOPLE, AnyMessageEvent, SaidEvent


class Conversation:
    """Hears messages. An event that raises is not acknowledged, and Slack sends it again."""

    def __init__(self, acting: Acting) -> None:
        self._replies = Replies(acting)

    def happened(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Take what was said as a comment, and follow its edits and its end."""
        bot_user_id = str(context.bot_user_id)
        match AnyMessageEvent.model_validate(body).event.subtype:
            case "message_changed":
                self._replies.changed(body, bot_user_id=bot_user_id)
            case "message_deleted":
                self._replies.deleted(body, bot_user_id=bot_user_id)
            case subtype if subtype in BY_PEOPLE:
                said = SaidEvent.model_validate(body)
                if said.event.is_by_person:
                    self._replies.said(said, bot_user_id=bot_user_id)
        ack()
