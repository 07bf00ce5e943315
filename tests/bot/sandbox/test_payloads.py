"""Commands and interactions as the app receives them, key for key."""

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import CommandFailed, Person, Sandbox
from bot.sandbox.driver import ActFailed
from tests.bot.sandbox.app import TITLE, button, modal, option, section
from tests.tables import for_each

COMMAND = {
    "token",
    "team_id",
    "team_domain",
    "channel_id",
    "channel_name",
    "user_id",
    "user_name",
    "command",
    "text",
    "api_app_id",
    "is_enterprise_install",
    "response_url",
    "trigger_id",
}
MESSAGE_PRESS = {
    "type",
    "user",
    "api_app_id",
    "token",
    "container",
    "trigger_id",
    "team",
    "enterprise",
    "is_enterprise_install",
    "channel",
    "message",
    "state",
    "response_url",
    "actions",
}
VIEW_PRESS = {
    "type",
    "user",
    "api_app_id",
    "token",
    "container",
    "trigger_id",
    "team",
    "enterprise",
    "is_enterprise_install",
    "view",
    "actions",
}
SUBMISSION = {
    "type",
    "team",
    "user",
    "api_app_id",
    "token",
    "trigger_id",
    "view",
    "response_urls",
    "is_enterprise_install",
    "enterprise",
}
VIEW = {
    "id",
    "team_id",
    "type",
    "blocks",
    "private_metadata",
    "callback_id",
    "state",
    "hash",
    "title",
    "clear_on_close",
    "notify_on_close",
    "close",
    "submit",
    "previous_view_id",
    "root_view_id",
    "app_id",
    "external_id",
    "app_installed_team_id",
    "bot_id",
}
SHORTCUT = {
    "type",
    "token",
    "action_ts",
    "team",
    "user",
    "is_enterprise_install",
    "enterprise",
    "callback_id",
    "trigger_id",
}
MENU = {
    "type": "static_select",
    "action_id": "menu",
    "placeholder": {"type": "plain_text", "text": "More"},
    "options": [option("Edit", "edit:12"), option("Delete", "delete:12")],
}
CARD = [
    section("*#12*"),
    {"type": "actions", "block_id": "card", "elements": [button("Take", "take", value="12"), MENU]},
]


@pytest.fixture(autouse=True)
def acknowledged(app: App) -> None:
    """An app that acks whatever comes."""
    for register in (app.command, app.action, app.view, app.shortcut, app.options):
        for name in ("/incident", "/raw", "take", "menu", "form", "new_incident", "add_to_incident", "v"):
            register(name)(_acknowledge)


def _acknowledge(ack: Ack) -> None:
    ack()


@pytest.mark.usefixtures("connected")
def test_a_command_has_slacks_keys(sandbox: Sandbox, ana: Person) -> None:
    ana.type("#incidents", "/incident new Checkout is down")

    payload = sandbox.recorder.deliveries_of("slash_commands")[0].payload
    assert set(payload) == COMMAND
    assert payload["text"] == "new Checkout is down"
    assert (payload["channel_name"], payload["user_id"]) == ("incidents", "U0ANA")


@pytest.mark.usefixtures("connected")
@for_each(
    ("channel", "name"),
    [("@Incident Tracker", "directmessage"), ("#security", "privategroup"), ("#general", "general")],
)
def test_private_places_have_no_name(sandbox: Sandbox, ana: Person, channel: str, name: str) -> None:
    ana.type(channel, "/incident")

    assert sandbox.recorder.deliveries_of("slash_commands")[-1].payload["channel_name"] == name


TYPED = [
    ("/incident new X @ben", "new X <@U0BEN|ben>"),
    ("/incident new X @BEN", "new X <@U0BEN|ben>"),
    ("/incident follow @Incident Tracker", "follow <@U0BOT|incident-tracker>"),
    ("/incident in #checkout", "in <#C0CHECKOUT|checkout>"),
    ("/incident in #security", "in <#C0SECRET|>"),
    ("/incident a & b <c>", "a &amp; b &lt;c&gt;"),
    ("/incident `curl https://x.example` @ben", "`curl https://x.example` <@U0BEN|ben>"),
    ("/incident see https://x.example/a?b=1&c=2.", "see <https://x.example/a?b=1&amp;c=2>."),
    ("/incident mail me@ben.example", "mail me@ben.example"),
    ("/incident @benny #unknown", "@benny #unknown"),
    ("/incident new Title\nsecond line", "new Title\nsecond line"),
    ("/incident\nnew Title", "new Title"),
    ("/raw @ben #checkout & co", "@ben #checkout &amp; co"),
]


@pytest.mark.usefixtures("connected")
@for_each(("typed", "sent"), TYPED)
def test_what_is_typed_becomes_what_slack_sends(sandbox: Sandbox, ana: Person, typed: str, sent: str) -> None:
    ana.type("#incidents", typed)

    assert sandbox.recorder.deliveries_of("slash_commands")[-1].payload["text"] == sent


