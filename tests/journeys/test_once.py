"""Heard once and said once: redeliveries, double clicks, lost answers, and a bot that is killed at any moment."""

import multiprocessing
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess

import pytest
from sqlalchemy import Engine, text

from bot.app import Connections
from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import ActFailed
from bot.sandbox.exchanges import Call
from storage.engine import Engines, engines
from tests.journeys import seeing
from tests.journeys.playing import Steps, all_known, connected, quick_tracker
from tests.journeys.seeing import card, cards, direct_messages, thread
from tests.journeys.steps import Scene, Step, on_answer, presses, submits, types
from tests.waiting import until, until_all_is_said

Settle = Callable[[], None]


def test_a_lost_answer_does_not_post_the_card_again(acme: Sandbox, ana: Person, hurry_until_said: Settle) -> None:
    acme.faults.drop_after("chat.postMessage")

    seeing.types(ana, "/incident new Checkout is down")
    hurry_until_said()

    assert len(cards(ana, 1)) == 1
    assert len(acme.recorder.calls_of("chat.postMessage")) == 1
    assert acme.recorder.calls_of("conversations.history")


def test_a_lost_answer_does_not_post_in_the_thread_again(acme: Sandbox, ana: Person, hurry_until_said: Settle) -> None:
    seeing.types(ana, "/incident new Checkout is down")
    hurry_until_said()
    acme.faults.drop_after("chat.postMessage")

    seeing.types(ana, "/incident take 1")
    hurry_until_said()

    assert thread(ana, 1) == ["Ana Torres took this. Status: In progress."]
    assert acme.recorder.calls_of("conversations.replies")


def test_a_lost_request_is_posted_after_all(acme: Sandbox, ana: Person, hurry_until_said: Settle) -> None:
    acme.faults.drop_before("chat.postMessage")

    seeing.types(ana, "/incident new Checkout is down")
    hurry_until_said()

    assert len(cards(ana, 1)) == 1


