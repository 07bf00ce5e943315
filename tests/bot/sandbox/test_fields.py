"""Every kind of field a form may hold, from the app's view to the app's payload."""

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import ActFailed
from tests.bot.sandbox.app import TITLE, button, field, modal, mrkdwn, option, section
from tests.bot.sandbox.forms import opened

PAYMENTS, CHECKOUT = option("payments", "cat:1"), option("checkout", "cat:2")
CATEGORIES = field(
    "Categories",
    {
        "type": "multi_external_select",
        "min_query_length": 0,
        "initial_options": [PAYMENTS],
        "max_selected_items": 2,
    },
)


@pytest.fixture
def submitted(app: App) -> list[dict[str, Any]]:
    """state.values of each form the app was sent, by label in lower case."""
    sent: list[dict[str, Any]] = []

    @app.view("form")
    def on_submit(ack: Ack, view: dict[str, Any]) -> None:
        sent.append({block_id: entries["v"] for block_id, entries in view["state"]["values"].items()})
        ack()

    return sent


@pytest.fixture
def suggested(app: App) -> list[dict[str, Any]]:
    """The block_suggestion payloads the app answered, with what was typed and an offer to make it."""
    asked: list[dict[str, Any]] = []

    @app.options("v")
    def on_options(ack: Ack, body: dict[str, Any]) -> None:
        asked.append(body)
        typed = body["value"]
        known = [each for each in (PAYMENTS, CHECKOUT) if typed in each["text"]["text"]]
        ack(options=[*known, *([option(f'Create "{typed}"', f"new:{typed}")] if typed else [])])

    return asked


@pytest.mark.usefixtures("connected", "suggested")
def test_several_are_chosen_from_what_the_app_offers(app: App, ana: Person, submitted: list[dict[str, Any]]) -> None:
    form = opened(app, ana, modal(CATEGORIES))
    assert form.value("Categories") == ["payments"]
    assert form.suggestions("Categories", "") == ["payments", "checkout"]
    form.fill("Categories", ["payments", "checkout"])
    assert form.suggestions("Categories", "mobile") == ['Create "mobile"']
    form.fill("Categories", ["payments", 'Create "mobile"'])
    form.submit()

    assert submitted == [
        {
            "categories": {
                "type": "multi_external_select",
                "selected_options": [PAYMENTS, option('Create "mobile"', "new:mobile")],
            }
        }
    ]


@pytest.mark.usefixtures("connected", "suggested")
def test_no_more_are_chosen_than_the_app_allows(app: App, ana: Person, submitted: list[dict[str, Any]]) -> None:
    form = opened(app, ana, modal(CATEGORIES))

    form.suggestions("Categories", "x")
    form.fill("Categories", ["payments", 'Create "x"', "checkout"])
    form.submit()
    assert form.errors == {"Categories": "Please select no more than 2."}
    form.fill("Categories", [])
    form.submit()

    assert form.errors == {"Categories": "Please complete this required field."}
    assert submitted == []


@pytest.mark.usefixtures("connected")
def test_a_suggestion_knows_the_form_it_is_for(app: App, ana: Person, suggested: list[dict[str, Any]]) -> None:
    form = opened(app, ana, modal(TITLE, CATEGORIES, private_metadata='{"incident": 42}'))

    form.fill("Title", "Slack shows an options listener nothing of this")
    form.suggestions("Categories", "check")

    (payload,) = suggested
    assert payload["view"]["state"] == {"values": {}}
    assert payload["container"] == {"type": "view", "view_id": form.view_id}
    assert (payload["block_id"], payload["action_id"], payload["value"]) == ("categories", "v", "check")
    assert payload["view"]["private_metadata"] == '{"incident": 42}'
    assert (payload["view"]["callback_id"], payload["view"]["id"]) == ("form", form.view_id)
    assert payload["view"]["hash"] == form.raw["hash"]


@pytest.mark.usefixtures("connected", "suggested")
def test_what_was_chosen_stays_chosen_when_it_is_offered_no_more(
    sandbox: Sandbox, client: WebClient, app: App, ana: Person, submitted: list[dict[str, Any]]
) -> None:
    """The page sends every field with each press; what an update took off the list must not spoil the form."""
    form = opened(app, ana, modal(CATEGORIES))
    others = {**CATEGORIES["element"], "initial_options": [CHECKOUT]}

    client.views_update(view_id=form.view_id, view=modal({**CATEGORIES, "element": others}))
    form._hands.do("input", view_id=form.view_id, values={"categories": {"v": ["cat:1"]}})
    form.submit()

    assert submitted[0]["categories"]["selected_options"] == [PAYMENTS]


