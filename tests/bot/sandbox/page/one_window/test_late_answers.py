"""Answers that reach the page late, while the person and the workspace go on."""

from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.app import TITLE, field, modal, option, section
from tests.bot.sandbox.page.browsing import OpenForm, hold_answers, hold_news, let_answers_go, look_as

FIRST, SECOND = (FilePayload(name=name, mimeType="image/png", buffer=b"x") for name in ("first.png", "second.png"))


@pytest.mark.usefixtures("connected")
def test_what_comes_in_place_of_a_form_can_be_sent_before_the_answer_is_in(
    page: Page, app: App, open_form: OpenForm
) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "update", "view": modal(section("b"), title="Second")},
        {"response_action": "clear"},
    ]

    @app.view("form")
    def on_submit(ack: Ack) -> None:
        ack(**answers.pop(0))

    form = open_form(modal(section("a"), title="First"))
    hold_answers(page, '"act":"submit"')
    form.get_by_role("button", name="Open incident").click()
    expect(form.get_by_role("heading")).to_have_text("Second")

    form.get_by_role("button", name="Open incident").click()

    expect(form).to_be_hidden()
    let_answers_go(page)


@pytest.mark.usefixtures("connected")
def test_a_key_pressed_while_another_form_comes_presses_nothing_and_what_is_typed_goes_into_it(
    page: Page, app: App, open_form: OpenForm
) -> None:
    sent: list[str | None] = []
    note = field("Note", {"type": "plain_text_input"}, optional=True)

    @app.view("form")
    def on_first(ack: Ack) -> None:
        ack(response_action="update", view=modal(note, title="Second", callback_id="second"))

    @app.view("second")
    def on_second(ack: Ack, view: dict[str, Any]) -> None:
        sent.append(view["state"]["values"]["note"]["v"]["value"])
        ack()

    form = open_form(modal(section("a"), title="First"))
    form.get_by_role("button", name="Open incident").focus()
    hold_news(page)
    with page.expect_response(lambda response: "act" in response.url):
        page.keyboard.down("Enter")
    page.keyboard.press("Space")
    let_answers_go(page)
    expect(form.get_by_label("Note")).to_be_focused()
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")

    page.keyboard.type("provider back")
    page.keyboard.press("Control+Enter")

    expect(form).to_be_hidden()
    assert sent == ["provider back"]


@pytest.mark.usefixtures("connected")
def test_a_choice_on_its_way_is_waited_for_and_takes_nothing_away(
    page: Page, app: App, open_form: OpenForm, told: list[dict[str, Any]]
) -> None:
    @app.options("categories")
    def on_options(ack: Ack, payload: dict[str, Any]) -> None:
        ack(options=[option(name, name) for name in ("another", "payments") if name.startswith(payload["value"])])

    start = {"type": "multi_external_select", "min_query_length": 0, "action_id": "categories"}
    form = open_form(modal(TITLE, field("Categories", start)))
    categories = form.get_by_role("combobox", name="Categories")
    form.get_by_label("Title").fill("Checkout is down")
    for typed in ("pay", "pay"):
        categories.focus()
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
        expect(form.get_by_role("button", name="Remove payments")).to_be_visible()
    hold_answers(page, '"act":"suggest"')
    categories.focus()
    page.keyboard.type("ano")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    categories.focus()
    page.keyboard.type("more")

    page.keyboard.press("Control+Enter")
    let_answers_go(page)

    expect(form).to_be_hidden()
    chosen = told[0]["view"]["state"]["values"]["categories"]["categories"]["selected_options"]
    assert [each["value"] for each in chosen] == ["payments", "another"]


@pytest.mark.usefixtures("connected", "told")
def test_a_file_that_arrives_takes_the_focus_from_no_other(page: Page, open_form: OpenForm) -> None:
    form = open_form(modal(field("Files", {"type": "file_input"})))
    hold_answers(page, "name=first.png")
    form.get_by_label("Files").set_input_files([FIRST, SECOND])
    form.get_by_role("button", name="Remove second.png").focus()

    let_answers_go(page)

    expect(form.get_by_role("button", name="Remove first.png")).to_be_visible()
    expect(form.get_by_role("button", name="Remove second.png")).to_be_focused()


@pytest.mark.usefixtures("connected")
def test_until_the_next_person_is_here_nobody_acts_and_nothing_is_missed(
    page: Page, open_form: OpenForm, sandbox: Sandbox, client: WebClient
) -> None:
    form = open_form(modal(TITLE, title="First", external_id="form"))
    look_as(page, "U0BEN")
    expect(page.get_by_role("link", name="Ben Okafor").first).to_have_attribute("aria-current", "true")
    box = page.get_by_label("Message #incidents").bounding_box()
    assert box is not None
    hold_answers(page, "state?as=U0ANA")
    with page.expect_response(lambda response: "views" in response.url):
        look_as(page, "U0ANA")
    page.mouse.click(box["x"] + 20, box["y"] + 10)
    page.keyboard.type("Who says this?")
    page.keyboard.press("Enter")
    client.views_update(external_id="form", view=modal(TITLE, title="Second", external_id="form"))
    let_answers_go(page)

    expect(form.get_by_role("heading")).to_have_text("Second")
    assert sandbox.person("ana").messages("#incidents") == []
