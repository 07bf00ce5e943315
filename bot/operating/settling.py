"""What a command that stores incidents needs of the sandbox before its first start.

The sandbox is loaded only where it is settled: it would take a third of the time until a file is read.
"""

from datetime import datetime
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine

from bot.operating.terminal import say
from bot.settings import Settings
from bot.slack.profiles import described
from storage import people, workspaces

_RESIDENTS = "bot.sandbox.people"


def settle_sandbox(settings: Settings, engine: Engine, *, now: datetime) -> None:
    """Have the sandbox's workspace and people on record before its first start, as its start would.

    Only where the sandbox is: with its data in DATA_DIR, and no database named.
    """
    if settings.database_url is not None:
        return
    with engine.begin() as tx:
        if not workspaces.installed(tx):
            residents = import_module(_RESIDENTS)
            _install_sandbox(tx, residents, now)
            say(f"The sandbox has not been started yet: its workspace {residents.TEAM_NAME} is ready for it.")


def _install_sandbox(tx: Connection, residents: Any, now: datetime) -> None:
    team_id = residents.TEAM_ID
    workspaces.install(tx, team_id, name=residents.TEAM_NAME, bot_user_id=residents.BOT_USER_ID)
    as_slack_says = (described(team_id, residents.user_object(person)) for person in residents.DEFAULT_PEOPLE)
    people.describe(tx, as_slack_says, at=now)
