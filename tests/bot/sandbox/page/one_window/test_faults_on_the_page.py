"""Faults that a developer switches on: they are told of until they are off."""

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


def test_faults_are_switched_on_and_off_and_not_forgotten(page: Page, client: WebClient) -> None:
    tools, toggle = page.get_by_role("region", name="Developer tools"), page.locator(".developer-toggle")
    toggle.click()
    tools.get_by_label("What goes wrong").select_option("500 Internal error")
    expect(tools.get_by_label("in seconds")).to_be_hidden()
    tools.get_by_label("Where").select_option("users.info")
    tools.get_by_role("button", name="Switch on").press("Enter")
    expect(tools.get_by_role("status").first).to_have_text("On: 500 Internal error, users.info.")
    with pytest.raises(SlackApiError):
        client.users_info(user="U0ANA")
    expect(tools.get_by_role("row").filter(has_text="users.info")).to_contain_text("500 internal_error fault")
    tools.get_by_label("What goes wrong").select_option("429 Too many requests")
    tools.get_by_label("Retry-After, in seconds").fill("0")
    tools.get_by_role("button", name="Switch on").click()
    expect(tools.get_by_role("status").first).to_have_text("It takes 1 to 3600 seconds.")

    tools.get_by_role("button", name="Close developer tools").click()
    page.reload()
    expect(toggle).to_have_accessible_name("Developer tools, faults are switched on")
    toggle.click()
    tools.get_by_role("button", name="Switch off 500 Internal error, users.info").click()

    expect(toggle).to_have_accessible_name("Developer tools")
    assert client.users_info(user="U0ANA")["ok"]
    tools.get_by_role("button", name="Close developer tools").click()
