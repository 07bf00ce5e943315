"""The daily post arrives when the workspace's clock reaches its hour, wherever it can; its rows are everybody's own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from bot.app import Connections, Tracker
from bot.sandbox import MessageOnScreen, Person, Sandbox
from bot.slack.effects import PostDaily, to_item
from bot.views.blocks import message
from storage import outbox
from storage.engine import Engines
from tests.journeys.playing import quick_tracker
from tests.journeys.seeing import INCIDENTS, private_answers, types, warnings
from tests.journeys.test_finding import numbers
from tests.waiting import until, until_all_is_said

QUIET = "A quiet day"


@pytest.fixture
def tracker(acme: Sandbox, connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that goes by the workspace's clock, on a Tuesday, where there is a post every day, for long.

    It starts at night: at nine the first post would be due, of a workspace that seems days old by its own clock.
    """
    now = workspace_time(acme)
    night = now.replace(hour=3, minute=0, second=0) + timedelta(days=(1 - now.weekday()) % 7)
    acme.clock.advance((night - now) % timedelta(days=7) / timedelta(seconds=1))
    tracker = quick_tracker(connections, both_engines, now=lambda: workspace_time(acme))
    try:
        tracker.start().result(timeout=10)
        until_all_is_said(clean_engine)
        with clean_engine.begin() as tx:
            tx.execute(
                text(
                    "UPDATE workspaces SET created_at = now() - interval '9 days', daily_post_days = '{1,2,3,4,5,6,7}',"
                    " daily_post_time = :before, time_zone = 'UTC', next_daily_post_at = now()"
                ),
                {"before": (workspace_time(acme) - timedelta(hours=7)).time()},
            )
        yield tracker
    finally:
        tracker.stop()


def workspace_time(acme: Sandbox) -> datetime:
    return datetime.fromtimestamp(acme.clock.now(), UTC)


def reach_the_hour(acme: Sandbox, tracker: Tracker) -> None:
    """Move the workspace's clock to just after the hour of the next post."""
    acme.clock.advance(17 * 3600 + 60)
    tracker.look_at_the_clock()


def posts(person: Person, channel: str = INCIDENTS) -> list[MessageOnScreen]:
    """Return the daily posts a person sees."""
    public = [message for message in person.messages(channel) if not message.raw.get("is_ephemeral")]
    return [message for message in public if message.text.startswith(QUIET) or "Of the last 7 days" in message.text]


def test_it_arrives_when_its_hour_is_reached_and_its_rows_can_be_shown(
    acme: Sandbox, tracker: Tracker, ana: Person, ben: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    types(ben, "/incident new Slow search")
    types(ben, "/incident resolve 2")
    tracker.look_at_the_clock()
    assert posts(ana) == []

    reach_the_hour(acme, tracker)

    until(lambda: posts(ana))
    [post] = posts(ana)
    seen = post.seen_text.splitlines()
    assert [line for line in seen if line.split()[0] in {"Opened", "Resolved", "Unresolved"}][:3] == [
        "Opened 2",
        "Resolved 1",
        "Unresolved now 1",
    ]
    assert "@ben · 1 unresolved" in seen
    post.press("Show rows", near="*Opened*")
    ana.wait_for(lambda: numbers(private_answers(ana)[-1]) == [2, 1])

    acme.clock.advance(24 * 3600)
    tracker.look_at_the_clock()
    tracker.look_at_the_clock()

    until(lambda: len(posts(ana)) == 2)
    until_all_is_said(clean_engine)
    assert [each.text.startswith(QUIET) for each in posts(ana)] == [False, True]
    assert posts(ana)[1].labels == ["Show rows"]


def test_one_that_slack_could_not_take_in_time_is_not_made(tracker: Tracker, ana: Person, clean_engine: Engine) -> None:
    until_late = datetime.now(UTC) - timedelta(seconds=1)
    with clean_engine.begin() as tx:
        outbox.put(tx, "T0ACME", [to_item(PostDaily(message=message(QUIET), until=until_late))])
    tracker.wake_delivery()

    until_all_is_said(clean_engine)
    assert posts(ana) == []


def test_without_charts_where_slack_refuses_them_and_elsewhere_where_the_channel_is_closed(
    acme: Sandbox, tracker: Tracker, ana: Person, chloe: Person, clean_engine: Engine
) -> None:
    acme.admin.create_channel("numbers", members=("ana",))
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE workspaces SET daily_post_channel = 'C0NUMBERS'"))
    types(ana, "/incident new Checkout is down sev1")
    types(ana, "/incident remind 1 off")
    until_all_is_said(clean_engine)
    acme.faults.fail("chat.postMessage", "invalid_blocks")

    reach_the_hour(acme, tracker)

    until(lambda: posts(ana, "#numbers"))
    [post] = posts(ana, "#numbers")
    assert {block["type"] for block in post.blocks} >= {"header", "section"}
    assert not any(block["type"] == "data_visualization" for block in post.blocks)
    acme.admin.archive("#numbers")
    types(ana, "/incident new Slow search")
    reach_the_hour(acme, tracker)
    acme.clock.advance(7 * 3600)
    tracker.look_at_the_clock()

    until(lambda: posts(ana))
    assert any(block["type"] == "data_visualization" for block in posts(ana)[0].blocks)
    until(lambda: any("I may not post the daily post in" in said for said in warnings(chloe)))
