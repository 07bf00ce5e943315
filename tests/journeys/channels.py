"""Which channel is the incidents channel: chosen as an admin does it, and read as delivery does."""

from sqlalchemy import Engine, text

from bot.sandbox import Sandbox


def choose_channel(engine: Engine, channel: str | None) -> None:
    """Do what an admin does in the settings."""
    with engine.begin() as tx:
        tx.execute(text("UPDATE workspaces SET incidents_channel = :channel"), {"channel": channel})


def default_channel(engine: Engine) -> str | None:
    """Return the channel that holds while no admin has chosen one."""
    with engine.connect() as tx:
        found: str | None = tx.execute(text("SELECT default_channel FROM workspaces")).scalar_one()
    return found


def heard(acme: Sandbox, kind: str) -> int:
    """Return how many events of this kind the bot has acknowledged."""
    events = acme.recorder.deliveries_of("events_api")
    return sum(event.outcome == "acked" and event.payload["event"]["type"] == kind for event in events)
