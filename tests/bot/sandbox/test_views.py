"""Views by their ids: triggers, stacks, hashes, closing, and the Home tab."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Person, Sandbox
from tests.bot.sandbox.app import TITLE, modal, plain, section
from tests.bot.sandbox.asking import act
from tests.bot.sandbox.forms import ACTIONS, opened, trigger


@pytest.mark.usefixtures("connected")
def test_an_answer_may_update_push_and_clear(app: App, ana: Person) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "update", "view": modal(section("b"), title="Second")},
        {"response_action": "push", "view": modal(section("c"), title="Third")},
        {"response_action": "clear"},
    ]

    @app.view("form")
    def on_submit(ack: Ack) -> None:
        ack(**answers.pop(0))

    form = opened(app, ana, modal(section("a"), title="First"))
    form.submit()
    assert form.title == "Second"
    form.submit()
    assert ana.modal is not None
    assert ana.modal.title == "Third"
    assert form.is_open
    ana.modal.submit()
    assert ana.modal is None


@pytest.mark.usefixtures("connected")
def test_a_stack_is_three_deep_at_most(app: App, ana: Person) -> None:
    refusals: list[str] = []

    @app.action("more")
    def push(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        try:
            client.views_push(trigger_id=body["trigger_id"], view=modal(ACTIONS, title="Deeper"))
        except SlackApiError as refusal:
            refusals.append(refusal.response["error"])
        ack()

    opened(app, ana, modal(ACTIONS))
    for _ in range(3):
        assert ana.modal is not None
        ana.modal.press("More")

    assert refusals == ["push_limit_reached"]
    assert ana.modal is not None
    first = ana.modal.raw["root_view_id"]
    assert ana.modal.raw["previous_view_id"] != first
    ana.modal.close()
    ana.modal.close()
    assert ana.modal.view_id == first


@pytest.mark.usefixtures("connected")
def test_a_trigger_opens_one_form_within_three_seconds(
    sandbox: Sandbox, client: WebClient, app: App, ana: Person
) -> None:
    @app.command("/raw")
    def command(ack: Ack) -> None:
        ack()

    ana.type("#incidents", "/raw")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_open(trigger_id=trigger(sandbox), view=modal())
    client.views_open(trigger_id=trigger(sandbox), view=modal(section("a refused view does not use it up")))
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger(sandbox), view=modal(section("x")))

    ana.type("#incidents", "/raw")
    sandbox.clock.advance(3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client.views_open(trigger_id=trigger(sandbox), view=modal(section("x")))


@pytest.mark.usefixtures("connected")
def test_a_trigger_from_outside_a_form_pushes_nothing(
    sandbox: Sandbox, client: WebClient, app: App, ana: Person
) -> None:
    opened(app, ana, modal(section("x")))
    app.command("/raw")(lambda ack: ack())
    ana.type("#incidents", "/raw")

    with pytest.raises(SlackApiError, match="not_found"):
        client.views_push(trigger_id=trigger(sandbox), view=modal(section("x")))


@pytest.mark.usefixtures("connected")
def test_a_stale_hash_is_a_conflict(client: WebClient, app: App, ana: Person) -> None:
    form = opened(app, ana, modal(TITLE))
    old = form.raw["hash"]

    client.views_update(view_id=form.view_id, view=modal(TITLE), hash=old)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=form.view_id, view=modal(TITLE), hash=old)


def test_a_home_tab_is_each_persons_own(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    first = client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [section("yours, Ana")]})["view"]

    assert ana.home is not None
    assert ana.home.seen_text == "yours, Ana"
    assert sandbox.person("ben").home is None
    client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": []}, hash=first["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": []}, hash=first["hash"])


@pytest.mark.usefixtures("connected")
def test_a_view_may_be_updated_by_its_external_id(client: WebClient, app: App, ana: Person) -> None:
    form = opened(app, ana, modal(TITLE, external_id="mine"))

    client.views_update(external_id="mine", view=modal(TITLE, external_id="mine", title="Renamed"))

    assert form.title == "Renamed"


@pytest.mark.usefixtures("connected")
def test_an_external_id_is_for_one_view(client: WebClient, app: App, ana: Person) -> None:
    opened(app, ana, modal(TITLE, external_id="mine"))

    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [], "external_id": "mine"})


@pytest.mark.usefixtures("connected")
def test_a_view_may_take_the_whole_stack_with_it(client: WebClient, app: App, ana: Person) -> None:
    @app.action("more")
    def push(ack: Ack, body: dict[str, Any]) -> None:
        client.views_push(trigger_id=body["trigger_id"], view=modal(ACTIONS, clear_on_close=True))
        ack()

    opened(app, ana, modal(ACTIONS)).press("More")
    assert ana.modal is not None
    ana.modal.close()

    assert ana.modal is None


@pytest.mark.usefixtures("connected")
def test_each_window_of_a_person_has_forms_of_its_own(app: App, ana: Person) -> None:
    elsewhere = ana.in_window("second")
    first = opened(app, ana, modal(TITLE))
    assert elsewhere.modal is None
    second = opened(app, elsewhere, modal(TITLE))
    second.fill("Title", "there")
    assert first.is_open
    second.dismiss()

    assert elsewhere.modal is None
    assert ana.modal is not None
    assert ana.modal.value("Title") is None


@pytest.mark.usefixtures("connected")
def test_nobody_uses_somebody_elses_form(sandbox: Sandbox, app: App, ana: Person) -> None:
    form = opened(app, ana, modal(TITLE))

    for what in ("submit", "close"):
        done = act(sandbox, **{"as": "U0BEN", "act": what, "view_id": form.view_id})
        assert done == {"ok": False, "error": "That form belongs to somebody else."}


def test_a_view_may_be_too_large(client: WebClient) -> None:
    huge = modal(*[section("x" * 3000, block_id=str(number)) for number in range(90)], close=plain("Cancel"))

    with pytest.raises(SlackApiError, match="view_too_large"):
        client.views_publish(user_id="U0ANA", view={**huge, "type": "home"})


@pytest.mark.usefixtures("connected")
def test_closing_is_told_where_the_view_asks_for_it(sandbox: Sandbox, app: App, ana: Person) -> None:
    closed: list[bool] = []

    @app.view_closed("form")
    def on_close(ack: Ack, body: dict[str, Any]) -> None:
        closed.append(body["is_cleared"])
        ack()

    opened(app, ana, modal(TITLE)).close()
    opened(app, ana, modal(TITLE, notify_on_close=True)).close()
    opened(app, ana, modal(TITLE, notify_on_close=True)).dismiss()

    assert closed == [False, True]
    assert len(sandbox.recorder.deliveries_of("view_closed")) == 2


def test_what_was_typed_on_a_home_tab_stays_when_it_is_published_again(client: WebClient, ana: Person) -> None:
    box = {
        "type": "input",
        "block_id": "search",
        "dispatch_action": True,
        "label": {"type": "plain_text", "text": "Search"},
        "element": {"type": "plain_text_input", "action_id": "value"},
    }
    client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [box]})
    assert ana.home is not None
    ana.home.fill("Search", "half a wo")

    client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [section("more"), box]})
    assert ana.home.value("Search") == "half a wo"

    client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [{**box, "block_id": "another"}]})
    assert ana.home.value("Search") is None
