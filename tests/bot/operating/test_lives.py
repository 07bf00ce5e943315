"""Seeded lives: the same each time, believable, and true to the rules that hold in Slack."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.operating.seeds import DAYS, Cast, lives, made_up
from bot.operating.seeds.calendar import at_work
from bot.operating.seeds.scenarios import SCENARIOS
from bot.rules import changes, texts
from bot.rules.lifecycle import STATUS_AFTER
from storage.records import Change, Incident, Life, Status
from tests.bot.operating.conftest import PEOPLE
from tests.making import NOON, TEAM
from tests.tables import for_each

CAST = Cast.of(PEOPLE)
NEXT = {(before, after) for (before, _), after in STATUS_AFTER.items() if before is not after}


@cache
def _lives(count: int = 300, *, until: datetime = NOON) -> list[Life]:
    assert CAST is not None
    return list(lives(count, team_id=TEAM, cast=CAST, until=until))


def test_the_same_count_gives_the_same_lives() -> None:
    assert _lives() == _lives.__wrapped__()


def test_on_another_day_only_the_days_are_others() -> None:
    """The last ones may have come further, or less far."""
    told, later = _lives(), _lives(until=NOON + timedelta(days=3, hours=5))

    assert [life.incident.title for life in told] == [life.incident.title for life in later]
    assert [_words(life) for life in told[:250]] == [_words(life) for life in later[:250]]
    assert all(one.incident.created_at != other.incident.created_at for one, other in zip(told, later, strict=True))


def _words(life: Life) -> list[tuple[Change, str | None, str | None, str | None]]:
    return [(entry.change, entry.new, entry.actor_id, entry.said) for entry in life.happened]


def test_they_are_of_the_days_before_in_order() -> None:
    told = _lives()
    opened = [life.incident.created_at for life in told]

    assert opened == sorted(opened)
    assert NOON - timedelta(days=DAYS) <= opened[0] < NOON - timedelta(days=DAYS - 4)
    assert NOON - timedelta(days=3) < opened[-1] < NOON
    assert all(entry.at is not None and entry.at < NOON for life in told for entry in life.happened)


def test_most_is_reported_by_day_on_working_days() -> None:
    told = _lives(1000)
    on_working_days = [life for life in told if life.incident.created_at.weekday() < 5]
    at_night = [life for life in told if life.incident.created_at.hour < 6]

    assert 0.85 < len(on_working_days) / len(told) < 0.97
    assert 0.02 < len(at_night) / len(told) < 0.1


def test_every_kind_of_life_is_there() -> None:
    told = _lives(1000)
    now = Counter(life.incident.status for life in told)
    happened = Counter(entry.change for life in told for entry in life.happened)
    reopened = [life for life in told if ("resolved", "in_progress") in _steps(life)]

    assert now[Status.RESOLVED] > 800
    assert set(now) == set(Status)
    assert len(reopened) > 20
    assert {Change.OPENED, Change.STATUS, Change.ASSIGNEE, Change.SEVERITY, Change.COMMENTED} <= happened.keys()
    assert happened[Change.COMMENTED] > 1000
    assert len({life.incident.severity for life in told}) == 4
    assert len({life.incident.service for life in told}) > 8
    assert len({life.incident.reporter_id for life in told}) == 4


def _steps(life: Life) -> list[tuple[str | None, str | None]]:
    return [(entry.old, entry.new) for entry in life.happened if entry.change is Change.STATUS]


def test_guests_are_assigned_nothing_and_nobody_acts_who_cannot() -> None:
    told = _lives()
    assigned = {life.incident.assignee_id for life in told}
    acting = {entry.actor_id for life in told for entry in life.happened}

    assert assigned <= {"U0ANA", "U0BEN", "U0CHLOE", None}
    assert acting == {"U0ANA", "U0BEN", "U0CHLOE", "U0DEV"}


def test_history_leads_from_the_opening_to_the_present() -> None:
    for life in _lives():
        told = changes.told(life.incident)
        fields: dict[Change, str | None] = {Change.STATUS: "open", Change.ASSIGNEE: None}
        moments = [entry.at for entry in life.happened if entry.at]
        for entry in life.happened:
            if entry.change in told:
                assert fields.get(entry.change, entry.old) == entry.old
                fields[entry.change] = entry.new

        assert life.happened[0].change is Change.OPENED
        assert moments == sorted(moments)
        assert {change: told[change] for change in fields} == fields


def test_every_step_is_one_of_the_lifecycle_and_its_times_are_true() -> None:
    for life in _lives():
        incident, entered = life.incident, {entry.new: entry.at for entry in life.happened}

        assert set(_steps(life)) <= NEXT
        assert incident.resolved_at == (entered["resolved"] if incident.is_resolved else None)
        assert incident.mitigated_at == entered.get("mitigated")
        assert incident.last_activity_at == life.happened[-1].at
        assert _in_order(incident)


def _in_order(incident: Incident) -> bool:
    moments = [incident.created_at, incident.acknowledged_at, incident.mitigated_at, incident.resolved_at]
    there = [at for at in moments if at is not None]
    return there == sorted(there) and (incident.acknowledged_at is not None or not incident.is_resolved)


def test_every_text_is_one_that_could_have_been_typed() -> None:
    for life in _lives():
        assert texts.title(life.incident.title) == life.incident.title
        assert texts.summary(life.incident.summary) == life.incident.summary
        assert all(texts.comment(said) == said and "{" not in said for said in _said([life]))


def _said(told: Iterable[Life]) -> list[str]:
    return [entry.said for life in told for entry in life.happened if entry.said is not None]


def test_all_scenarios_are_used_and_filled_in() -> None:
    titles = {scenario.title.partition("{")[0] for scenario in SCENARIOS}

    lives = list(_lives(1000))

    assert titles == {title for title in titles for life in lives if life.incident.title.startswith(title)}


def test_people_who_are_made_up_are_nobody_slack_knows() -> None:
    """Slack's ids are capital letters and digits."""
    assert Cast.of([replace(one, is_known=False) for one in PEOPLE]) is None
    assert all(one.id != one.id.upper() and not one.is_active for one in made_up(TEAM))


@for_each(
    ("at", "expected"),
    [
        (datetime(2026, 11, 18, 12, 30, tzinfo=UTC), datetime(2026, 11, 18, 12, 30, tzinfo=UTC)),
        (datetime(2026, 11, 18, 3, 30, tzinfo=UTC), datetime(2026, 11, 18, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 18, 19, 30, tzinfo=UTC), datetime(2026, 11, 19, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 20, 19, 30, tzinfo=UTC), datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 21, 12, 30, tzinfo=UTC), datetime(2026, 11, 23, 12, 30, tzinfo=UTC)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
    ],
)
def test_what_can_wait_waits_for_working_hours(at: datetime, expected: datetime) -> None:
    assert at_work(at) == expected
