"""The live stream: every change on its way to the pages of the people who may see it, and to those who wait for it."""

import asyncio
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.sandbox import changes
from bot.sandbox.channels import Channel, page_channel
from bot.sandbox.people import page_person
from bot.sandbox.seen import page_message, page_view
from bot.sandbox.slack_json import Json

LONGEST_QUEUE = 10_000
# A predicate may also look at things that do not beat, such as the app's database.
LOOK_AGAIN = 0.05


class Pulse:
    """Beats at every change, so that other threads wait for a condition instead of sleeping."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._beats = 0

    def beat(self) -> None:
        with self._condition:
            self._beats += 1
            self._condition.notify_all()

    def wait_until(self, predicate: Callable[[], object], *, timeout: float) -> bool:
        """Look again at every beat; False when `timeout` seconds passed without the predicate being true."""
        deadline = time.monotonic() + timeout
        while True:
            seen = self._beats
            if predicate():
                return True
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._wait(seen, min(left, LOOK_AGAIN))

    def _wait(self, seen: int, seconds: float) -> None:
        with self._condition:
            self._condition.wait_for(lambda: self._beats != seen, seconds)


@dataclass(slots=True, eq=False)
class Listener:
    """One page: who looks, in which window, and the frames that wait to be sent."""

    person_id: str
    window: str
    frames: "asyncio.Queue[Json]"
    is_behind: bool = False
    """It has missed something, and is to connect anew."""


class Live:
    """Fed by the workspace's changes and the recorder; frames of one stream have increasing `seq`."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._listeners: set[Listener] = set()
        self._numbers = itertools.count(1)

    def listen(self, person_id: str, *, window: str = "") -> Listener:
        listener = Listener(person_id, window, asyncio.Queue(LONGEST_QUEUE))
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    def hear(self, change: changes.Change) -> None:
        for listener in list(self._listeners):
            frame = _frame(change, seen_by=listener.person_id)
            # A form stands in the window that opened it, and in no other of the same person.
            if frame is not None and getattr(change, "window", listener.window) == listener.window:
                self._put(listener, frame)
        self._pulse.beat()

    def hear_request(self, request: Json) -> None:
        for listener in list(self._listeners):
            self._put(listener, {"type": "request", "request": request})
        self._pulse.beat()

    def _put(self, listener: Listener, frame: Json) -> None:
        if listener.frames.full():
            # A page that reads nothing for this long is gone or asleep; let go of, it fetches everything anew.
            self._listeners.discard(listener)
            listener.is_behind = True
            return
        listener.frames.put_nowait({**frame, "seq": next(self._numbers)})


def _frame(change: changes.Change, *, seen_by: str) -> Json | None:
    """The frame a person's page gets, None when the change is none of their business."""
    channel = getattr(change, "channel", None)
    if isinstance(channel, Channel) and seen_by not in channel.members:
        return None
    if getattr(change, "person_id", seen_by) != seen_by and type(change) in _PERSONAL:
        return None
    maker = _FRAMES.get(type(change))
    return None if maker is None else maker(change, seen_by)


def _message(kind: str) -> Callable[..., Json]:
    return lambda change, _who: {"type": kind, "channel": change.channel.id, "message": page_message(change.message)}


def _deleted(change: changes.MessageDeleted, _who: str) -> Json:
    return {"type": "message_deleted", "channel": change.channel.id, "ts": change.message["ts"]}


def _private_deleted(change: changes.PrivateDeleted, _who: str) -> Json:
    return {"type": "message_deleted", "channel": change.channel.id, "ts": change.ts}


def _channel(change: changes.ChannelChanged, who: str) -> Json:
    return {"type": "channel", "channel": page_channel(change.channel, seen_by=who)}


def _left(change: changes.MemberLeft, who: str) -> Json | None:
    """Who is out hears of it once more; the others hear that the channel changed."""
    if who != change.person_id:
        return None
    left = replace(change.channel, members=tuple(each for each in change.channel.members if each != who))
    return {"type": "channel", "channel": page_channel(left, seen_by=who)}


def _view(kind: str) -> Callable[..., Json]:
    return lambda change, _who: {"type": kind, "view": page_view(change.view)}


_FRAMES: dict[type, Callable[..., Json | None]] = {
    changes.MessagePosted: _message("message"),
    changes.MessageChanged: _message("message_changed"),
    changes.ThreadGrew: _message("message_changed"),
    changes.MessageDeleted: _deleted,
    changes.PrivatePosted: _message("message"),
    changes.PrivateChanged: _message("message_changed"),
    changes.PrivateDeleted: _private_deleted,
    # One page goes from person to person, so it hears how much is new for each, though not what.
    changes.UnreadChanged: lambda change, _who: {"type": "unread", "rows": list(change.rows)},
    changes.ChannelChanged: _channel,
    changes.MemberLeft: _left,
    changes.ViewOpened: _view("view_opened"),
    changes.ViewUpdated: _view("view_updated"),
    changes.HomePublished: _view("home"),
    changes.ViewClosed: lambda change, _who: {"type": "view_closed", "view_id": change.view_id},
    changes.ViewsCleared: lambda _change, _who: {"type": "views_cleared"},
    changes.ClockMoved: lambda change, _who: {"type": "clock", "time": change.time},
    changes.FaultsSwitched: lambda change, _who: {"type": "faults", "faults": list(change.faults)},
    changes.PersonChanged: lambda change, _who: {"type": "person", "person": page_person(change.person)},
}
_PERSONAL = {
    changes.PrivatePosted,
    changes.PrivateChanged,
    changes.PrivateDeleted,
    changes.ViewOpened,
    changes.ViewUpdated,
    changes.ViewClosed,
    changes.ViewsCleared,
    changes.HomePublished,
}
