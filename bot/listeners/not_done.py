"""What was said to us, or as a reply, and is not done: its author is told why, where they said it."""

from datetime import datetime, timedelta

from bot.deeds import people, talking
from bot.deeds.outcome import Caller
from bot.deeds.talking import Address
from bot.listeners.acting import Acting
from bot.rules.permissions import NotKnownYet
from bot.views.blocks import Message

PATIENCE = timedelta(minutes=4)
"""How long Slack may take to say who somebody is; it sends an event for the last time after this."""


def tell(
    acting: Acting, error: Exception, words: Message, *, by: Caller, at: Address, key: str, said_at: datetime
) -> None:
    """Tell the author once; raise the error, so that Slack sends it again, while they may become known any moment."""
    if isinstance(error, NotKnownYet) and acting.now() - said_at < PATIENCE:
        with acting.noting() as tx:
            people.introduce(tx, by)
        raise error
    with acting.noting() as tx:
        people.introduce(tx, by)
        talking.refuse(tx, words, by=by, at=at, key=key)
