"""What comes too late, overtaken by what somebody else did meanwhile; people are told what is the case."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from bot.sandbox.strikes import ACTS
from tests.journeys.playing import OPENING, Steps, traces
from tests.journeys.seeing import private_answers
from tests.journeys.steps import Scene, Step, begin, chooses, fills, on_answer, on_card, play, presses, submits, types
from tests.waiting import until, until_all_is_said

DELETE: Steps = (types("delete {n}"), submits("Delete"))


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
_GONE = "You can bring it back: /incident restore {n}."

_IS_RESOLVED = "#{n} is Resolved, so you can't {move} it. Possible now: "
_IS_CHANGED = "While the form was open: @Chloe Martin changed status Open → "

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
        before=(on_card, presses("Resolve")),
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
        kept = traces(engine)
        acme.faults.let_go()
        late.result()
    expected = slow.say(deed.words)
    with suppress(AssertionError):
        until(lambda: any(expected in words for words in _read_by(ana)))
        return [] if traces(engine) == kept else ["something changed"]
    return _read_by(ana)[-2:]


def _read_by(person: Person) -> list[str]:
    """Return what a person reads for themselves alone: private answers, and last the form, with what it refuses."""
    form = person.modal
    in_form = [] if form is None else [form.seen_text, *form.errors.values()]
    return [*private_answers(person), *in_form]
