"""Payloads on their way to the app: sent once, waited for three seconds, and events sent again as Slack does."""

import asyncio
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass

from bot.sandbox.clock import Clock
from bot.sandbox.exchanges import Delivery, kinds_of
from bot.sandbox.faults import Faults
from bot.sandbox.recorder import Recorder
from bot.sandbox.slack_json import Json
from bot.sandbox.sockets import Socket, Sockets

ACK_SECONDS = 3.0
# Slack sends an event again at once, after a minute and after five.
RETRY_DELAYS = (0.0, 60.0, 300.0)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An envelope whose ack is still to come."""

    delivery: Delivery
    answered: "asyncio.Future[Json | None]"


class Deliveries:
    """Used in the server's loop only."""

    def __init__(self, clock: Clock, sockets: Sockets, faults: Faults, recorder: Recorder) -> None:
        self._clock = clock
        self._sockets = sockets
        self._faults = faults
        self._recorder = recorder
        self._waiting: dict[str, _Waiting] = {}
        self._unanswered: set[asyncio.Future[Json | None]] = set()
        self._held: list[asyncio.Future[None]] = []
        self._is_closed = False
        self._late: dict[str, Delivery] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        sockets.on_ack = self._acknowledge

    async def send(self, kind: str, payload: Json, *, takes_answer: bool, attempt: int = 0) -> Delivery:
        """Send and wait for the ack; the delivery says what became of it."""
        delivery = Delivery(kind, payload, self._clock.now(), attempt)
        self._recorder.begin(delivery)
        if self._faults.take_hold(kinds_of(delivery)):
            await self._hold()
        if self._is_closed or self._faults.is_away or self._sockets.count == 0:
            delivery.outcome = "not_connected"
            self._recorder.finish(delivery)
            return delivery
        await self._exchange(delivery, _envelope(kind, payload, takes_answer=takes_answer, attempt=attempt))
        self._recorder.finish(delivery)
        return delivery

    def send_event(self, payload: Json) -> None:
        """Send an event in the background, up to four times, until it is acked."""
        self._start(self._insist(payload))

    @property
    def is_busy(self) -> bool:
        """Whether an event is on its way or waits to be sent again."""
        return bool(self._tasks)

    async def let_go(self, *, newest_first: bool) -> None:
        """Send what was held back."""
        held, self._held = self._held, []
        for leaving in reversed(held) if newest_first else held:
            if not leaving.done():
                leaving.set_result(None)

    async def all_answered(self) -> None:
        """Return when what is on its way now was acked, or has waited too long for that."""
        if self._unanswered:
            await asyncio.wait(self._unanswered)

    async def close(self) -> None:
        self._is_closed = True
        await self.let_go(newest_first=False)
        for waiting in self._waiting.values():
            _give_up(waiting.answered)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _hold(self) -> None:
        leaving: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held.append(leaving)
        await leaving

    async def _exchange(self, delivery: Delivery, envelope: Json) -> None:
        answered: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        deadline = self._clock.call_in(ACK_SECONDS, lambda: _give_up(answered))
        started = self._clock.now()
        self._unanswered.add(answered)
        try:
            self._start(self._dispatch(delivery, envelope, answered))
            delivery.answer = await answered
        finally:
            deadline.cancel()
            self._unanswered.discard(answered)
            self._forget(delivery)
        if delivery.outcome == "waiting":
            delivery.outcome = "timeout" if delivery.answer is None else "acked"
        delivery.milliseconds = None if delivery.answer is None else (self._clock.now() - started) * 1000

    async def _dispatch(self, delivery: Delivery, envelope: Json, answered: asyncio.Future[Json | None]) -> None:
        copies = 2 if self._faults.take_copy(kinds_of(delivery)) else 1
        await self._clock.sleep(self._faults.take_delay(kinds_of(delivery)))
        is_sent = False
        for _ in range(copies):
            socket = self._sockets.next_socket()
            envelope_id = str(uuid.uuid4())
            delivery.envelope_ids.append(envelope_id)
            if answered.done():
                self._late[envelope_id] = delivery
            else:
                self._waiting[envelope_id] = _Waiting(delivery, answered)
            is_sent |= await _is_sent(socket, {"envelope_id": envelope_id, **envelope})
        if not is_sent and not answered.done():
            delivery.outcome = "not_connected"
            answered.set_result(None)

    def _acknowledge(self, frame: Json) -> None:
        envelope_id = frame.get("envelope_id", "")
        if envelope_id in self._late:
            self._recorder.come_late(self._late.pop(envelope_id))
        waiting = self._waiting.get(envelope_id)
        if waiting is None or self._faults.take_lost_ack(kinds_of(waiting.delivery)):
            return
        del self._waiting[envelope_id]
        if not waiting.answered.done():
            waiting.answered.set_result(frame.get("payload") or {})

    def _forget(self, delivery: Delivery) -> None:
        for envelope_id in delivery.envelope_ids:
            if self._waiting.pop(envelope_id, None) is not None and delivery.answer is None:
                self._late[envelope_id] = delivery

    async def _insist(self, payload: Json) -> None:
        for attempt, delay in enumerate((0.0, *RETRY_DELAYS)):
            await self._clock.sleep(delay)
            delivery = await self.send("events_api", payload, takes_answer=False, attempt=attempt)
            if delivery.outcome == "acked":
                return

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._recorder.touch()


def _envelope(kind: str, payload: Json, *, takes_answer: bool, attempt: int) -> Json:
    envelope: Json = {"type": kind, "payload": payload, "accepts_response_payload": takes_answer}
    if kind == "events_api":
        envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
    return envelope


async def _is_sent(socket: Socket | None, frame: Json) -> bool:
    """Whether it is on its way to the app; where the socket broke just now, it is not."""
    if socket is None:
        return False
    try:
        await socket.send(frame)
    except ConnectionError:
        return False
    return True


def _give_up(answered: "asyncio.Future[Json | None]") -> None:
    if not answered.done():
        answered.set_result(None)
