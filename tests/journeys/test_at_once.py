"""Two at once: the same button pressed by two people, or twice by one, and what is said while the state moves on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

from sqlalchemy import Engine, func, select, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from bot.sandbox.strikes import ACTS
from bot.views.home.state import State
from storage.tables import incidents, outbox
from tests.journeys.playing import OPENED, OPENING, Happened, Steps, all_known
from tests.journeys.seeing import INCIDENTS, card, private_answers, thread, types
from tests.journeys.steps import (
    Scene,
    Step,
    begin,
    chooses,
    chooses_and_waits,
    fills,
    on_answer,
    on_card,
    play,
    presses,
    submits,
)
from tests.journeys.steps import types as typing
from tests.waiting import until, until_all_is_said

DELETE: Steps = (typing("delete {n}"), submits("Delete"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """What two people, or one with two presses, do at the same moment to an incident that Chloe opened."""

    people: tuple[str, str] = ("ana", "chloe")
    begins: Steps = ()
    before: Steps = (on_card,)
    act: Step
    happened: tuple[Happened, ...]
    """Once, after the opening."""
    words: str
    """To whoever was second."""


TWICE = {
    "take": Twice(
        people=("chloe", "chloe"),
        act=presses("Take"),
        happened=(("status", "open", "in_progress"), ("assignee", "U0BEN", "U0CHLOE")),
        words="You already have #{n}.",
    ),
    "start": Twice(
        act=chooses("Start"),
        happened=(("status", "open", "in_progress"),),
        words="#{n} is In progress, so you can't start it.",
    ),
    "resolve": Twice(
        before=(on_card, presses("Resolve"), fills(Note="rolled back")),
        act=submits("Resolve"),
        happened=(("status", "open", "resolved"), ("commented", None, "rolled back")),
        words="#{n} is Resolved, so you can't resolve it.",
    ),
    "reopen": Twice(
        begins=(typing("resolve {n}"),),
        act=presses("Reopen"),
        happened=(("status", "open", "resolved"), ("status", "resolved", "in_progress")),
        words="#{n} is In progress, so you can't reopen it.",
    ),
    "undo": Twice(
        people=("chloe", "chloe"),
        before=(on_answer("Opened #{n} "),),
        act=presses("Undo"),
        happened=(("deleted", None, None),),
        words="You can bring it back: /incident restore {n}.",
    ),
    "delete": Twice(
        before=(on_card, chooses_and_waits("Delete")),
        act=submits("Delete"),
        happened=(("deleted", None, None),),
        words="You can bring it back: /incident restore {n}.",
    ),
    "restore": Twice(
        begins=DELETE,
        act=presses("Restore"),
        happened=(("deleted", None, None), ("restored", None, None)),
        words="#{n} is not deleted;",
    ),
}


def test_what_two_do_at_once_is_done_once_and_the_second_is_told(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine
) -> None:
    acme.admin.change_person("ana", role="admin")
    numbers = {name: _do_twice(acme, clean_engine, deed) for name, deed in TWICE.items()}

    known = all_known(clean_engine, reader=acme.person("ben"), told=())
    happened = {name: [entry[:3] for entry in known[number].happened] for name, number in numbers.items()}
    assert happened == {name: [*OPENED, *deed.happened] for name, deed in TWICE.items()}


def test_what_is_offered_is_done_once_however_often_it_is_pressed_at_once(
    acme: Sandbox, ana: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident Checkout is down")
    [answer] = ana.private_answers(INCIDENTS)
    acme.faults.hold_back(of=ACTS, times=2)

    with ThreadPoolExecutor(2) as hands:
        pressed = [hands.submit(answer.press, "new Checkout is down") for _ in range(2)]
        until(lambda: not acme.faults.is_waiting)
        acme.faults.let_go()
    assert [press.result() for press in pressed] == [None, None]
    until_all_is_said(clean_engine)

    with clean_engine.connect() as tx:
        assert tx.execute(select(incidents.c.title)).scalars().all() == ["Checkout is down"]


def _do_twice(acme: Sandbox, engine: Engine, deed: Twice) -> int:
    """Let both press before either is heard, and return the incident's number once the second was told."""
    opened = begin(acme.person("chloe"), [OPENING])
    until_all_is_said(engine)
    play(opened, deed.begins)
    until_all_is_said(engine)
    scenes = [Scene(acme.person(handle), opened.number) for handle in deed.people]
    for scene in scenes:
        play(scene, deed.before)
    acme.faults.hold_back(of=ACTS, times=2)
    with ThreadPoolExecutor(2) as hands:
        pressed = [hands.submit(deed.act, scene) for scene in scenes]
        until(lambda: not acme.faults.is_waiting)
        acme.faults.let_go()
    assert [press.result() for press in pressed] == [None, None]
    words = opened.say(deed.words)
    acme.wait_until(lambda: words in _told(scenes))
    assert _told(scenes).count(words) == 1, _told(scenes)
    until_all_is_said(engine)
    return opened.number


