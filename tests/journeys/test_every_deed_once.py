"""Every deed, in every way it can be done: heard twice it is done once, answered each time, and said once."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import Sandbox
from bot.sandbox.driver import ActFailed
from bot.sandbox.strikes import ACTS
from storage import people
from storage.engine import Engines
from tests.journeys.deeds_table import CASES
from tests.journeys.playing import (
    ON_HOME,
    Case,
    all_known,
    begin_all,
    connected,
    differences,
    is_answered,
    newest_number,
    quick_tracker,
)
from tests.journeys.seeing import has_form, private_answers
from tests.journeys.steps import Scene, play
from tests.waiting import until, until_all_is_said

SLACK_WAITS = 3.0
"""Seconds for an ack."""


@pytest.fixture
def tracker(connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that need not wait between messages."""
    with connected(quick_tracker(connections, both_engines), clean_engine) as tracker:
        yield tracker


def test_whatever_arrives_twice_is_done_once_and_answered_each_time(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine
) -> None:
    """The first ack of each deed is lost: what the person sees is the answer to the second envelope.

    What leads there arrives once: what was refused is heard anew when it comes again, after the deed perhaps.
    """

    def last(scene: Scene, case: Case) -> None:
        acme.faults.deliver_twice(of=ACTS, times=10)
        acme.faults.lose_acks(of=ACTS)
        CASES[case].ways[case[1]][-1](scene)
        assert acme.faults.acks_to_lose == 0, case
        acme.faults.clear()

    # Where the Home tab itself is heard twice, it is so by the hundred: it has a journey of its own.
    cases = {case: deed for case, deed in CASES.items() if case[1] not in ON_HOME}
    scenes = _do_all(acme, clean_engine, cases, last)

    assert _problems(acme, clean_engine, scenes) == []


def test_a_form_whose_ack_was_lost_can_be_submitted_again(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine
) -> None:
    """Slack says that it had trouble connecting, and leaves the form open: the deed was done all the same."""

    def last(scene: Scene, case: Case) -> None:
        submits = CASES[case].ways[case[1]][-1]
        assert has_form(scene.person), case
        acme.faults.lose_acks(of="view_submission")
        with ThreadPoolExecutor(1) as hand:
            lost = hand.submit(submits, scene)
            until(lambda: acme.faults.acks_to_lose == 0)
            acme.clock.advance(SLACK_WAITS)
            with pytest.raises(ActFailed):
                lost.result()
        submits(scene)
        assert not has_form(scene.person), case

    forms = {case: deed for case, deed in CASES.items() if case[1] in {"picker", "form"}}
    scenes = _do_all(acme, clean_engine, forms, last)

    assert _problems(acme, clean_engine, scenes) == []


def test_an_event_whose_ack_was_lost_comes_again_and_does_no_harm(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine
) -> None:
    acme.faults.lose_acks(of="user_change")

    acme.admin.change_person("ben", role="guest")
    until(lambda: acme.faults.acks_to_lose == 0)
    acme.clock.advance(SLACK_WAITS)
    until(lambda: [heard.outcome for heard in acme.recorder.deliveries_of("user_change")] == ["timeout", "acked"])
    until_all_is_said(clean_engine)

    with clean_engine.connect() as tx:
        assert people.get(tx, "T0ACME", "U0BEN").is_guest


def _do_all(
    acme: Sandbox, engine: Engine, cases: dict[Case, Any], last: Callable[[Scene, Case], None]
) -> dict[Case, Scene]:
    """Do every case, the last step of each by `last`; all is said when this returns, and nobody works any more."""
    scenes = begin_all(acme.person("chloe"), cases, engine)
    for (name, way), scene in scenes.items():
        play(scene, CASES[name, way].ways[way][:-1])
        last(scene, (name, way))
        scene.number = scene.number or newest_number(engine)
    until_all_is_said(engine)
    return scenes


def _problems(acme: Sandbox, engine: Engine, scenes: dict[Case, Scene]) -> list[str]:
    """Return what was not done once, not answered, or answered as a bug of ours."""
    ana, ben, chloe = (acme.person(handle) for handle in ("ana", "ben", "chloe"))
    known = all_known(engine, reader=ana, told=(ana, ben))
    answers = private_answers(chloe)
    found = [
        f"{case}: {problem}"
        for case, scene in scenes.items()
        for problem in differences(CASES[case], known[scene.number])
    ]
    found += [f"{case} is not answered" for case in scenes if not _is_answered(case, scenes[case], answers)]
    acks = [json.dumps(delivery.answer) for delivery in acme.recorder.deliveries]
    return [*found, *(answer for answer in [*answers, *acks] if "reference" in answer.lower())]


def _is_answered(case: Case, scene: Scene, answers: list[str]) -> bool:
    return is_answered(CASES[case], case[1], scene.number, answers)
