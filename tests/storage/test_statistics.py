"""What is counted equals what comes of going through each history, and the rows are exactly those behind a number."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from storage import choices, incidents, statistics
from storage.records import Counted, Measure, Numbers, Selection, Severity, Span
from storage.statistics import TooMany
from storage.tables import incidents as table
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, copy_many, new_incident
from tests.storage.histories import HOUR, Told, behind, percentiles, store, told

_HOURS = st.integers(0, 60)
_HISTORIES = st.lists(st.binary(min_size=4, max_size=11), min_size=80, max_size=80)


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give workspaces with names to count by."""
    for name in ("payments", "search"):
        choices.service_named(tx, TEAM, name)
    choices.categories_named(tx, TEAM, ["api", "web"])
    incidents.create(tx, new_incident(team_id=OTHER, reporter_id="U0EVE"))
    return tx


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(_HISTORIES, _HOURS, _HOURS, _HOURS, st.sampled_from([*Measure]))
def test_two_thousand_histories_are_counted_as_one_would_by_hand(
    tx: Connection, codes: list[bytes], first: int, length: int, gap: int, measure: Measure
) -> None:
    everything = [told(number, code) for number, code in enumerate(codes, start=1)]
    begins = NOON + first * HOUR
    now = Span(begins, begins + (length + 1) * HOUR)
    before = Span(begins - (gap % 9 + 2) * HOUR, begins - gap % 2 * HOUR)
    parts = [begins + hours * HOUR for hours in range(0, length + 1, 5)]
    savepoint = tx.begin_nested()
    store(tx, everything)

    found = statistics.count(tx, TEAM, Selection(), now=now, before=before, parts=parts)

    visible = [one for one in everything if not one.is_deleted]
    assert by_hand(now, visible) == in_seconds(found.now)
    assert by_hand(before, visible) == in_seconds(found.before)
    for severity in Severity:
        assert in_seconds(found.severities[severity]) == by_hand(now, [o for o in visible if o.severity == severity])
    for groups, of in ((found.services, "service"), (found.categories, "category"), (found.people, "assignee")):
        for name in {getattr(one, of) for one in visible} - ({None} if of == "category" else set()):
            counts = next((group.counts for group in groups if group.name == (name or "")), dict.fromkeys(Measure, 0))
            mine = [one for one in visible if getattr(one, of) == name]
            assert counts == {each: len(behind(each, now, mine)) for each in Measure}
    assert found.per_part == tuple(per_part(now, parts, visible))
    everybody, one_reporter = Selection(counted=Counted(measure, now)), Selection(visible_to="U0BEN")
    page = incidents.page(tx, TEAM, everybody, limit=100)
    assert {one.number for one in page.incidents} == behind(measure, now, visible)
    assert incidents.count(tx, TEAM, everybody) == found.now.counts[measure]
    guests = statistics.count(tx, TEAM, one_reporter, now=now, before=before, parts=parts)
    assert in_seconds(guests.now) == by_hand(now, [one for one in visible if one.reporter == "U0BEN"])
    savepoint.rollback()


def by_hand(span: Span, everything: list[Told]) -> tuple[object, ...]:
    """Return the counts, and the times to acknowledge and to resolve."""
    counts = {measure: len(behind(measure, span, everything)) for measure in Measure}
    by_number = {one.number: one for one in everything}
    acknowledged = [
        (one.acknowledged - one.opened).total_seconds()
        for one in map(by_number.__getitem__, behind(Measure.ACKNOWLEDGED, span, everything))
        if one.acknowledged
    ]
    resolved = [
        (at - one.opened).total_seconds()
        for one in map(by_number.__getitem__, behind(Measure.RESOLVED, span, everything))
        if (at := one.resolved(span.ends))
    ]
    return counts, *(rounded(percentiles(each)) for each in (acknowledged, resolved))


def in_seconds(numbers: Numbers) -> tuple[object, ...]:
    times = (numbers.acknowledging, numbers.resolving)
    seconds = [(each.p50.total_seconds(), each.p90.total_seconds()) if each else None for each in times]
    return dict(numbers.counts), *map(rounded, seconds)


def rounded(seconds: tuple[float, float] | None) -> tuple[float, ...] | None:
    return tuple(round(each, 3) for each in seconds) if seconds else None


def per_part(span: Span, parts: list[datetime], everything: list[Told]) -> list[tuple[int, int]]:
    ends = [*parts[1:], span.ends]
    resolved = [one.resolved(span.ends) for one in everything]
    return [
        (
            sum(begin <= one.opened < end for one in everything),
            sum(at is not None and begin <= at < end for at in resolved),
        )
        for begin, end in zip(parts, ends, strict=True)
    ]


WEEK = Span(NOON, NOON + timedelta(days=7))
LAST_WEEK = Span(NOON - timedelta(days=7), NOON)


def test_a_reopened_incident_counts_to_its_last_resolution_with_the_time_before(tx: Connection) -> None:
    moves = [(2, "in_progress"), (5, "resolved"), (9, "in_progress"), (24, "resolved")]
    one = told(1, b"")
    one.moves += [(NOON + hours * HOUR, status) for hours, status in moves]
    store(tx, [one])

    found = statistics.count(tx, TEAM, Selection(), now=WEEK, before=LAST_WEEK, parts=[NOON])
    between = Span(NOON, NOON + 7 * HOUR)
    earlier = statistics.count(tx, TEAM, Selection(), now=between, before=LAST_WEEK, parts=[NOON])

    assert (found.now.counts[Measure.RESOLVED], found.now.counts[Measure.REOPENED]) == (1, 1)
    assert found.now.resolving is not None
    assert found.now.resolving.p50 == 24 * HOUR
    assert earlier.now.resolving is not None
    assert earlier.now.resolving.p90 == 5 * HOUR, "as it stood then"
    assert found.before.resolving is None


def test_whatever_there_is_to_count_takes_one_statement(tx: Connection, statements: list[str]) -> None:
    store(tx, [told(1, b"abcdefg")])
    statements.clear()

    statistics.count(tx, TEAM, Selection(), now=WEEK, before=LAST_WEEK, parts=[NOON])

    assert len(statements) == 1


def test_what_takes_too_long_is_given_up(tx: Connection) -> None:
    row = {"team_id": TEAM, "title": "Checkout is down", "severity": "sev1", "status": "open", "reporter_id": "U0ANA"}
    moments = dict.fromkeys(("created_at", "updated_at", "last_activity_at"), NOON)
    tx.execute(insert(table).values(**row, **moments, number=1))
    copy_many(tx, 2000)

    with pytest.raises(TooMany):
        statistics.count(tx, TEAM, Selection(), now=WEEK, before=LAST_WEEK, parts=[NOON], within=0.001)
