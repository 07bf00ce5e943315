"""Everything a request to the workspace may need, built once per server."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.sandbox.choices import Choices
from bot.sandbox.clock import Clock
from bot.sandbox.deliveries import Deliveries
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.manifest import Manifest
from bot.sandbox.messages import Messages
from bot.sandbox.offered import Offered
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.read_marks import ReadMarks
from bot.sandbox.recorder import Recorder
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.scopes import Scopes
from bot.sandbox.sockets import Sockets
from bot.sandbox.store import Store
from bot.sandbox.triggers import Triggers
from bot.sandbox.views import Views
from bot.sandbox.workspace import Workspace

BOT_TOKEN = "xoxb-sandbox"  # noqa: S105 - the only token of a workspace that exists on this machine only
APP_TOKEN = "xapp-sandbox"  # noqa: S105

CLOCK_OFFSET = "clock_offset"
"""The fact how many seconds people have moved the clock forward."""


@dataclass(frozen=True, slots=True)
class Parts:
    """`address` is where the workspace answers, without a slash at its end; `start_over` asks for another first day."""

    address: str
    manifest: Manifest
    scopes: Scopes
    clock: Clock
    faults: Faults
    recorder: Recorder
    store: Store
    workspace: Workspace
    messages: Messages
    read_marks: ReadMarks
    files: Files
    views: Views
    triggers: Triggers
    response_urls: ResponseUrls
    offered: Offered
    choices: Choices
    sockets: Sockets
    deliveries: Deliveries
    events: Events
    rate_limits: RateLimits
    start_over: Callable[[], None]

    @classmethod
    def build(
        cls,
        *,
        address: str,
        manifest: Manifest,
        data_dir: Path | None,
        clock: Clock,
        faults: Faults,
        recorder: Recorder,
        start_over: Callable[[], None],
        born: str,
    ) -> Self:
        store = Store(data_dir)
        clock.catch_up(float(store.fact(CLOCK_OFFSET) or 0))
        workspace = Workspace(store, clock, bot_name=manifest.bot_name, born=born)
        messages = Messages(workspace)
        sockets = Sockets(clock)
        deliveries = Deliveries(clock, sockets, faults, recorder)
        scopes = Scopes(manifest, faults)
        events = Events(manifest, scopes, clock, deliveries.send_event)
        workspace.listeners.append(events.hear)
        return cls(
            address=address,
            manifest=manifest,
            scopes=scopes,
            clock=clock,
            faults=faults,
            recorder=recorder,
            store=store,
            workspace=workspace,
            messages=messages,
            read_marks=ReadMarks(workspace, messages),
            files=Files(store, clock, address=address),
            views=Views(workspace),
            triggers=Triggers(clock),
            response_urls=ResponseUrls(clock),
            offered=Offered(),
            choices=Choices(),
            sockets=sockets,
            deliveries=deliveries,
            events=events,
            rate_limits=RateLimits(clock),
            start_over=start_over,
        )
