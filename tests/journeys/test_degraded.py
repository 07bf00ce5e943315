"""A missing scope, somebody who is gone: what can be done is done, and the admins are told."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.app import Connections, Tracker
from bot.deeds import people
from bot.sandbox import Person, Sandbox
from storage.engine import Engines
from tests.journeys.channels import default_channel
from tests.journeys.seeing import INCIDENTS, card, cards, form_after, form_of, form_of_picked, types, warnings
from tests.waiting import until

Settle = Callable[[], None]


def opens(person: Person, title: str, settle: Settle, *, channel: str = "#general") -> None:
    types(person, f"/incident new {title}", channel=channel)
    settle()


def test_without_a_scope_what_needs_it_waits_and_the_rest_goes_on(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.faults.remove_scope("users:read")
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET described_at = NULL WHERE id IN ('U0BEN', 'U0DEV')"))
        for stranger in ("U0BEN", "U0DEV"):
            people.describe_again(tx, "T0ACME", stranger)
    hurry()
    until(lambda: len(_waiting(clean_engine)) == 2)
    types(ana, "/incident new Checkout is down")
    until(lambda: cards(ana) and warnings(chloe))
    # A week and more of five minutes each.
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET attempts = 5000, failures = 5000 WHERE kind = 'describe_person'"))
    hurry()
    until(lambda: _waiting(clean_engine) == [5001, 5001])

    acme.faults.restore_scope("users:read")
    hurry()
    all_is_said()

    [warning] = warnings(chloe)
    assert "without the scope users:read" in warning
    with clean_engine.connect() as tx:
        known = "SELECT name FROM people WHERE id IN ('U0BEN', 'U0DEV') AND described_at IS NOT NULL ORDER BY id"
        assert list(tx.execute(text(known)).scalars()) == ["Ben Okafor", "Dev Patel"]
        assert tx.execute(text("SELECT count(*) FROM occurrences")).scalar_one() == 0


def _waiting(engine: Engine) -> list[int]:
    """Return how often each thing that waits for a scope was tried."""
    with engine.connect() as tx:
        query = (
            "SELECT attempts FROM outbox WHERE delivered_at IS NULL AND parked_at IS NULL AND leased_until IS NULL "
            "AND last_error LIKE 'missing_scope%'"
        )
        return list(tx.execute(text(query)).scalars())


def test_a_warning_of_what_is_over_is_not_sent_any_more(
    acme: Sandbox,
    ana: Person,
    chloe: Person,
    clean_engine: Engine,
    tracker: Tracker,
    all_is_said: Settle,
    hurry: Settle,
) -> None:
    """Without the scope to write, the admins cannot be told either."""
    acme.faults.remove_scope("chat:write")
    types(ana, "/incident new Checkout is down")
    until(lambda: len(_waiting(clean_engine)) == 2)

    acme.faults.restore_scope("chat:write")
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET available_at = now() WHERE kind = 'refresh_card'"))
        tx.execute(text("UPDATE outbox SET available_at = now() + interval '1 h' WHERE kind = 'warn_admin'"))
    tracker.wake_delivery()
    until(lambda: cards(ana))
    until(lambda: not _known_troubles(clean_engine))
    hurry()
    all_is_said()

    assert len(cards(ana)) == 1
    assert warnings(chloe) == []


def _known_troubles(engine: Engine) -> list[str]:
    with engine.connect() as tx:
        return list(tx.execute(text("SELECT kind FROM occurrences")).scalars())


def test_a_channel_that_cannot_be_joined_is_used_all_the_same(
    acme: Sandbox, connections: Connections, both_engines: Engines, clean_engine: Engine
) -> None:
    acme.faults.remove_scope("channels:join")
    tracker = Tracker(connections, both_engines)
    tracker.start().result(timeout=10)
    try:
        until(lambda: default_channel(clean_engine) == "C0INCIDENTS")
        ana = acme.person("ana")
        types(ana, "/incident new Checkout is down")
        until(lambda: cards(ana))
    finally:
        tracker.stop()


def test_without_a_scope_for_channels_the_incidents_channel_is_found_and_admins_are_told_once(
    acme: Sandbox,
    tracker: Tracker,
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Settle,
    subtests: pytest.Subtests,
) -> None:
    for n, scope in enumerate(("groups:read", "channels:join"), start=1):
        with subtests.test(scope=scope):
            acme.admin.leave("incident-tracker", "#incidents")
            acme.faults.remove_scope(scope)

            for _ in range(2):
                _look_again(tracker, clean_engine)
                all_is_said()

            told = warnings(chloe)
            assert len(told) == n
            assert f"without the scope {scope}" in told[-1]
            acme.faults.restore_scope(scope)
            _look_again(tracker, clean_engine)
            all_is_said()
            assert _known_troubles(clean_engine) == []


def _look_again(tracker: Tracker, engine: Engine) -> None:
    """Have the bot look for the incidents channel, as it does within the hour, and find it."""
    with engine.begin() as tx:
        tx.execute(text("UPDATE workspaces SET default_channel = NULL"))
    assert tracker._clock is not None
    tracker._clock.look_for_channel()
    tracker.wake_delivery()
    until(lambda: default_channel(engine) == "C0INCIDENTS")


def test_somebody_slack_does_not_know_any_more_keeps_their_name(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    acme.faults.fail("users.info", "user_not_found")

    acme.admin.change_person("ben", tz="UTC")
    until(lambda: not acme.faults.is_waiting)
    all_is_said()

    with clean_engine.connect() as tx:
        assert tx.execute(text("SELECT name, is_active FROM people WHERE id = 'U0BEN'")).one() == ("Ben Okafor", False)
    assert "Choose somebody else" in types(ana, "/incident new Checkout is down @ben")


def test_somebody_who_cannot_be_written_to_is_nobodys_fault(
    acme: Sandbox,
    ana: Person,
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Settle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    errors = ["user_disabled", "user_not_found", "cannot_dm_bot"]
    for error in errors:
        acme.faults.fail("conversations.open", error)
        opens(ana, "Checkout is down @ben", all_is_said)

    assert len(cards(ana)) == len(errors)
    assert warnings(chloe) == []
    with clean_engine.connect() as tx:
        parked = (
            "SELECT last_error FROM outbox WHERE kind = 'send_direct_message' AND parked_at IS NOT NULL ORDER BY id"
        )
        assert list(tx.execute(text(parked)).scalars()) == errors
    assert [record for record in caplog.records if record.levelname == "ERROR" and "bot." in record.name] == []


def test_without_the_scope_for_files_a_comment_is_written_without_them_until_it_is_granted(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.remove_scope("files:read")

    ana.type(INCIDENTS, "/incident comment 1")
    form = form_of(ana)
    form.fill("Comment", "Looking")
    form.submit("Comment")

    assert "Files" not in form.labels
    all_is_said()
    assert "Looking" in card(ana, 1).seen_text
    acme.faults.restore_scope("files:read")
    assert "Files" in form_of_picked(ben, "comment").labels


def test_without_the_scope_for_files_a_picked_incident_is_commented_without_them(
    acme: Sandbox, ana: Person, all_is_said: Settle
) -> None:
    """The second form comes in the answer to the first: nobody could open it again without files."""
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.remove_scope("files:read")

    form = form_of_picked(ana, "comment")
    assert "Files" not in form.labels
    form.fill("Comment", "Looking")
    form.submit("Comment")

    all_is_said()
    assert "Looking" in card(ana, 1).seen_text


def test_which_scopes_there_are_is_learnt_at_start(
    acme: Sandbox, connections: Connections, both_engines: Engines, clean_engine: Engine
) -> None:
    acme.faults.remove_scope("files:read")
    tracker = Tracker(connections, both_engines)
    tracker.start().result(timeout=10)
    try:
        ana = acme.person("ana")
        types(ana, "/incident new Checkout is down")
        assert "Files" not in form_after(ana, "/incident comment 1").labels
    finally:
        tracker.stop()

    [opened] = acme.recorder.calls_of("views.open")
    assert opened.error is None


PASSING = ("message_limit_exceeded", "team_not_found", "app_access_restricted", "external_channel_migrating")


def test_a_refusal_that_will_pass_hides_no_card(
    acme: Sandbox, ana: Person, clean_engine: Engine, hurry: Settle, subtests: pytest.Subtests
) -> None:
    for n, passing in enumerate(PASSING, start=1):
        with subtests.test(passing=passing):
            acme.faults.fail("chat.postMessage", passing)

            types(ana, "/incident new Checkout is down sev1")
            until(lambda: _is_postponed(clean_engine, passing))  # noqa: B023 - asked at once
            hurry()
            until(lambda: cards(ana, n))  # noqa: B023 - asked at once

            assert f"#{n} Checkout is down" in card(ana, n).seen_text


def _is_postponed(engine: Engine, error: str) -> bool:
    postponed = text("SELECT count(*) FROM outbox WHERE last_error LIKE :error AND leased_until IS NULL")
    with engine.connect() as tx:
        return bool(tx.execute(postponed, {"error": f"%{error}%"}).scalar_one())