@pytest.mark.usefixtures("connected")
def test_the_longest_name_wins(sandbox: Sandbox, ana: Person) -> None:
    sandbox.admin.add_person("incident", "Inci Dent")

    ana.type("#incidents", "/incident ask @Incident Tracker, not @incident")

    text = sandbox.recorder.deliveries_of("slash_commands")[0].payload["text"]
    assert text == "ask <@U0BOT|incident-tracker>, not <@U0INCIDENT|incident>"


@pytest.mark.usefixtures("connected")
def test_commands_are_refused_where_slack_refuses_them(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="card")

    with pytest.raises(CommandFailed, match="/incident is not supported in threads"):
        ana.type("#incidents", "/incident take", thread=ana.latest("#incidents"))
    with pytest.raises(CommandFailed, match="/inciden is not a valid command"):
        ana.type("#incidents", "/inciden take")
    assert sandbox.recorder.deliveries == []


@pytest.mark.usefixtures("connected")
def test_a_button_on_a_message(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=CARD)

    ana.latest("#incidents").press("Take")

    payload = sandbox.recorder.deliveries_of("block_actions")[0].payload
    (action,) = payload["actions"]
    assert set(payload) == MESSAGE_PRESS
    assert set(action) == {"type", "action_id", "block_id", "text", "value", "action_ts"}
    assert (action["block_id"], action["value"]) == ("card", "12")
    assert payload["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": "C0INCIDENTS",
        "is_ephemeral": False,
    }
    assert payload["message"]["ts"] == posted["ts"]
    assert payload["state"]["values"] == {"card": {"menu": {"type": "static_select", "selected_option": None}}}


@pytest.mark.usefixtures("connected")
def test_a_menu_on_a_message(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=CARD)

    ana.latest("#incidents").choose("More", "Delete")

    (action,) = sandbox.recorder.deliveries_of("block_actions")[0].payload["actions"]
    assert action["selected_option"] == option("Delete", "delete:12")
    assert action["placeholder"] == MENU["placeholder"]


@pytest.mark.usefixtures("connected")
def test_a_button_in_a_thread_names_the_thread(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    parent = client.chat_postMessage(channel="C0INCIDENTS", text="parent")
    client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=CARD, thread_ts=parent["ts"])

    ana.thread(ana.latest("#incidents"))[1].press("Take")

    assert sandbox.recorder.deliveries_of("block_actions")[0].payload["container"]["thread_ts"] == parent["ts"]


@pytest.mark.usefixtures("connected")
def test_an_ephemeral_shows_no_message(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    client.chat_postEphemeral(channel="C0INCIDENTS", user="U0ANA", text="#12", blocks=CARD)

    ana.private_answers("#incidents")[0].press("Take")

    payload = sandbox.recorder.deliveries_of("block_actions")[0].payload
    assert set(payload) == MESSAGE_PRESS - {"message"}
    assert payload["container"]["is_ephemeral"] is True


@pytest.mark.usefixtures("connected")
def test_a_form_and_its_buttons(sandbox: Sandbox, ana: Person) -> None:
    view = modal(TITLE, {"type": "actions", "elements": [button("Take", "take", value="1")]}, private_metadata="secret")

    ana.shortcut("new_incident")
    shortcut = sandbox.recorder.deliveries_of("shortcut")[0].payload
    WebClient(sandbox.bot_token, base_url=sandbox.api_url).views_open(trigger_id=shortcut["trigger_id"], view=view)
    form = ana.modal
    assert form is not None
    form.fill("Title", "typed")
    form.press("Take")
    form.submit()

    press = sandbox.recorder.deliveries_of("block_actions")[0].payload
    submission = sandbox.recorder.deliveries_of("view_submission")[0].payload
    assert set(shortcut) == SHORTCUT
    assert set(press) == VIEW_PRESS
    assert set(submission) == SUBMISSION
    assert set(submission["view"]) == VIEW
    assert submission["view"]["private_metadata"] == "secret"
    assert press["view"]["state"]["values"]["title"]["v"]["value"] == "typed"


@pytest.mark.usefixtures("connected")
def test_a_message_shortcut_brings_the_message(sandbox: Sandbox, ana: Person) -> None:
    ana.type("#incidents", "checkout is throwing 500s")

    ana.latest("#incidents").shortcut("add_to_incident")

    payload = sandbox.recorder.deliveries_of("message_action")[0].payload
    assert set(payload) == SHORTCUT | {"channel", "message_ts", "response_url", "message"}
    assert payload["message"]["text"] == "checkout is throwing 500s"


@pytest.mark.usefixtures("connected")
def test_a_press_that_nobody_acks_is_told(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=CARD)
    sandbox.faults.cut_sockets()

    with pytest.raises(ActFailed, match="Incident Tracker is not responding right now"):
        ana.latest("#incidents").press("Take")
