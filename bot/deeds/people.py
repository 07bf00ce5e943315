"""Keeping people as Slack describes them."""

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.slack.effects import DescribePerson, to_item
from storage import outbox, people, workspaces


def describe_again(tx: Connection, team_id: str, person_id: str) -> None:
    """Have Slack asked who somebody is now; asking twice is harmless, so this needs no key."""
    outbox.put(tx, team_id, [to_item(DescribePerson(person_id=person_id))])


def introduce(tx: Connection, by: Caller) -> None:
    """Have Slack asked who a caller is, unless it has said so: what was refused may be allowed then."""
    _, known = workspaces.with_people(tx, by.team_id, [by.person_id])
    person = known.get(by.person_id)
    if person is None or not person.is_known:
        people.meet(tx, by.team_id, {by.person_id: by.person_name})
        describe_again(tx, by.team_id, by.person_id)
