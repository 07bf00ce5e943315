"""Looking at the reminders there are, and at what is still to be said."""

from collections.abc import Callable

from sqlalchemy import Engine, select, text

from bot.sandbox import MessageOnScreen, Person, Sandbox
from storage.tables import incidents
from tests.journeys.seeing import (
    BOT,
    INCIDENTS,
    REMINDER,
    thread,
)

Settle = Callable[[], None]
Wait = Callable[[float], None]
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
BUTTONS = ["Post update", "Snooze 1 hour", "Snooze 4 hours", "Tomorrow morning", "Stop", "Why?"]


def is_due(engine: Engine, acme: Sandbox) -> bool:
    """Tell whether the clock still has something to look at."""
    with engine.connect() as tx:
        found = tx.execute(select(incidents.c.id).where(incidents.c.next_reminder_at <= acme.now()).limit(1))
        return found.first() is not None


def reminders(person: Person, channel: str = BOT) -> list[MessageOnScreen]:
    """Return the reminders the person sees there, oldest first."""
    return [message for message in person.messages(channel) if message.text.startswith(REMINDER)]


def reminders_in_thread(person: Person, number: int) -> list[str]:
    return [said for said in thread(person, number) if said.startswith(REMINDER)]


def counts(person: Person, number: int) -> tuple[int, int, int]:
    """Return how many reminders there are: direct, in the thread, in the channel."""
    return len(reminders(person)), len(reminders_in_thread(person, number)), len(reminders(person, INCIDENTS))


def is_active(engine: Engine, person_id: str) -> bool:
    with engine.connect() as tx:
        return bool(tx.execute(text("SELECT is_active FROM people WHERE id = :id"), {"id": person_id}).scalar_one())


def has_failed(engine: Engine) -> bool:
    with engine.connect() as tx:
        return tx.execute(text("SELECT 1 FROM outbox WHERE failures > 0 AND delivered_at IS NULL")).first() is not None


def all_said(engine: Engine) -> bool:
    with engine.connect() as tx:
        left = text("SELECT 1 FROM outbox WHERE delivered_at IS NULL AND parked_at IS NULL")
        return tx.execute(left).first() is None