def test_a_card_somebody_deleted_comes_back_at_the_next_change(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    seeing.types(ana, "/incident new Checkout is down")
    all_is_said()
    first = card(ana, 1)
    acme.faults.fail("chat.update", "message_not_found")

    seeing.types(ana, "/incident take 1")
    all_is_said()

    newest = cards(ana, 1)[-1]
    assert "In progress" in newest.seen_text
    assert newest.ts != first.ts


def _run(connections: Connections, url: str, is_ready: "multiprocessing.synchronize.Event") -> None:
    """Run the bot in a process of its own until it is killed."""
    with engines(url) as both:
        quick_tracker(connections, both).start().result(timeout=20)
        is_ready.set()
        multiprocessing.Event().wait()


LOADED = ("tests.conftest", "psycopg2.extras", "apscheduler.triggers.interval", "encodings.idna")
"""What a bot would load when it starts; the first turns garbage collection off."""


class Doomed:
    """Bots that are started to be killed, each in a fresh process."""

    def __init__(self, connections: Connections, url: str) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([*LOADED, __name__])
        self._connections = connections
        self._url = url

    @contextmanager
    def bot(self) -> Iterator[ForkServerProcess]:
        """Give a connected bot; it is killed at the latest when the block is left."""
        is_ready = self._context.Event()
        process = self._context.Process(target=_run, args=(self._connections, self._url, is_ready))
        process.start()
        try:
            assert is_ready.wait(20)
            yield process
        finally:
            process.kill()
            process.join()
            process.close()


@pytest.fixture
def doomed(connections: Connections, clean_engine: Engine, database_url: str) -> Doomed:
    """Give bots to be killed."""
    return Doomed(connections, database_url)


LIFE: tuple[tuple[Steps, str], ...] = (
    ((types("new Checkout is down @ben"),), ""),
    ((types("comment {n} looking"),), "Chloe Martin commented:\n>looking"),
    ((types("start {n}"),), "Chloe Martin started on this. Status: In progress."),
    ((types("revert {n}"),), "Chloe Martin set this back. Status: Open."),
    ((types("take {n}"),), "Chloe Martin took this. Status: In progress."),
    ((types("severity {n} sev1"),), "Chloe Martin changed severity SEV3 → SEV1."),
    ((types("priority {n} p2"),), "Chloe Martin changed priority “follows the severity” → P2."),
    ((types("edit {n} Slow search"),), "Chloe Martin changed title “Checkout is down” → “Slow search”."),
    ((types("assign {n} @ben"),), "Chloe Martin changed assignee Chloe Martin → @ben."),
    ((types("release {n}"),), "Chloe Martin released this, which was @ben's."),
    ((types("mitigate {n}"),), "Chloe Martin mitigated this. Status: Mitigated."),
    ((types("resolve {n} rolled back"),), "Chloe Martin resolved this. Status: Resolved.\n>rolled back"),
    ((types("reopen {n}"),), "Chloe Martin reopened this. Status: In progress."),
    ((types("delete {n}"), submits("Delete")), ""),
    ((types("restore {n}"),), "Chloe Martin restored this."),
)
"""Every deed but the one below, and what is said of it under the card."""
HAPPENED = (
    "opened assignee commented status status status assignee severity priority title assignee assignee "
    "status status commented status deleted restored"
)
SHORT_LIFE: tuple[Steps, ...] = ((types("new Wrong button @ben"),), (on_answer("Opened #{n} "), presses("Undo")))
TOLD_BEN = [
    "@chloe assigned #{n} to you.",
    "@chloe took #{n} from you.",
    "@chloe assigned #{n} to you.",
    "@chloe released #{n}, which was yours.",
]


SCENES = 3
"""As many as there are moments at which a bot is killed."""


def test_a_bot_killed_after_any_deed_says_everything_once(
    acme: Sandbox, doomed: Doomed, connections: Connections, both_engines: Engines, clean_engine: Engine
) -> None:
    """Three incidents live through every deed, and each deed is killed at every moment: of each incident at another."""
    scenes = [Scene(acme.person("chloe"), 0) for _ in range(SCENES)]
    with doomed.bot():
        until_all_is_said(clean_engine)  # It learns who everybody is, and where the incidents channel is.
    for place, (steps, said) in enumerate(LIFE):
        method = "chat.postMessage" if said or place == 0 else "chat.update"
        turned = scenes[place % SCENES :] + scenes[: place % SCENES]
        _do_and_kill(doomed, acme, clean_engine, turned, steps, method)

    with connected(quick_tracker(connections, both_engines), clean_engine):
        known = all_known(clean_engine, reader=acme.person("ana"), told=())
    assert [one.thread for one in known.values()] == [[said for _, said in LIFE if said]] * len(scenes)
    assert [[change for change, *_ in one.happened] for one in known.values()] == [HAPPENED.split()] * len(scenes)
    for scene in scenes:
        shown = card(scene.person, scene.number)
        for fact in (f"#{scene.number} Slow search", "SEV1 critical", "P2", "In progress", "Assignee\nnobody"):
            assert fact in shown.seen_text
        assert _told(acme.person("ben"), scene) == [scene.say(sentence) for sentence in TOLD_BEN]


def test_a_bot_killed_after_undo_withdraws_everything(
    acme: Sandbox, doomed: Doomed, connections: Connections, both_engines: Engines, clean_engine: Engine
) -> None:
    scenes = [Scene(acme.person("chloe"), 0) for _ in range(SCENES)]
    opens, undoes = SHORT_LIFE
    with doomed.bot():
        until_all_is_said(clean_engine)
        for scene in scenes:
            _until_acknowledged(scene, opens)
        until_all_is_said(clean_engine)
    _do_and_kill(doomed, acme, clean_engine, scenes, undoes, "chat.update")

    with connected(quick_tracker(connections, both_engines), clean_engine):
        known = all_known(clean_engine, reader=acme.person("ana"), told=(acme.person("ben"),))
    assert {one.card for one in known.values()} == {"#{n} was withdrawn by @chloe. An admin can restore it.\nRestore"}
    assert [one.told["ben"] for one in known.values()] == [["#{n} was withdrawn by @chloe."]] * len(scenes)


def _do_and_kill(
    doomed: Doomed, acme: Sandbox, engine: Engine, scenes: Sequence[Scene], steps: Steps, method: str
) -> None:
    """Do it to three incidents with one bot, which is killed with all three in hand, each at another point.

    Of the first deed Slack has answered `method`, by which it is said, and the bot cannot write that down. Of the next
    Slack has something, before or after the bot has written that down. The last has just been acknowledged. What the
    dead bot held can be taken up at once.
    """
    answered, heard, acknowledged = scenes
    with doomed.bot() as process:
        until_all_is_said(engine)
        with _not_written_down(acme, engine, method, lambda: _until_acknowledged(answered, steps)):
            calls = len(_calls_about(acme, heard))
            _until_acknowledged(heard, steps)
            until(lambda: len(_calls_about(acme, heard)) > calls)
            _until_acknowledged(acknowledged, steps)
            process.kill()
            process.join()
    acme.faults.clear()
    with engine.begin() as tx:
        # What the dead bot still had on the way to the database has arrived, or never will.
        tx.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        tx.execute(text("UPDATE outbox SET leased_until = now() - interval '1 second' WHERE leased_until IS NOT NULL"))


@contextmanager
def _not_written_down(acme: Sandbox, engine: Engine, method: str, deed: Callable[[], None]) -> Iterator[None]:
    """Have it done, and Slack answer, while the bot cannot write that down."""
    calls = len(acme.recorder.calls_of(method))
    acme.faults.slow(method, 5)
    deed()
    until(lambda: not acme.faults.is_waiting)
    with engine.connect() as holder:
        holder.execute(text("SELECT FROM outbox WHERE delivered_at IS NULL FOR UPDATE"))
        acme.clock.advance(5)
        until(lambda: len(acme.recorder.calls_of(method)) > calls)
        yield


def _calls_about(acme: Sandbox, scene: Scene) -> list[Call]:
    """Return the calls that name the incident, or concern its card or what is under it."""
    shown = {message.ts for message in cards(scene.person, scene.number)} if scene.number else set()
    named = re.compile(rf"#{scene.number}\b")
    return [
        call
        for call in acme.recorder.calls
        if named.search(str(call.arguments)) or {call.arguments.get("ts"), call.arguments.get("thread_ts")} & shown
    ]


def _until_acknowledged(scene: Scene, steps: Sequence[Step]) -> None:
    """Do the steps; Slack may still send to the socket of the bot that was killed before."""
    for step in steps:
        while True:
            try:
                step(scene)
            except ActFailed:
                continue
            break
    if not scene.number and scene.shown:
        scene.number = int(scene.shown.seen_text.split()[1].removeprefix("#"))


def _told(person: Person, scene: Scene) -> list[str]:
    """Return the sentences the person was told, however many messages they are in."""
    lines = [line for message in direct_messages(person) for line in message.splitlines()]
    return [line for line in lines if re.search(rf"#{scene.number}\b", line)]
