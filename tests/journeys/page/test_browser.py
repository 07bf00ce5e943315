"""The journey of the README in a real browser: open, take, comment, resolve, restart, and everything is still there."""

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import Person
from storage.engine import Engines
from tests.bot.sandbox.page.browsing import select
from tests.journeys.page.seen import type_here
from tests.waiting import until_all_is_said


def test_an_incident_from_one_line_to_its_end_and_over_a_restart(
    page: Page, tracker: Tracker, connections: Connections, both_engines: Engines, clean_engine: Engine
) -> None:
    type_here(page, "/incident new Checkout is down sev1 @ana")
    expect(page.get_by_text("Opened #1 SEV1 · P1")).to_be_visible()
    card = page.get_by_role("article").filter(has=page.get_by_role("button", name="Resolve"))
    expect(card).to_contain_text("#1 Checkout is down")

    card.get_by_role("button", name="Take").click()
    expect(card).to_contain_text("In progress")

    card.get_by_role("button", name="Comment").click()
    form = page.get_by_role("dialog", name="Comment on #1")
    form.get_by_label("Comment").fill("The new release reads from the wrong database; rolling back")
    form.get_by_role("button", name="Comment").click()
    expect(form).to_be_hidden()
    expect(card).to_contain_text("rolling back")

    card.get_by_role("button", name="Resolve").click()
    form = page.get_by_role("dialog", name="Resolve #1")
    form.get_by_label("Note").fill("Rolled back to 1.4.1")
    form.get_by_role("button", name="Resolve").click()
    expect(form).to_be_hidden()
    closed = page.get_by_role("article").filter(has=page.get_by_role("button", name="Reopen"))
    expect(closed).to_contain_text("Resolved")

    tracker.stop()
    again = Tracker(connections, both_engines)
    again.start().result(timeout=10)
    try:
        page.reload()
        expect(closed).to_contain_text("#1 Checkout is down")
        closed.get_by_role("button", name="Reopen").click()
        expect(card).to_contain_text("In progress")
        until_all_is_said(clean_engine)
    finally:
        again.stop()


def test_the_journey_needs_no_mouse_and_a_reminder_comes_when_the_clock_is_moved(page: Page) -> None:
    expect(page.get_by_label("Message #incidents")).to_be_focused()
    form = page.get_by_role("dialog", name="New incident")
    _open_a_form(page, "/incident new sev2", form.get_by_label("Title"))
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    _open_a_form(page, "/incident new sev2", form.get_by_label("Title"))
    page.keyboard.type("Slow search")
    form.get_by_role("button", name="More").focus()
    page.keyboard.press("Enter")
    expect(form.get_by_label("Priority")).to_be_focused()
    expect(form.get_by_label("Title")).to_have_value("Slow search")
    expect(form.get_by_role("status").first).to_have_text("2 more fields: Priority, Categories")
    form.get_by_role("button", name="Open incident").focus()
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    form = page.get_by_role("dialog", name="Comment on #1")
    _open_a_form(page, "/incident comment", page.get_by_role("combobox", name="Incident"))
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Next").press("Enter")
    expect(form.get_by_label("Comment")).to_be_focused()
    page.keyboard.type("An index is missing")
    page.keyboard.press("Control+Enter")
    expect(form).to_be_hidden()
    page.keyboard.type("/incident res")
    offered = page.get_by_role("listbox", name="What it can do").get_by_role("option")
    expect(offered).to_have_count(2)
    expect(offered.filter(has_text="/incident restore")).to_contain_text("Bring a deleted incident back")
    page.keyboard.type("o")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message #incidents")).to_have_value("/incident resolve ")
    expect(offered).to_have_count(0)
    expect(page.get_by_text("42 [note]")).to_be_visible()

    card = page.get_by_role("article").filter(has=page.get_by_role("button", name="Resolve"))
    expect(card).to_contain_text("#1 Slow search")
    card.get_by_role("button", name="Take").focus()
    page.keyboard.press("Enter")
    expect(card).to_contain_text("In progress")

    page.get_by_label("Message #incidents").focus()
    page.keyboard.type("1 fixed by restart")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Resolved #1 — Slow search")).to_be_visible()
    _wait_for_a_reminder(page)


def _open_a_form(page: Page, command: str, first: Locator) -> None:
    """Type where the focus is, whatever has come before, until the form is there."""
    page.keyboard.type(command)
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    expect(page.get_by_label("Message #incidents")).to_have_value("")


