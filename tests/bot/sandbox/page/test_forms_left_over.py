"""A form that is still open in the page after the workspace has forgotten it: it says so, and keeps what was typed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox import Sandbox
from tests.bot.sandbox.app import TITLE, button, field, modal
from tests.bot.sandbox.page.browsing import OpenForm, card
from tests.windows import Windows

NOTE = field("Note", {"type": "plain_text_input", "multiline": True}, optional=True)
TO_COPY = "can no longer be sent. Your text is still here to copy."


@pytest.fixture
def page(browser: Windows, sandbox: Sandbox) -> Iterator[Page]:
    """Ana's window, in which the browser may complain of a server that is away."""
    yield browser.open(sandbox, "as=U0ANA&channel=C0INCIDENTS")
    browser.leave()


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("is_noticed", [False, True])
def test_a_form_of_before_a_restart_says_so_and_keeps_its_text(
    sandbox: Sandbox, open_form: OpenForm, *, is_noticed: bool
) -> None:
    form = open_form(modal(TITLE, NOTE, *card("more", button("More", "more"))))
    form.get_by_label("Title").fill("Checkout is down")
    form.get_by_label("Note").fill("since 11:00")
    sandbox.stop()
    sandbox.start()
    if is_noticed:
        expect(form.get_by_text(f"The workspace was restarted: this form {TO_COPY}")).to_be_visible()

    form.get_by_role("button", name="Open incident").click()

    said = "This form is closed and " if is_noticed else ""
    expect(form.get_by_role("alert").filter(has_text=said + TO_COPY)).to_be_visible()
    form.get_by_role("button", name="More").click()
    expect(form.locator(".block-actions").get_by_role("alert")).to_contain_text(TO_COPY)
    expect(form.get_by_label("Title")).to_have_value("Checkout is down")
    expect(form.get_by_label("Note")).to_have_value("since 11:00")
