"""Cards that were given up, tried again: what kept them may have passed."""

from sqlalchemy import Connection

from bot.slack.effects import SHOWS_CARD
from bot.views.troubles import Trouble
from storage import outbox, troubles

AT_ONCE = 500
"""Cards; far more than are ever given up, unless it is for a reason that all of them share."""


def renew_cards(tx: Connection, team_id: str) -> None:
    """Have the cards shown that were given up; once there is none, the admins' trouble is over."""
    if not outbox.take_up_again(tx, team_id, kinds=SHOWS_CARD, limit=AT_ONCE):
        troubles.end(tx, team_id, [Trouble.CARD])
