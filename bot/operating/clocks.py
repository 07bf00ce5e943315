"""What the time is in a workspace: in the sandbox people move the clock forward.

The sandbox is loaded only where one is kept: it would take a third of the time until a file is read.
"""

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib import import_module

from bot.now import utc_now
from bot.operating.databases import kept_workspace
from bot.operating.terminal import Stop
from bot.settings import Settings

_STORE = "bot.sandbox.store"


def ahead(settings: Settings) -> Mapping[str, timedelta]:
    """Return the workspaces whose clocks are ahead of ours, and by how much; raise Stop where that is unreadable."""
    kept = kept_workspace(settings)
    if settings.database_url is not None or not kept.exists():
        return {}
    try:
        team_id, seconds = import_module(_STORE).clock_kept_in(kept)
        by = timedelta(seconds=seconds)
    except (sqlite3.Error, OSError, ValueError, OverflowError) as error:
        raise Stop(f"What the time is in the sandbox cannot be read: {error}: {kept}") from error
    return {team_id: by} if by else {}


def now_in(team_id: str, settings: Settings) -> datetime:
    """Return the present moment by the workspace's own clock."""
    return utc_now() + ahead(settings).get(team_id, timedelta())
