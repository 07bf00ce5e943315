"""Numbers at their worst: hostile names, long filters, huge counts; Slack takes what we send, and its text says it."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.deeds.counting import Commands, groups
from bot.language import grammar
from bot.language.looking_acts import ShowRows
from bot.rules.statistics import parts, spans
from bot.views import daily_post, numbers, stats
from bot.views.blocks import joined
from bot.views.daily_post import Report, Tally
from storage.records import Day, Filter, Group, Measure, Numbers, Period, Point, Severity, Span, Statistics, Times
from tests.bot.views.hostile import heavy, incidents, words
from tests.bot.views.judging import require_fit_to_send, shown
from tests.making import NOON
from tests.tables import for_each

DAY = timedelta(days=1)
WEEK = Span(NOON - 7 * DAY, NOON)
BEFORE = Span(NOON - 14 * DAY, NOON - 7 * DAY)
PEOPLE = ("U0ANA", "U0BEN", "U0CHLOE", "")
CALLED = {"U0ANA": "ana", "U0BEN": "Ben <:fire:>"}


def counts(seed: int) -> dict[Measure, int]:
    """Return numbers that come of one: drawn each for itself, they would take long."""
    return {measure: seed * (place + 3) % 10 ** (place + 1) for place, measure in enumerate(Measure)}


def counted(seed: int) -> Numbers:
    times = Times(timedelta(seconds=seed), timedelta(seconds=3 * seed)) if seed % 3 else None
    return Numbers(counts=counts(seed), acknowledging=times, resolving=times)


def by_name(names: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Group, ...]]:
    drawn = st.builds(Group, name=names, counts=SEEDS.map(counts))
    return st.lists(drawn, max_size=14, unique_by=lambda group: group.name).map(tuple)


SEEDS = st.integers(0, 10**9)
NAMES = words(60).map(lambda name: name.strip() or "x")
"""Stripped and not empty, as they are stored."""
FOUND = st.builds(
    Statistics,
    now=SEEDS.map(counted),
    before=SEEDS.map(counted),
    severities=SEEDS.map(lambda seed: {one: counted(seed // 7**place) for place, one in enumerate(Severity)}),
    services=by_name(NAMES),
    categories=by_name(NAMES),
    people=by_name(st.sampled_from(PEOPLE)),
    per_part=st.lists(st.tuples(SEEDS, SEEDS), min_size=8, max_size=8).map(tuple),
)
FILTERS = st.builds(
    Filter,
    service=st.none() | words(60).filter(lambda name: name.strip() == name),
    phrases=st.lists(words(100), max_size=3).map(tuple),
    opened=st.just(Period(timedelta(days=7))),
)


@heavy
@given(FOUND, FILTERS)
def test_whatever_is_counted_can_be_sent_and_its_charts_too(found: Statistics, wanted: Filter) -> None:
    commands = Commands(wanted, WEEK, asked_at=NOON)

    report = stats.report(
        found, wanted, now=WEEK, before=BEFORE, rows=commands.rows(wanted), groups=groups(found, commands, CALLED)
    )

    require_fit_to_send(report)
    require_fit_to_send(stats.charts(*numbers.charts(found, parts(WEEK, zone="Europe/Berlin"), zone="Europe/Berlin")))
    for value in values(report.blocks):
        assert isinstance(grammar.parse(value), ShowRows)


@heavy
@given(FOUND, FOUND, st.lists(incidents(), min_size=1, max_size=3), st.booleans())
def test_whatever_happened_a_daily_post_can_be_sent(
    found: Statistics, other: Statistics, waiting: list[Any], is_monday: bool
) -> None:
    commands = Commands(Filter(), WEEK, asked_at=NOON)
    counted = Tally(WEEK, found, commands.rows(Filter()))
    drawn, in_words = numbers.charts(other, parts(WEEK, zone="UTC"), zone="UTC")
    report = Report(
        day=date(2026, 11, 18),
        since_last=counted,
        seven_days=counted,
        week=Tally(WEEK, other, commands.rows(Filter())) if is_monday else None,
        oldest=waiting,
        stalest=waiting,
        of_severity=dict.fromkeys(Severity, "list"),
        of_person=dict.fromkeys(PEOPLE, "list"),
        names=CALLED,
        charts=drawn,
        charts_in_words=in_words,
    )

    require_fit_to_send(daily_post.post(report))


def values(blocks: list[dict[str, Any]]) -> list[str]:
    """Return what the buttons and menus carry."""
    elements = [block["accessory"] for block in blocks if "accessory" in block]
    return [each["value"] for element in elements for each in element.get("options", [element])]


PERIODS: list[tuple[Point | None, Point | None, str]] = [
    (None, None, "Last 30 days"),
    (timedelta(days=7), None, "Last 7 days"),
    (timedelta(days=1), None, "Last 1 day"),
    (timedelta(hours=36), None, "Last 36 hours"),
    (timedelta(minutes=90), None, "Last 90 minutes"),
    (date(2026, 10, 1), date(2026, 10, 31), "October 2026"),
    (date(2026, 10, 1), date(2026, 10, 30), "From 1 Oct 2026 until 30 Oct 2026"),
    (date(2026, 10, 5), date(2026, 10, 5), "5 Oct 2026"),
    (date(2026, 10, 5), None, "From 5 Oct 2026"),
    (None, date(2026, 10, 5), "Until 5 Oct 2026"),
    (Day.TODAY, Day.TODAY, "Today"),
    (Day.YESTERDAY, Day.YESTERDAY, "Yesterday"),
    (Day.THIS_MONTH, Day.THIS_MONTH, "This month"),
    (Day.OCTOBER, Day.OCTOBER, "October"),
    (Day.MONDAY, None, "From Monday"),
    (timedelta(days=7), Day.YESTERDAY, "From 7 days ago until yesterday"),
    (Day.THIS_MONTH, None, "From this month"),
]


@for_each(("since", "until", "said"), PERIODS)
def test_a_time_is_said_as_it_was_asked_for(since: Point | None, until: Point | None, said: str) -> None:
    assert stats.period(Period(since, until)) == said


@for_each("zone", ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Nowhere"])
@for_each("length", [3 * DAY / 24, DAY / 2, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 365 * DAY, 4000 * DAY])
def test_no_two_parts_of_a_chart_have_the_same_name(zone: str, length: timedelta) -> None:
    ends = datetime.fromisoformat("2026-10-26T03:17:00+00:00")
    span, _ = spans(Period(length), now=ends, zone=zone)
    cut = parts(span, zone=zone)
    labels = numbers._labels(cut, zone)

    assert len(set(labels)) == len(cut.begins)
    assert max(map(len, labels)) <= 20


COVERED = [
    (7 * DAY, "Opened and resolved"),
    (30 * DAY, "Opened and resolved, 2 days per point"),
    (500 * DAY, "Opened and resolved, 28 days per point"),
    (36_500 * DAY, "Opened and resolved, 1826 days per point"),
    (timedelta(hours=6), "Opened and resolved"),
    (DAY, "Opened and resolved, 2 hours per point"),
    (2 * DAY, "Opened and resolved, 3 hours per point"),
]


@for_each(("length", "title"), COVERED)
def test_a_chart_says_what_each_of_its_points_covers(length: timedelta, title: str) -> None:
    cut = parts(spans(Period(length), now=NOON, zone="UTC")[0], zone="UTC")
    nothing = Numbers(counts=dict.fromkeys(Measure, 0))
    found = Statistics(
        now=nothing,
        before=nothing,
        severities=dict.fromkeys(Severity, nothing),
        services=(),
        categories=(),
        people=(),
        per_part=((3, 2),) * len(cut.begins),
    )
    [drawn], said = numbers.charts(found, cut, zone="UTC")

    assert drawn["title"] == title
    assert said.startswith(f"{title}: {drawn['chart']['axis_config']['categories'][0]}: 3 and 2; ")


def test_groups_that_have_no_line_of_their_own_are_named_and_how_to_count_one_is_said() -> None:
    many = tuple(Group(name=f"s{seed}", counts=counts(seed)) for seed in range(1, 27))
    found = Statistics(
        now=counted(1),
        before=Numbers(counts=dict.fromkeys(Measure, 0)),
        severities=dict.fromkeys(Severity, counted(1)),
        services=many,
        categories=many[:3],
        people=many[:9],
        per_part=((3, 2),) * 8,
    )
    commands = Commands(Filter(), WEEK, asked_at=NOON)

    report = stats.report(
        found, Filter(), now=WEEK, before=BEFORE, rows=commands.rows(Filter()), groups=groups(found, commands, {})
    )

    [said] = [line for line in shown(report.blocks).splitlines() if "others" in line]
    assert said.startswith(
        "12 of 26, the most unresolved first, then the most opened. "
        "The others: s13 · 91 unresolved · 9 opened · 52 resolved; s14 · 98 unresolved · 2 opened · 56 resolved; s15 · "
    )
    assert said.endswith("; and 2 more. `service:name` in the command counts one of them.")
    drawn = stats.charts(*numbers.charts(found, parts(WEEK, zone="UTC"), zone="UTC"))
    assert joined(report, drawn).blocks == [*report.blocks, *drawn.blocks], "something has no room"


def test_where_a_filter_is_too_long_for_a_menu_the_line_stays_without_it() -> None:
    ones = dict.fromkeys(Measure, 1)
    short = numbers.Line(label="x", counts=ones, rows=dict.fromkeys(Measure, "list"))
    long = numbers.Line(label="x", counts=ones, rows=dict.fromkeys(Measure, "list " + "x" * 150))

    assert [option["value"] for option in numbers.line(short)["accessory"]["options"]] == ["list"] * 3
    assert "accessory" not in numbers.line(long)
    assert shown([numbers.line(long)]) == "x · 1 unresolved · 1 opened · 1 resolved"
