"""Heard once and said once: redeliveries, double clicks, lost answers, and a bot that is killed at any moment."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from multiprocessing.context import ForkServerProcess

import pytest
from sqlalchemy import Engine, func, select, text

from bot.app import Connections, Tracker
from bot.sandbox import CommandFailed, Person, Sandbox
from storage import history, incidents
from storage.tables import comments
from tests.journeys.seeing import INCIDENTS, card, cards, direct_messages, form_of, thread, types
from tests.waiting import until, until_all_is_said

Settle = Callable[[], None]
ROUNDS = 50


def test_every_envelope_twice_changes_nothing_twice(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle, clean_engine: Engine
) -> None:
    acme.faults.deliver_twice(times=1000)

    answer = types(ana, "/incident new Checkout is down sev1 @ben")
    all_is_said()
    card(ben, 1).press("Take")
    all_is_said()
    card(ben, 1).press("Comment")
    form = form_of(ben)
    form.fill("Comment", "Looking")
    form.submit("Comment")
    types(ana, "/incident resolve 1 rolled back")
    all_is_said()

    assert answer == "Opened #1 SEV1 · P1 · @ben — Checkout is down"
    told = [answer.seen_text for person in (ana, ben) for answer in person.private_answers(INCIDENTS)]
    assert not [words for words in told if "Reference" in words]
    assert len(cards(ana)) == 1
    assert len(thread(ana, 1)) == 3
    assert len(direct_messages(ben)) == 1
    with clean_engine.connect() as tx:
        incident = incidents.get(tx, "T0ACME", 1)
        assert len(history.newest(tx, incident, limit=100)) == 6
        assert tx.execute(select(func.count()).select_from(comments)).scalar_one() == 2


def test_a_lost_answer_does_not_post_the_card_again(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    acme.faults.drop_after("chat.postMessage")

    types(ana, "/incident new Checkout is down")
    all_is_said()

    assert len(cards(ana, 1)) == 1
    assert len(acme.recorder.calls_of("chat.postMessage")) == 1
    assert acme.recorder.calls_of("conversations.history")


def test_a_lost_answer_does_not_post_in_the_thread_again(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.drop_after("chat.postMessage")

    types(ana, "/incident take 1")
    all_is_said()

    assert thread(ana, 1) == ["@ana took this. Status: In progress."]
    assert acme.recorder.calls_of("conversations.replies")


def test_a_lost_request_is_posted_after_all(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    acme.faults.drop_before("chat.postMessage")

    types(ana, "/incident new Checkout is down")
    all_is_said()

    assert len(cards(ana, 1)) == 1


def test_a_card_somebody_deleted_comes_back_at_the_next_change(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.fail("chat.update", "message_not_found")

    types(ana, "/incident take 1")
    all_is_said()

    newest = cards(ana, 1)[-1]
    assert "In progress" in newest.seen_text
    assert newest.ts != cards(ana, 1)[0].ts


def _run(connections: Connections, is_ready: "multiprocessing.synchronize.Event") -> None:
    """Run the bot in a process of its own until it is killed."""
    Tracker(connections).start().result(timeout=20)
    is_ready.set()
    multiprocessing.Event().wait()


class Doomed:
    """Bots that are started to be killed, each in a fresh process."""

    def __init__(self, connections: Connections) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])
        self._connections = connections

    @contextmanager
    def bot(self) -> Iterator[ForkServerProcess]:
        """Give a connected bot; it is killed at the latest when the block is left."""
        is_ready = self._context.Event()
        process = self._context.Process(target=_run, args=(self._connections, is_ready))
        process.start()
        try:
            assert is_ready.wait(20)
            yield process
        finally:
            process.kill()
            process.join()
            process.close()


@pytest.fixture
def doomed(connections: Connections) -> Doomed:
    """Give bots to be killed."""
    return Doomed(connections)


def _at_once(_: Sandbox, __: int) -> None:
    """Kill as soon as the answer is there."""


def _when_posted(acme: Sandbox, posts: int) -> None:
    """Kill when Slack has the card, before or after the bot has written that down."""
    until(lambda: len(acme.recorder.calls_of("chat.postMessage")) > posts)


def test_a_bot_killed_between_ack_and_delivery_posts_every_card_once(
    acme: Sandbox, doomed: Doomed, connections: Connections, clean_engine: Engine
) -> None:
    ana = acme.person("ana")
    moments = cycle([_at_once, _when_posted, _when_posted])

    for number in range(1, ROUNDS + 1):
        with doomed.bot() as process:
            posts = len(acme.recorder.calls_of("chat.postMessage"))
            if number % 3 == 0:
                acme.faults.slow("chat.postMessage", 0.02)
            _type_until_acknowledged(ana, f"/incident new Incident number {number}")
            next(moments)(acme, posts)
            process.kill()
        acme.faults.clear()
        _let_leases_run_out(clean_engine)

    survivor = Tracker(connections)
    survivor.start().result(timeout=20)
    until_all_is_said(clean_engine, timeout=30)
    survivor.stop()
    found = sorted(shown.seen_text.split()[0] for shown in cards(ana))
    assert found == sorted(f"#{number}" for number in range(1, ROUNDS + 1))
    with clean_engine.connect() as tx:
        stored = tx.execute(text("SELECT count(*), count(card_ts) FROM incidents")).one()
    assert tuple(stored) == (ROUNDS, ROUNDS)


def _type_until_acknowledged(person: Person, typed: str) -> None:
    """Type; Slack may still send to the socket of the bot that was killed before."""
    while True:
        try:
            person.type(INCIDENTS, typed)
        except CommandFailed:
            continue
        return


def _let_leases_run_out(engine: Engine) -> None:
    with engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET leased_until = now() - interval '1 second' WHERE leased_until IS NOT NULL"))
