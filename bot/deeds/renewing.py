"""Cards that were given up, or lost, tried again while the incident is unresolved: what kept them may have passed."""

from sqlalchemy import Connection

from bot.slack.effects import OF_THE_CARD, refresh_card, to_item
from bot.views.troubles import Trouble
from storage import incidents, outbox, troubles

AT_ONCE = 500
"""Cards; far more than are ever missing, unless it is for a reason that all of them share."""


def renew_cards(tx: Connection, team_id: str) -> None:
    """Have the cards shown that are missing; once none is, the admins' trouble is over."""
    missing = incidents.without_card(tx, team_id, kinds=OF_THE_CARD, limit=AT_ONCE)
    if not missing:
        troubles.end(tx, team_id, [Trouble.CARD])
        return
    outbox.put_again(tx, team_id, [to_item(refresh_card(incident)) for incident in missing], kinds=OF_THE_CARD)
