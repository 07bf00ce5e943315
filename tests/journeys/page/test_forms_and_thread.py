"""One incident on the page, from a filled-in form over its card and thread to its end, and its being taken away."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, Locator, Page, expect
from sqlalchemy import Engine

from bot.sandbox import Person
from storage.records import Status
from tests.accessibility import shuts_out
from tests.bot.sandbox.page.browsing import select
from tests.journeys.page.seen import PHONE, card, choose, form, pick, take_picture, type_here
from tests.journeys.seeing import said_last, stored, types
from tests.waiting import until
from tests.windows import SIZE

BERLIN = ZoneInfo("Europe/Berlin")
"""Where Ana is."""
GRAPH = FilePayload(name="error-rate.png", mimeType="image/png", buffer=b"the graph")


def test_every_form_is_filled_in_and_the_thread_is_the_conversation(
    page: Page, ben: Person, clean_engine: Engine
) -> None:
    types(ben, "/incident new Refunds are booked twice sev2 service:payments")
    _open_with_a_form(page)
    shown = card(page, "#2 Card payments time out")
    expect(shown).to_contain_text("SEV1 critical")
    opened = stored(clean_engine, 2)
    assert (opened.priority, opened.assignee_id, opened.summary) == ("p2", "U0BEN", "Since 14:05, in Europe only")
    assert opened.service is not None
    assert [opened.service.name, *(category.name for category in opened.categories)] == ["payments", "customer-facing"]

    shown.get_by_role("button", name="Comment").click()
    asked = form(page, "Comment on #2")
    asked.get_by_label("Comment").fill("The provider answers after 20 s; we are switching to the second one")
    asked.get_by_label("Files").set_input_files([GRAPH])
    expect(asked.get_by_role("button", name="Remove error-rate.png")).to_be_visible()
    asked.get_by_label("Next update due").fill(
        f"{(datetime.now(UTC) + timedelta(hours=1)).astimezone(BERLIN):%Y-%m-%dT%H:%M}"
    )
    asked.get_by_role("button", name="Comment").click()
    expect(shown).to_contain_text("switching to the second one")
    expect(shown).to_contain_text("Next update due")
    _until_it_stays(shown, "1 reply")

    choose(shown, "Assign")
    asked = form(page, "Assign #2")
    pick(asked, "Assignee", "Chloe", "Chloe Martin")
    asked.get_by_label("Note").fill("You know their engineers")
    asked.get_by_role("button", name="Assign").click()
    expect(shown).to_contain_text("@Chloe Martin")
    _until_it_stays(shown, "2 replies")

    choose(shown, "Edit")
    asked = form(page, "Edit #2")
    expect(asked.get_by_label("Summary")).to_have_value("Since 14:05, in Europe only")
    asked.get_by_label("Title").fill("Card payments time out in Europe")
    asked.get_by_role("button", name="Save").click()
    shown = card(page, "#2 Card payments time out in Europe")
    _until_it_stays(shown, "3 replies")
    choose(shown, "Severity")
    asked = form(page, "Severity of #2")
    select(asked.get_by_label("Severity"), "SEV2 major")
    asked.get_by_role("button", name="Save").click()
    expect(shown).to_contain_text("SEV2 major")
    assert stored(clean_engine, 2).assignee_id == "U0CHLOE"
    _mitigate_with_a_note(page, clean_engine)
    expect(shown).to_contain_text("Mitigated")
    _until_it_stays(shown, "5 replies")

    _talk_in_the_thread(page, clean_engine)


def _until_it_stays(shown: Locator, replies: str) -> None:
    """Wait until what was done is told under the card too: a menu that is open closes as the card is drawn again."""
    expect(shown).to_contain_text(replies)


def _mitigate_with_a_note(page: Page, engine: Engine) -> None:
    type_here(page, "/incident mitigate")
    asked = form(page, "Mitigate")
    pick(asked, "Incident", "#2", "#2")
    asked.get_by_role("button", name="Next").click()
    asked = form(page, "Status of #2")
    expect(asked.get_by_label("Status")).to_have_text("Mitigated")
    asked.get_by_label("Note").fill("Refused cards go to the second provider")
    asked.get_by_role("button", name="Save").click()
    expect(asked).to_be_hidden()
    until(lambda: stored(engine, 2).status == Status.MITIGATED)
    assert said_last(engine, 2) == "Refused cards go to the second provider"


def _open_with_a_form(page: Page) -> None:
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="New incident").click()
    asked = form(page, "New incident")
    asked.get_by_label("Title").fill("Ca")
    asked.get_by_role("button", name="Open incident").click()
    expect(asked.get_by_text("A title has 3 to 255 characters")).to_be_visible()
    expect(asked.get_by_label("Title")).to_have_value("Ca")
    assert shuts_out(page) == []
    asked.get_by_label("Title").fill("Card payments time out")
    select(asked.get_by_label("Severity"), "SEV1 critical")
    pick(asked, "Service", "pay", "payments")
    pick(asked, "Assignee", "Ben", "Ben Okafor")
    asked.get_by_label("Summary").fill("Since 14:05, in Europe only")
    expect(asked.get_by_text("Refunds are booked twice")).to_be_visible()
    asked.get_by_label("Title").scroll_into_view_if_needed()
    take_picture(page, "form")
    asked.get_by_role("button", name="More").click()
    select(asked.get_by_label("Priority"), "P2")
    pick(asked, "Categories", "customer-facing", "customer-facing")
    asked.get_by_role("button", name="Open incident").click()
    page.get_by_role("dialog", name="Incident #2").get_by_role("button", name="Close").last.click()


def _look_on_a_phone_at_night(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_label("Reply to thread")).to_be_in_viewport()
    assert shuts_out(page) == []
    take_picture(page, "phone")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SIZE)


def _talk_in_the_thread(page: Page, engine: Engine) -> None:
    card(page, "#2 ").get_by_role("button", name="replies").click()
    pane = page.get_by_role("region", name="Thread")
    expect(pane).to_contain_text("You know their engineers")
    expect(pane.get_by_role("link", name="error-rate.png")).to_be_visible()
    expect(pane).to_contain_text("severity SEV1 → SEV2")
    expect(pane).to_contain_text("Mitigated")
    composer = pane.get_by_label("Reply to thread")
    composer.fill("Error rate is back under 1 %")
    composer.press("Enter")
    expect(pane.get_by_role("article").last).to_contain_text("Error rate is back under 1 %")
    until(lambda: said_last(engine, 2) == "Error rate is back under 1 %")
    assert shuts_out(page) == []
    card(page, "#2 ").evaluate("shown => shown.scrollIntoView()")
    take_picture(page, "card")
    _look_on_a_phone_at_night(page)
    composer.press_sequentially("@incident tr")
    expect(page.get_by_role("option", name="Incident Tracker")).to_be_visible()
    composer.press("Enter")
    page.keyboard.insert_text("resolve The provider has mended it")
    composer.press("Enter")

    closed = page.get_by_role("main").get_by_role("article").filter(has=page.get_by_role("button", name="Reopen"))
    expect(closed).to_contain_text("#2 Card payments time out in Europe")
    expect(pane).to_contain_text("Resolved")
    assert (stored(engine, 2).status, said_last(engine, 2)) == (Status.RESOLVED, "The provider has mended it")
    pane.get_by_role("button", name="Close thread").click()
