"""The daily post, made once for each local date by whichever replica comes first."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.deeds.counting import Commands
from bot.rules import daily_post as rules
from bot.rules import statistics as periods
from bot.rules.daily_post import Occasion
from bot.rules.periods import begin_of, end_of
from bot.slack.effects import PostDaily, to_item
from bot.views import daily_post as views
from bot.views import numbers
from bot.views.daily_post import Counted, Report
from storage import daily_posts, incidents, outbox, settings, statistics
from storage.records import EVERYTHING, Claimed, Measure, Selection, Settings, Severity, Span

SHOWN = 3
"""Of the oldest and the stalest."""
CHARTED = 14
"""Days."""
SETTLING_IN = timedelta(hours=1)
_A_DAY, _SEVEN_DAYS = timedelta(days=1), timedelta(days=7)


def post(tx: Connection, claimed: Claimed, now: datetime) -> None:
    """Make the post that is due, if one is, and say when to look again: also after a start, and other settings."""
    post_if_due(tx, claimed.team_id, now=now)
    following = rules.following(settings.get(tx, claimed.team_id), now=now)
    daily_posts.plan(tx, claimed.team_id, next_at=following.due_at if following else None)


def post_if_due(tx: Connection, team_id: str, *, now: datetime) -> bool:
    """Make the daily post if one is due; tell whether it was made now.

    A workspace that has only just got us is told nothing: there is nothing yet to tell.
    """
    decided = settings.get(tx, team_id)
    occasion = rules.due(decided, now=now)
    if occasion is None:
        return False
    past = daily_posts.past(tx, team_id)
    if occasion.due_at < past.installed_at + SETTLING_IN:
        return False
    if not daily_posts.claim(tx, team_id, day=occasion.day, due_at=occasion.due_at, now=now):
        return False
    since = past.last_at if past.last_at and past.last_at < now else now - _A_DAY
    report = _report(tx, team_id, decided, occasion, since=since, now=now)
    outbox.put(tx, team_id, [to_item(PostDaily(message=views.post(report), until=occasion.until))])
    return True


def _report(
    tx: Connection, team_id: str, decided: Settings, occasion: Occasion, *, since: datetime, now: datetime
) -> Report:
    zone = decided.time_zone
    charted = Span(begin_of(occasion.day - (CHARTED - 1) * _A_DAY, now=now, zone=zone), now)
    parts = periods.parts(charted, zone=zone)
    drawn, in_words = numbers.charts(
        _counted(tx, team_id, charted, now=now, parts=parts.begins).found, parts, zone=zone
    )
    since_last = Span(since, now)
    commands = Commands(EVERYTHING, since_last, asked_at=now)
    counted = _counted(tx, team_id, since_last, now=now)
    return Report(
        day=occasion.day,
        since_last=counted,
        seven_days=_counted(tx, team_id, Span(now - _SEVEN_DAYS, now), now=now),
        week=_week(tx, team_id, decided, occasion.day, now=now),
        oldest=incidents.waiting_longest(tx, team_id, since_activity=False, limit=SHOWN),
        stalest=incidents.waiting_longest(tx, team_id, since_activity=True, limit=SHOWN),
        of_severity={one: commands.narrowed(severities=(one,))[Measure.UNRESOLVED] for one in Severity},
        of_person={one.name: commands.narrowed(assignee=one.name)[Measure.UNRESOLVED] for one in counted.found.people},
        charts=drawn,
        charts_in_words=in_words,
    )


def _week(tx: Connection, team_id: str, decided: Settings, day: date, *, now: datetime) -> Counted | None:
    if not rules.tells_the_week(day, decided):
        return None
    zone = decided.time_zone
    monday, sunday = rules.last_week(day)
    begins, ends = begin_of(monday, now=now, zone=zone), end_of(sunday, now=now, zone=zone)
    before = Span(begin_of(monday - _SEVEN_DAYS, now=now, zone=zone), begins)
    return _counted(tx, team_id, Span(begins, ends), now=now, before=before)


def _counted(
    tx: Connection,
    team_id: str,
    span: Span,
    *,
    now: datetime,
    before: Span | None = None,
    parts: tuple[datetime, ...] = (),
) -> Counted:
    earlier = before or Span(span.begins - (span.ends - span.begins), span.begins)
    found = statistics.count(tx, team_id, Selection(), now=span, before=earlier, parts=parts or (span.begins,))
    return Counted(span, found, Commands(EVERYTHING, span, asked_at=now).rows(EVERYTHING))
