"""In time or not at all: late payloads are refused unread, late deeds undone, and people are told so."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import Engine, func, select, text

from bot.deeds.outcome import Caller
from bot.edge.receipt import Receipt
from bot.language.acts import Draft, OpenIncident
from bot.listeners import deadline
from bot.listeners.acting import Acting
from bot.listeners.registry import register
from bot.slack.gateway import Gateway
from bot.slack.pacing import Pacing
from bot.slack.scopes import Scopes
from storage import workspaces
from storage.tables import incidents, outbox, seen_keys

NOWHERE = "http://127.0.0.1:1/api/"
"""Nothing here may need Slack."""


@pytest.fixture
def acting(clean_engine: Engine, now: datetime) -> Iterator[Acting]:
    """Give what listeners need, in a workspace that has installed the app."""
    with clean_engine.begin() as tx:
        workspaces.install(tx, "T0ACME", name="Acme", bot_user_id="U0BOT")
    gateway = Gateway(token="xoxb-fake", base_url=NOWHERE, timeout=1, pacing=Pacing(time.monotonic), scopes=Scopes())
    with ThreadPoolExecutor(1) as answers:
        yield Acting(
            clean_engine,
            gateway,
            wake_delivery=lambda: None,
            is_home_under_way=lambda _: False,
            now=lambda: now,
            finds_similar=False,
            answers=answers,
            lanes=[answers],
        )


@pytest.fixture
def app(acting: Acting) -> App:
    """Give Bolt with our listeners, as `bot.app` builds it."""
    known = AuthorizeResult(
        enterprise_id=None, team_id="T0ACME", bot_id="B0BOT", bot_user_id="U0BOT", bot_token="xoxb-fake"
    )
    app = App(authorize=lambda: known, process_before_response=True, request_verification_enabled=False)
    register(app, acting, team_id="T0ACME", incidents_channel="incidents")
    return app


def received(seconds_ago: float) -> dict[str, Any]:
    """Return what the edge stamps a payload with that arrived so long ago."""
    return dict(Receipt(time.monotonic() - seconds_ago).to_context())


def _typed(app: App, words: str, *, waited: float, team_id: str = "T0ACME") -> BoltResponse:
    payload = {
        "team_id": team_id,
        "user_id": "U0ANA",
        "user_name": "ana",
        "channel_id": "C0GENERAL",
        "command": "/incident",
        "text": words,
        "trigger_id": "1.2.3",
        "response_url": NOWHERE,
    }
    context = received(waited)
    return app.dispatch(BoltRequest(mode="socket_mode", body=payload, context=context))


def _stored(engine: Engine) -> tuple[int, int]:
    with engine.connect() as tx:
        return (
            tx.execute(select(func.count()).select_from(incidents)).scalar_one(),
            tx.execute(select(func.count()).select_from(seen_keys)).scalar_one(),
        )


def _words(response: BoltResponse) -> str:
    words: str = json.loads(response.body)["text"]
    return words


def test_what_arrives_in_time_is_done(app: App, clean_engine: Engine) -> None:
    response = _typed(app, "new Slow search", waited=0)

    assert response.status == 200
    assert _words(response).startswith("Opened #1")
    assert _stored(clean_engine) == (1, 1)


def test_what_waited_too_long_is_refused_unread(app: App, clean_engine: Engine) -> None:
    response = _typed(app, "new Slow search", waited=deadline.UNREAD_AFTER + 0.01)

    assert response.status == 200
    assert "That took too long, so nothing was done." in _words(response)
    assert "You typed: /incident new Slow search" in _words(response)
    assert _stored(clean_engine) == (0, 0)


def test_what_took_too_long_is_undone(acting: Acting, clean_engine: Engine) -> None:
    """The deed was quick here, the receipt long ago: what counts is the moment before the commit."""
    context = BoltContext(received(deadline.UNDONE_AFTER + 0.01))
    caller = Caller(team_id="T0ACME", person_id="U0ANA", person_name="ana")

    with pytest.raises(deadline.TooLate):
        acting.perform(OpenIncident(Draft(title="Slow search")), by=caller, key="1.2.3", context=context)

    assert _stored(clean_engine) == (0, 0)


def test_a_late_form_says_so_under_its_first_field(app: App, clean_engine: Engine) -> None:
    form = {
        "type": "view_submission",
        "team": {"id": "T0ACME"},
        "user": {"id": "U0ANA"},
        "view": {
            "id": "V1",
            "hash": "1",
            "type": "modal",
            "callback_id": "form:new",
            "private_metadata": "{}",
            "blocks": [{"type": "input", "block_id": "title"}],
            "state": {"values": {"title": {"value": {"type": "plain_text_input", "value": "Slow search"}}}},
        },
    }
    late = received(deadline.UNREAD_AFTER + 0.01)

    response = app.dispatch(BoltRequest(mode="socket_mode", body=form, context=late))

    assert json.loads(response.body)["response_action"] == "errors"
    assert "nothing was done" in json.loads(response.body)["errors"]["title"]
    assert _stored(clean_engine) == (0, 0)


def test_an_event_may_come_late(app: App) -> None:
    event = {
        "type": "event_callback",
        "team_id": "T0ACME",
        "event_id": "Ev1",
        "event": {"type": "user_change", "user": {"id": "U0ANA"}},
    }

    response = app.dispatch(BoltRequest(mode="socket_mode", body=event, context=received(60)))

    assert response.status == 200


WHO: dict[str, Any] = {"team": {"id": "T0ACME"}, "user": {"id": "U0ANA"}}


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback", "team_id": "T0ACME", "event": {"type": "pin_added"}},
        WHO | {"type": "block_actions", "actions": [{"type": "button", "action_id": "gone", "block_id": "b"}]},
        WHO | {"type": "view_closed", "view": {"type": "modal", "callback_id": "gone"}},
        WHO | {"type": "block_suggestion", "action_id": "gone", "block_id": "b", "value": ""},
        WHO | {"type": "shortcut", "callback_id": "gone", "trigger_id": "1"},
    ],
)
def test_what_nobody_asked_for_is_acknowledged(app: App, body: dict[str, Any]) -> None:
    response = app.dispatch(BoltRequest(mode="socket_mode", body=body, context=received(0)))

    assert response.status == 200


def test_an_event_that_may_pass_later_is_not_acknowledged(app: App, clean_engine: Engine) -> None:
    event = {"type": "event_callback", "team_id": "T0ACME", "event": {"type": "user_change", "user": {"id": "U0ANA"}}}
    with clean_engine.begin() as tx:
        tx.execute(text("ALTER TABLE outbox RENAME TO elsewhere"))
    try:
        response = app.dispatch(BoltRequest(mode="socket_mode", body=event, context=received(0)))
    finally:
        with clean_engine.begin() as tx:
            tx.execute(text("ALTER TABLE elsewhere RENAME TO outbox"))

    assert response.status == 500


def test_an_event_that_can_never_be_read_is_acknowledged_and_kept_without_what_was_in_it(
    app: App, clean_engine: Engine
) -> None:
    event = {
        "type": "event_callback",
        "token": "secret",
        "team_id": "T0ACME",
        "event_id": "Ev1",
        "event": {"type": "user_change", "user": {"id": {"secret": "words"}}},
    }

    response = app.dispatch(BoltRequest(mode="socket_mode", body=event, context=received(0)))

    assert response.status == 200
    with clean_engine.connect() as tx:
        row = tx.execute(select(outbox.c.kind, outbox.c.effect, outbox.c.parked_at, outbox.c.last_error)).one()
    assert (row.kind, row.last_error) == ("unreadable_event", "the event cannot be read")
    assert row.parked_at is not None
    problem = {"where": "event.user.id", "problem": "Input should be a valid string"}
    assert row.effect == {"event_id": "Ev1", "type": "user_change", "problems": [problem]}


def test_another_workspace_is_told_that_it_is_not_ours(app: App, clean_engine: Engine) -> None:
    typed = _typed(app, "new Slow search", waited=0, team_id="T0OTHER")
    event = {"type": "event_callback", "team_id": "T0OTHER", "event": {"type": "user_change", "user": {"id": "U0ANA"}}}
    heard = app.dispatch(BoltRequest(mode="socket_mode", body=event, context=received(0)))

    assert "here it is not installed" in _words(typed)
    assert heard.status == 200
    assert _stored(clean_engine) == (0, 0)
