"""Everything a request to the workspace may need, built once per server."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from bot.sandbox.choices import Choices
from bot.sandbox.clock import Clock
from bot.sandbox.deliveries import Deliveries
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.manifest import Command, Manifest
from bot.sandbox.messages import Messages
from bot.sandbox.offered import Offered
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.read_marks import ReadMarks
from bot.sandbox.recorder import Recorder
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.scopes import Scopes
from bot.sandbox.sent import Sent
from bot.sandbox.sockets import Sockets
from bot.sandbox.store import Store
from bot.sandbox.triggers import Triggers
from bot.sandbox.views import Views
from bot.sandbox.workspace import Workspace

BOT_TOKEN = "xoxb-sandbox"  # noqa: S105 - the only token of a workspace that exists on this machine only
APP_TOKEN = "xapp-sandbox"  # noqa: S105

FILLED = "filled"
"""The fact that somebody had the app filled with examples."""


@dataclass(frozen=True, slots=True)
class Owner:
    """What only whoever runs the workspace knows, or can do when somebody on the page asks for it."""

    start_over: Callable[[], None]
    """Has another first day begin, a moment later."""
    fill: Callable[[datetime], object] | None
    """Gives the app something to look at, of the time before that moment."""
    subcommands: tuple[Command, ...]
    """What may follow a command, each written with it: offered while one types."""


@dataclass(frozen=True, slots=True)
class Parts:
    """`address` is where the workspace answers, without a slash at its end."""

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
    sent: Sent
    sockets: Sockets
    deliveries: Deliveries
    events: Events
    rate_limits: RateLimits
    owner: Owner
    filling: asyncio.Lock

    @property
    def can_be_filled(self) -> bool:
        """Whether there is something to fill the app with, and nobody did yet."""
        return self.owner.fill is not None and self.store.fact(FILLED) is None

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
        owner: Owner,
        born: str,
    ) -> Self:
        store = Store(data_dir)
        clock.catch_up(store.clock_offset)
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
            sent=Sent(),
            sockets=sockets,
            deliveries=deliveries,
            events=events,
            rate_limits=RateLimits(clock),
            owner=owner,
            filling=asyncio.Lock(),
        )
