"""Whatever comes too late: refused unread, undone, or overtaken by somebody else; people are told what is the case."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy import Engine, func, select

from bot.app import Connections, Tracker
from bot.listeners import deadline
from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import ActFailed
from bot.sandbox.strikes import ACTS
from storage.engine import Engines
from storage.tables import comments, history, outbox, seen_keys
from tests.journeys.deeds_table import CASES
from tests.journeys.playing import (
    ON_HOME,
    OPENING,
    Steps,
    all_known,
    begin_all,
    connected,
    differences,
    newest_number,
    quick_tracker,
)
from tests.journeys.seeing import INCIDENTS, private_answers
from tests.journeys.steps import Scene, Step, begin, chooses, fills, on_answer, on_card, play, presses, submits, types
from tests.waiting import until, until_all_is_said

TOO_LATE = "That took too long, so nothing was done."
DELETE: Steps = (types("delete {n}"), submits("Delete"))


@pytest.fixture
def tracker(connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that need not wait between messages."""
    with connected(quick_tracker(connections, both_engines), clean_engine) as tracker:
        yield tracker


class Ageing:
    """A receipt: each time somebody asks, it arrived so many seconds ago, the last figure for ever."""

    def __init__(self, *seconds_ago: float) -> None:
        self._seconds_ago = list(seconds_ago)

    @property
    def received_at(self) -> float:
        """Return when the payload arrived."""
        ago = self._seconds_ago.pop(0) if len(self._seconds_ago) > 1 else self._seconds_ago[0]
        return time.monotonic() - ago

    def begin_commit(self) -> bool:
        """Tell that the edge has not answered."""
        return not self.is_answered

    is_answered = False


SAME_PAYLOADS = {"private card", "panel", "help", "slip", *ON_HOME}
"""Ways that end in a payload like another way's; the Home tab says in a window that nothing was done."""
UNREAD = (deadline.UNREAD_AFTER + 0.01,)
UNDONE = (0.0, deadline.UNDONE_AFTER + 0.01)


def test_no_deed_is_done_late_in_any_way(acme: Sandbox, tracker: Tracker, clean_engine: Engine) -> None:
    """Each payload is kept on its way, and arrives three times: too late, slow to be done, and in time."""
    chloe, ana, ben = (acme.person(handle) for handle in ("chloe", "ana", "ben"))
    cases = {case: deed for case, deed in CASES.items() if case[1] not in SAME_PAYLOADS}
    scenes = begin_all(chloe, cases, clean_engine)
    wrong: list[tuple[object, ...]] = []

    for (name, way), scene in scenes.items():
        *before, last = CASES[name, way].ways[way]
        play(scene, before)
        until_all_is_said(clean_engine)
        payload = _kept_on_its_way(acme, scene, last)
        for seconds_ago in (UNREAD, UNDONE):
            kept, told = _traces(clean_engine), len(chloe.private_answers(INCIDENTS))
            response = _arrives(tracker, payload, *seconds_ago)
            wrong += [(name, way, seconds_ago)] * (_traces(clean_engine) != kept)
            wrong += [(name, way, seconds_ago, response)] * (not _says_so(payload, response, chloe, told))
        _arrives(tracker, payload, 0.0)
        scene.number = scene.number or newest_number(clean_engine)
    until_all_is_said(clean_engine)

    known = all_known(clean_engine, reader=ana, told=(ana, ben))
    wrong += [(case, problem) for case in cases for problem in differences(CASES[case], known[scenes[case].number])]
    assert wrong == []


def _kept_on_its_way(acme: Sandbox, scene: Scene, step: Step) -> dict[str, Any]:
    """Return the payload of the step, of which the bot hears nothing."""
    acme.faults.is_away = True
    with suppress(ActFailed):
        step(scene)
    acme.faults.come_back()
    payload: dict[str, Any] = acme.recorder.deliveries[-1].payload
    return payload


def _arrives(tracker: Tracker, payload: dict[str, Any], *seconds_ago: float) -> BoltResponse:
    assert tracker._socket is not None
    request = BoltRequest(mode="socket_mode", body=payload, context={"receipt": Ageing(*seconds_ago)})
    response = tracker._socket._app.dispatch(request)
    assert response.status == 200
    return response


def _traces(engine: Engine) -> list[int]:
    """Return how much is kept of all that was ever done."""
    with engine.connect() as tx:
        counts = [select(func.count()).select_from(table) for table in (history, comments, seen_keys)]
        # A card is drawn again whatever came of what was chosen from its menu.
        counts.append(select(func.count()).where(outbox.c.kind != "refresh_card"))
        return [tx.execute(count).scalar_one() for count in counts]


def _says_so(payload: dict[str, Any], response: BoltResponse, person: Person, told: int) -> bool:
    """Tell whether the person is told: in the ack, or after a press by a private answer more than before."""
    if payload.get("type") != "block_actions":
        return TOO_LATE in response.body
    until(lambda: len(person.private_answers(INCIDENTS)) > told)
    return TOO_LATE in person.private_answers(INCIDENTS)[-1].seen_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken:
    """What Ana, an admin, does while Chloe, who has opened the incident, does something that makes it impossible."""

    is_anas: bool = False
    """Opened by Ana herself."""
    begins: Steps = ()
    """By Chloe."""
    before: Steps
    late: Step
    meanwhile: Steps
    words: str


_ON_CARD: Steps = (on_card,)
_UNDO: Steps = (on_answer("Opened #{n} "), presses("Undo"))
_RESOLVE: Steps = (types("resolve {n}"),)
_GONE = "An admin can bring it back: /incident restore {n}."

