"""What every command that stores incidents does with a batch of them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.slack.effects import refresh_card, to_item
from storage import dossiers, outbox
from storage.records import Life


def store(tx: Connection, team_id: str, lives: Sequence[Life]) -> None:
    """Store the incidents; those that are unresolved get their cards from whichever bot runs, or will."""
    ids = dossiers.add(tx, team_id, lives)
    kept = [replace(life.incident, id=id_) for id_, life in zip(ids, lives, strict=True)]
    unresolved = [incident for incident in kept if not (incident.is_resolved or incident.is_deleted)]
    outbox.put(tx, team_id, [to_item(refresh_card(incident)) for incident in unresolved])
