"""What a person does, step by step, to one incident."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.now import utc_now
from bot.sandbox import MessageOnScreen, Modal, Person
from bot.sandbox.driver.modal import ViewOnScreen
from bot.sandbox.driver.stage import ActFailed, NotOnScreen
from tests.journeys.seeing import INCIDENTS, card, form_of, menu_place


@dataclass(slots=True)
class Scene:
    """One incident, somebody before it, and the message they look at."""

    person: Person
    number: int
    shown: MessageOnScreen | Modal | None = None

    def say(self, words: str) -> str:
        """Return the words with the incident's number in them."""
        return words.replace("{n}", str(self.number))


Step = Callable[[Scene], None]


def types(words: str) -> Step:
    """Type a command, and look at its private answer."""

    def step(scene: Scene) -> None:
        scene.shown = scene.person.type(INCIDENTS, scene.say(f"/incident {words}"))

    return step


def fills(**fields: object) -> Step:
    """Fill in fields of the form that is open."""

    def step(scene: Scene) -> None:
        for field, value in fields.items():
            form_of(scene.person).fill(field, value)

    return step


def promises(hours: int) -> Step:
    """Fill in when the next update is due: so many hours from now."""
    return lambda scene: form_of(scene.person).fill("Next update due", utc_now() + timedelta(hours=hours))


def submits(label: str) -> Step:
    """Submit the form that is open."""
    return lambda scene: form_of(scene.person).submit(label)


def presses_in_form(label: str) -> Step:
    """Press a button of the form that is open."""
    return lambda scene: form_of(scene.person).press(label)


def picks(scene: Scene) -> None:
    """Choose the incident in the picker that is open."""
    form = form_of(scene.person)
    [label] = [
        found for found in form.suggestions("Incident", str(scene.number)) if found.startswith(f"#{scene.number} ")
    ]
    form.fill("Incident", label)


def on_card(scene: Scene) -> None:
    """Look at the card in the incidents channel."""
    scene.shown = card(scene.person, scene.number)


def on_answer(words: str) -> Step:
    """Look at the private answer that says these words, once it is there."""

    def step(scene: Scene) -> None:
        def found() -> MessageOnScreen | None:
            answers = reversed(scene.person.private_answers(INCIDENTS))
            scene.shown = next((answer for answer in answers if scene.say(words) in answer.seen_text), None)
            return scene.shown

        scene.person.wait_for(found)

    return step


def in_row(label: str) -> Step:
    """Choose from the menu of the incident's row on the Home tab, which is in sight."""

    def step(scene: Scene) -> None:
        home = scene.person.home
        assert home is not None
        scene.person.wait_for(lambda: _is_done(lambda: home.choose(label, near=f"*#{scene.number}*")))

    return step


def on_home(scene: Scene) -> None:
    """Look at the card that the Home tab opens over itself."""
    on_page(scene)
    in_row("Show")(scene)
    scene.person.wait_for(lambda: scene.person.modal)
    scene.shown = form_of(scene.person)


def on_page(scene: Scene) -> None:
    """Open the Home tab, and turn its pages until the incident is there.

    A click on a tab that another has changed meanwhile leads to its first page: then one looks again.
    """
    person = scene.person
    person.open_home()
    person.wait_for(lambda: person.home)
    home = person.home
    assert home is not None
    for group in ("Unresolved", "Resolved today") * 3:
        _click(person, home, group)
        while f"#{scene.number} " not in home.seen_text and "Next" in home.labels:
            _click(person, home, "Next")
        if f"#{scene.number} " in home.seen_text:
            return
    raise AssertionError(f"#{scene.number} is not on the Home tab, which ends with {home.seen_text!r}")


def _click(person: Person, home: ViewOnScreen, beginning: str) -> None:
    """Press, and return once the tab is drawn for that; it may be drawn for other reasons before, and in between."""
    before = _clicks(home)
    person.wait_for(lambda: _is_pressed(home, beginning))
    person.wait_for(lambda: _clicks(home) > before)


def _is_pressed(home: ViewOnScreen, beginning: str) -> bool:
    """Press what is called so."""
    return _is_done(lambda: home.press(next(label for label in home.labels if label.startswith(beginning))))


def _is_done(press: Callable[[], None]) -> bool:
    """Press, unless the tab was drawn again between the look and the press."""
    try:
        press()
    except NotOnScreen:
        return False
    except ActFailed as failed:
        if str(failed) != "That is no longer there.":
            raise
        return False
    return True


def _clicks(home: ViewOnScreen) -> int:
    """Return for how many clicks the tab is drawn, which the place of its menus tells."""
    [menus] = [block["block_id"] for block in home.blocks if block.get("block_id", "").startswith("home:filters:")]
    return int(menus.rpartition(":")[2])


def presses(label: str) -> Step:
    """Press a button of the message in sight, once it has it."""

    def step(scene: Scene) -> None:
        shown, name = scene.shown, scene.say(label)
        assert shown is not None
        scene.person.wait_for(lambda: name in shown.labels)
        shown.press(name)

    return step


def chooses(label: str) -> Step:
    """Choose from the menu of the message in sight."""

    def step(scene: Scene) -> None:
        assert scene.shown is not None
        scene.shown.choose(label)

    return step


def chooses_and_waits(label: str) -> Step:
    """Choose from the menu of the card in sight, and wait until it is drawn again under everybody's hands."""

    def step(scene: Scene) -> None:
        shown = scene.shown
        assert shown is not None
        before = menu_place(shown)
        shown.choose(label)
        scene.person.wait_for(lambda: menu_place(shown) != before)

    return step


def begin(person: Person, opening: Sequence[Step]) -> Scene:
    """Do what opens an incident, if it is there already, and return the scene that follows."""
    scene = Scene(person, 0)
    play(scene, opening)
    if scene.shown is not None:
        scene.number = int(re.findall(r"#(\d+)", scene.shown.seen_text)[0])
    return scene


def play(scene: Scene, steps: Sequence[Step]) -> None:
    """Do the steps one after the other."""
    for step in steps:
        step(scene)
