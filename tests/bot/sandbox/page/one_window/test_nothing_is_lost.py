"""What a person typed and attached: it is never lost, and never said twice."""

from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect
from slack_bolt import Ack, App

from bot.sandbox import Person, Sandbox
from tests.bot.sandbox.app import TITLE, field, modal
from tests.bot.sandbox.page.browsing import OpenForm, hold_answers, let_answers_go, type_here

FIRST, SECOND = (FilePayload(name=name, mimeType="image/png", buffer=b"x") for name in ("first.png", "second.png"))
FULL = """() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    window.makeRoom = () => { Storage.prototype.setItem = setItem; };
}"""
SENDING = '"act":"send"'


def _attach(page: Page, file: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files([file])


def _look_elsewhere_and_back(page: Page) -> None:
    page.get_by_role("link", name="checkout").click()
    expect(page.get_by_label("Message #checkout")).to_be_focused()
    page.get_by_role("link", name="incidents").click()
    expect(page.get_by_label("Message #incidents")).to_be_focused()


def _texts(person: Person) -> list[str]:
    return [message.seen_text for message in person.messages("#incidents")]


@pytest.mark.usefixtures("connected")
def test_what_is_being_sent_is_sent_once(page: Page, app: App, ana: Person) -> None:
    heard = []

    @app.command("/incident")
    def on_command(ack: Ack, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        ack()

    box = page.get_by_label("Message #incidents")
    hold_answers(page, SENDING)
    type_here(page, "/incident new Down")
    ana.wait_for(lambda: heard)
    _look_elsewhere_and_back(page)
    box.press("Enter")
    let_answers_go(page)
    expect(box).to_have_value("")

    hold_answers(page, SENDING)
    type_here(page, "Said while leaving")
    ana.wait_for(lambda: _texts(ana) == ["Said while leaving"])
    page.reload()
    expect(box).to_have_value("")

    hold_answers(page, SENDING, are_lost=True)
    type_here(page, "Said to nobody")
    let_answers_go(page)
    expect(page.get_by_text("We had some trouble connecting. Try again?")).to_be_visible()
    page.reload()
    expect(box).to_have_value("Said to nobody")
    box.press("Enter")
    expect(box).to_have_value("")
    type_here(page, "Said to nobody")
    expect(box).to_have_value("")

    hold_answers(page, SENDING)
    type_here(page, "Said")
    box.press_sequentially(" and more")
    let_answers_go(page)
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_attribute("aria-busy", "false")
    expect(box).to_have_value("Said and more")
    type_here(page, "Said")
    expect(box).to_have_value("")

    page.evaluate(FULL)
    type_here(page, "Said in a full browser")
    expect(box).to_have_value("")
    box.press("ArrowUp")
    expect(box).to_have_value("Said in a full browser")
    page.evaluate("makeRoom()")
    box.fill("")

    assert heard == ["new Down"]
    assert _texts(ana) == ["Said while leaving", *["Said to nobody"] * 2, *["Said"] * 2, "Said in a full browser"]


def test_files_wait_with_what_is_typed(page: Page, sandbox: Sandbox, ana: Person) -> None:
    box = page.get_by_label("Message #incidents")
    first, second = (page.get_by_role("button", name=f"Remove {name}.png") for name in ("first", "second"))
    hold_answers(page, "name=first.png", are_lost=True)
    _attach(page, FIRST)
    type_here(page, "See this")
    let_answers_go(page)
    expect(page.get_by_text("first.png was not uploaded. We had some trouble connecting. Try again?")).to_be_visible()
    expect(box).to_have_value("See this")
    assert ana.messages("#incidents") == []

    page.reload()
    hold_answers(page, "name=first.png")
    _attach(page, FIRST)
    _look_elsewhere_and_back(page)
    let_answers_go(page)
    expect(first).to_be_visible()
    page.reload()
    expect(first).to_be_visible()
    expect(box).to_have_value("See this")

    hold_answers(page, SENDING)
    box.press("Enter")
    ana.wait_for(lambda: ana.messages("#incidents"))
    _attach(page, SECOND)
    expect(second).to_be_visible()
    let_answers_go(page)
    expect(first).to_be_hidden()
    expect(box).to_have_value("")
    box.press("Enter")
    expect(second).to_be_hidden()

    _attach(page, FIRST)
    expect(first).to_be_visible()
    hold_answers(page, SENDING)
    box.press("Enter")
    ana.wait_for(lambda: len(ana.messages("#incidents")) == 3)
    page.reload()
    expect(box).to_be_focused()
    expect(first).to_be_hidden()

    assert [message.files for message in sandbox.person("ben").messages("#incidents")] == [
        ["first.png"],
        ["second.png"],
        ["first.png"],
    ]


def test_a_draft_outlives_what_else_one_begins(page: Page) -> None:
    box = page.get_by_label("Message #incidents")
    box.fill("My own words")
    box.press("Home")
    box.press_sequentially("/New")
    page.get_by_role("option", name="New incident").click()
    expect(box).to_have_value("My own words")
    page.get_by_role("button", name="See your list").click()
    expect(page.get_by_text("You have a draft in the box")).to_be_visible()
    expect(box).to_have_value("My own words")

    box.press("Enter")
    message = page.get_by_role("article")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Edit message").click()
    editor = page.get_by_role("textbox", name="Edit message")
    editor.fill("My better words")
    _look_elsewhere_and_back(page)
    message.focus()
    page.keyboard.press("e")
    expect(editor).to_have_value("My better words")
    editor.dispatch_event("keydown", {"key": "Escape", "isComposing": True, "bubbles": True})
    expect(editor).to_be_focused()
    editor.press("Escape")
    page.keyboard.press("e")
    expect(editor).to_have_value("My own words")


@pytest.mark.usefixtures("connected")
def test_a_form_keeps_the_last_key_and_waits_for_its_files(
    page: Page, open_form: OpenForm, told: list[dict[str, Any]]
) -> None:
    form = open_form(modal(TITLE, field("Files", {"type": "file_input"}, optional=True)))
    with page.expect_request(lambda asked: '"act":"input"' in (asked.post_data or "")):
        form.get_by_label("Title").press_sequentially("Dow")
    form.get_by_label("Title").press("n")
    page.reload()
    expect(form.get_by_label("Title")).to_have_value("Down")

    hold_answers(page, "name=first.png", are_lost=True)
    form.get_by_label("Files").set_input_files([FIRST])
    form.get_by_role("button", name="Open incident").click()
    let_answers_go(page)
    expect(form.get_by_text("A file was not uploaded, and nothing was sent.")).to_be_visible()
    expect(form.get_by_text("first.png was not uploaded.")).to_be_visible()
    assert told == []
    form.get_by_role("button", name="Open incident").click()
    expect(form).to_be_hidden()

    (submitted,) = told
    assert submitted["view"]["state"]["values"]["title"]["v"]["value"] == "Down"
