"""How performing an effect went, and what is remembered together with that."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.slack.gateway import Posted
from storage.records import Delivered, Outcome


@dataclass(frozen=True, slots=True)
class Done:
    """How it went, and what to remember in the transaction that records it."""

    outcome: Outcome
    save: Callable[[Connection], None] | None = None


def said(posted: Posted, save: Callable[[Connection], None] | None = None) -> Done:
    """Return that Slack has the message there."""
    return Done(Delivered(channel=posted.channel, ts=posted.ts), save)
