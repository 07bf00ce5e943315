"""The developer tools, and a first visit."""

import pytest
from playwright.sync_api import expect
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from tests.bot.sandbox.app import section
from tests.bot.sandbox.page.browsing import type_here
from tests.windows import Windows


@pytest.mark.usefixtures("connected")
def test_a_developer_reads_what_is_said_and_switches_faults(
    browser: Windows, sandbox: Sandbox, app: App, client: WebClient
) -> None:
    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack("Opened #1")

    page = browser.open(sandbox, "as=U0ANA")
    tools, toggle = page.get_by_role("region", name="Developer tools"), page.locator(".developer-toggle")
    rows = tools.get_by_role("table").get_by_role("row")
    type_here(page, "/incident new <b>x</b>")
    expect(page.get_by_text("Opened #1")).to_be_visible()
    expect(tools).to_be_hidden()

    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(tools.get_by_role("heading", name="Developer tools")).to_be_focused()
    command = rows.filter(has_text="slash_commands")
    expect(command).to_contain_text("/incident new &lt;b&gt;x&lt;/b&gt;")
    expect(command).to_contain_text("acked")
    about, answered = (command.get_by_role("cell").nth(place).bounding_box() for place in (3, 4))
    assert about
    assert answered
    assert about["width"] > 1.5 * answered["width"]
    expect(command.get_by_role("cell").last).to_contain_text(" ms")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=[section("x" * 3001)])
    refused = rows.filter(has_text="invalid_blocks")
    expect(refused.locator("code")).to_have_text("/blocks/0/text/text")
    refused.get_by_role("button", name="chat.postMessage").press("Enter")
    expect(tools.get_by_role("region", name="Answer", exact=True)).to_contain_text('"error": "invalid_blocks"')
    refused.get_by_role("button", name="chat.postMessage").press("Enter")
    expect(tools.get_by_role("region", name="Answer", exact=True)).to_have_count(0)
    client.chat_postMessage(channel="C0INCIDENTS", text="[12345678901234567890, 1.0]", blocks=[section("*card*")])
    rows.filter(has_text="12345678901234567890").get_by_role("button").click()
    shown = tools.get_by_role("region", name="Request", exact=True)
    expect(shown).to_contain_text('"text": "[12345678901234567890, 1.0]"')
    expect(shown).to_contain_text('"type": "section"')
    rows.filter(has_text="12345678901234567890").get_by_role("button").click()
    tools.get_by_label("Problems only").check()
    expect(rows.filter(visible=True)).to_have_count(2)

    page.reload()
    expect(rows.filter(has_text="slash_commands")).to_be_visible()
    for _ in range(205):
        client.users_info(user="U0ANA")
    expect(rows.filter(has_text="slash_commands")).to_have_count(0)
    expect(rows).to_have_count(201)
    expect(rows.last).to_be_in_viewport()
    tools.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(1)
    page.keyboard.press("Escape")
    expect(tools).to_be_hidden()
    expect(toggle).to_be_focused()
    page.reload()
    expect(toggle).to_be_visible()
    expect(tools).to_be_hidden()
    assert browser.leave() == []


def test_a_first_visit_shows_what_to_try_until_it_is_hidden_and_starting_over_forgets_the_rest(
    browser: Windows, sandbox: Sandbox, client: WebClient
) -> None:
    page = browser.open(sandbox, "as=U0BEN")
    composer = page.get_by_label("Message #incidents")
    page.get_by_role("button", name="Open your first incident").click()
    expect(composer).to_be_focused()
    expect(composer).to_have_value("/incident new Checkout is down sev1 @ben")
    page.get_by_role("button", name="See your list").click()
    expect(composer).to_have_value("/incident mine")
    before = sandbox.now()
    page.get_by_role("button", name="Move the clock and watch a reminder arrive").click()
    expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")
    assert sandbox.wait_until(lambda: (sandbox.now() - before).total_seconds() > 30 * 60)
    page.go_back()
    expect(page.get_by_role("button", name="Fill it with examples")).to_be_visible()
    page.get_by_role("button", name="Hide these").click()
    expect(page.get_by_text("Three things to try")).to_be_hidden()
    expect(composer).to_be_focused()
    page.locator(".developer-toggle").click()
    page.get_by_role("button", name="Fill it with examples").click()
    expect(page.get_by_text("The examples are here.")).to_be_focused()
    page.locator(".developer-toggle").click()
    page.locator(".developer-toggle").click()
    expect(page.get_by_text("The examples are here.")).to_be_hidden()
    page.get_by_role("button", name="Close developer tools").click()

    client.chat_postMessage(channel="C0INCIDENTS", text="It was said before")
    sandbox.admin.add_person("finn", "Finn Berg")
    finn = browser.open(sandbox, f"as={sandbox.person('finn').profile.id}")
    expect(finn.get_by_role("link", name="Finn Berg").first).to_be_visible()
    page.bring_to_front()
    page.locator(".developer-toggle").click()
    page.get_by_role("button", name="Reset workspace").click()
    dialog = page.get_by_role("dialog", name="Reset workspace")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("article")).to_contain_text("It was said before")
    page.get_by_role("button", name="Reset workspace").click()
    dialog.get_by_role("button", name="Reset workspace").click()

    expect(page.get_by_role("article")).to_have_count(0, timeout=20_000)
    expect(page.get_by_text("Incidents are run here")).to_be_visible()
    expect(page.get_by_text("Three things to try")).to_be_hidden()
    expect(page.get_by_role("link", name="Ben Okafor").first).to_have_attribute("aria-current", "true")
    expect(composer).to_have_value("")
    expect(page.get_by_role("region", name="Developer tools")).to_be_visible()
    became_ana = finn.get_by_role("link", name="Ana Torres").first
    expect(became_ana).to_have_attribute("aria-current", "true", timeout=20_000)
    expect(finn.get_by_role("link", name="Finn Berg")).to_have_count(0)
    assert (sandbox.now() - before).total_seconds() < 30 * 60
    # Finn is gone, and is asked for once more; nobody is there to be listened to for a moment.
    assert all(line.startswith(("Failed to load resource", "WebSocket connection")) for line in browser.leave())
