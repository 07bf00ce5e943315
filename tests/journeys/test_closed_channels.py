"""A channel that is closed to us, in whichever of Slack's words: what belongs there is said where it can be."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from bot.slack.effects import direct_message, to_item
from storage import outbox
from tests.journeys.seeing import BOT, cards, cards_in, direct_messages, stored, types, warnings

Settle = Callable[[], None]

CLOSED = (
    "channel_not_found",
    "is_archived",
    "is_inactive",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "slack_connect_canvas_sharing_blocked",
    "slack_connect_file_link_sharing_blocked",
    "slack_connect_lists_sharing_blocked",
    "messages_tab_disabled",
)


@pytest.mark.parametrize("error", CLOSED)
def test_a_card_goes_where_it_can_be_posted(
    acme: Sandbox, ana: Person, chloe: Person, all_is_said: Settle, error: str
) -> None:
    acme.faults.fail("chat.postMessage", error)

    types(ana, "/incident new Checkout is down", channel="#general")
    all_is_said()

    assert cards(ana) == []
    assert cards_in(ana, "#general") == ["#1 Checkout is down"]
    assert len(warnings(chloe)) == 1


def test_somebody_who_gets_no_messages_from_us_is_nobodys_fault(
    acme: Sandbox,
    ana: Person,
    ben: Person,
    tracker: Tracker,
    clean_engine: Engine,
    all_is_said: Settle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.fail("chat.postMessage", "messages_tab_disabled")

    told = direct_message(stored(clean_engine, 1), person_id="U0BEN", sentence="This is yours.")
    with clean_engine.begin() as tx:
        outbox.put(tx, "T0ACME", [to_item(told)])
    tracker.wake_delivery()
    all_is_said()

    assert direct_messages(ben) == []
    assert [record for record in caplog.records if record.levelname == "ERROR" and "bot." in record.name] == []


def test_a_card_slack_does_not_let_us_edit_there_any_more_is_posted_elsewhere(
    acme: Sandbox, ana: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down", channel="#general")
    all_is_said()
    acme.admin.archive("#incidents")
    acme.faults.fail("chat.update", "slack_connect_file_link_sharing_blocked")

    types(ana, "/incident severity 1 sev1", channel="#general")
    all_is_said()

    assert cards_in(ana, "#general") == ["#1 Checkout is down"]
    assert cards_in(ana, BOT) == []
