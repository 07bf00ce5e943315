"""A message's ts: when it was said, to the microsecond, and no other message's."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from bot.sandbox.clock import Clock
from bot.sandbox.store import Store
from bot.sandbox.workspace import Workspace

SLACKS = re.compile(r"\d{10}\.\d{6}")
NOON = 1_795_003_200.0
MOMENTS = st.lists(st.floats(1_000_000_000, 9_000_000_000), max_size=20)


class SetClock(Clock):
    """Shows what it was set to."""

    at = NOON

    def now(self) -> float:
        return self.at


def workspace(clock: Clock, data_dir: Path | None = None) -> Workspace:
    return Workspace(Store(data_dir), clock, bot_name="Incident Tracker", born="now")


def test_it_is_the_moment_by_the_workspaces_clock() -> None:
    clock = SetClock()
    clock.at = NOON + 0.000123
    ours = workspace(clock)
    stamps = [ours.next_ts()]
    clock.at = NOON + 0.5
    stamps.append(ours.next_ts())

    assert stamps == ["1795003200.000123", "1795003200.500000"]


def test_what_happens_in_one_microsecond_has_an_order() -> None:
    ours = workspace(SetClock())

    assert [ours.next_ts() for _ in range(3)] == ["1795003200.000000", "1795003200.000001", "1795003200.000002"]


@given(MOMENTS)
def test_it_grows_however_the_clock_is_moved(moments: list[float]) -> None:
    clock, stamps = SetClock(), []
    ours = workspace(clock)
    for clock.at in moments:
        stamps.append(ours.next_ts())

    assert all(SLACKS.fullmatch(ts) for ts in stamps)
    assert stamps == sorted(set(stamps))
    assert all(float(ts) >= moment - 0.000_01 for ts, moment in zip(stamps, moments, strict=True))


def test_it_goes_on_after_a_restart_with_a_clock_that_was_set_back(tmp_path: Path) -> None:
    clock = SetClock()
    before = workspace(clock, tmp_path)
    last = before.next_ts()
    before.store.close()
    clock.at = NOON - 3600

    assert workspace(clock, tmp_path).next_ts() > last


def test_a_message_is_not_older_than_what_was_done_before_it(sandbox: Sandbox, client: WebClient) -> None:
    moments: list[float] = []
    for number in range(5):
        moments.append(sandbox.clock.now())
        moments.append(float(client.chat_postMessage(channel="C0INCIDENTS", text=str(number))["ts"]))
        sandbox.clock.advance(0.000_5)

    assert moments == sorted(moments)
