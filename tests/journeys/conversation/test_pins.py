"""A pin on what is said under a card marks a key moment, for as long as anybody pins it."""

from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from storage import history
from storage.engine import Engines
from storage.records import Change
from tests.counting import statements_of
from tests.journeys.conversation.listening import Ears, reply
from tests.journeys.seeing import INCIDENTS, card, stored, types
from tests.waiting import until

PIN = "pushpin"


def marks(engine: Engine) -> list[tuple[str | None, str | None]]:
    """Return who marked something as a key moment, or, after a comma, no longer does."""
    with engine.connect() as tx:
        found = history.newest(tx, stored(engine, 1), limit=100)[::-1]
    return [(entry.actor_id, entry.old) for entry in found if entry.change is Change.KEY_MOMENT]


def test_pins_are_told_in_the_history(ana: Person, ben: Person, ears: Ears, clean_engine: Engine) -> None:
    said = reply(ben, "it is the disk")
    ears.settle()
    for person, act in ((ana, said.react), (ben, said.react), (ana, said.unreact)):
        getattr(person.thread(card(person, 1))[-1], act.__name__)(PIN)
        ears.settle()

    told = types(ana, "/incident history 1")
    assert "@ana marked as a key moment: “it is the disk”" in told
    assert "@ben marked as a key moment: “it is the disk”" in told
    assert "@ana no longer marks as a key moment: “it is the disk”" in told
    assert marks(clean_engine) == [("U0ANA", None), ("U0BEN", None), ("U0ANA", "marked")]


def test_a_pin_on_our_own_words_marks_the_comment_they_say(
    ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    types(ana, "/incident comment 1 by command")
    types(ana, "/incident mitigate 1 with a note")
    types(ana, "/incident sev 1 sev1")
    ears.settle()

    for message in ben.thread(card(ben, 1)):
        message.react(PIN)
        message.react("eyes")
    ears.settle()

    told = types(ana, "/incident history 1")
    assert "@ben marked as a key moment: “by command”" in told
    assert "@ben marked as a key moment: “with a note”" in told
    assert len(marks(clean_engine)) == 2


def test_other_reactions_other_messages_and_a_guests_pins_mean_nothing(
    acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    ben.type(INCIDENTS, "a word to all")
    ben.latest(INCIDENTS).react(PIN)
    card(ben, 1).react(PIN)
    reply(ben, "first").react("thumbsup")
    gone = reply(ben, "second")
    ears.settle()
    gone.delete()
    ears.settle()
    assert marks(clean_engine) == []

    acme.admin.join("dev", INCIDENTS)
    said = reply(ben, "third")
    ears.settle()
    dev = acme.person("dev")
    dev.thread(card(dev, 1))[-1].react(PIN)
    ears.settle()
    assert said.raw["reactions"]
    assert marks(clean_engine) == []


def test_of_one_persons_pins_the_newest_counts(acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine) -> None:
    """Putting a pin on is held back until taking it away has been heard; and what is heard twice is told once."""
    said = reply(ben, "first")
    ears.settle()
    acme.faults.hold_back(of="reaction_added")
    said.react(PIN)
    before = ears.acked()
    said.unreact(PIN)
    ears.heard(before + 1)
    acme.faults.let_go()
    ears.settle()
    assert marks(clean_engine) == []

    acme.faults.deliver_twice(of="reaction_added")
    said.react(PIN)
    ears.settle()
    assert marks(clean_engine) == [("U0BEN", None)]


def test_somebody_new_marks_once_slack_has_described_them(
    acme: Sandbox, ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    reply(ana, "first")
    ears.settle()
    with clean_engine.begin() as tx:
        tx.execute(text("DELETE FROM people WHERE id = 'U0BEN'"))

    ben.thread(card(ben, 1))[-1].react(PIN)
    until(lambda: _is_described(clean_engine))
    ears.settle_late()

    assert marks(clean_engine) == [("U0BEN", None)]


def _is_described(engine: Engine) -> bool:
    with engine.connect() as tx:
        return bool(
            tx.execute(text("SELECT count(*) FROM people WHERE id = 'U0BEN' AND described_at IS NOT NULL")).scalar_one()
        )


def test_a_pin_needs_few_statements(ben: Person, ears: Ears, both_engines: Engines, clean_engine: Engine) -> None:
    said = reply(ben, "first")
    ears.settle()

    with statements_of(both_engines.interactive) as sent:
        said.react("eyes")
        ears.settle()
        assert sent == []
        said.react(PIN)
        ears.settle()

    assert len(sent) <= 6, sent
