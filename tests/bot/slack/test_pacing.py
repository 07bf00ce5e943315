"""Pacing: how fast each place is spoken to, on a clock the test drives; and how long a failure waits."""

from dataclasses import dataclass
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.delivery import LONGEST_BACKOFF, backoff
from bot.slack.pacing import BURST, REFILL_SECONDS, Pacing

ROUNDING = 1e-6
MANY = 100


@dataclass(slots=True)
class DrivenClock:
    """A monotonic clock that stands still until it is advanced."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> DrivenClock:
    return DrivenClock()


@pytest.fixture
def pacing(clock: DrivenClock) -> Pacing:
    return Pacing(clock)


def burst(pacing: Pacing, place: str = "C1") -> int:
    """Take every turn there is now; return how many there were, MANY if there was no end to them."""
    return len(list(takewhile(lambda _: pacing.wait(place) == 0.0, range(MANY))))


def use_up(pacing: Pacing) -> None:
    """Take the turns of a burst, and ask for no more."""
    assert [pacing.wait("C1") for _ in range(BURST)] == [0.0] * BURST


def test_slack_allows_one_message_a_second_with_short_bursts() -> None:
    assert (BURST, REFILL_SECONDS) == (5, 1.0)


def test_a_burst_goes_out_at_once(pacing: Pacing) -> None:
    assert burst(pacing) == 5


def test_after_the_burst_each_waits_a_second_longer_than_the_one_before(pacing: Pacing) -> None:
    use_up(pacing)

    assert [pacing.wait("C1") for _ in range(3)] == pytest.approx([1.0, 2.0, 3.0])


def test_those_who_waited_come_back_to_turns_of_their_own(pacing: Pacing, clock: DrivenClock) -> None:
    use_up(pacing)
    waits = [pacing.wait("C1") for _ in range(3)]

    for before, wait in zip([0.0, *waits], waits, strict=False):
        clock.advance(wait - before)
        assert pacing.wait("C1") == 0.0


def test_asking_in_vain_costs_no_turn(pacing: Pacing, clock: DrivenClock) -> None:
    burst(pacing)
    for _ in range(10):
        pacing.wait("C1")

    clock.advance(1.0)

    assert burst(pacing) == 1


@pytest.mark.parametrize(
    ("seconds", "turns"), [(0.0, 0), (0.5, 0), (0.999, 0), (1.0, 1), (2.5, 2), (5.0, 5), (60.0, 5), (1e9, 5)]
)
def test_a_turn_comes_back_each_second_up_to_a_burst(
    pacing: Pacing, clock: DrivenClock, seconds: float, turns: int
) -> None:
    burst(pacing)

    clock.advance(seconds)

    assert burst(pacing) == turns


def test_the_wait_shrinks_as_time_goes_by(pacing: Pacing, clock: DrivenClock) -> None:
    use_up(pacing)

    clock.advance(0.25)

    assert pacing.wait("C1") == pytest.approx(0.75)


def test_places_do_not_wait_for_each_other(pacing: Pacing) -> None:
    burst(pacing, "C1")
    pacing.hold("C2", 60)

    assert burst(pacing, "C3") == 5


@pytest.mark.parametrize("is_used_up", [True, False])
@pytest.mark.parametrize("seconds", [1, 2, 30])
def test_nothing_goes_out_until_the_hold_is_over(
    pacing: Pacing, clock: DrivenClock, seconds: int, *, is_used_up: bool
) -> None:
    if is_used_up:
        use_up(pacing)

    pacing.hold("C1", seconds)

    clock.advance(seconds - 0.25)
    assert pacing.wait("C1") == pytest.approx(0.25)
    clock.advance(0.25)
    assert burst(pacing) == 1


def test_a_shorter_hold_does_not_end_a_longer_one(pacing: Pacing) -> None:
    pacing.hold("C1", 30)
    pacing.hold("C1", 1)

    assert pacing.wait("C1") == pytest.approx(30)


def test_after_a_hold_a_burst_builds_up_again_slowly(pacing: Pacing, clock: DrivenClock) -> None:
    pacing.hold("C1", 30)

    clock.advance(32)

    assert burst(pacing) == 3


STEPS = st.lists(st.floats(0, 3) | st.none(), max_size=80)
"""How long passes before the next turn is asked for; None: Slack asks for a hold of two seconds."""


@settings(deadline=None)
@given(STEPS)
def test_never_more_turns_than_a_burst_and_the_seconds_gone_by(steps: list[float | None]) -> None:
    clock = DrivenClock()
    pacing, began, turns = Pacing(clock), clock.now, 0

    for step in steps:
        clock.advance(step or 0.0)
        if step is None:
            pacing.hold("C1", 2.0)
        turns += pacing.wait("C1") == 0.0

        assert turns <= BURST + (clock.now - began) / REFILL_SECONDS + ROUNDING


@settings(deadline=None)
@given(STEPS)
def test_a_turn_is_there_after_the_wait_that_was_promised(steps: list[float | None]) -> None:
    clock = DrivenClock()
    pacing = Pacing(clock)

    for step in steps:
        clock.advance(step or 0.0)
        if step is None:
            pacing.hold("C1", 2.0)
        seconds = pacing.wait("C1")
        clock.advance(seconds + ROUNDING)

        assert seconds == 0.0 or pacing.wait("C1") == 0.0


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_no_turn_during_a_hold_however_often_one_asks(steps: list[float]) -> None:
    clock = DrivenClock()
    pacing, until = Pacing(clock), clock.now + 10
    pacing.hold("C1", 10)

    for step in steps:
        clock.advance(step)

        assert pacing.wait("C1") > 0.0 or clock.now >= until - ROUNDING


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 1), (1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (10, 300), (10**6, 300)]
)
def test_a_failure_waits_twice_as_long_each_time_up_to_five_minutes(failures: int, seconds: float) -> None:
    assert backoff(failures) == seconds
    assert seconds <= LONGEST_BACKOFF