_IS_RESOLVED = "#{n} is Resolved, so you can't {move} it. Possible now: "
_IS_CHANGED = "While the form was open: @chloe changed status Open → "

OVERTAKEN = {
    "take of a resolved one": Overtaken(
        before=_ON_CARD,
        late=presses("Take"),
        meanwhile=_RESOLVE,
        words=_IS_RESOLVED.replace("{move}", "take") + "/incident reopen {n}.",
    ),
    "take of a resolved one, in words": Overtaken(
        before=(),
        late=types("take {n}"),
        meanwhile=_RESOLVE,
        words=_IS_RESOLVED.replace("{move}", "take") + "/incident reopen {n}.",
    ),
    "take of a deleted one, on a private card": Overtaken(
        before=(types("{n}"),), late=presses("Take"), meanwhile=DELETE, words=_GONE
    ),
    "comment of a deleted one": Overtaken(before=_ON_CARD, late=presses("Comment"), meanwhile=DELETE, words=_GONE),
    "comment of a deleted one, in words": Overtaken(
        before=(), late=types("comment {n} hello"), meanwhile=DELETE, words=_GONE
    ),
    "comment of a deleted one, in the form": Overtaken(
        before=(on_card, presses("Comment"), fills(Comment="hello")),
        late=submits("Comment"),
        meanwhile=DELETE,
        words=_GONE,
    ),
    "resolve twice": Overtaken(
        before=_ON_CARD,
        late=presses("Resolve"),
        meanwhile=_RESOLVE,
        words=_IS_RESOLVED.replace("{move}", "resolve") + "/incident reopen {n}.",
    ),
    "resolve twice, in the form": Overtaken(
        before=(on_card, presses("Resolve"), fills(Note="rolled back")),
        late=submits("Resolve"),
        meanwhile=_RESOLVE,
        words=_IS_RESOLVED.replace("{move}", "resolve") + f"/incident reopen {{n}}. {_IS_CHANGED}Resolved.",
    ),
    "start twice, from the menu": Overtaken(
        before=_ON_CARD,
        late=chooses("Start"),
        meanwhile=(types("start {n}"),),
        words="#{n} is In progress, so you can't start it. Possible now: /incident take {n}, /incident revert {n},",
    ),
    "reopen twice": Overtaken(
        begins=_RESOLVE,
        before=_ON_CARD,
        late=presses("Reopen"),
        meanwhile=(types("reopen {n}"),),
        words="#{n} is In progress, so you can't reopen it. Possible now: ",
    ),
    "edit of a withdrawn one": Overtaken(
        before=(types("edit {n}"), fills(Title="Checkout is slow")),
        late=submits("Save"),
        meanwhile=_UNDO,
        words=_GONE,
    ),
    "assign of a withdrawn one": Overtaken(
        before=(on_card, chooses("Assign"), fills(Assignee="ana")),
        late=submits("Assign"),
        meanwhile=_UNDO,
        words=_GONE,
    ),
    "delete twice": Overtaken(
        before=(on_card, chooses("Delete")), late=submits("Delete"), meanwhile=DELETE, words=_GONE
    ),
    "release twice, from the menu": Overtaken(
        before=_ON_CARD,
        late=chooses("Release"),
        meanwhile=(types("release {n}"),),
        words="Nobody has #{n}.",
    ),
    "undo of a deleted one": Overtaken(is_anas=True, before=_UNDO[:1], late=_UNDO[1], meanwhile=DELETE, words=_GONE),
    "restore twice": Overtaken(
        begins=DELETE,
        before=_ON_CARD,
        late=presses("Restore"),
        meanwhile=(types("restore {n}"),),
        words="#{n} is not deleted; /incident {n} shows it.",
    ),
}


def test_what_somebody_else_made_impossible_is_explained_and_changes_nothing(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine
) -> None:
    ana, chloe = acme.person("ana"), acme.person("chloe")
    acme.admin.change_person("ana", role="admin")
    told = {name: _overtake(acme, clean_engine, deed, ana, chloe) for name, deed in OVERTAKEN.items()}

    assert {name: words for name, words in told.items() if words} == {}


def _overtake(acme: Sandbox, engine: Engine, deed: Overtaken, ana: Person, chloe: Person) -> list[str]:
    """Return nothing when all is well, or what Ana was told in the place of the words, and whether anything changed."""
    number = begin(ana if deed.is_anas else chloe, [OPENING]).number
    fast, slow = Scene(chloe, number), Scene(ana, number)
    until_all_is_said(engine)
    play(fast, deed.begins)
    until_all_is_said(engine)
    play(slow, deed.before)
    acme.faults.hold_back(of=ACTS)
    with ThreadPoolExecutor(1) as hand:
        late = hand.submit(deed.late, slow)
        until(lambda: not acme.faults.is_waiting)
        play(fast, deed.meanwhile)
        until_all_is_said(engine)
        kept = _traces(engine)
        acme.faults.let_go()
        late.result()
    expected = slow.say(deed.words)
    with suppress(AssertionError):
        until(lambda: any(expected in words for words in _read_by(ana)), timeout=2)
        return [] if _traces(engine) == kept else ["something changed"]
    return _read_by(ana)[-2:]


def _read_by(person: Person) -> list[str]:
    """Return what a person reads for themselves alone: private answers, and last the form, with what it refuses."""
    form = person.modal
    in_form = [] if form is None else [form.seen_text, *form.errors.values()]
    return [*private_answers(person), *in_form]