def _wait_for_a_reminder(page: Page) -> None:
    type_here(page, "/incident new Checkout is down sev1")
    resolvable = page.get_by_role("article").filter(has=page.get_by_role("button", name="Resolve"))
    expect(resolvable.filter(has_text="#2 Checkout is down")).to_be_visible()

    page.get_by_role("button", name="Move the clock forward by 30 minutes").click()

    expect(page.get_by_text("Nobody has it. Who takes it?")).to_be_visible()
    expect(page.get_by_role("button", name="Move the clock forward by 30 minutes")).to_be_focused()
    page.get_by_role("button", name="Why?").click()
    expect(page.get_by_text("is reminded of after 30 min")).to_be_visible()


def test_the_home_tab_is_worked_with_the_keyboard(page: Page, ben: Person) -> None:
    ben.type("#incidents", "/incident new Checkout is down sev1 service:payments @ben")
    ben.type("#incidents", "/incident new Slow search")
    page.get_by_role("link", name="Incident Tracker").press("Enter")
    home = page.get_by_role("tabpanel", name="Home")
    expect(home.get_by_role("button", name="Mine (0)")).to_be_visible()

    home.get_by_role("button", name="Unresolved (2)").press("Enter")
    expect(home).to_contain_text("#2 SEV3 — Slow search")
    expect(home.get_by_role("button", name="Unresolved (2)")).to_be_focused()
    home.get_by_role("combobox", name="Service").focus()
    page.keyboard.type("pay")
    expect(page.get_by_role("option")).to_have_text(["payments", "Any service"])
    page.keyboard.press("Enter")
    expect(home).not_to_contain_text("Slow search")
    home.get_by_role("button", name="Clear", exact=True).press("Enter")
    expect(home).to_contain_text("Slow search")
    home.get_by_role("textbox", name="Search").fill("slow")
    home.get_by_role("textbox", name="Search").press("Enter")
    expect(home).not_to_contain_text("Checkout")
    expect(home.get_by_role("textbox", name="Search")).to_be_focused()
    select(home.get_by_label("Severity"), "SEV3 minor")
    expect(home).to_contain_text("“slow” · SEV3")
    expect(home.get_by_label("Severity")).to_be_focused()

    home.get_by_role("button", name="Other actions: #2 SEV3 — Slow search").press("Enter")
    page.get_by_role("menuitem", name="Take").press("Enter")
    expect(home).to_contain_text("You have #2")
    expect(home.get_by_role("textbox", name="Search")).to_have_value("slow")
    home.get_by_role("button", name="Mine (1)").press("Enter")
    expect(home).to_contain_text("Mine · 1 incident")
    home.get_by_label("Other actions").press("Enter")
    page.get_by_role("menuitem", name="Comment").press("Enter")
    form = page.get_by_role("dialog", name="Comment on #2")
    form.get_by_label("Comment").fill("An index is missing")
    form.get_by_label("Comment").press("Control+Enter")
    expect(home).to_contain_text("Comment added to #2")

    page.get_by_role("tab", name="Home").press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="Messages")).to_be_visible()
    expect(home).to_be_hidden()
    page.get_by_role("link", name="Ben Okafor Full member").click()
    # The tabs are still Ana's until then.
    expect(page.get_by_role("link", name="Ben Okafor Full member")).to_have_attribute("aria-current", "true")
    page.get_by_role("tab", name="Home").click()
    expect(home.get_by_role("button", name="Mine (2)")).to_be_visible()
    expect(home).to_contain_text("Checkout is down")
    expect(home.get_by_text("@Ben Okafor").first).to_have_attribute("title", "Full member, Eastern Time")


def test_shortcuts_open_their_forms(page: Page) -> None:
    page.get_by_role("button", name="Shortcuts").press("Enter")
    page.get_by_role("menuitem", name="New incident").press("Enter")
    form = page.get_by_role("dialog", name="New incident")
    expect(form.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Shortcuts")).to_be_focused()
    page.get_by_label("Message #incidents").press_sequentially("/new i")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    form.get_by_label("Title").fill("Checkout is down")
    form.get_by_label("Title").press("Control+Enter")
    expect(page.get_by_role("dialog", name="Incident #1")).to_contain_text("Opened #1")
    page.keyboard.press("Escape")
    expect(page.get_by_role("article").filter(has_text="#1 Checkout is down").first).to_be_visible()
    expect(page.get_by_label("Message #incidents")).to_have_value("")

    type_here(page, "Payments time out since noon")
    message = page.get_by_role("article").filter(has_text="since noon")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Incident from message").click()
    expect(form.get_by_label("Title")).to_have_value("Payments time out since noon")
    page.keyboard.press("Escape")
    message.focus()
    message.get_by_role("button", name="More actions").press("Enter")
    page.get_by_role("menuitem", name="Add to incident").press("Enter")
    expect(page.get_by_role("dialog", name="Add to incident")).to_be_visible()
    page.keyboard.press("Escape")
