"""A deed with all that comes of it, as a table says it, and as it is: kept, said and seen."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select, update

from bot.app import Connections, Tracker
from bot.now import utc_now
from bot.sandbox import MessageOnScreen, Person
from bot.slack.pacing import Pacing
from storage import history
from storage.engine import Engines
from storage.records import Change, HistoryEntry, Incident
from storage.tables import comments, follows, incidents, outbox, seen_keys
from storage.tables import history as history_table
from tests.journeys.seeing import BOT, cards, stored
from tests.journeys.steps import Scene, Step, begin, play, types
from tests.waiting import until_all_is_said

Steps = tuple[Step, ...]
Happened = tuple[str, str | None, str | None]
"""What changed, from what, to what; of a comment its words come last."""

TITLE = "Checkout is down"
OPENING = types(f"new {TITLE} @ben")
OPENED: tuple[Happened, ...] = (("opened", None, TITLE), ("assignee", None, "U0BEN"))
MOMENT = "…"
"""Stands for any."""
TOLD_BEN = "@chloe assigned #{n} to you."
Case = tuple[str, str]
"""The name of a deed, and of a way to do it."""
ANSWERED = {"verb", "number", "picker", "form", "filled form", "panel", "help", "answer"}
"""The ways after which there is always an answer; a press on the card is answered by the card."""


ON_HOME = {"row", "Home tab"}
"""The ways on the Home tab, which answers itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What Chloe, an admin, does to an incident that she opened and that Ben has."""

    opening: Steps = (OPENING,)
    begins: Steps = ()
    """How the incident comes to where the deed begins, once it is open."""
    ways: Mapping[str, Steps]
    """By name: `verb`, `number` (the verb and a number open a form), `picker` (the bare verb), `card` and so on."""
    answer: str
    """What is answered to her alone, but for a press on the card, which shows it."""
    before: tuple[Happened, ...] = OPENED
    happened: tuple[Happened, ...]
    said: tuple[str, ...] = ()
    """Under the card, in the end."""
    told: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"ben": (TOLD_BEN,)})
    followers: Mapping[str, str] = field(default_factory=dict)
    """Who follows it, and whether the main changes or all."""


_COUNTED = (
    *(select(func.count()).select_from(table) for table in (history_table, comments, seen_keys)),
    # A card is drawn again whatever came of what was chosen from its menu.
    select(func.count()).where(outbox.c.kind != "refresh_card"),
)
_TRACES = select(*(count.scalar_subquery() for count in _COUNTED))
_NUMBER = re.compile(r"#(\d+)\b")
_MOMENT = re.compile(r"\b(?:(?:today|tomorrow) at )?\d\d:\d\d\b|\bjust now\b|\b\d+ (second|minute)s? ago\b")


def quick_tracker(connections: Connections, engines: Engines, *, now: Callable[[], datetime] = utc_now) -> Tracker:
    """Return a bot for which the seconds between two messages pass a million times as fast."""
    tracker = Tracker(connections, engines, now=now)
    tracker._pacing = Pacing(lambda: time.monotonic() * 1_000_000)
    return tracker


def begin_all(person: Person, cases: Mapping[Case, Deed], engine: Engine) -> dict[Case, Scene]:
    """Bring an incident for each case to where its deed begins; all that is to be said of that is said."""
    play(Scene(person, 0), [types("new Slow search service:payments cat:api")])
    scenes = {case: begin(person, deed.opening) for case, deed in cases.items()}
    until_all_is_said(engine)
    for case, scene in scenes.items():
        play(scene, cases[case].begins)
    until_all_is_said(engine)
    with engine.begin() as tx:
        # What is said within half a minute is added to it, however slow the machine is.
        tx.execute(update(outbox).values(delivered_at=outbox.c.delivered_at + timedelta(hours=1)))
    return scenes


@contextmanager
def connected(tracker: Tracker, engine: Engine) -> Iterator[Tracker]:
    """Give the bot, which has learnt who everybody is, until the block is left."""
    try:
        tracker.start().result(timeout=10)
        until_all_is_said(engine)
        yield tracker
    finally:
        tracker.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of an incident, but for its number and the time."""

    row: dict[str, Any]
    happened: list[tuple[str, str | None, str | None, str | None]]
    """Who did what, in order: the change, from what, to what, and who; of a comment its words come third."""
    comments: list[tuple[str, str]]
    card: str
    thread: list[str]
    told: dict[str, list[str]]
    """What each was told directly, line by line, with how the incident stood then."""
    followers: dict[str, str]


