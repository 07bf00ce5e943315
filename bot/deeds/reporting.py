"""The daily post, made once for each local date by whichever replica comes first."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.deeds.counting import Commands
from bot.rules import daily_post as rules
from bot.rules.daily_post import Occasion
from bot.rules.periods import begin_of, end_of
from bot.rules.statistics import parts as parts_of
from bot.slack.effects import PostDaily, to_item
from bot.views import daily_post as views
from bot.views import numbers
from bot.views.blocks import Block
from bot.views.daily_post import MOST_LOADED, Report, Tally
from storage import daily_posts, incidents, outbox, people, settings, statistics
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
    span = Span(since, now)
    since_last = _tally(tx, team_id, span, now=now)
    commands = Commands(EVERYTHING, span, asked_at=now)
    most_loaded = [one.name for one in since_last.found.people[:MOST_LOADED]]
    drawn, in_words = _charts(tx, team_id, occasion.day, now=now, zone=decided.time_zone)
    return Report(
        day=occasion.day,
        since_last=since_last,
        seven_days=_tally(tx, team_id, Span(now - _SEVEN_DAYS, now), now=now),
        week=_week(tx, team_id, decided, occasion.day, now=now),
        oldest=incidents.waiting_longest(tx, team_id, since_activity=False, limit=SHOWN),
        stalest=incidents.waiting_longest(tx, team_id, since_activity=True, limit=SHOWN),
        of_severity={one: commands.narrowed(severities=(one,))[Measure.UNRESOLVED] for one in Severity},
        of_person={id_: commands.of_person(id_)[Measure.UNRESOLVED] for id_ in most_loaded},
        names=people.names(tx, team_id, most_loaded),
        charts=drawn,
        charts_in_words=in_words,
    )


def _charts(tx: Connection, team_id: str, day: date, *, now: datetime, zone: str) -> tuple[list[Block], str]:
    charted = Span(begin_of(day - (CHARTED - 1) * _A_DAY, now=now, zone=zone), now)
    parts = parts_of(charted, zone=zone)
    return numbers.charts(_tally(tx, team_id, charted, now=now, parts=parts.begins).found, parts, zone=zone)


def _week(tx: Connection, team_id: str, decided: Settings, day: date, *, now: datetime) -> Tally | None:
    if not rules.tells_the_week(day, decided):
        return None
    zone = decided.time_zone
    monday, sunday = rules.last_week(day)
    begins, ends = begin_of(monday, now=now, zone=zone), end_of(sunday, now=now, zone=zone)
    before = Span(begin_of(monday - _SEVEN_DAYS, now=now, zone=zone), begins)
    return _tally(tx, team_id, Span(begins, ends), now=now, before=before)


def _tally(
    tx: Connection,
    team_id: str,
    span: Span,
    *,
    now: datetime,
    before: Span | None = None,
    parts: tuple[datetime, ...] = (),
) -> Tally:
    earlier = before or Span(span.begins - (span.ends - span.begins), span.begins)
    found = statistics.count(tx, team_id, Selection(), now=span, before=earlier, parts=parts or (span.begins,))
    return Tally(span, found, Commands(EVERYTHING, span, asked_at=now).rows(EVERYTHING))
