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


def looks(engine: Engine) -> int:
    """Return how often the incidents channel was looked for, or will be."""
    with engine.connect() as tx:
        return int(tx.execute(text("SELECT count(*) FROM outbox WHERE kind = 'find_incidents_channel'")).scalar_one())


def is_put_off(engine: Engine) -> bool:
    """Tell whether a look has met a limit and waits: what is still under way cannot be hurried."""
    later = "kind = 'find_incidents_channel' AND available_at > now() + interval '5 min'"
    with engine.connect() as tx:
        return bool(tx.execute(text(f"SELECT count(*) FROM outbox WHERE {later}")).scalar_one())  # noqa: S608 - ours
