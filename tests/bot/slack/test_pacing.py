"""Pacing: how fast each place is spoken to, on a clock the test drives; and how long a failure waits."""

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.delivery import LONGEST_BACKOFF, backoff
from bot.slack.pacing import BURST, KEPT_FOR, REFILL_SECONDS, Pacing
from tests.tables import for_each

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


def ask(pacing: Pacing, *names: str, place: str = "C1") -> list[float]:
    """Return how long each of them has to wait."""
    return [pacing.wait(place, who) for who in names]


def burst(pacing: Pacing, place: str = "C1") -> int:
    """Take every turn there is now for those who come; return how many there were, MANY if there was no end to them."""
    return len(list(takewhile(lambda number: pacing.wait(place, f"burst {number}") == 0.0, range(MANY))))


def use_up(pacing: Pacing) -> None:
    """Take the turns of a burst, and ask for no more."""
    assert ask(pacing, "a", "b", "c", "d", "e") == [0.0] * BURST


def test_slack_allows_one_message_a_second_with_short_bursts() -> None:
    assert (BURST, REFILL_SECONDS) == (5, 1.0)


def test_a_burst_goes_out_at_once(pacing: Pacing) -> None:
    assert burst(pacing) == 5


def test_after_the_burst_each_waits_a_second_longer_than_the_one_before(pacing: Pacing) -> None:
    use_up(pacing)

    assert ask(pacing, "1", "2", "3") == pytest.approx([1.0, 2.0, 3.0])


def test_those_who_waited_come_back_to_turns_of_their_own(pacing: Pacing, clock: DrivenClock) -> None:
    use_up(pacing)
    ask(pacing, "1", "2", "3")

    for who in ("1", "2", "3"):
        clock.advance(1.0)
        assert ask(pacing, f"just before {who}", who)[1] == 0.0


def test_asking_again_costs_no_turn_and_no_place(pacing: Pacing, clock: DrivenClock) -> None:
    use_up(pacing)
    ask(pacing, "1", "2")
    clock.advance(0.5)

    assert ask(pacing, "1", "1", "2", "1") == pytest.approx([0.5, 0.5, 1.5, 0.5])


@pytest.mark.parametrize(
    ("seconds", "turns"), [(0.0, 0), (0.5, 0), (0.999, 0), (1.0, 1), (2.5, 2), (5.0, 5), (60.0, 5), (1e9, 5)]
)
def test_a_turn_comes_back_each_second_up_to_a_burst(
    pacing: Pacing, clock: DrivenClock, seconds: float, turns: int
) -> None:
    use_up(pacing)

    clock.advance(seconds)

    assert burst(pacing) == turns


def test_places_do_not_wait_for_each_other(pacing: Pacing) -> None:
    use_up(pacing)
    pacing.hold("C2", "x", 60)

    assert burst(pacing, "C3") == 5


@pytest.mark.parametrize("is_used_up", [True, False])
@pytest.mark.parametrize("seconds", [1, 2, 30])
def test_nothing_goes_out_until_the_hold_is_over(
    pacing: Pacing, clock: DrivenClock, seconds: int, *, is_used_up: bool
) -> None:
    if is_used_up:
        use_up(pacing)

    pacing.hold("C1", "refused", seconds)

    clock.advance(seconds - 0.25)
    assert ask(pacing, "new", "refused") == pytest.approx([1.25, 0.25])
    clock.advance(0.25)
    assert ask(pacing, "newer", "refused") == pytest.approx([2.0, 0.0])


def test_who_was_refused_comes_first_and_the_others_keep_their_order(pacing: Pacing) -> None:
    use_up(pacing)
    ask(pacing, "1", "2")

    pacing.hold("C1", "refused", 30)

    assert ask(pacing, "new", "2", "1", "refused") == pytest.approx([33.0, 32.0, 31.0, 30.0])


def test_a_shorter_hold_does_not_end_a_longer_one(pacing: Pacing) -> None:
    pacing.hold("C1", "long", 30)
    pacing.hold("C1", "short", 1)

    assert min(ask(pacing, "long", "short")) == pytest.approx(30)


