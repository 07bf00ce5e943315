"""Menus and confirmations on messages, also on those that one person alone sees."""

from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.sandbox import NotOnScreen, Person, Sandbox
from bot.sandbox.driver import ActFailed
from bot.sandbox.inputs import interactive
from tests.bot.sandbox.app import button, option, plain, section
from tests.bot.sandbox.blocks import confirm

LEVELS = [option("SEV1", "sev1"), option("SEV2", "sev2")]
ASK = confirm(title=plain("Delete #12?"), text=plain("Nobody can bring it back."))


def card(block_id: str) -> list[dict[str, Any]]:
    level = {
        "type": "static_select",
        "action_id": "level",
        "placeholder": plain("Severity"),
        "options": LEVELS,
        "initial_option": LEVELS[1],
    }
    owner = {"type": "users_select", "action_id": "owner", "placeholder": plain("Assign")}
    more = [option("Edit", "edit:12"), option("Delete", "delete:12")]
    return [
        section("*#12*", accessory={"type": "overflow", "action_id": "row", "options": more, "confirm": ASK}),
        {
            "type": "actions",
            "block_id": block_id,
            "elements": [level, owner, button("Delete all", "go", confirm=ASK), button("Take", "take")],
        },
    ]


@pytest.fixture
def pressed(app: App) -> list[dict[str, Any]]:
    """The payloads of what was used, in order."""
    told: list[dict[str, Any]] = []

    def on_action(ack: Ack, body: dict[str, Any]) -> None:
        told.append(body)
        ack()

    for name in ("level", "owner", "row", "go", "take"):
        app.action(name)(on_action)
    return told


def levels(payload: dict[str, Any], block_id: str) -> Any:
    return payload["state"]["values"][block_id]["level"]["selected_option"]["value"]


@pytest.mark.usefixtures("connected")
def test_a_menu_keeps_what_was_chosen_until_other_ids_come(
    client: WebClient, ana: Person, pressed: list[dict[str, Any]]
) -> None:
    posted = client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=card("first"))
    message = ana.latest("#incidents")

    message.press("Take")
    message.choose("SEV1")
    message.press("Take")
    client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="#12", blocks=card("first"))
    message.press("Take")
    client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="#12", blocks=card("second"))
    message.press("Take")

    assert [levels(each, "first") for each in pressed[:4]] == ["sev2", "sev1", "sev1", "sev1"]
    assert levels(pressed[4], "second") == "sev2"


@pytest.mark.usefixtures("connected")
def test_what_an_update_leaves_as_it_was_can_be_pressed_while_it_is_on_its_way(
    client: WebClient, ana: Person, pressed: list[dict[str, Any]]
) -> None:
    def rows(words: str, *, take: str) -> list[dict[str, Any]]:
        row = section("#11", accessory=button("Go", "go", value="11"))
        return [section(words), row, row, {"type": "actions", "elements": [button("Take", "take", value=take)]}]

    posted = client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=rows("Open", take="12"))
    message = ana.latest("#incidents")
    container = {"type": "message", "channel": "C0INCIDENTS", "ts": posted["ts"]}
    first, twin, take = list(interactive(message.blocks))
    client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="#12", blocks=rows("Resolved", take="12"))
    ana._hands.press(container, take)
    client.chat_update(channel="C0INCIDENTS", ts=posted["ts"], text="#12", blocks=rows("Resolved", take="13"))
    for each in (first, twin):
        ana._hands.press(container, each)
    with pytest.raises(ActFailed, match="no longer there"):
        ana._hands.press(container, take)

    used = [each["actions"][0] for each in pressed]
    assert [each["value"] for each in used] == ["12", "11", "11"]
    assert len({each["block_id"] for each in used}) == 3


@pytest.mark.usefixtures("connected")
def test_each_person_has_chosen_for_themselves(
    sandbox: Sandbox, client: WebClient, ana: Person, pressed: list[dict[str, Any]]
) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=card("card"))

    ana.latest("#incidents").choose("Assign", "@ben")
    sandbox.person("ben").latest("#incidents").press("Take")

    assert pressed[0]["state"]["values"]["card"]["owner"]["selected_user"] == "U0BEN"
    assert pressed[1]["state"]["values"]["card"]["owner"]["selected_user"] is None


@pytest.mark.usefixtures("connected")
def test_a_no_is_told_to_nobody(
    sandbox: Sandbox, client: WebClient, ana: Person, pressed: list[dict[str, Any]]
) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="#12", blocks=card("card"))
    message = ana.latest("#incidents")

    assert message.confirmation("Delete all") == "Delete #12?\nNobody can bring it back."
    assert message.confirmation("Delete") == "Delete #12?\nNobody can bring it back."
    assert message.confirmation("Take") is None
    message.press("Delete all", confirm=False)
    message.choose("Delete", confirm=False)
    with pytest.raises(NotOnScreen, match="take asks for no confirmation"):
        message.press("Take", confirm=False)
    assert pressed == []

    message.press("Delete all")
    message.choose("Delete")

    assert [each["actions"][0]["action_id"] for each in pressed] == ["go", "row"]
    assert pressed[1]["actions"][0]["selected_option"] == option("Delete", "delete:12")


@pytest.mark.usefixtures("connected")
def test_a_private_answer_is_paged_and_put_away_by_its_buttons(sandbox: Sandbox, app: App, ana: Person) -> None:
    payloads: list[dict[str, Any]] = []
    buttons = {"type": "actions", "block_id": "pages", "elements": [button("Next", "next"), button("Done", "done")]}

    @app.command("/incident")
    def on_command(ack: Ack) -> None:
        ack(text="page 1", blocks=[section("page 1"), buttons])

    @app.action("next")
    def on_next(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        payloads.append(body)
        respond(text="page 2", blocks=[section("page 2"), buttons], replace_original=True)
        ack()

    @app.action("done")
    def on_done(ack: Ack, respond: Respond) -> None:
        respond(delete_original=True)
        ack()

    answer = ana.type("#incidents", "/incident list")
    assert answer is not None
    answer.press("Next")
    assert answer.seen_text == "page 2\nNext\nDone"
    assert len(ana.private_answers("#incidents")) == 1
    answer.press("Done")

    assert answer.is_gone
    assert ana.messages("#incidents") == []
    (payload,) = payloads
    assert "message" not in payload
    assert payload["container"] == {
        "type": "message",
        "message_ts": answer.ts,
        "channel_id": "C0INCIDENTS",
        "is_ephemeral": True,
    }
    assert payload["channel"] == {"id": "C0INCIDENTS", "name": "incidents"}
