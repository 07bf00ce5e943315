"""Every deed, in every way it can be done: heard too late it is not done, and people are told; heard twice it is done
once, answered each time, and said once; and whichever way it is done, the same is kept, seen and told."""

import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.language import grammar
from bot.language.acts import ChangingIncidentAct, FillIn, StartDraft
from bot.language.following_acts import FollowingAct
from bot.language.reminding_acts import RemindingAct
from bot.language.verb import Verb
from bot.language.verbs import VERBS
from bot.listeners import deadline
from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import ActFailed
from bot.sandbox.exchanges import Delivery, kinds_of
from bot.sandbox.strikes import ACTS
from storage import people
from storage.engine import Engines
from tests.journeys.deeds_table import CASES, DEEDS
from tests.journeys.playing import (
    ON_HOME,
    Case,
    Known,
    all_known,
    begin_all,
    connected,
    differences,
    is_answered,
    newest_number,
    quick_tracker,
    traces,
    unlike,
)
from tests.journeys.seeing import INCIDENTS, has_form, private_answers
from tests.journeys.steps import Scene, Step, play
from tests.waiting import until, until_all_is_said

SLACK_WAITS = 3.0
"""Seconds for an ack."""
TOO_LATE = "That took too long, so nothing was done."
UNREAD = (deadline.UNREAD_AFTER + 0.01,)
UNDONE = (0.0, deadline.UNDONE_AFTER + 0.01)
SAME_PAYLOADS = {"private card", "panel", "help", "slip"}
"""Ways that end in a payload like another way's."""
SUBMITTED_AGAIN = {"picker", "form"}
"""Ways that end with a form whose ack is lost."""