def _told(scenes: list[Scene]) -> str:
    """Return all that these people read for themselves alone."""
    told = []
    for person in {scene.person.handle: scene.person for scene in scenes}.values():
        form = person.modal
        told += [*private_answers(person), *([] if form is None else [form.seen_text, *form.errors.values()])]
    return "\n".join(told)


def test_what_is_said_under_a_card_waits_for_the_card(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine, hurry: Callable[[], None]
) -> None:
    ana = acme.person("ana")
    acme.faults.drop_before("chat.postMessage")
    types(ana, "/incident new Checkout is down")
    until(lambda: _failures(clean_engine) == 1)

    types(ana, "/incident comment 1 looking")
    types(ana, "/incident comment 1 found it")
    hurry()
    until_all_is_said(clean_engine)

    assert thread(ana, 1) == ["Ana Torres commented:\n>looking", "Ana Torres commented:\n>found it"]
    is_in_thread = ["thread_ts" in call.arguments for call in acme.recorder.calls_of("chat.postMessage")]
    assert is_in_thread == sorted(is_in_thread)


def _failures(engine: Engine) -> int:
    with engine.connect() as tx:
        return int(tx.execute(text("SELECT coalesce(sum(failures), 0) FROM outbox")).scalar_one())


TROUBLES: dict[str, Callable[[Sandbox], None]] = {
    "slow": lambda acme: acme.faults.slow("chat.update", 5),
    "lost": lambda acme: acme.faults.drop_before("chat.update"),
    "answer lost": lambda acme: acme.faults.drop_after("chat.update"),
    "limited": lambda acme: acme.faults.rate_limit("chat.update"),
}
RESTORE: Steps = (typing("restore {n}"),)


def test_a_card_on_its_way_when_the_state_moves_on_ends_in_the_present_state(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine, hurry_until_said: Callable[[], None]
) -> None:
    """Deleted and restored at once, and the other way round, while the card of the first is slow, lost or waiting."""
    shown = {}
    for trouble, ends_deleted in product(TROUBLES, (False, True)):
        scene = begin(acme.person("chloe"), [typing("new Checkout is down")])
        until_all_is_said(clean_engine)
        play(scene, DELETE if ends_deleted else ())
        until_all_is_said(clean_engine)
        first, second = (RESTORE, DELETE) if ends_deleted else (DELETE, RESTORE)
        TROUBLES[trouble](acme)
        play(scene, first)
        until(lambda: not acme.faults.is_waiting)
        play(scene, second)
        acme.clock.advance(5)
        hurry_until_said()
        shown[trouble, ends_deleted] = "was withdrawn" in card(scene.person, scene.number).seen_text

    assert shown == {case: case[1] for case in shown}


def test_a_home_tab_on_its_way_never_hides_what_somebody_turned_to(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine
) -> None:
    ana = acme.person("ana")
    ana.open_home()
    ana.wait_for(lambda: ana.home)
    acme.faults.slow("views.publish", 5)
    types(ana, "/incident new Checkout is down")
    until(lambda: not acme.faults.is_waiting)

    assert ana.home is not None
    ana.home.press("Unassigned (0)")
    until(lambda: len(_versions(acme)) > 1 or _refreshes_to_come(clean_engine) == 2)
    acme.clock.advance(5)

    ana.wait_for(lambda: ana.home and "Unassigned · 1 incident" in ana.home.seen_text)
    until_all_is_said(clean_engine)
    assert _versions(acme) == [0, 0, 1]


def _versions(acme: Sandbox) -> list[int]:
    """Return for how many clicks each Home tab was drawn, in the order in which Slack took them."""
    views = [call.arguments["view"] for call in acme.recorder.calls_of("views.publish")]
    return [State.read(view["private_metadata"]).version for view in views]


def _refreshes_to_come(engine: Engine) -> int:
    waiting = select(func.count()).where(outbox.c.kind == "refresh_home", outbox.c.delivered_at.is_(None))
    with engine.connect() as tx:
        return int(tx.execute(waiting).scalar_one())
