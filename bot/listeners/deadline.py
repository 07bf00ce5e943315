"""Inside Slack's three seconds: a payload that waited too long is refused unread, a deed that took too long undone."""

from collections.abc import Callable

from slack_bolt import BoltContext, BoltResponse

from bot.edge import receipt
from bot.edge.receipt import seconds_since
from bot.errors import Refusal

UNREAD_AFTER = 1.5
UNDONE_AFTER = 2.5
"""Seconds after receipt. People who are told that it failed type it again: then it must not have been done."""


class TooLate(Refusal):
    """Nothing was done, because the answer could not have arrived in time."""

    def __init__(self) -> None:
        super().__init__("That took too long, so nothing was done. Try again in a moment.")


def refuse_unread(context: BoltContext, body: dict[str, object], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
    """Refuse what waited too long for a thread; events may come late, since Slack would only send them again."""
    if body.get("type") != "event_callback" and seconds_since(context) > UNREAD_AFTER:
        raise TooLate
    return next()


def require_unanswered(context: BoltContext) -> None:
    """Raise TooLate where the edge has answered; if not, it will not say any more that nothing was done.

    Called right before a commit that must not happen once people were told so.
    """
    if not receipt.of(context).begin_commit():
        raise TooLate


def require_in_time(context: BoltContext) -> None:
    """Raise TooLate when the ack would come too late; called last inside the transaction, which then rolls back."""
    if seconds_since(context) > UNDONE_AFTER:
        raise TooLate
