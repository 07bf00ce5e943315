"""A database that is there and answers nobody: people are told so within Slack's three seconds, and it stays true."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, func, select

from bot.app import ANSWERS_WITHIN, STOPS_WITHIN, Tracker
from bot.sandbox import Person, Sandbox
from storage.engine import Engines
from storage.tables import comments, incidents
from tests.journeys.freezing import stopped
from tests.journeys.seeing import INCIDENTS, answer_to, card, cards, form_of, types
from tests.waiting import until

Settle = Callable[[], None]


@contextmanager
def _frozen(engine: Engine, moment: str) -> Iterator[threading.Event]:
    """Let everything stand still at that moment of its work with the database, as under SIGSTOP, until the block ends.

    Give what is set once somebody stands still. The driver has no timeout for reading: what stands still is what it
    calls. The listener stays, and does nothing from then on: whoever stands in it would break if it were taken away.
    """
    reached, thawed = threading.Event(), threading.Event()

    def stand_still(*_: object) -> None:
        reached.set()
        thawed.wait(30)

    event.listen(engine, moment, stand_still)
    try:
        yield reached
    finally:
        thawed.set()


def test_whoever_waits_for_a_frozen_database_is_told_that_nothing_was_done_and_nothing_is_unless_it_may_be(
    tracker: Tracker,
    both_engines: Engines,
    ana: Person,
    ben: Person,
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Settle,
) -> None:
    """Where it froze while committing, nobody is told that nothing was done."""
    types(ana, "/incident new Checkout is down")
    all_is_said()
    card(ben, 1).press("Comment")
    form = form_of(ben)
    form.fill("Comment", "The graphs look better")
    engine = both_engines.interactive

    with _frozen(engine, "commit") as is_committing, ThreadPoolExecutor(4) as people:
        committed = people.submit(types, ana.in_window("another"), "/incident new Login is slow")
        assert is_committing.wait(2)
        with _frozen(engine, "before_cursor_execute"):
            typed = people.submit(types, ana, "/incident new Search is slow")
            submitted = people.submit(form.submit, "Comment")
            pressed = people.submit(card(chloe, 1).press, "Resolve")
            for done in (submitted, pressed):
                done.result()
            answer, doubtful = typed.result(), committed.result()
    until(lambda: cards(ana, 2))
    tracker.stop()

    assert "I can't say whether that was done." in doubtful
    assert "That took too long, so nothing was done." in answer
    assert "You typed: /incident new Search is slow" in answer
    assert "so nothing was done" in form.errors["Comment"]
    assert form.value("Comment") == "The graphs look better"
    assert _told(chloe).count("That took too long, so nothing was done. Try again in a moment.") == 1
    with clean_engine.connect() as tx:
        kept = tx.execute(select(incidents.c.title, incidents.c.status).order_by(incidents.c.id)).all()
        assert tx.execute(select(func.count()).select_from(comments)).scalar_one() == 0
    assert kept == [("Checkout is down", "open"), ("Login is slow", "open")]


def _told(person: Person) -> list[str]:
    return [answer.seen_text for answer in person.private_answers(INCIDENTS)]


def test_a_frozen_database_does_not_keep_us_from_stopping_and_people_are_told_that_nothing_was_done(
    tracker: Tracker,
    both_engines: Engines,
    ana: Person,
    ben: Person,
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Settle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Both those we had heard, and those whom Slack sends us until we hang up. Supervisors kill after ten seconds."""
    stopping = threading.Thread(target=tracker.stop, daemon=True)
    types(ana, "/incident new Checkout is down")
    all_is_said()

    with stopped(clean_engine), ThreadPoolExecutor(2) as people:
        heard_before = people.submit(types, ana, "/incident new Search is slow")
        until(both_engines.interactive.pool.checkedout)  # type: ignore[attr-defined]  # a pool with a size has it
        stopping.start()
        heard_meanwhile = people.submit(types, ben, "/incident new Login is slow")
        card(chloe, 1).press("Resolve")
        answers = [answer.result() for answer in (heard_before, heard_meanwhile)]
        stopping.join(timeout=9.5)
        has_stopped = not stopping.is_alive()

    assert has_stopped
    assert ["so nothing was done" in answer for answer in answers] == [True, True]
    assert _told(chloe).count("That took too long, so nothing was done. Try again in a moment.") == 1
    assert "waiting for the database is cut off" in caplog.text
    with clean_engine.connect() as tx:
        assert tx.execute(select(incidents.c.title, incidents.c.status)).all() == [("Checkout is down", "open")]


def test_a_slack_that_is_slow_does_not_keep_us_from_stopping_nor_cost_us_the_database(
    acme: Sandbox,
    tracker: Tracker,
    ana: Person,
    all_is_said: Settle,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stops_within = STOPS_WITHIN - ANSWERS_WITHIN + 0.2
    monkeypatch.setattr("bot.app.ANSWERS_WITHIN", 0.2)
    monkeypatch.setattr("bot.app.STOPS_WITHIN", stops_within)
    types(ana, "/incident new Checkout is down")
    all_is_said()
    own = answer_to(ana, "/incident 1")
    card(ana, 1).press("Take")
    all_is_said()
    acme.faults.slow("response_url", 60, times=50)
    for _ in range(20):
        card(ana, 1).press("Take")
    for _ in range(3):
        own.choose("History")

    stopping = threading.Thread(target=tracker.stop, daemon=True)
    stopping.start()
    stopping.join(timeout=stops_within + 1)

    assert not stopping.is_alive()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("answer", "lane"))]
    assert "the program stops" in caplog.text
    assert "cut off" not in caplog.text
    assert "exception calling callback" not in caplog.text
