"""The database away, Slack away, Slack busy: the work goes on where it can, and people are told in words."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

import pytest
from sqlalchemy import Engine, make_url, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from storage.engine import BACKGROUND, connect
from tests.journeys.seeing import (
    BOT,
    INCIDENTS,
    cards,
    cards_in,
    direct_messages,
    form_of,
    has_form,
    thread,
    types,
    until_told,
)
from tests.waiting import until

Settle = Callable[[], None]
Outage = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def database_away(server_url: str, database_url: str, tracker: Tracker) -> Iterator[Outage]:
    """Give a function whose context is an outage: every connection breaks, and none can be made."""
    name = make_url(database_url).database
    server = connect(server_url, BACKGROUND)

    @contextmanager
    def outage() -> Iterator[None]:
        with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            try:
                connection.execute(
                    text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
                )
                yield
            finally:
                connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))

    yield outage
    server.dispose()


def test_while_the_database_is_away_a_command_is_answered_in_words_and_a_form_stays_open_with_its_text(
    ana: Person, database_away: Outage, all_is_said: Settle
) -> None:
    ana.type(INCIDENTS, "/incident new")
    form = form_of(ana)
    form.fill("Title", "Checkout is down")
    with database_away():
        answer = types(ana, "/incident new Search is down sev1")
        form.submit("Open incident")

    assert "The database can't be reached right now, so nothing was done." in answer
    assert "You typed: /incident new Search is down sev1" in answer
    assert has_form(ana)
    assert form.errors == {
        "Title": "The database can't be reached right now, so nothing was done. Try again in a moment."
    }
    assert form.value("Title") == "Checkout is down"
    form.submit("Open incident")
    assert not has_form(ana)
    assert types(ana, "/incident new Search is down sev1").startswith("Opened #2")
    all_is_said()
    assert len(cards(ana)) == 2


def test_what_somebody_holds_is_called_busy_and_nothing_was_done_though_only_the_private_card_could_not_be_read(
    ana: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Slow search")
    shown = ana.type(INCIDENTS, "/incident 1")
    assert shown is not None

    with clean_engine.begin() as holder:
        holder.execute(text("LOCK TABLE comments IN ACCESS EXCLUSIVE MODE"))
        shown.press("Take")
        until_told(ana, "The database is too busy, so nothing was done.")

    with clean_engine.begin() as holder:
        holder.execute(text("SELECT FROM incidents FOR UPDATE"))
        answer = types(ana, "/incident take 1")
    assert "The database is too busy, so nothing was done." in answer
    with clean_engine.connect() as tx:
        assert tx.execute(text("SELECT status, assignee_id FROM incidents")).one() == ("open", None)


def test_after_thirty_seconds_without_a_database_all_goes_on_as_before(
    acme: Sandbox, ana: Person, ben: Person, database_away: Outage, clean_engine: Engine, all_is_said: Settle
) -> None:
    """A button, a form and a command were answered in words; an event comes again; what was being said is said once."""
    types(ana, "/incident new Checkout is down @ben")
    all_is_said()
    acme.faults.slow("chat.postMessage", 30)
    types(ana, "/incident new Search is slow")
    until(lambda: not acme.faults.is_waiting)
    with database_away():
        acme.admin.change_person("ben", tz="Europe/Lisbon")
        cards(ben, 1)[0].press("Take")
        until_told(ben, "The database can't be reached right now, so nothing was done.")
        # The answer of Slack comes while nobody can write down that it came.
        acme.clock.advance(30)
        until(lambda: len(cards(ana)) == 2)

    with clean_engine.connect() as tx:
        back_at = tx.execute(text("SELECT now()")).scalar_one()
    until(lambda: _time_zone_after_a_minute(acme, clean_engine) == "Europe/Lisbon")
    until(lambda: types(ben, "/incident start 1").startswith("Started on #1"))
    until(lambda: _is_all_said_once_leases_ran_out(clean_engine, taken_before=back_at))

    assert len(cards(ana)) == 2
    assert thread(ana, 1) == ["Ben Okafor started on this. Status: In progress."]


def _is_all_said_once_leases_ran_out(engine: Engine, *, taken_before: datetime) -> bool:
    """Let the leases of the outage run out, which takes ninety seconds, but none of a worker that goes on."""
    with engine.begin() as tx:
        of_the_outage = "leased_until < :before + interval '90 s'"
        run_out = text(f"UPDATE outbox SET leased_until = now() - interval '1 s' WHERE {of_the_outage}")  # noqa: S608 - ours
        tx.execute(run_out, {"before": taken_before})
        unfinished = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND parked_at IS NULL"
        return not tx.execute(text(unfinished)).scalar_one()


def _time_zone_after_a_minute(acme: Sandbox, engine: Engine) -> str:
    """Slack sends an event again at once, after a minute and after five."""
    acme.clock.advance(60)
    with engine.connect() as tx:
        return str(tx.execute(text("SELECT time_zone FROM people WHERE id = 'U0BEN'")).scalar_one())


@pytest.mark.usefixtures("sockets_looked_after_often")
def test_after_ten_minutes_without_slack_all_is_said_once_and_in_order(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.faults.drop_before("*", times=1000)
    types(ana, "/incident new Checkout is down @ben")
    for typed in ("start 1", "mitigate 1 moved away", "resolve 1 rolled back"):
        types(ana, f"/incident {typed}")
    acme.faults.go_away()
    until(lambda: _failures(clean_engine) == 1)
    # Ten minutes of tries that wait ever longer: more of them than would be too many for a reason of our own.
    with clean_engine.begin() as tx:
        passed = "attempts = 12, failures = 12, first_claimed_at = first_claimed_at - interval '10 min'"
        tx.execute(text(f"UPDATE outbox SET {passed} WHERE failures > 0 AND leased_until IS NULL"))  # noqa: S608 - ours
    hurry()
    until(lambda: _failures(clean_engine) == 13)

    acme.faults.clear()
    assert acme.wait_for_app()
    hurry()
    all_is_said()

    assert len(cards(ana)) == 1
    assert [said.splitlines()[0].split(" Status")[0] for said in thread(ana, 1)] == [
        "Ana Torres started on this.",
        "Ana Torres mitigated this.",
        "Ana Torres resolved this.",
    ]
    assert len(direct_messages(ben)) == 1


def _failures(engine: Engine) -> int:
    with engine.connect() as tx:
        query = "SELECT max(failures) FROM outbox WHERE kind = 'refresh_card' AND leased_until IS NULL"
        return int(tx.execute(text(query)).scalar_one() or 0)


def test_what_slack_could_not_hear_is_said_when_it_is_back(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.faults.drop_before("chat.postMessage", times=1000)
    types(ana, "/incident new Checkout is down")
    acme.faults.go_away()
    until(lambda: _postponed(clean_engine))

    acme.faults.clear()
    hurry()
    all_is_said()

    assert len(cards(ana)) == 1


def _postponed(engine: Engine) -> int:
    with engine.connect() as tx:
        return int(tx.execute(text("SELECT count(*) FROM outbox WHERE last_error IS NOT NULL")).scalar_one())


def test_a_rate_limited_card_waits_as_long_as_slack_asks(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    acme.faults.rate_limit("chat.postMessage", retry_after=1)

    types(ana, "/incident new Checkout is down")
    all_is_said()

    refused, posted = acme.recorder.calls_of("chat.postMessage")
    assert refused.status == 429
    assert posted.at - refused.at >= 1
    assert len(cards(ana)) == 1


def test_a_server_error_is_probed_before_it_is_posted_again(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.faults.server_error("chat.postMessage")

    types(ana, "/incident new Checkout is down")
    until(lambda: _postponed(clean_engine))
    hurry()
    all_is_said()

    methods = [
        call.method for call in acme.recorder.calls if call.method in ("chat.postMessage", "conversations.history")
    ]
    assert methods == ["chat.postMessage", "conversations.history", "chat.postMessage"]
    assert len(cards(ana)) == 1


def test_where_the_incidents_channel_cannot_be_used_the_card_goes_where_it_was_opened_or_to_the_reporter(
    acme: Sandbox, ana: Person, all_is_said: Settle
) -> None:
    acme.faults.fail("chat.postMessage", "is_archived")

    types(ana, "/incident new Checkout is down")
    all_is_said()

    assert cards(ana) == []
    assert cards_in(ana, BOT) == ["#1 Checkout is down"]
    acme.faults.fail("chat.postMessage", "is_archived")

    types(ana, "/incident new Checkout is down", channel="#general")
    all_is_said()

    assert cards_in(ana, "#general") == ["#2 Checkout is down"]


def test_delivery_outlives_a_database_that_may_only_be_read(
    ana: Person, database_url: str, clean_engine: Engine, all_is_said: Settle
) -> None:
    name = make_url(database_url).database
    types(ana, "/incident new Checkout is down")
    all_is_said()

    with clean_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as operator:
        operator.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        try:
            operator.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            answer = types(ana, "/incident take 1")
        finally:
            operator.execute(text(f"ALTER DATABASE {name} RESET default_transaction_read_only"))
    with clean_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as operator:
        operator.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )

    assert "The database can't be reached right now" in answer
    until(lambda: types(ana, "/incident take 1").startswith("You have #1"))
    all_is_said()
    assert len(cards(ana)) == 1


def test_a_card_is_looked_for_where_the_bot_was_thrown_out(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.admin.leave("incident-tracker", "#incidents")
    acme.faults.drop_after("chat.postMessage")

    types(ana, "/incident new Checkout is down")
    until(lambda: _postponed(clean_engine))
    hurry()
    all_is_said()

    assert len(cards(ana, 1)) == 1
