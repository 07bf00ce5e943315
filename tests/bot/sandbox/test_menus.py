"""Menus and buttons outside of inputs: found by label, told apart by what stands beside them."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import NotOnScreen, Person
from bot.sandbox.driver import ActFailed
from tests.bot.sandbox.app import TITLE, button, field, modal, option, plain, section
from tests.bot.sandbox.forms import opened


def row(number: int) -> dict[str, Any]:
    options = [option("Take", f"take:{number}"), option("Edit", f"edit:{number}")]
    return section(f"*#{number}* row", accessory={"type": "overflow", "action_id": "row", "options": options})


ROWS = [row(1), row(2)]
OWNER = {"type": "users_select", "action_id": "owner", "placeholder": plain("Assign")}
SERVICE = {"type": "external_select", "action_id": "service", "placeholder": plain("Service"), "min_query_length": 0}
LEVEL = {"type": "static_select", "action_id": "level", "placeholder": plain("Level"), "options": [option("High", "h")]}


@pytest.fixture
def actions(app: App) -> list[dict[str, Any]]:
    """What the app was told, one entry an action."""
    told: list[dict[str, Any]] = []

    def on_action(ack: Ack, action: dict[str, Any]) -> None:
        told.append(action)
        ack()

    for name in ("row", "owner", "service", "level", "go"):
        app.action(name)(on_action)

    @app.options("service")
    def on_options(ack: Ack) -> None:
        groups = [{"label": plain("Known"), "options": [option("checkout", "svc:1")]}]
        ack(option_groups=groups)

    return told


@pytest.mark.usefixtures("connected")
def test_a_row_is_named_by_what_stands_in_it(client: WebClient, ana: Person, actions: list[dict[str, Any]]) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="list", blocks=ROWS)
    rows = ana.latest("#incidents")

    assert rows.labels == ["Take", "Edit", "Take", "Edit"]
    with pytest.raises(NotOnScreen, match="2 menus offer 'Take'"):
        rows.choose("Take")
    with pytest.raises(NotOnScreen, match="0 menus offer 'Delete'; offered: 'Take', 'Edit'"):
        rows.choose("Delete")
    rows.choose("Edit", near="#2")

    assert [action["selected_option"]["value"] for action in actions] == ["edit:2"]


@pytest.mark.usefixtures("connected")
def test_pickers_on_a_message(client: WebClient, ana: Person, actions: list[dict[str, Any]]) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="x", blocks=[{"type": "actions", "elements": [OWNER, SERVICE]}])
    message = ana.latest("#incidents")

    message.choose("Assign", "@ben")
    message.choose("Service", "checkout")

    assert actions[0]["selected_user"] == "U0BEN"
    assert actions[1]["selected_option"] == option("checkout", "svc:1")


@pytest.mark.usefixtures("connected")
def test_menus_and_buttons_in_a_form(app: App, ana: Person, actions: list[dict[str, Any]]) -> None:
    form = opened(app, ana, modal(TITLE, {"type": "actions", "block_id": "b", "elements": [LEVEL, button("Go", "go")]}))

    form.choose("High")
    form.press("Go")

    assert form.raw["state"]["values"]["b"]["level"]["selected_option"] == option("High", "h")
    assert [action["action_id"] for action in actions] == ["level", "go"]
    with pytest.raises(NotOnScreen, match="nothing is called 'Stop'; visible: 'Go'"):
        form.press("Stop")
    with pytest.raises(NotOnScreen, match="the form has no 'Save'"):
        form.submit("Save")


@pytest.mark.usefixtures("connected")
def test_every_picker_holds_what_was_given(app: App, ana: Person) -> None:
    given: dict[str, tuple[dict[str, Any], object]] = {
        "Day": ({"type": "datepicker"}, "2026-11-18"),
        "Clock": ({"type": "timepicker", "timezone": "Europe/Berlin"}, "09:30"),
        "Moment": ({"type": "datetimepicker"}, 1795000000),
        "Boxes": ({"type": "checkboxes", "options": [option("A", "a"), option("B", "b")]}, ["A", "B"]),
        "Kind": ({"type": "radio_buttons", "options": [option("A", "a")]}, "A"),
        "Where": ({"type": "channels_select"}, "#incidents"),
        "Tags": ({"type": "multi_static_select", "options": [option("A", "a"), option("B", "b")]}, ["B"]),
    }
    shown = {**{label: value for label, (_, value) in given.items()}, "Where": "incidents"}
    form = opened(app, ana, modal(*(field(label, element) for label, (element, _) in given.items())))

    for label, (_, value) in given.items():
        form.fill(label, value)

    assert {label: form.value(label) for label in given} == shown
    form.fill("Tags", None)
    assert form.value("Tags") == []
    with pytest.raises(NotOnScreen, match="no option is called 'C'; offered: 'A', 'B'"):
        form.fill("Boxes", ["C"])


@pytest.mark.usefixtures("connected")
def test_nobody_chooses_what_is_not_on_offer(app: App, ana: Person) -> None:
    form = opened(app, ana, modal(field("Level", LEVEL)))

    with pytest.raises(ActFailed, match='"forged" is not among the options'):
        form._hands.do("input", view_id=form.view_id, values={"level": {"level": "forged"}})


@pytest.mark.usefixtures("connected")
def test_a_chosen_channel_may_be_answered_in(app: App, ana: Person) -> None:
    urls: list[dict[str, Any]] = []

    @app.view("form")
    def on_submit(ack: Ack, body: dict[str, Any]) -> None:
        urls.extend(body["response_urls"])
        ack()

    form = opened(app, ana, modal(field("Tell", {"type": "conversations_select", "response_url_enabled": True})))
    form.fill("Tell", "#checkout")
    form.submit()

    assert [(url["channel_id"], url["block_id"]) for url in urls] == [("C0CHECKOUT", "tell")]
