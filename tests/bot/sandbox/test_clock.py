"""The workspace's clock: people move it forward, never back, and it stays there over a restart."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_bolt import Ack, App

from bot.sandbox import Sandbox
from bot.sandbox.driver import ActFailed

HOUR = 3600
LATE = timedelta(seconds=10)
"""What a busy machine may take."""


def ahead(sandbox: Sandbox) -> timedelta:
    return sandbox.now() - datetime.now(UTC)


def test_moving_it_forward_is_told_to_whoever_goes_by_it(sandbox: Sandbox) -> None:
    told: list[datetime] = []
    sandbox.clock.when_moved(lambda: told.append(sandbox.now()))
    ana = sandbox.person("ana")

    ana._hands.do("advance", seconds=HOUR)
    ana._hands.do("advance", seconds=24 * HOUR)

    assert timedelta(hours=25) <= ahead(sandbox) + LATE < timedelta(hours=25) + 2 * LATE
    assert [moved - told[0] < timedelta(hours=24) + LATE for moved in told] == [True, True]


@pytest.mark.parametrize("seconds", [0, -1, 32 * 24 * HOUR, "60", 1.5, None])
def test_it_goes_neither_back_nor_too_far(sandbox: Sandbox, seconds: object) -> None:
    with pytest.raises(ActFailed, match="The clock can be moved forward, by a month at most"):
        sandbox.person("ana")._hands.do("advance", seconds=seconds)

    assert ahead(sandbox) < LATE


@pytest.mark.usefixtures("connected")
def test_it_makes_no_answer_late_that_is_under_way(sandbox: Sandbox, app: App) -> None:
    asked = threading.Event()

    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        asked.set()
        sandbox.wait_until(lambda: ahead(sandbox) > LATE, 0.3)
        ack("Done")

    typing = threading.Thread(target=lambda: sandbox.person("ana").type("#incidents", "/incident list"))
    typing.start()
    assert asked.wait(5)
    sandbox.person("ben")._hands.do("advance", seconds=HOUR)
    typing.join(5)

    [delivery] = sandbox.recorder.deliveries_of("slash_commands")
    assert (delivery.outcome, ahead(sandbox) > LATE) == ("acked", True)
    assert delivery.milliseconds is not None
    assert delivery.milliseconds < LATE.total_seconds() * 1000


def test_a_restart_does_not_put_it_back(manifest: Path, tmp_path: Path) -> None:
    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as sandbox:
        sandbox.person("ana")._hands.do("advance", seconds=HOUR)

    with Sandbox(manifest=manifest, data_dir=tmp_path, port=0) as again:
        assert ahead(again) > timedelta(hours=1) - LATE
