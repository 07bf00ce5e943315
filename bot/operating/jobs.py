"""`incident-tracker jobs`: what an operator sees of the clock, what comes next, what came last, and what went wrong."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from bot.operating import clocks
from bot.operating.command import command
from bot.operating.databases import database
from bot.operating.terminal import Stop
from bot.rules.jobs import JOBS
from bot.settings import Settings
from bot.views.text import duration
from storage import due, reminders
from storage.engine import BACKGROUND, connect, is_forbidden
from storage.records import Claimed, Due, JobRun

SHOWN = 10
"""Of what comes next, and of what came last."""
_UNITS = ((3600, "h"), (60, "min"), (1, "s"))


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser.set_defaults(command=command(jobs))


def jobs(settings: Settings, _: argparse.Namespace) -> None:
    """Print what the clock does next, what it did last, and what failed."""
    ahead = clocks.ahead(settings)
    with database(settings) as url:
        engine = connect(url, BACKGROUND)
        try:
            with engine.connect() as tx:
                sys.stdout.write(overview(tx, ahead=ahead))
        except ProgrammingError as error:
            if is_forbidden(error):
                raise
            raise Stop(
                "This database has no tables of this release yet: `incident-tracker migrate` makes them."
            ) from error
        finally:
            engine.dispose()


def overview(tx: Connection, *, ahead: Mapping[str, timedelta]) -> str:
    """Return it as lines of text, all by the workspaces' own clocks; `ahead` are those that are not this machine's."""
    runs = [_by_its_clock(run, ahead) for run in due.runs(tx)]
    coming = due.coming(tx, Due.REMINDER, limit=SHOWN)
    posts = due.coming(tx, Due.DAILY_POST, limit=SHOWN)
    numbers = reminders.facts(tx, _reminded(coming, runs))
    parts = [
        ("Jobs", _jobs(runs)),
        ("Reminders that come next", [_reminder(one, numbers) for one in coming]),
        ("Reminders that came last", [_last(*row) for row in reminders.last_sent(tx, limit=SHOWN)]),
        ("Daily posts that come next", [f"{_moment(one.due_at)}  {one.team_id}" for one in posts]),
        ("What failed, and is tried again", [_failure(run, numbers) for run in runs if run.failures]),
    ]
    said = ["\n".join([title, *(f"  {line}" for line in lines or ["none"]), ""]) for title, lines in parts]
    moved = (f" {team} goes by its own clock, {duration(by.total_seconds())} ahead." for team, by in ahead.items())
    return "\n".join([f"All times are UTC.{''.join(moved)}\n", *said])


def _by_its_clock(run: JobRun, ahead: Mapping[str, timedelta]) -> JobRun:
    """Return when it ran by the workspace's clock: a job runs by the scheduler's, what it does by the workspace's."""
    return run if run.key else replace(run, ran_at=run.ran_at + ahead.get(run.team_id, timedelta()))


def _jobs(runs: Sequence[JobRun]) -> list[str]:
    """Return a line for each job of each workspace; one that has not run yet stands there once."""
    ran = {job.name: [run for run in runs if run.job == job.name and not run.key] for job in JOBS}
    lines = [("job", "every", "last", "next", "workspace")]
    for job in JOBS:
        for run in ran[job.name]:
            following = _moment(run.ran_at + job.every)
            lines.append((job.name, _length(job.every), _moment(run.ran_at), following, run.team_id))
        if not ran[job.name]:
            first = f"{_length(job.first_after or job.every)} after a start"
            lines.append((job.name, _length(job.every), "not yet", first, ""))
    return _table(lines)


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _reminded(coming: Sequence[Claimed], runs: Sequence[JobRun]) -> set[int]:
    """Return the ids of the incidents to be named."""
    return {int(one.key) for one in coming} | {int(run.key) for run in runs if run.job == Due.REMINDER and run.key}


def _reminder(one: Claimed, numbers: Mapping[int, tuple[int, str]]) -> str:
    return f"{_moment(one.due_at)}  {one.team_id}  {_incident(one.key, numbers)}"


def _last(team_id: str, number: int, at: datetime, sent: int) -> str:
    count = f"reminder {sent} since the last activity" if sent else "there was activity since"
    return f"{_moment(at)}  {team_id}  #{number}  {count}"


def _failure(run: JobRun, numbers: Mapping[int, tuple[int, str]]) -> str:
    what = f"{run.job} {_incident(run.key, numbers) if run.job == Due.REMINDER else run.key}".strip()
    again = f", again {_moment(run.retry_at)}" if run.retry_at else ""
    times = "once" if run.failures == 1 else f"{run.failures} times"
    return f"{_moment(run.ran_at)}  {run.team_id}  {what}: {times}{again}: {run.error}"


def _incident(key: str, numbers: Mapping[int, tuple[int, str]]) -> str:
    number, severity = numbers.get(int(key), (None, ""))
    return f"#{number} {severity.upper()}" if number else f"an incident that was purged (id {key})"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _length(every: timedelta) -> str:
    seconds = int(every.total_seconds())
    return next(f"{seconds // size} {unit}" for size, unit in _UNITS if seconds % size == 0)
