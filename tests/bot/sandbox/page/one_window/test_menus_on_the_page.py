"""Menus on messages: what they show, what they tell, and what they ask first."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect
from slack_sdk import WebClient

from tests.bot.sandbox.app import button, option, plain, section
from tests.bot.sandbox.blocks import confirm
from tests.bot.sandbox.page.browsing import OpenPage, card, select
from tests.waiting import until

LEVELS = [option("SEV1", "sev1"), option("SEV2", "sev2")]
SEVERITY = {"type": "static_select", "action_id": "level", "placeholder": plain("Severity"), "options": LEVELS}
OWNER = {"type": "users_select", "action_id": "owner", "placeholder": plain("Assign")}


@pytest.mark.usefixtures("connected")
def test_a_press_is_not_lost_where_the_message_changes_under_it(
    page: Page, open_page: OpenPage, client: WebClient, told: list[dict[str, Any]]
) -> None:
    go = button("Go", "go")
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=card("first", go))
    other = open_page("U0ANA", "C0INCIDENTS")
    page.bring_to_front()
    page.get_by_role("button", name="Go").hover()

    page.mouse.down()
    client.chat_update(
        channel="C0INCIDENTS", ts=posted["ts"], text="card", blocks=[section("changed"), *card("first", go)]
    )
    expect(other.get_by_text("changed")).to_be_visible()
    expect(page.get_by_text("changed")).to_be_hidden()
    page.mouse.up()

    assert [each["actions"][0]["action_id"] for each in _after(told, 1)] == ["go"]
    expect(page.get_by_text("changed")).to_be_visible()


@pytest.mark.usefixtures("connected")
def test_a_key_that_presses_is_not_lost_either_where_everything_is_fetched_anew(
    page: Page, open_page: OpenPage, client: WebClient, told: list[dict[str, Any]]
) -> None:
    go = button("Go", "go")
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=card("first", go))
    sockets: list[WebSocketRoute] = []

    def lead(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    mine = open_page("U0ANA", "C0INCIDENTS")
    mine.route_web_socket("**/sandbox/live**", lead)
    mine.reload()
    mine.get_by_role("button", name="Go").focus()

    mine.keyboard.down(" ")
    mine.mouse.move(600, 300)
    client.chat_update(
        channel="C0INCIDENTS", ts=posted["ts"], text="card", blocks=[section("changed"), *card("first", go)]
    )
    expect(page.get_by_text("changed")).to_be_visible()
    [socket] = sockets
    with mine.expect_response("**/sandbox/views**"):
        socket.close()
    expect(mine.get_by_text("changed")).to_be_hidden()
    mine.keyboard.up(" ")

    assert [each["actions"][0]["action_id"] for each in _after(told, 1)] == ["go"]
    expect(mine.get_by_text("changed")).to_be_visible()
    mine.close()


@pytest.mark.usefixtures("connected")
def test_what_happens_while_one_presses_comes_when_one_lets_go_elsewhere(
    page: Page, open_page: OpenPage, client: WebClient
) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="The queue is empty")
    other = open_page("U0ANA", "C0INCIDENTS")
    page.bring_to_front()
    page.get_by_text("The queue is empty").hover()

    page.mouse.down()
    client.chat_postMessage(channel="C0INCIDENTS", text="It fills up again")
    expect(other.get_by_text("It fills up again")).to_be_visible()
    expect(page.get_by_text("It fills up again")).to_be_hidden()
    page.mouse.move(600, 300)
    page.mouse.up()

    expect(page.get_by_text("It fills up again")).to_be_visible()


@pytest.mark.usefixtures("connected")
def test_a_menu_shows_the_last_choice_until_other_ids_come(
    page: Page, client: WebClient, told: list[dict[str, Any]]
) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=card("first", SEVERITY, OWNER))
    level, owner = page.get_by_label("Severity"), page.get_by_role("combobox", name="Assign")
    select(level, "SEV1")
    _after(told, 1)
    _choose(page, owner, "Ben Okafor")
    expect(owner).to_have_value("Ben Okafor")
    select(level, "SEV1")
    _choose(page, owner, "Ben Okafor")
    assert [each["actions"][0]["action_id"] for each in _after(told, 2)] == ["level", "owner"]

    again = {"channel": "C0INCIDENTS", "ts": posted["ts"], "text": "card"}
    client.chat_update(**again, blocks=[section("changed"), *card("first", SEVERITY, OWNER)])
    expect(page.get_by_text("changed")).to_be_visible()
    expect(level).to_have_text("SEV1")
    expect(owner).to_have_value("Ben Okafor")
    client.chat_update(**again, blocks=card("second", SEVERITY, OWNER))
    expect(level).to_have_text("Severity")
    expect(owner).to_have_value("")
    select(level, "SEV1")

    assert [each["actions"][0]["block_id"] for each in _after(told, 3)] == ["first", "first", "second"]


def _choose(page: Page, box: Locator, name: str) -> None:
    box.click()
    page.get_by_role("option", name=name).click()


def _after(told: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """What the app was told, as soon as it is so much."""
    until(lambda: len(told) >= count)
    return told


@pytest.mark.usefixtures("connected")
def test_a_menu_chooses_nothing_before_it_is_decided_on(
    page: Page, client: WebClient, told: list[dict[str, Any]]
) -> None:
    levels = [option(name, name.lower()) for name in ("Start", "Mitigate", "Merge", "Move")]
    menu = {**SEVERITY, "placeholder": plain("More"), "options": levels}
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=card("c", menu))
    more, choices, active = (
        page.get_by_role("combobox", name="More"),
        page.get_by_role("listbox"),
        page.locator(".is-active"),
    )
    more.focus()
    for opens in ("ArrowDown", "Space", "Enter"):
        page.keyboard.press(opens)
        expect(active).to_have_text("Start")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("End")
        expect(active).to_have_text("Move")
        page.keyboard.press("Tab" if opens == "Enter" else "Escape")
        expect(choices).to_be_hidden()
        expect(more).to_have_text("More")
        more.focus()
    page.keyboard.type(" mov")
    expect(active).to_have_text("Move")
    again = {"channel": "C0INCIDENTS", "ts": posted["ts"], "text": "card"}
    client.chat_update(**again, blocks=[section("changed"), *card("c", menu)])
    expect(page.get_by_text("changed")).to_be_visible()
    expect(choices).to_be_hidden()
    expect(more).to_be_focused()
    page.keyboard.type("mitigated: we mo")
    expect(choices).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("mov ")
    expect(choices).to_be_hidden()
    expect(more).to_have_text("More")
    assert told == []

    page.keyboard.press("ArrowDown")
    page.keyboard.type("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(more).to_have_text("Mitigate")
    expect(more).to_be_focused()

    assert [each["actions"][0]["selected_option"]["value"] for each in _after(told, 1)] == ["mitigate"]
    client.chat_update(**again, blocks=card("c", button("Reopen", "go")))
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(page.get_by_role("article")).to_be_focused()


@pytest.mark.usefixtures("connected")
def test_a_note_typed_on_the_button_of_a_menu_does_nothing(
    page: Page, client: WebClient, told: list[dict[str, Any]]
) -> None:
    other = {"type": "overflow", "action_id": "go", "options": [option("Resolve", "r"), option("Take", "t")]}
    client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=card("c", SEVERITY, other))
    more, entry = page.get_by_role("button", name="Other actions"), page.get_by_role("menuitem")
    for box in (page.get_by_label("Severity"), more):
        box.focus()
        page.keyboard.type("cookie flag rolled back")
        expect(box).to_be_focused()
        expect(box).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.type("sev flag rolled back")
    expect(entry).to_have_count(0)
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type("re ")
    expect(entry).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("Home")
    page.keyboard.type("t")
    expect(entry.filter(has_text="Take")).to_be_focused()
    assert told == []

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")

    assert [each["actions"][0]["selected_option"]["value"] for each in _after(told, 1)] == ["r"]


@pytest.mark.usefixtures("connected")
def test_a_question_is_asked_before_anything_is_told(page: Page, client: WebClient, told: list[dict[str, Any]]) -> None:
    ask = confirm(title=plain("Delete #12?"), confirm=plain("Delete"), deny=plain("Keep it"))
    asking = {**SEVERITY, "confirm": ask, "initial_option": LEVELS[1]}
    client.chat_postMessage(
        channel="C0INCIDENTS", text="card", blocks=card("c", button("Go", "go", confirm=ask), asking)
    )
    question = page.get_by_role("dialog", name="Delete #12?")

    page.get_by_role("button", name="Go").click()
    question.get_by_role("button", name="Keep it").click()
    select(page.get_by_label("Severity"), "SEV1")
    question.get_by_role("button", name="Keep it").click()
    expect(page.get_by_label("Severity")).to_have_text("SEV2")
    assert told == []
    page.get_by_role("button", name="Go").press("Enter")
    question.get_by_role("button", name="Delete").press("Enter")

    expect(question).to_be_hidden()
    expect(page.get_by_role("button", name="Go")).to_be_focused()
    assert [each["actions"][0]["action_id"] for each in _after(told, 1)] == ["go"]