@pytest.fixture
def tracker(connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that need not wait between messages."""
    with connected(quick_tracker(connections, both_engines), clean_engine) as tracker:
        yield tracker


def _changes(verb: Verb) -> bool:
    """Tell whether one of the verb's examples changes an incident or who follows, or opens a form that does."""
    typed = [f"{verb.word} {example}".replace("@ana", "<@U0ANA|ana>") for example in verb.examples]
    acts = [grammar.parse(text) for text in typed]
    return any(isinstance(act, ChangingIncidentAct | FollowingAct | RemindingAct | FillIn | StartDraft) for act in acts)


def test_no_verb_that_changes_something_is_missing_from_the_table() -> None:
    changing = {verb.word for verb in VERBS if _changes(verb)}

    assert changing <= DEEDS.keys()
    looking = {"show", "list", "mine", "search", "stats", "history", "help"}
    about_the_workspace = {"users", "services", "categories", "settings"}
    assert {verb.word for verb in VERBS} - changing - {"export"} == looking | about_the_workspace


class Ageing:
    """A receipt: each time somebody asks, it arrived so many seconds ago, the last figure for ever."""

    def __init__(self, *seconds_ago: float) -> None:
        self._seconds_ago = list(seconds_ago)
        # Who asks has looked at the clock before, and a thread may wait long in between: it only gets older.
        self._made_at = time.monotonic()

    @property
    def received_at(self) -> float:
        """Return when the payload arrived."""
        ago = self._seconds_ago.pop(0) if len(self._seconds_ago) > 1 else self._seconds_ago[0]
        return self._made_at - ago

    def begin_commit(self) -> bool:
        """Tell that the edge has not answered."""
        return not self.is_answered

    is_answered = False


def test_every_way_to_do_something_does_nothing_late_and_the_same_once_whenever_it_arrives(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine
) -> None:
    """Each payload is kept on its way, and arrives too late, slow to be done, and in time, twice at once.

    What leads there arrives once: what was refused is heard anew when it comes again, after the deed perhaps.
    The acks of forms are lost, though all was done: then they are submitted again.
    """
    wrong: list[tuple[object, ...]] = []

    def last(scene: Scene, case: Case) -> None:
        deed = CASES[case].ways[case[1]][-1]
        # Where the Home tab itself is heard twice, it is so by the hundred: it has a journey of its own.
        if case[1] in ON_HOME:
            until_all_is_said(clean_engine)
            deed(scene)
            return
        with ThreadPoolExecutor(1) as hand, _kept_on_its_way(acme):
            doing = hand.submit(deed, scene)
            until(lambda: not acme.faults.is_waiting)
            heard = _last_act(acme)
            if case[1] not in SAME_PAYLOADS:
                late = _done_late(tracker, heard.payload, scene.person, clean_engine)
                wrong.extend((*case, problem) for problem in late)
            acme.faults.lose_acks(of="view_submission", times=case[1] in SUBMITTED_AGAIN)
            acme.faults.let_go()
            again = _arrives(tracker, heard.payload, 0.0)
            if case[1] in SUBMITTED_AGAIN:
                heard = _submits_again(acme, scene, deed, doing)
            else:
                doing.result()
            wrong.extend((*case, problem) for problem in unlike([("ack", _said(again), heard.answer)]))

    # A Home tab that somebody has opened is drawn again after each deed: it comes last, with nothing under way.
    cases = dict(sorted(CASES.items(), key=lambda case: case[0][1] in ON_HOME))
    scenes = begin_all(acme.person("chloe"), cases, clean_engine)
    for case, scene in scenes.items():
        play(scene, CASES[case].ways[case[1]][:-1])
        last(scene, case)
        scene.number = scene.number or newest_number(clean_engine)
    until_all_is_said(clean_engine)

    assert wrong == []
    assert _problems(acme, clean_engine, scenes) == []


def _last_act(acme: Sandbox) -> Delivery:
    """Return what Slack was last told that somebody does."""
    return next(each for each in reversed(acme.recorder.deliveries) if ACTS in kinds_of(each))


@contextmanager
def _kept_on_its_way(acme: Sandbox) -> Iterator[None]:
    """Have Slack hold back what somebody does next; in the end, let go of it whatever happened."""
    acme.faults.hold_back(of=ACTS)
    try:
        yield
    finally:
        acme.faults.clear()


def _done_late(tracker: Tracker, payload: dict[str, Any], person: Person, engine: Engine) -> Iterator[object]:
    """Tell what was done of something too late, and where it was not said that it was."""
    until_all_is_said(engine)
    kept = traces(engine)
    for seconds_ago in (UNREAD, UNDONE):
        told = len(person.private_answers(INCIDENTS))
        response = _arrives(tracker, payload, *seconds_ago)
        if not _says_so(payload, response, person, told):
            yield seconds_ago, response
    if traces(engine) != kept:
        yield "done late"


def _arrives(tracker: Tracker, payload: dict[str, Any], *seconds_ago: float) -> BoltResponse:
    assert tracker._socket is not None
    request = BoltRequest(mode="socket_mode", body=payload, context={"receipt": Ageing(*seconds_ago)})
    response = tracker._socket._app.dispatch(request)
    assert response.status == 200
    return response


def _said(response: BoltResponse) -> dict[str, Any]:
    """Return what Slack is answered."""
    return json.loads(response.body) if response.body else {}


def _says_so(payload: dict[str, Any], response: BoltResponse, person: Person, told: int) -> bool:
    """Tell whether the person is told: in the ack, or after a press by a private answer more than before."""
    if payload.get("type") != "block_actions":
        return TOO_LATE in response.body
    # What an earlier deed is answered may come in between.
    until(lambda: any(TOO_LATE in answer.seen_text for answer in person.private_answers(INCIDENTS)[told:]))
    return True


def _submits_again(acme: Sandbox, scene: Scene, submits: Step, lost: "Future[None]") -> Delivery:
    """Do so when Slack, without an ack, has said that it had trouble connecting, and left the form open."""
    until(lambda: acme.faults.acks_to_lose == 0)
    acme.clock.advance(SLACK_WAITS)
    with pytest.raises(ActFailed):
        lost.result()
    submits(scene)
    assert not has_form(scene.person)
    return _last_act(acme)


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


def _problems(acme: Sandbox, engine: Engine, scenes: dict[Case, Scene]) -> list[str]:
    """Return what was not done once, or not as in the first way, not answered, or answered as a bug of ours."""
    ana, ben, chloe = (acme.person(handle) for handle in ("ana", "ben", "chloe"))
    by_number = all_known(engine, reader=ana, told=(ana, ben))
    known = {case: by_number[scene.number] for case, scene in scenes.items()}
    answers = private_answers(chloe)
    found = [f"{case}: {problem}" for case in known for problem in _differences(case, known)]
    found += [f"{case} is not answered" for case in scenes if not _is_answered(case, scenes[case], answers)]
    acks = [json.dumps(delivery.answer) for delivery in acme.recorder.deliveries]
    return [*found, *(answer for answer in [*answers, *acks] if "reference" in answer.lower())]


def _differences(case: Case, known: Mapping[Case, Known]) -> list[str]:
    """Return what is not as the table says, and not as it is when the deed is done in the first way."""
    now, first = known[case], next(known[name, way] for name, way in known if name == case[0])
    compared = [(field.name, getattr(now, field.name), getattr(first, field.name)) for field in fields(Known)]
    return [*differences(CASES[case], now), *unlike(compared)]


def _is_answered(case: Case, scene: Scene, answers: list[str]) -> bool:
    return is_answered(CASES[case], case[1], scene.number, answers)
