"""What people are told on the page: directly, reminded, each morning, and in lists of their own."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine, text

from bot.now import utc_now
from bot.operating.seeds import Cast, lives
from bot.sandbox import Person, Sandbox
from storage import dossiers, numbers, people, reminders
from tests.accessibility import shuts_out
from tests.journeys.page.conftest import OpenPage
from tests.journeys.page.seen import PHONE, card, choose, form, take_picture, type_here
from tests.journeys.seeing import said_last, stored, types
from tests.waiting import until

Settle = Callable[[], None]
TEAM = "T0ACME"
NEW_YORK = ZoneInfo("America/New_York")
"""Where Ben is."""


def _live_through(engine: Engine, count: int) -> None:
    """Let so many incidents have happened in the last three months."""
    with engine.begin() as tx:
        cast = Cast.of(people.everybody(tx, TEAM))
        assert cast is not None
        told = lives(count, team_id=TEAM, cast=cast, until=utc_now().replace(minute=0, second=0, microsecond=0))
        its_own = numbers.take(tx, TEAM, count)
        numbered = [
            replace(life, incident=replace(life.incident, number=number))
            for number, life in zip(its_own, told, strict=True)
        ]
        dossiers.add(tx, TEAM, numbered)
    with engine.begin() as tx:
        dossiers.count_anew(tx)


def _post_soon(engine: Engine) -> None:
    """Let the workspace be an old one, whose daily post comes in half an hour, whatever day it is."""
    soon = utc_now() + timedelta(minutes=30)
    with engine.begin() as tx:
        tx.execute(
            text(
                "UPDATE workspaces SET created_at = now() - interval '100 days', daily_post_days = '{1,2,3,4,5,6,7}',"
                " time_zone = 'UTC', daily_post_time = :at, next_daily_post_at = :soon"
            ),
            {"at": soon.time().replace(second=0, microsecond=0), "soon": soon.replace(second=0, microsecond=0)},
        )


def _snoozed_until(engine: Engine, number: int) -> datetime:
    """Give when the next reminder comes, which somebody moved."""
    with engine.connect() as tx:
        kept = reminders.get(tx, stored(engine, number))
    assert kept.moved_to is not None
    return kept.moved_to


def _told(page: Page, words: str | re.Pattern[str]) -> Locator:
    """Give the last message with these words."""
    return page.get_by_role("main").get_by_role("article").filter(has_text=words).last


def test_direct_messages_say_what_concerns_one_and_a_reminder_is_answered(
    open_page: OpenPage, acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Search returns nothing sev1 @ben service:search")
    types(acme.person("ben"), "/incident new Invoices are late @ben")
    types(acme.person("ben"), "/incident follow service:search")
    all_is_said()
    page = open_page("as=U0BEN&tab=messages")
    expect(_told(page, "assigned #1 to you.")).to_contain_text("Search returns nothing")
    types(ana, "/incident resolve 2 They went out at noon")
    expect(_told(page, "resolved #2: They went out at noon")).to_contain_text("Invoices are late")
    types(ana, "/incident new Reindexing is slow service:search")
    followed = _told(page, "You follow service search.")
    expect(followed).to_contain_text("Reindexing is slow")
    followed.get_by_role("button", name="Unfollow").click()
    expect(_told(page, "You don't follow service search any more.")).to_be_visible()

    page.get_by_role("button", name="Move the clock forward by 30 minutes").click()
    reminder = _told(page, "No update on #1 since")
    expect(reminder.get_by_role("button", name="Tomorrow morning")).to_be_visible()
    reminder.get_by_role("button", name="Why?").click()
    expect(_told(page, "SEV1 critical is reminded of after 30 min")).to_be_visible()
    reminder.get_by_role("button", name="Snooze 1 hour").click()
    expect(_told(page, "The next reminder of #1 comes")).to_be_visible()
    assert shuts_out(page) == []
    reminder = _told(page, "The reminder of #1 was put off until")
    _snooze_longer(reminder, acme, clean_engine)
    reminder.get_by_role("button", name="Stop").click()
    expect(_told(page, "Stopped the reminders of #1, for everyone.")).to_be_visible()
    reminder = _told(page, "The reminders of #1 are stopped.")
    reminder.get_by_role("button", name="Post update").click()
    asked = form(page, "Comment on #1")
    asked.get_by_label("Comment").fill("The index is being built anew; done by six")
    asked.get_by_role("button", name="Comment").click()
    expect(asked).to_be_hidden()
    expect(_told(page, "Comment added to #1")).to_be_visible()
    assert said_last(clean_engine, 1) == "The index is being built anew; done by six"
    expect(_told(page, "Something was done about #1 since").get_by_role("button", name="Stop")).to_be_hidden()


def _snooze_longer(reminder: Locator, acme: Sandbox, engine: Engine) -> None:
    hour = _snoozed_until(engine, 1)
    reminder.get_by_role("button", name="Snooze 4 hours").click()
    until(lambda: _snoozed_until(engine, 1) > hour)
    hours = _snoozed_until(engine, 1)
    assert abs(hours - acme.now() - timedelta(hours=4)) < timedelta(minutes=1)
    today = acme.now().astimezone(NEW_YORK).date()
    reminder.get_by_role("button", name="Tomorrow morning").click()
    until(lambda: _snoozed_until(engine, 1) > hours)
    morning = _snoozed_until(engine, 1).astimezone(NEW_YORK)
    assert (morning.date() - today, morning.time()) == (timedelta(days=1), time(9))


def test_a_look_alike_is_joined_instead(page: Page, ben: Person, clean_engine: Engine) -> None:
    types(ben, "/incident new Checkout is down sev1 service:payments")
    type_here(page, "/incident new Chekcout is down")
    answer = _told(page, "Join #1 instead?")
    answer.get_by_role("button", name="Join instead").click()
    expect(_told(page, "You follow #1 — Checkout is down.")).to_contain_text("Withdrew #2.")

    type_here(page, "/incident new")
    asked = form(page, "New incident")
    asked.get_by_label("Title").fill("Checkout is slow")
    asked.get_by_label("Title").press("Enter")
    expect(asked.get_by_text("Join #1 instead?")).to_be_visible()
    asked.get_by_role("button", name="Join instead").click()
    done = page.get_by_role("dialog")
    expect(done).to_contain_text("You follow #1 — Checkout is down.")
    expect(done).to_contain_text("Checkout is slow")
    done.get_by_role("button", name="Close").last.click()
    assert stored(clean_engine, 2).is_deleted
    expect(card(page, "Checkout is slow")).to_have_count(0)


def test_an_admin_sets_the_workspace_up_and_deletes_and_restores(
    open_page: OpenPage, ana: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Newsletter went out twice")
    page = open_page("as=U0CHLOE&channel=C0INCIDENTS")
    shown = card(page, "#1 Newsletter went out twice")
    choose(shown, "Delete")
    form(page, "Delete #1").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(shown).to_have_count(0)
    assert stored(clean_engine, 1).is_deleted
    page.get_by_role("button", name="Restore").first.click()
    expect(shown).to_be_visible()

    page.get_by_role("link", name="Incident Tracker").click()
    page.get_by_role("tabpanel", name="Home").get_by_role("button", name="Settings").click()
    asked = form(page, "Settings")
    asked.get_by_label("Remind about SEV1 after").fill("soon")
    asked.get_by_role("button", name="Save").click()
    expect(asked.get_by_text("no length of time")).to_be_visible()
    assert shuts_out(page) == []
    asked.get_by_label("Remind about SEV1 after").fill("15m")
    asked.get_by_label("Holidays").fill("2026-12-25 Christmas")
    asked.get_by_role("button", name="Save").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_text("Remind about SEV1 after: 30m → 15m")).to_be_visible()


def test_the_daily_post_has_charts_and_rows_that_turn_their_pages(
    page: Page, acme: Sandbox, clean_engine: Engine
) -> None:
    expect(page.get_by_label("Message #incidents")).to_be_visible()
    _live_through(clean_engine, 400)
    _post_soon(clean_engine)
    page.get_by_role("button", name="Move the clock forward by 1 hour").click()

    post = _told(page, "Of the last 7 days")
    expect(post).to_be_visible(timeout=15_000)
    expect(post.get_by_role("figure")).to_have_count(2)
    assert shuts_out(page) == []
    take_picture(page, "daily")
    expect(post.get_by_role("button", name="Show: #")).not_to_have_count(0)
    assert _rows_of(page, post, "Opened") > 0
    assert _rows_of(page, post, "Carried over") > 10
    _look_at_the_rest(page, acme.person("ben"))


def _rows_of(page: Page, post: Locator, measure: str) -> int:
    """Tell how many incidents a number of the post stands for; each is in a page of what its button gives.

    How many there are depends on the hour, and on Mondays there are those of the week too.
    """
    number = post.get_by_role("button", name=re.compile(rf"^Show rows: {measure} \d+")).first
    count = int(re.findall(r"\d+", str(number.get_attribute("aria-label")))[0])
    number.click()
    rows = _told(page, re.compile(rf"(?<!\d){count} incidents"))
    for left in range(count - 10, 0, -10):
        before = rows.inner_text()
        rows.get_by_role("button", name="Next").click()
        expect(rows).not_to_have_text(before, use_inner_text=True)
        expect(rows.get_by_label("Other actions")).to_have_count(min(10, left))
    expect(rows.get_by_role("button", name="Previous")).to_have_count(int(count > 10))
    expect(rows.get_by_role("button", name="Next")).to_have_count(0)
    return count


def _look_at_the_rest(page: Page, ben: Person) -> None:
    app = page.get_by_role("link", name="Incident Tracker")
    app.click()
    page.get_by_role("tab", name="Home").click()
    types(ben, "/incident new Invoices are late @ana")
    expect(app).to_contain_text("1")
    home = page.get_by_role("tabpanel", name="Home")
    home.get_by_role("button", name="Unresolved").click()
    expect(home).to_contain_text("Unresolved · ")
    assert shuts_out(page) == []
    take_picture(page, "home")
    page.get_by_role("button", name="Developer tools").click()
    expect(page.get_by_role("region", name="Developer tools").get_by_role("row").first).to_be_visible()
    assert shuts_out(page) == []
    page.get_by_role("button", name="Close developer tools").click()
    page.emulate_media(color_scheme="dark")
    assert shuts_out(page) == []
    page.set_viewport_size(PHONE)
    assert shuts_out(page) == []
    page.get_by_role("button", name="Open the sidebar").click()
    page.get_by_role("link", name="incidents").first.click()
    expect(_told(page, "Of the last 7 days")).to_be_visible()
    assert shuts_out(page) == []
