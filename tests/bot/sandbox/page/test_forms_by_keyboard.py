"""Forms without a mouse: what is chosen is cleared, what is longer is gone through, and nothing is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.bot.sandbox.app import TITLE, field, modal
from tests.bot.sandbox.page.browsing import OpenForm

ASSIGNEE = field("Assignee", {"type": "users_select", "initial_user": "U0BEN"}, optional=True)
NOTE = field("Note", {"type": "plain_text_input"}, optional=True)


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_choice_is_cleared_with_tab_and_a_key(
    page: Page, open_form: OpenForm, told: list[dict[str, Any]], key: str
) -> None:
    form = open_form(modal(TITLE, ASSIGNEE, NOTE))
    page.keyboard.type("Checkout is down")
    page.keyboard.press("Tab")
    assignee = form.get_by_role("combobox", name="Assignee")
    expect(assignee).to_be_focused()

    page.keyboard.press("Tab")
    clear = form.get_by_role("button", name="Clear choice")
    expect(clear).to_be_focused()
    page.keyboard.press(key)

    expect(assignee).to_be_focused()
    expect(assignee).to_have_value("")
    expect(clear).to_be_hidden()
    page.keyboard.press("Tab")
    expect(form.get_by_label("Note")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(form).to_be_hidden()
    values = told[0]["view"]["state"]["values"]
    assert values["assignee"]["v"]["selected_user"] is None
    assert values["title"]["v"]["value"] == "Checkout is down"


@pytest.mark.usefixtures("connected", "told")
def test_a_choice_can_be_cleared_after_its_list_was_opened(page: Page, open_form: OpenForm) -> None:
    form = open_form(modal(TITLE, ASSIGNEE, NOTE))
    form.get_by_role("combobox", name="Assignee").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()

    page.keyboard.press("Tab")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(form.get_by_role("combobox", name="Assignee")).to_have_value("Ben Okafor")
    expect(form.get_by_role("button", name="Clear choice")).to_be_focused()
