"""Keeping people as Slack describes them."""

from sqlalchemy import Connection

from bot.slack.effects import DescribePerson, to_item
from storage import outbox


def describe_again(tx: Connection, team_id: str, person_id: str) -> None:
    """Have Slack asked who somebody is now; asking twice is harmless, so this needs no key."""
    outbox.put(tx, team_id, [to_item(DescribePerson(person_id=person_id))])