def all_known(engine: Engine, *, reader: Person, told: Sequence[Person]) -> dict[int, Known]:
    """Return what is kept of each incident, what the reader sees of it, and what the others were told.

    Fail unless all was said, each incident has one card, and nobody has two messages about one.
    """
    with engine.connect() as tx:
        left = tx.execute(select(outbox.c.kind, outbox.c.last_error).where(outbox.c.delivered_at.is_(None))).all()
        numbers = tx.execute(select(incidents.c.number).order_by(incidents.c.number)).scalars().all()
    assert left == []
    shown = _by_number(cards(reader))
    direct = {person.handle: _by_number(person.messages(BOT)) for person in told}
    assert sorted(shown) == list(numbers)
    return {number: _known(engine, number, reader, shown[number], direct) for number in numbers}


def _known(
    engine: Engine, number: int, reader: Person, shown: MessageOnScreen, direct: dict[str, dict[int, MessageOnScreen]]
) -> Known:
    _, *replies = reader.thread(shown)
    incident = stored(engine, number)
    return Known(
        row=_row(incident),
        happened=_happened(engine, incident),
        comments=_comments(engine, incident),
        card=_without_number(shown, number),
        thread=[_without_number(reply, number) for reply in replies],
        told={
            handle: _without_number(about[number], number).splitlines() if number in about else []
            for handle, about in direct.items()
        },
        followers=_followers(engine, incident),
    )


def _by_number(messages: Sequence[MessageOnScreen]) -> dict[int, MessageOnScreen]:
    found: dict[int, MessageOnScreen] = {}
    for message in messages:
        [number, *_] = map(int, _NUMBER.findall(message.text))
        assert number not in found, f"twice: {message.text}"
        found[number] = message
    return found


def _row(incident: Incident) -> dict[str, Any]:
    kept = {each.name: getattr(incident, each.name) for each in fields(incident) if each.name not in {"id", "number"}}
    is_moment = {name for name in kept if name.endswith(("_at", "_ts"))}
    return {name: value is not None if name in is_moment else value for name, value in kept.items()}


def _happened(engine: Engine, incident: Incident) -> list[tuple[str, str | None, str | None, str | None]]:
    with engine.connect() as tx:
        entries = history.newest(tx, incident, limit=100)[::-1]
    return [(entry.change, entry.old, _new_of(entry), entry.actor_id) for entry in entries]


def _new_of(entry: HistoryEntry) -> str | None:
    if entry.change == Change.COMMENTED:
        return entry.said
    return MOMENT if entry.change in (Change.SNOOZED, Change.UPDATE_DUE) else entry.new


def _comments(engine: Engine, incident: Incident) -> list[tuple[str, str]]:
    query = select(comments.c.author_id, comments.c.body).where(comments.c.incident_id == incident.id)
    with engine.connect() as tx:
        return [(row.author_id, row.body) for row in tx.execute(query.order_by(comments.c.id))]


def _followers(engine: Engine, incident: Incident) -> dict[str, str]:
    query = select(follows.c.follower_id, follows.c.all_changes).where(follows.c.incident_id == incident.id)
    with engine.connect() as tx:
        return {row.follower_id: "all" if row.all_changes else "main" for row in tx.execute(query)}


def _without_number(message: MessageOnScreen, number: int) -> str:
    return _MOMENT.sub(MOMENT, re.sub(rf"#{number}\b", "#{n}", message.seen_text))


def newest_number(engine: Engine) -> int:
    """Return the number that was given last."""
    with engine.connect() as tx:
        return int(tx.execute(select(func.coalesce(func.max(incidents.c.number), 0))).scalar_one())


def traces(engine: Engine) -> tuple[int, ...]:
    """Return how much is kept of all that was ever done."""
    with engine.connect() as tx:
        return tuple(tx.execute(_TRACES).one())


def differences(deed: Deed, now: Known) -> list[str]:
    """Return what is not as the table says."""
    told = {handle: tuple(lines[: len(deed.told.get(handle, ()))]) for handle, lines in now.told.items() if lines}
    return unlike(
        [
            ("history", [entry[:3] for entry in now.happened], [*deed.before, *deed.happened]),
            ("actors", {entry[3] for entry in now.happened}, {"U0CHLOE"}),
            ("thread", now.thread, list(deed.said)),
            ("told", told, dict(deed.told)),
            ("followers", now.followers, dict(deed.followers)),
        ]
    )


def unlike(compared: Iterable[tuple[str, object, object]]) -> list[str]:
    """Return a sentence for each that is not what it should be."""
    return [f"{what} is {is_so}, not {should}" for what, is_so, should in compared if is_so != should]


def is_answered(deed: Deed, way: str, number: int, answers: Iterable[str]) -> bool:
    """Tell whether the answer of the table is among those given, where the way has one."""
    expected = deed.answer.replace("{n}", str(number))
    return way not in ANSWERED or any(answer.startswith(expected) for answer in answers)
