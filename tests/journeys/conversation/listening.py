"""What the bot hears of what people say: saying it, and waiting until it is heard."""

from contextlib import suppress

from sqlalchemy import Engine, select

from bot.sandbox import MessageOnScreen, Person, Sandbox
from storage import history
from storage.records import Change
from storage.tables import comments
from tests.journeys.seeing import INCIDENTS, card, stored
from tests.waiting import until, until_all_is_said

BOT_NAME = "@Incident Tracker"
SLACK_WAITS = 3.1
"""Seconds, for an answer."""
_SPOKEN = {"message", "app_mention", "reaction_added", "reaction_removed"}


class Ears:
    """Waits until the bot has heard what was said."""

    def __init__(self, acme: Sandbox, engine: Engine) -> None:
        self._acme = acme
        self._engine = engine

    def settle(self) -> None:
        """Return when the bot has acknowledged every message and reaction, and said all it had to say of them."""
        until(self._has_heard)
        until_all_is_said(self._engine)
        until(self._has_heard)

    def settle_late(self) -> None:
        """Let a few seconds pass at a time, until Slack has sent again what was not acknowledged."""
        with suppress(AssertionError):
            until(self._has_heard, timeout=0.05)
        while not self._has_heard():
            self._acme.clock.advance(SLACK_WAITS)
            with suppress(AssertionError):
                until(self._has_heard, timeout=2)
        self.settle()

    def heard(self, count: int) -> None:
        """Return when the bot has acknowledged so many messages and reactions, whatever else is on its way."""
        until(lambda: sum(outcome == "acked" for outcome in self._outcomes().values()) >= count)

    def acked(self) -> int:
        """Return how many it has acknowledged."""
        return sum(outcome == "acked" for outcome in self._outcomes().values())

    def _has_heard(self) -> bool:
        return all(outcome == "acked" for outcome in self._outcomes().values())

    def _outcomes(self) -> dict[str, str | None]:
        """Return what became of each event, by its id."""
        self._acme.server.read(lambda: None)
        found: dict[str, str | None] = {}
        for delivery in self._acme.recorder.deliveries_of("events_api"):
            if delivery.payload["event"]["type"] in _SPOKEN and found.get(delivery.payload["event_id"]) != "acked":
                found[delivery.payload["event_id"]] = delivery.outcome
        return found


def reply(
    person: Person, words: str, *, number: int = 1, files: object = None, channel: str = INCIDENTS
) -> MessageOnScreen:
    """Reply under a card, and return the message."""
    return reply_to(person, card(person, number), words, files=files, channel=channel)


def reply_to(
    person: Person, parent: MessageOnScreen, words: str, *, files: object = None, channel: str = INCIDENTS
) -> MessageOnScreen:
    """Reply to a message, and return the reply."""
    person.type(channel, words, thread=parent, files=files)
    return [each for each in person.thread(parent) if not each.raw.get("is_ephemeral")][-1]


def answered(person: Person, parent: MessageOnScreen) -> list[MessageOnScreen]:
    """Return what only this person sees in the thread."""
    return [each for each in person.thread(parent) if each.raw.get("is_ephemeral")]


def bodies(engine: Engine) -> list[str]:
    """Return the words of the comments that stand, as they were said."""
    query = select(comments.c.body).where(comments.c.deleted_at.is_(None)).order_by(comments.c.created_at)
    with engine.connect() as tx:
        return list(tx.execute(query).scalars())


def happened(engine: Engine, number: int = 1) -> list[tuple[Change, str | None]]:
    """Return what happened to an incident since it was opened, and who did it."""
    with engine.connect() as tx:
        found = history.newest(tx, stored(engine, number), limit=100)[::-1]
    return [(entry.change, entry.actor_id) for entry in found][1:]