def test_after_a_hold_a_burst_builds_up_again_slowly(pacing: Pacing, clock: DrivenClock) -> None:
    pacing.hold("C1", "refused", 30)

    clock.advance(32)

    assert ask(pacing, "refused") == [0.0]
    assert burst(pacing) == 2


def test_a_turn_nobody_comes_back_for_is_forgotten(pacing: Pacing, clock: DrivenClock) -> None:
    use_up(pacing)
    ask(pacing, *(f"gone {number}" for number in range(100)))

    clock.advance(100 + KEPT_FOR)

    assert burst(pacing) == 5
    assert set(pacing._queues["C1"].promised) == {"burst 5"}


STEPS = st.lists(st.tuples(st.floats(0, 3), st.integers(0, 8), st.booleans()), max_size=80)
"""How long passes before the next turn is asked for, by whom, and whether Slack says 429 to who was given one."""


@settings(deadline=None)
@given(STEPS)
def test_never_more_turns_than_a_burst_and_the_seconds_gone_by(steps: list[tuple[float, int, bool]]) -> None:
    clock = DrivenClock()
    pacing, began, turns = Pacing(clock), clock.now, 0

    for seconds, who, is_refused in steps:
        clock.advance(seconds)
        is_given = pacing.wait("C1", str(who)) == 0.0
        turns += is_given
        if is_given and is_refused:
            pacing.hold("C1", str(who), 2.0)

        assert turns <= BURST + (clock.now - began) / REFILL_SECONDS + ROUNDING


@settings(deadline=None)
@given(STEPS)
def test_a_turn_is_there_after_the_wait_that_was_promised(steps: list[tuple[float, int, bool]]) -> None:
    """Whoever else asks meanwhile."""
    clock = DrivenClock()
    pacing = Pacing(clock)

    for seconds, who, _ in steps:
        clock.advance(seconds)
        wait = pacing.wait("C1", "patient")
        ask(pacing, *(f"rival {number}" for number in range(who)))
        clock.advance(wait + ROUNDING)

        assert wait == 0.0 or pacing.wait("C1", "patient") == 0.0


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_no_turn_during_a_hold_however_often_one_asks(steps: list[float]) -> None:
    clock = DrivenClock()
    pacing, until = Pacing(clock), clock.now + 10
    pacing.hold("C1", "refused", 10)

    for step in steps:
        clock.advance(step)

        assert pacing.wait("C1", "refused") > 0.0 or clock.now >= until - ROUNDING


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.floats(0.1, 0.9), min_size=20, max_size=120),
    st.lists(st.floats(0, 1.0), min_size=10, max_size=10),
)
def test_under_load_nobody_waits_much_longer_than_the_queue_is(gaps: list[float], delays: list[float]) -> None:
    """More come than there are turns; those who wait come back a little late, as the outbox looks each second."""
    clock = DrivenClock()
    pacing = Pacing(clock)
    arrivals = {str(number): sum(gaps[:number]) for number in range(len(gaps))}
    looks = [(at, who) for who, at in arrivals.items()]
    said: dict[str, float] = {}

    while looks:
        at, who = heappop(looks)
        clock.now = 1000.0 + at
        if wait := pacing.wait("C1", who):
            heappush(looks, (at + wait + delays[len(looks) % len(delays)], who))
        else:
            said[who] = at

    assert len(said) == len(gaps)
    for place, (who, at) in enumerate(arrivals.items()):
        fair = max(at, arrivals["0"] + max(place - BURST + 1, 0) * REFILL_SECONDS)
        assert said[who] <= fair + max(delays) + ROUNDING


@for_each(("failures", "seconds"), [(0, 1), (1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (10, 300), (10**6, 300)])
def test_a_failure_waits_twice_as_long_each_time_up_to_five_minutes(failures: int, seconds: float) -> None:
    assert backoff(failures) == seconds
    assert seconds <= LONGEST_BACKOFF
