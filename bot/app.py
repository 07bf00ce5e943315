"""Builds every part of the bot once, starts them, stops them in order; the only place with process-wide state."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.clock import Clock
from bot.deeds import home
from bot.edge.socket_mode import SocketMode
from bot.listeners.acting import Acting
from bot.listeners.problems import Problems
from bot.listeners.registry import register
from bot.now import utc_now
from bot.slack.delivery import Delivery
from bot.slack.effects import DescribeEverybody, FindIncidentsChannel, to_item
from bot.slack.gateway import BACKGROUND_TIMEOUT, INTERACTIVE_TIMEOUT, Gateway, Identity
from bot.slack.pacing import Pacing
from bot.slack.scopes import Scopes
from bot.stopping import finishing
from storage import capabilities, outbox, schema, workspaces
from storage.engine import INTERACTIVE, Engines
from storage.probe import Probe

log = logging.getLogger(__name__)

DELIVERY_WORKERS = 4
ANSWER_THREADS = 4
LANES = 8
"""Threads that show what takes the place of something else; each person always has the same."""
DATABASE_PATIENCE = 4.0
"""Seconds a stop waits for the database: people have been answered by then, and supervisors kill after ten."""
ANSWERS_WITHIN = 2.0
"""Seconds a stop gives to what is still to be said beside acks; far more than it takes, unless Slack is slow."""
PROBED_WITHIN = 2.0
"""Seconds in which a database that is well answers."""
STOPS_WITHIN = ANSWERS_WITHIN + INTERACTIVE_TIMEOUT + 1.0
"""Seconds after which nobody can still be saying one: the last was begun in time, and given up at its timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """Where the bot finds its Slack."""

    bot_token: str
    app_token: str
    api_url: str
    incidents_channel: str
    """The id or name of the channel that holds until an admin chooses one."""


class Tracker:
    """The whole bot against one Slack workspace."""

    def __init__(self, connections: Connections, engines: Engines, *, now: Callable[[], datetime] = utc_now) -> None:
        """`now` is business time: in a workspace of ours it is the workspace's, which people can move forward."""
        self._connections = connections
        self._engines = engines
        self._now = now
        self._interactive = engines.interactive
        self._background = engines.background
        self._pacing = Pacing(time.monotonic)
        self._scopes = Scopes()
        self._answers = ThreadPoolExecutor(ANSWER_THREADS, thread_name_prefix="answer")
        self._lanes = [ThreadPoolExecutor(1, thread_name_prefix="lane") for _ in range(LANES)]
        self._probe = Probe(engines.interactive)
        self._clock: Clock | None = None
        self._delivery: Delivery | None = None
        self._socket: SocketMode | None = None

    def start(self) -> Future[None]:
        """Migrate, learn who we are, and connect; the future ends when Slack's socket is open, or with NotAllowed.

        Raise what the gateway raises while Slack cannot say who we are, and what migrating raises; then nothing is
        started, and starting can be tried again.
        """
        schema.migrate(self._background)
        gateway = self._gateway(BACKGROUND_TIMEOUT)
        identity = gateway.identity()
        finds_similar = self._install(identity)
        self._delivery = delivery = self._delivery_by(gateway, identity.team_id, finds_similar=finds_similar)
        acting = Acting(
            engine=self._interactive,
            gateway=self._gateway(INTERACTIVE_TIMEOUT),
            wake_delivery=delivery.wake,
            is_home_under_way=delivery.is_home_under_way,
            now=self._now,
            finds_similar=finds_similar,
            answers=self._answers,
            lanes=self._lanes,
        )
        self._socket = SocketMode(
            self._bolt(identity, acting),
            answer_late=Problems(acting).answer_late,
            app_token=self._connections.app_token,
            api_url=self._connections.api_url,
            threads=INTERACTIVE.size,
        )
        delivery.start()
        self._clock = Clock(
            self._background,
            now=self._now,
            team_id=identity.team_id,
            incidents_channel=self._connections.incidents_channel,
            wake_delivery=delivery.wake,
        )
        self._clock.start()
        return self._socket.start()

    def problem(self) -> str | None:
        """Say why nothing can be done for anybody just now, None when it can; within PROBED_WITHIN and a second."""
        if self._socket is None or not self._socket.is_connected:
            return "not connected to Slack"
        return None if self._probe.is_answered(within=PROBED_WITHIN) else "the database does not answer"

    def wake_delivery(self) -> None:
        """Have what is due said now."""
        if self._delivery is not None:
            self._delivery.wake()

    def look_at_the_clock(self) -> None:
        """Do what is due now: time has jumped."""
        if self._clock is not None:
            self._clock.look_now()

    def stop(self) -> None:
        """Acknowledge what was received, and finish what is being said; once is enough.

        What still waits for the database after DATABASE_PATIENCE is not done, what is not being said beside an ack
        after ANSWERS_WITHIN not said.
        """
        if self._socket is not None and self._clock is not None and self._delivery is not None:
            patience = threading.Timer(DATABASE_PATIENCE, self._cut_off)
            patience.start()
            self._socket.stop()
            answers = finishing(self._answers, *self._lanes, within=ANSWERS_WITHIN)
            latest = time.monotonic() + STOPS_WITHIN
            self._clock.stop()
            patience.cancel()
            self._delivery.stop()
            answers.join(max(latest - time.monotonic(), 0))
            if answers.is_alive():
                self._cut_off()
            self._socket = None

    def _cut_off(self) -> None:
        log.error("stopping takes long: whoever may be waiting for the database is cut off")
        self._engines.cut_lines()

    def _install(self, identity: Identity) -> bool:
        """Record where we are; tell whether the database finds what is similar."""
        to_learn = (FindIncidentsChannel(name=self._connections.incidents_channel), DescribeEverybody())
        with self._background.begin() as tx:
            workspaces.install(tx, identity.team_id, name=identity.team_name, bot_user_id=identity.bot_user_id)
            outbox.put(tx, identity.team_id, [to_item(effect) for effect in to_learn])
            return capabilities.finds_similar(tx)

    def _delivery_by(self, gateway: Gateway, team_id: str, *, finds_similar: bool) -> Delivery:
        return Delivery(
            self._background,
            gateway,
            team_id,
            draw_home=partial(home.drawn, finds_similar=finds_similar),
            now=self._now,
            workers=DELIVERY_WORKERS,
        )

    def _bolt(self, identity: Identity, acting: Acting) -> App:
        """Return Bolt's App, whose listeners have committed before it acknowledges."""
        known = AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team_id,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user_id,
            bot_token=self._connections.bot_token,
        )
        # Bolt logs whole bodies at INFO where a signature fails.
        logging.getLogger("slack_bolt.RequestVerification").setLevel(logging.WARNING)
        # It warns at each start that a token in the environment is not what it uses: it is, by way of `authorize`.
        logging.getLogger("slack_bolt.App").setLevel(logging.ERROR)
        app = App(
            # Without a name it reads the source of whoever called it, for longer than all the rest takes.
            name="incident-tracker",
            authorize=lambda: known,
            client=WebClient(base_url=self._connections.api_url),
            process_before_response=True,
            request_verification_enabled=False,
        )
        register(app, acting, team_id=identity.team_id, incidents_channel=self._connections.incidents_channel)
        return app

    def _gateway(self, timeout: int) -> Gateway:
        return Gateway(
            token=self._connections.bot_token,
            base_url=self._connections.api_url,
            timeout=timeout,
            pacing=self._pacing,
            scopes=self._scopes,
        )
