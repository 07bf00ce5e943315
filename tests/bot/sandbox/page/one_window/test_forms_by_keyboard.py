"""Forms without a mouse: what is chosen is cleared, what is longer is gone through, and nothing is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_bolt import Ack, App
from slack_sdk import WebClient

from tests.bot.sandbox.app import TITLE, button, field, modal, option, plain, section
from tests.bot.sandbox.page.browsing import OpenForm, card

LEVELS = [option("SEV1", "sev1"), option("SEV2", "sev2")]
SEVERITY = field("Severity", {"type": "static_select", "options": LEVELS, "initial_option": LEVELS[1]}, optional=True)
ASSIGNEE = field("Assignee", {"type": "users_select", "initial_user": "U0BEN"}, optional=True)
NOTE = field("Note", {"type": "plain_text_input"}, optional=True)


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("key", ["Backspace", "Delete"])
def test_a_choice_is_cleared_by_emptying_its_box(
    page: Page, open_form: OpenForm, told: list[dict[str, Any]], key: str
) -> None:
    form = open_form(modal(TITLE, ASSIGNEE, NOTE))
    page.keyboard.type("Checkout is down")
    page.keyboard.press("Tab")
    assignee, clear = form.get_by_role("combobox", name="Assignee"), form.get_by_role("button", name="Clear choice")
    expect(assignee).to_be_focused()
    expect(clear).to_be_visible()

    page.keyboard.press(key)

    expect(form.get_by_text("Removed Ben Okafor")).to_have_attribute("aria-live", "polite")
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


@pytest.mark.usefixtures("connected")
def test_a_select_sets_its_value_alone(page: Page, open_form: OpenForm, told: list[dict[str, Any]]) -> None:
    groups = [{"label": plain(name), "options": LEVELS} for name in ("Yours",)]
    grouped = field("Level", {"type": "static_select", "option_groups": groups, "placeholder": plain("Which one")})
    form = open_form(modal(grouped, SEVERITY))
    level, severity = form.get_by_role("combobox", name="Level"), form.get_by_role("combobox", name="Severity")
    expect(level).to_be_focused()
    expect(level).to_have_text("Which one")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("group", name="Yours").get_by_role("option")).to_have_count(2)
    page.keyboard.press("Escape")
    form.get_by_role("button", name="Open incident").click()
    expect(level).to_be_focused()
    expect(level).to_have_attribute("aria-invalid", "true")
    form.get_by_text("Level", exact=True).click()
    page.get_by_role("option", name="SEV1").click()
    expect(severity).to_have_text("SEV2")
    severity.press("Space")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(severity).to_have_text("Select an option")
    page.keyboard.press("Control+Enter")

    expect(form).to_be_hidden()
    values = told[0]["view"]["state"]["values"]
    assert values["level"]["v"]["selected_option"]["value"] == "sev1"
    assert values["severity"]["v"]["selected_option"] is None


@pytest.mark.usefixtures("connected", "told")
def test_a_form_asks_before_what_was_typed_is_lost(page: Page, client: WebClient, open_form: OpenForm) -> None:
    agreed = option("Tell everyone", "all")
    boxes = field("Also", {"type": "checkboxes", "options": [agreed]}, optional=True)
    open_form(modal(SEVERITY, ASSIGNEE, boxes, NOTE, external_id="asks"))
    form, question = page.get_by_role("dialog", name="Incident"), page.get_by_role("dialog", name="Close this form?")
    note = form.get_by_label("Note")

    note.fill("since 11:00")
    again = {**NOTE, "hint": plain("Short"), "element": {**NOTE["element"], "initial_value": "since 11:00"}}
    client.views_update(external_id="asks", view=modal(SEVERITY, ASSIGNEE, boxes, again, external_id="asks"))
    expect(form.get_by_text("Short")).to_be_visible()
    for leaves in ("Cancel", "Close"):
        form.get_by_role("button", name=leaves).press("Enter")
        expect(question).to_contain_text("What you typed in it is lost.")
        expect(question.get_by_role("button", name="Keep writing")).to_be_focused()
        page.keyboard.press("Enter" if leaves == "Close" else "Escape")
        expect(form.get_by_role("button", name=leaves)).to_be_focused()
    expect(note).to_have_value("since 11:00")
    note.fill("")
    form.get_by_label("Tell everyone").check()
    page.keyboard.press("Escape")
    question.get_by_role("button", name="Keep writing").click()
    form.get_by_label("Tell everyone").uncheck()
    page.keyboard.press("Escape")

    expect(question).to_be_hidden()
    expect(form).to_be_hidden()


@pytest.mark.usefixtures("connected", "told")
def test_who_answers_a_question_and_goes_on_at_once_is_not_taken_back(page: Page, open_form: OpenForm) -> None:
    form = open_form(modal(NOTE))
    note, question = form.get_by_label("Note"), page.get_by_role("dialog", name="Close this form?")
    note.fill("since 11:00")
    form.get_by_role("button", name="Cancel").press("Enter")
    expect(question.get_by_role("button", name="Keep writing")).to_be_focused()

    note.evaluate("note => { document.activeElement.click(); note.focus(); }")

    expect(page.locator("dialog", has_text="Close this form?")).to_have_count(0)
    expect(note).to_be_focused()


@pytest.mark.usefixtures("connected", "told")
def test_tab_takes_what_is_highlighted_or_will_be_and_goes_to_the_next_field(page: Page, open_form: OpenForm) -> None:
    form = open_form(modal(TITLE, ASSIGNEE, NOTE))
    assignee, choices = form.get_by_role("combobox", name="Assignee"), page.get_by_role("listbox")
    for typed, waits, chosen in (("", True, "Ben Okafor"), ("chl", True, "Chloe Martin"), ("ana", False, "Ana Torres")):
        assignee.focus()
        page.keyboard.type(typed)
        if not typed:
            page.keyboard.press("ArrowDown")
        if waits:
            expect(choices).to_be_visible()
        page.keyboard.press("Tab")
        expect(choices).to_be_hidden()
        expect(assignee).to_have_value(chosen)
        expect(form.get_by_label("Note")).to_be_focused()


@pytest.mark.usefixtures("connected", "told")
def test_an_update_leaves_the_focus_on_the_control_it_was_on(client: WebClient, open_form: OpenForm) -> None:
    form = open_form(modal(TITLE, NOTE, ASSIGNEE, external_id="longer"))
    form.get_by_role("button", name="Clear choice").focus()

    again = field("Assignee", {"type": "users_select", "initial_user": "U0BEN"}, optional=True, hint=plain("Or nobody"))
    client.views_update(external_id="longer", view=modal(TITLE, NOTE, again, external_id="longer"))

    expect(form.get_by_text("Or nobody")).to_be_visible()
    expect(form.get_by_role("button", name="Clear choice")).to_be_focused()
    form.get_by_label("Note").focus()
    again = {**NOTE, "hint": plain("Short")}
    client.views_update(external_id="longer", view=modal(TITLE, again, ASSIGNEE, external_id="longer"))
    expect(form.get_by_text("Short")).to_be_visible()
    expect(form.get_by_label("Note")).to_be_focused()


@pytest.mark.usefixtures("connected", "told")
def test_more_fields_take_the_focus_from_the_button_that_brought_them(
    page: Page, app: App, open_form: OpenForm
) -> None:
    @app.action("more")
    def on_more(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        client.views_update(view_id=body["view"]["id"], view=modal(TITLE, SEVERITY, NOTE))
        ack()

    form = open_form(modal(TITLE, *card("more", button("More", "more"))))
    form.get_by_role("button", name="More").focus()
    page.keyboard.press("Enter")

    expect(form.get_by_label("Severity")).to_be_focused()
    expect(form.get_by_role("status")).to_have_text("2 more fields: Severity, Note")


@pytest.mark.usefixtures("connected", "told")
def test_a_button_that_stays_keeps_the_focus(page: Page, app: App, open_form: OpenForm) -> None:
    more = card("more", button("More", "more"))

    @app.action("more")
    def on_more(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        client.views_update(view_id=body["view"]["id"], view=modal(TITLE, *more, section("Nothing more")))
        ack()

    form = open_form(modal(TITLE, *more))
    form.get_by_role("button", name="More").focus()
    page.keyboard.press("Enter")

    expect(form.get_by_text("Nothing more")).to_be_visible()
    expect(form.get_by_role("button", name="More")).to_be_focused()


@pytest.mark.usefixtures("connected", "told")
def test_typing_begins_in_the_field_that_asks_for_it(open_form: OpenForm) -> None:
    asking = field("Note", {"type": "plain_text_input", "focus_on_load": True})

    form = open_form(modal(TITLE, asking))

    expect(form.get_by_label("Note")).to_be_focused()
