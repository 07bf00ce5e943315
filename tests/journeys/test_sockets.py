"""Sockets to Slack that are replaced, cut or refused: the bot connects again by itself."""

import pytest
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import CommandFailed, Person, Sandbox
from storage.engine import Engines
from tests.journeys.seeing import types
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("sockets_looked_after_often")


def test_a_new_socket_is_opened_when_the_old_one_goes(acme: Sandbox, ana: Person, subtests: pytest.Subtests) -> None:
    types(ana, "/incident new Checkout is down")
    for trouble in (acme.faults.refresh_sockets, acme.faults.warn_sockets):
        with subtests.test(trouble=trouble.__name__):
            opened = len(acme.recorder.calls_of("apps.connections.open"))

            trouble()
            _until_opened_again(acme, opened)
            assert acme.wait_for_app()

            until(lambda: _answers(ana))


def _until_opened_again(acme: Sandbox, opened: int) -> None:
    until(lambda: len(acme.recorder.calls_of("apps.connections.open")) > opened)


def _answers(person: Person) -> bool:
    """Tell whether the bot answers; Slack says that it does not while no socket is there."""
    try:
        return "Checkout is down" in types(person, "/incident 1")
    except CommandFailed:
        return False


def test_a_socket_that_is_cut_and_then_refused_once_is_asked_for_anew(acme: Sandbox, ana: Person) -> None:
    """An address works once: trying a spent one again would leave the bot deaf."""
    types(ana, "/incident new Checkout is down")
    opened = len(acme.recorder.calls_of("apps.connections.open"))

    acme.faults.refuse_a_socket()
    acme.faults.cut_sockets()

    until(lambda: len(acme.recorder.calls_of("apps.connections.open")) > opened + 1, timeout=20)
    until(lambda: _answers(ana), timeout=20)


def test_an_answer_nobody_can_read_is_no_socket_yet(
    acme: Sandbox,
    connections: Connections,
    both_engines: Engines,
    clean_engine: Engine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever stands between us and Slack may answer in its place: each of several bots waits, and asks again."""
    unreadable = ("<html>", "null", "[1]")
    for answer in unreadable:
        acme.faults.garble("apps.connections.open", answer)
    trackers = [Tracker(connections, both_engines) for _ in unreadable]
    try:
        connected = [tracker.start() for tracker in trackers]
        for each in connected:
            each.result(timeout=10)
    finally:
        for tracker in trackers:
            tracker.stop()

    assert caplog.text.count("Slack gives us no socket yet") == len(unreadable)
