"""Cards that were given up, tried again: what kept them may have passed."""

from datetime import timedelta

from sqlalchemy import Connection

from bot.slack.effects import POINTS_TO_CARD, SHOWS_CARD
from bot.views.troubles import Trouble
from storage import outbox, troubles

AT_ONCE = 500
"""Cards; far more than are ever given up, unless it is for a reason that all of them share."""
REOPENED_WITHIN = timedelta(days=1)
"""A channel that was closed by mistake is open again by then; what was left there looks like a card until it is."""


def renew_cards(tx: Connection, team_id: str) -> None:
    """Have the cards shown that were given up; once there is none, the admins' trouble is over.

    And have those that were left in a channel that was closed say where the card is.
    """
    outbox.take_up_again(tx, team_id, kinds=POINTS_TO_CARD, limit=AT_ONCE, within=REOPENED_WITHIN)
    if not outbox.take_up_again(tx, team_id, kinds=SHOWS_CARD, limit=AT_ONCE):
        troubles.end(tx, team_id, [Trouble.CARD])
