"""Who people are, as Slack says it now."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection

from bot.slack.done import Done
from bot.slack.effects import DescribeEverybody, DescribePerson, RefreshHome, to_item
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway
from storage import homes, outbox, people, reminders
from storage.records import Delivered, OutboxItem, Person

LOOKED_AT_ONCE = 1000
"""Incidents; of the rest the clock finds out within the hour."""
_NOBODY = {"user_not_found", "user_not_visible"}


class Describing:
    """Asks Slack, about one person or about all."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def person(self, item: OutboxItem, effect: DescribePerson) -> Done:
        """Ask about one; whom Slack does not know any more is kept, as somebody who is not active."""
        try:
            described = self._gateway.person(item.team_id, effect.person_id)
        except SlackRefused as refused:
            if refused.error not in _NOBODY:
                raise
            gone = partial(people.gone, team_id=item.team_id, person_id=effect.person_id, at=item.leased_at)
            return Done(Delivered(), gone)

        def save(tx: Connection) -> None:
            _keep(tx, item, [described])
            # What they may see can be more now, or less.
            homes.refresh(tx, item.team_id, effect.person_id, to_item(RefreshHome(person_id=effect.person_id)))

        return Done(Delivered(), save)

    def everybody(self, item: OutboxItem, effect: DescribeEverybody) -> Done:
        """Ask about a page of people; the next page is an effect of its own."""
        described, cursor = self._gateway.people(item.team_id, effect.cursor)

        def save(tx: Connection) -> None:
            _keep(tx, item, described)
            if cursor:
                outbox.put(tx, item.team_id, [to_item(DescribeEverybody(cursor=cursor))])

        return Done(Delivered(), save)


def _keep(tx: Connection, item: OutboxItem, described: Sequence[Person]) -> None:
    """Record people; whoever is in another time zone now has other working hours, and reminders at another time."""
    moved = people.describe(tx, described, at=item.leased_at)
    if moved:
        reminders.look_again(tx, item.team_id, now=item.leased_at, limit=LOOKED_AT_ONCE, people=moved)
