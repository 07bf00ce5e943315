"""What an operator sees of the clock."""

from datetime import timedelta

from sqlalchemy import Connection

from bot.operating.jobs import overview
from storage import daily_posts, due, incidents, people, reminders, workspaces
from storage.records import Due, Incident, NewIncident, Reminders, Severity
from tests.making import NOON, TEAM


def test_it_shows_what_comes_what_came_and_what_failed(tx: Connection) -> None:
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    people.meet(tx, TEAM, {"U0ANA": "ana"})
    daily_posts.plan(tx, TEAM, next_at=NOON + timedelta(hours=21))
    one, other = (_open(tx, severity) for severity in (Severity.SEV1, Severity.SEV3))
    reminders.save(tx, one, Reminders(sent=2, last_at=NOON), next_at=NOON + timedelta(minutes=30))
    claimed = due.claim(tx, Due.REMINDER, TEAM, now=NOON)
    assert claimed is not None
    due.failed(tx, claimed, error="KeyError('x')", now=NOON, retry_at=NOON + timedelta(minutes=1))
    due.ran(tx, TEAM, "remind", now=NOON)

    assert overview(tx, ahead={}).splitlines() == [
        "All times are UTC.",
        "",
        "Jobs",
        "  job               every   last                 next                 workspace",
        "  remind            5 s     2026-11-18 12:00:00  2026-11-18 12:00:05  T0ACME",
        "  post_daily        10 s    not yet              10 s after a start",
        "  look_at_all       1 h     not yet              1 h after a start",
        "  renew_cards       10 min  not yet              1 min after a start",
        "  forget_old        1 h     not yet              1 min after a start",
        "  look_for_channel  1 h     not yet              1 h after a start",
        "",
        "Reminders that come next",
        f"  2026-11-18 12:00:00  T0ACME  #{other.number} SEV3",
        f"  2026-11-18 12:30:00  T0ACME  #{one.number} SEV1",
        "",
        "Reminders that came last",
        f"  2026-11-18 12:00:00  T0ACME  #{one.number}  reminder 2 since the last activity",
        "",
        "Daily posts that come next",
        "  2026-11-19 09:00:00  T0ACME",
        "",
        "What failed, and is tried again",
        f"  2026-11-18 12:00:00  T0ACME  reminder #{other.number} SEV3: once, again 2026-11-18 12:01:00: KeyError('x')",
    ]
    moved = overview(tx, ahead={TEAM: timedelta(hours=8, minutes=30)})
    assert moved.startswith("All times are UTC. T0ACME goes by its own clock, 8 h 30 min ahead.\n\n")
    assert "  remind            5 s     2026-11-18 20:30:00  2026-11-18 20:30:05  T0ACME\n" in moved
    assert f"  2026-11-18 12:00:00  T0ACME  reminder #{other.number} SEV3: once, again 2026-11-18 12:01:00" in moved


def _open(tx: Connection, severity: Severity) -> Incident:
    return incidents.create(
        tx,
        NewIncident(
            team_id=TEAM,
            title="Checkout is down",
            summary=None,
            severity=severity,
            own_priority=None,
            reporter_id="U0ANA",
            assignee_id=None,
            service=None,
            categories=(),
            opened_in=None,
            created_at=NOON,
        ),
    )
