"""Forms with every field, filled in with the mouse and without one."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect
from slack_bolt import Ack, App
from slack_sdk import WebClient

from tests.bot.sandbox.app import TITLE, button, field, modal, mrkdwn, option, section
from tests.bot.sandbox.page.browsing import OpenForm, card

GRAPH, WRONG, NOTES = (
    FilePayload(name=name, mimeType="image/png", buffer=b"the graph")
    for name in ("graph.png", "wrong.png", "notes.txt")
)


@pytest.mark.usefixtures("connected")
def test_files_are_picked_taken_back_and_sent(
    page: Page,
    client: WebClient,
    open_form: OpenForm,
    told: list[dict[str, Any]],
) -> None:
    form = open_form(modal(field("Files", {"type": "file_input", "filetypes": ["png"], "max_files": 2})))
    files = form.get_by_label("Files")
    expect(files).to_be_focused()
    expect(files).to_have_accessible_name("Files")
    with page.expect_file_chooser():
        form.get_by_text("Choose files").click(force=True)
    files.set_input_files([GRAPH, WRONG])
    expect(form.get_by_role("button", name="Remove graph.png")).to_be_visible()
    form.get_by_role("button", name="Remove wrong.png").press("Enter")
    expect(form.get_by_role("button", name="Remove graph.png")).to_be_focused()
    files.set_input_files([NOTES])
    expect(form.get_by_text("notes.txt is not one of the kinds of file this takes: png.")).to_be_visible()
    files.set_input_files([GRAPH, GRAPH])
    expect(form.get_by_text("Please select no more than 2 files.")).to_be_visible()
    form.get_by_role("button", name="Open incident").click()
    expect(form).to_be_hidden()

    (file,) = told[0]["view"]["state"]["values"]["files"]["v"]["files"]
    assert (file["name"], file["size"]) == ("graph.png", 9)
    client.chat_postMessage(channel="C0INCIDENTS", text=f"Files: <{file['permalink']}|graph.png>")
    with page.expect_download() as download:
        page.get_by_role("link", name="graph.png").click()
    assert download.value.suggested_filename == "graph.png"
    assert Path(download.value.path()).read_bytes() == b"the graph"


@pytest.mark.usefixtures("connected")
def test_a_form_is_filled_in_without_a_mouse(
    page: Page, app: App, open_form: OpenForm, told: list[dict[str, Any]]
) -> None:
    @app.options("v")
    def on_options(ack: Ack, payload: dict[str, Any]) -> None:
        typed = payload["value"]
        known = [option("checkout", "cat:2")] if "checkout".startswith(typed) else []
        ack(options=[*known, *([option(f'Create "{typed}"', f"new:{typed}")] if typed else [])])

    start = {"type": "multi_external_select", "min_query_length": 0, "initial_options": [option("payments", "cat:1")]}
    open_form(
        modal(
            TITLE,
            field("Categories", start),
            field("Assignee", {"type": "users_select", "initial_user": "U0BEN"}, optional=True),
        )
    )
    page.keyboard.type("Checkout is down")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    categories = page.get_by_role("combobox", name="Categories")
    expect(categories).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="checkout")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("mobile")
    expect(page.get_by_role("option", name='Create "mobile"')).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name='Remove Create "mobile"')).to_be_visible()
    expect(page.get_by_role("combobox", name="Assignee")).to_be_focused()
    page.get_by_role("button", name="Clear choice").press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()

    values = told[0]["view"]["state"]["values"]
    assert values["title"]["v"]["value"] == "Checkout is down"
    chosen = [each["value"] for each in values["categories"]["v"]["selected_options"]]
    assert chosen == ["cat:1", "cat:2", "new:mobile"]
    assert values["assignee"]["v"] == {"type": "users_select", "selected_user": None}


@pytest.mark.usefixtures("connected")
def test_a_moment_is_shown_in_the_persons_zone(open_form: OpenForm, told: list[dict[str, Any]]) -> None:
    form = open_form(modal(field("Due", {"type": "datetimepicker", "initial_date_time": 1795000000})))

    expect(form.get_by_label("Due")).to_have_value("2026-11-18T12:06")
    expect(form.get_by_text("Central European Time")).to_be_visible()
    form.get_by_label("Due").fill("2026-07-01T09:30")
    form.get_by_role("button", name="Open incident").click()
    expect(form).to_be_hidden()

    assert told[0]["view"]["state"]["values"]["due"]["v"]["selected_date_time"] == 1782891000


@pytest.mark.usefixtures("connected")
def test_a_longer_form_keeps_what_is_typed_and_says_its_alert(
    app: App, open_form: OpenForm, told: list[dict[str, Any]]
) -> None:
    alert = {"type": "alert", "level": "warning", "text": mrkdwn("Nothing is saved yet")}
    note = field("Note", {"type": "plain_text_input", "initial_value": "from the app"}, optional=True)

    @app.action("more")
    def on_more(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        view = body["view"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=modal(alert, TITLE, note))
        ack()

    form = open_form(modal(TITLE, *card("more", button("More", "more"))))
    form.get_by_label("Title").fill("typed")
    form.get_by_role("button", name="More").click()
    expect(form.get_by_role("alert").filter(has_text="Nothing is saved yet")).to_be_visible()
    expect(form.get_by_label("Note")).to_have_value("from the app")
    expect(form.get_by_label("Title")).to_have_value("typed")
    form.get_by_role("button", name="Open incident").click()
    expect(form).to_be_hidden()

    values = told[0]["view"]["state"]["values"]
    assert (values["title"]["v"]["value"], values["note"]["v"]["value"]) == ("typed", "from the app")


@pytest.mark.usefixtures("connected")
def test_a_stack_is_gone_through_and_errors_stand_in_place(app: App, open_form: OpenForm) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "errors", "errors": {"title": "Too vague"}},
        {"response_action": "push", "view": modal(section("b"), title="Second")},
        {"response_action": "update", "view": modal(section("c"), title="Third")},
        {"response_action": "clear"},
    ]

    @app.view("form")
    def on_submit(ack: Ack) -> None:
        ack(**answers.pop(0))

    form = open_form(modal(TITLE, title="First"))
    room = form.locator(".counter")
    form.get_by_label("Title").fill("help, please now")
    expect(room).to_have_text("4")
    form.get_by_label("Title").fill("help")
    expect(room).to_have_text("")
    for shown in ("First", "Second", "Third"):
        form.get_by_role("button", name="Open incident").click()
        expect(form.get_by_role("heading")).to_have_text(shown)
        if shown == "First":
            expect(form.get_by_text("Too vague")).to_be_visible()
            expect(form.get_by_label("Title")).to_have_value("help")
    form.get_by_role("button", name="Open incident").click()

    expect(form).to_be_hidden()


@pytest.mark.usefixtures("connected", "told")
def test_what_is_typed_into_a_field_that_was_pressed_takes_the_place_of_what_was_chosen(
    page: Page, open_form: OpenForm
) -> None:
    assignee = {"type": "users_select", "initial_user": "U0BEN", "focus_on_load": True}
    form = open_form(modal(field("Assignee", assignee)))
    expect(form.get_by_role("combobox", name="Assignee")).to_be_focused()
    form.get_by_role("combobox", name="Assignee").click()
    page.keyboard.type("chl")

    expect(page.get_by_role("option")).to_have_text(["Chloe Martin"])
    form.get_by_role("combobox", name="Assignee").click()
    page.keyboard.type("oe")
    expect(form.get_by_role("combobox", name="Assignee")).to_have_value("chloe")
    page.keyboard.press("Enter")
    expect(form.get_by_role("combobox", name="Assignee")).to_have_value("Chloe Martin")


@pytest.mark.usefixtures("connected")
def test_a_block_may_have_any_name(open_form: OpenForm, page: Page, told: list[dict[str, Any]]) -> None:
    form = open_form(modal({**TITLE, "block_id": "__proto__"}))
    form.get_by_label("Title").fill("Down")
    form.get_by_role("button", name="Open incident").click()
    expect(form).to_be_hidden()

    assert told[0]["view"]["state"]["values"]["__proto__"]["v"]["value"] == "Down"
    assert page.evaluate("({}).v") is None


@pytest.mark.usefixtures("connected")
def test_a_moment_filled_in_halfway_is_not_dropped(open_form: OpenForm, told: list[dict[str, Any]]) -> None:
    form = open_form(modal(field("Due", {"type": "datetimepicker"})))
    due = form.get_by_label("Due")
    due.press_sequentially("1122")
    form.get_by_role("button", name="Open incident").click()
    expect(form.get_by_text("Fill in all of it, or clear it.")).to_be_visible()
    expect(due).to_be_focused()
    assert told == []

    due.fill("2026-11-22T17:30")
    expect(form.get_by_text("Fill in all of it, or clear it.")).to_be_hidden()
    form.get_by_role("button", name="Open incident").click()
    expect(form).to_be_hidden()
    assert len(told) == 1