@pytest.mark.usefixtures("connected")
def test_a_list_that_lost_what_was_chosen_starts_anew(client: WebClient, app: App, ana: Person) -> None:
    levels = [option("High", "h"), option("Low", "l")]
    menu = {"type": "static_select", "options": levels}
    form = opened(app, ana, modal(field("Level", menu)))
    form.fill("Level", "Low")

    client.views_update(view_id=form.view_id, view=modal(field("Level", {**menu, "options": levels[::-1]})))
    assert form.value("Level") == "Low"
    client.views_update(view_id=form.view_id, view=modal(field("Level", {**menu, "options": levels[:1]})))

    assert form.value("Level") is None


@pytest.mark.usefixtures("connected")
def test_a_moment_is_epoch_seconds(app: App, ana: Person, submitted: list[dict[str, Any]]) -> None:
    due = field("Due", {"type": "datetimepicker", "initial_date_time": 1795000000})
    form = opened(app, ana, modal(due, field("Later", {"type": "datetimepicker"}, optional=True)))
    assert form.value("Due") == 1795000000
    form.fill("Due", datetime(2026, 11, 19, 8, 30, tzinfo=UTC))
    form.submit()

    assert submitted[0] == {
        "due": {"type": "datetimepicker", "selected_date_time": 1795077000},
        "later": {"type": "datetimepicker", "selected_date_time": None},
    }


@pytest.mark.usefixtures("connected")
def test_a_person_is_chosen_and_cleared_again(app: App, ana: Person, submitted: list[dict[str, Any]]) -> None:
    assignee = field("Assignee", {"type": "users_select", "initial_user": "U0BEN"}, optional=True)
    form = opened(app, ana, modal(assignee))
    assert form.value("Assignee") == "ben"
    form.fill("Assignee", None)
    form.submit()

    assert submitted[0]["assignee"] == {"type": "users_select", "selected_user": None}


WRONG_VALUES: list[tuple[str, object]] = [
    ("due", "tomorrow"),
    ("due", True),
    ("title", 12),
    ("title", ["x"]),
    ("categories", "cat:1"),
    ("categories", [{"value": "cat:1"}]),
]


@pytest.mark.parametrize(("name", "value"), WRONG_VALUES)
@pytest.mark.usefixtures("connected")
def test_no_field_holds_what_no_client_sends(app: App, ana: Person, name: str, value: object) -> None:
    form = opened(app, ana, modal(TITLE, CATEGORIES, field("Due", {"type": "datetimepicker"})))
    before = form.raw["state"]

    with pytest.raises(ActFailed, match="v cannot hold that"):
        form._hands.do("input", view_id=form.view_id, values={name: {"v": value}})

    assert form.raw["state"] == before


@pytest.mark.usefixtures("connected")
def test_an_alert_is_read_with_the_form(app: App, ana: Person) -> None:
    alert = {"type": "alert", "level": "warning", "text": mrkdwn("*Nothing* was saved")}

    assert opened(app, ana, modal(alert, TITLE)).seen_text.startswith("Nothing was saved")


@pytest.mark.usefixtures("connected")
def test_a_button_in_a_form_makes_it_longer_and_keeps_the_text(
    client: WebClient, app: App, ana: Person, submitted: list[dict[str, Any]]
) -> None:
    conflicts: list[str] = []
    more = {"type": "actions", "block_id": "more", "elements": [button("More", "more")]}
    longer = modal(section("Everything"), TITLE, field("Note", {"type": "plain_text_input"}, optional=True))

    @app.action("more")
    def on_more(ack: Ack, body: dict[str, Any]) -> None:
        view = body["view"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=longer)
        try:
            client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("a second click")))
        except SlackApiError as refusal:
            conflicts.append(refusal.response["error"])
        ack()

    form = opened(app, ana, modal(TITLE, more))
    form.fill("Title", "typed before")
    form.press("More")
    assert form.labels == ["Title", "Note", "Open incident"]
    assert form.value("Title") == "typed before"
    form.submit()

    assert conflicts == ["hash_conflict"]
    assert submitted[0]["title"]["value"] == "typed before"


@pytest.mark.usefixtures("connected")
def test_a_text_is_as_long_as_slack_takes(app: App, ana: Person, submitted: list[dict[str, Any]]) -> None:
    form = opened(app, ana, modal(field("Notes", {"type": "plain_text_input", "multiline": True})))
    form.fill("Notes", "x" * 3001)
    form.submit()
    assert form.errors == {"Notes": "Please enter no more than 3000 characters."}

    form.fill("Notes", "x" * 3000)
    form.submit()

    assert [len(values["notes"]["value"]) for values in submitted] == [3000]
