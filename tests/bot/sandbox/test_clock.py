"""The workspace's clock: people move it forward, never back, and it stays there over a restart."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import Ack, App

from bot.sandbox import Sandbox
from bot.sandbox.driver import ActFailed
from tests.tables import for_each

HOUR = 3600
LATE = timedelta(seconds=10)
"""What a busy machine may take."""


def ahead(sandbox: Sandbox) -> timedelta:
    return sandbox.now() - datetime.now(UTC)


def test_moving_it_forward_is_told_to_whoever_goes_by_it(sandbox: Sandbox) -> None:
    told: list[datetime] = []
    sandbox.clock.when_moved(lambda: told.append(sandbox.now()))
    ana = sandbox.person("ana")

    ana.move_clock(HOUR)
    ana.move_clock(24 * HOUR)

    assert timedelta(hours=25) <= ahead(sandbox) + LATE < timedelta(hours=25) + 2 * LATE
    assert [moved - told[0] < timedelta(hours=24) + LATE for moved in told] == [True, True]


@pytest.mark.usefixtures("connected")
def test_who_moves_it_makes_the_app_late_with_nothing(sandbox: Sandbox, app: App) -> None:
    heard, may_answer = threading.Event(), threading.Event()

    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        heard.set()
        may_answer.wait(5)
        ack("Opened #1")

    ana, ben = sandbox.person("ana"), sandbox.person("ben")
    with ThreadPoolExecutor() as people:
        typing = people.submit(ana.type, "#incidents", "/incident")
        assert heard.wait(5)
        moving = people.submit(ben.move_clock, HOUR)
        with pytest.raises(TimeoutError):
            moving.result(timeout=0.1)
        assert ahead(sandbox) < LATE
        may_answer.set()
        typing.result(timeout=5)
        moving.result(timeout=5)

    assert ana.latest("#incidents").text == "Opened #1"
    assert ahead(sandbox) > timedelta(hours=1) - LATE


@for_each("seconds", [0, -1, 32 * 24 * HOUR, "60", 1.5, None])
def test_it_goes_neither_back_nor_too_far(sandbox: Sandbox, seconds: Any) -> None:
    with pytest.raises(ActFailed, match="The clock can be moved forward, by a month at most"):
        sandbox.person("ana").move_clock(seconds)

    assert ahead(sandbox) < LATE


def test_a_restart_does_not_put_it_back(manifest: Path, tmp_path: Path) -> None:
    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as sandbox:
        sandbox.person("ana").move_clock(HOUR)

    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as again:
        assert ahead(again) > timedelta(hours=1) - LATE
