"""The workspace whose people do things."""

from typing import Any

import pytest
from sqlalchemy import Connection

from storage import people, workspaces
from storage.records import Person
from tests.making import NOON, TEAM

_PEOPLE: dict[str, dict[str, Any]] = {
    "U0ANA": {},
    "U0BEN": {},
    "U0CHLOE": {"is_workspace_admin": True},
    "U0GUS": {"is_guest": True},
    "U0DEE": {"is_active": False},
    "U0AUCKLAND": {"time_zone": "Pacific/Auckland"},
    "U0ANGELES": {"time_zone": "America/Los_Angeles"},
    "U0NOWHERE": {"time_zone": "Mars/Olympus"},
}


@pytest.fixture
def team(tx: Connection) -> Connection:
    """Give a transaction with a workspace and its people in it."""
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    described = [
        Person(**{"team_id": TEAM, "id": id_, "name": id_, "is_known": True, **flags}) for id_, flags in _PEOPLE.items()
    ]
    people.describe(tx, described, at=NOON)
    return tx
