"""Modals as people fill them in: checks, errors, what an ack does, and what typing survives."""

import threading
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import ActFailed
from tests.bot.sandbox.app import TITLE, field, modal, option, section
from tests.bot.sandbox.forms import opened
from tests.bot.sandbox.hurry import hurried

LEVELS = [option("SEV1", "1"), option("SEV2", "2")]
SEVERITY = field("Severity", {"type": "static_select", "options": LEVELS, "initial_option": LEVELS[1]})


@pytest.mark.usefixtures("connected")
def test_a_form_is_filled_in_by_its_labels(app: App, ana: Person) -> None:
    submitted: list[dict[str, Any]] = []

    @app.view("form")
    def on_submit(ack: Ack, view: dict[str, Any]) -> None:
        submitted.append(view["state"]["values"])
        ack()

    people = field("Assignee", {"type": "users_select"}, optional=True)
    form = opened(app, ana, modal(TITLE, SEVERITY, people))
    assert form.title == "New incident"
    assert form.labels == ["Title", "Severity", "Assignee", "Open incident"]
    assert form.value("Severity") == "SEV2"
    form.fill("Title", "Checkout is down")
    form.fill("Severity", "SEV1")
    form.fill("Assignee", "@ben")
    form.submit("Open incident")

    assert ana.modal is None
    assert not form.is_open
    assert submitted == [
        {
            "title": {"v": {"type": "plain_text_input", "value": "Checkout is down"}},
            "severity": {"v": {"type": "static_select", "selected_option": option("SEV1", "1")}},
            "assignee": {"v": {"type": "users_select", "selected_user": "U0BEN"}},
        }
    ]


@pytest.mark.usefixtures("connected")
def test_slacks_client_checks_before_the_app_hears(sandbox: Sandbox, app: App, ana: Person) -> None:
    count = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "10"}
    people = {"type": "multi_users_select", "max_selected_items": 1}
    form = opened(app, ana, modal(TITLE, field("Count", count, optional=True), field("Who", people, optional=True)))

    form.submit()
    assert form.errors == {"Title": "Please complete this required field."}
    form.fill("Title", "x" * 21)
    form.submit()

    assert form.errors == {"Title": "Please enter no more than 20 characters."}
    form.fill("Title", "short")
    form.fill("Count", "2.5")
    form.fill("Who", ["ana", "ben"])
    form.submit()

    assert form.errors == {"Count": "Please enter a whole number.", "Who": "Please select no more than 1."}
    form.fill("Count", "12")
    form.fill("Who", ["@ana"])
    form.submit()

    assert form.errors == {"Count": "Please enter a number from 1 to 10."}
    assert form.value("Who") == ["ana"]
    assert sandbox.recorder.deliveries_of("view_submission") == []


@pytest.mark.usefixtures("connected")
def test_errors_stand_under_their_field_and_the_text_stays(app: App, ana: Person) -> None:
    @app.view("form")
    def on_submit(ack: Ack) -> None:
        ack(response_action="errors", errors={"title": "Too vague"})

    form = opened(app, ana, modal(TITLE))
    form.fill("Title", "Help")
    form.submit()

    assert form.errors == {"Title": "Too vague"}
    assert form.value("Title") == "Help"
    assert form.is_open


BAD_ANSWERS: list[dict[str, Any]] = [
    {"response_action": "errors", "errors": {"nowhere": "There is no such block"}},
    {"response_action": "update", "view": modal(title="No blocks")},
    {"response_action": "push", "view": {"type": "home", "blocks": []}},
]


@pytest.mark.parametrize("answer", BAD_ANSWERS)
@pytest.mark.usefixtures("connected")
def test_an_answer_slack_cannot_use_is_trouble(sandbox: Sandbox, app: App, ana: Person, answer: dict[str, Any]) -> None:
    @app.view("form")
    def on_submit(ack: Ack) -> None:
        ack(**answer)

    form = opened(app, ana, modal(section("x")))
    with pytest.raises(ActFailed, match="We had some trouble connecting"):
        form.submit()

    assert form.is_open
    assert sandbox.recorder.deliveries_of("view_submission")[0].outcome == "refused"


@pytest.mark.usefixtures("connected")
def test_what_was_typed_survives_an_update_under_the_same_ids(client: WebClient, app: App, ana: Person) -> None:
    form = opened(app, ana, modal(TITLE, SEVERITY))
    form.fill("Title", "typed")
    moved = {**TITLE, "block_id": "elsewhere"}
    retyped = {**TITLE, "element": {"type": "users_select", "action_id": "v"}}

    client.views_update(view_id=form.view_id, view=modal(section("new"), SEVERITY, TITLE))
    assert form.value("Title") == "typed"
    client.views_update(view_id=form.view_id, view=modal(retyped))
    assert form.raw["state"]["values"]["title"]["v"] == {"type": "users_select", "selected_user": None}
    client.views_update(view_id=form.view_id, view=modal(moved))

    assert form.value("Title") is None


@pytest.mark.usefixtures("connected")
def test_a_dispatching_input_tells_at_once(app: App, ana: Person) -> None:
    chosen: list[Any] = []

    @app.action("v")
    def on_choice(ack: Ack, body: dict[str, Any]) -> None:
        chosen.append(
            (body["actions"][0]["selected_option"]["value"], body["view"]["state"]["values"]["severity"]["v"])
        )
        ack()

    form = opened(app, ana, modal({**SEVERITY, "dispatch_action": True}, TITLE))
    form.fill("Severity", "SEV1")
    form.fill("Title", "nobody hears of this yet")

    assert [value for value, _ in chosen] == ["1"]
    assert chosen[0][1]["selected_option"] == option("SEV1", "1")


@pytest.mark.usefixtures("connected")
def test_an_external_select_offers_what_the_app_finds(sandbox: Sandbox, app: App, ana: Person) -> None:
    submitted: list[Any] = []

    @app.options("v")
    def suggest(ack: Ack, payload: dict[str, Any]) -> None:
        typed = payload["value"]
        found = [] if typed == "none" else [option(typed, f"svc:{typed}"), option(f'Create "{typed}"', f"new:{typed}")]
        ack(options=found if typed != "bad" else found * 60)

    @app.view("form")
    def on_submit(ack: Ack, view: dict[str, Any]) -> None:
        submitted.append(view["state"]["values"]["service"]["v"]["selected_option"]["value"])
        ack()

    form = opened(app, ana, modal(field("Service", {"type": "external_select", "min_query_length": 0})))
    assert form.suggestions("Service", "check") == ["check", 'Create "check"']
    assert form.suggestions("Service", "none") == []
    with pytest.raises(ActFailed, match="Couldn't load results"):
        form.suggestions("Service", "bad")
    form.fill("Service", "checkout")
    assert form.suggestions("Service", "cart") == ["cart", 'Create "cart"']
    form.fill("Service", 'Create "cart"')
    form.submit()

    assert submitted == ["new:cart"]
    assert "refused" in {each.outcome for each in sandbox.recorder.deliveries_of("block_suggestion")}


@pytest.mark.usefixtures("connected")
def test_a_form_that_nobody_acks_stays_open_with_its_text(sandbox: Sandbox, app: App, ana: Person) -> None:
    arrived = threading.Event()

    @app.view("form")
    def on_submit() -> None:
        arrived.set()
        raise ValueError("boom")

    form = opened(app, ana, modal(TITLE))
    form.fill("Title", "kept")
    with hurried(sandbox, arrived.is_set), pytest.raises(ActFailed, match="trouble connecting"):
        form.submit()

    assert form.value("Title") == "kept"
