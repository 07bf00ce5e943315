"""A guest is told of nothing they may not see, however an incident became theirs."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from bot.slack.direct_messages import DESCRIBED_WITHIN
from storage import people
from tests.journeys.seeing import direct_messages, form_after, stored, types
from tests.waiting import until

Act = Callable[[], None]


def _become(acme: Sandbox, engine: Engine, person_id: str, *, role: str) -> None:
    """Make somebody of the workspace somebody else in it, and return when the bot has learnt of it."""
    acme.admin.change_person(person_id, role=role)

    def is_learnt() -> bool:
        with engine.connect() as tx:
            return people.get(tx, "T0ACME", f"U0{person_id.upper()}").is_guest is (role == "guest")

    until(is_learnt)


def _let_pass(engine: Engine, passed: timedelta) -> None:
    """Let everything in the outbox have been there that much longer."""
    with engine.begin() as tx:
        said = "delivered_at = delivered_at - :passed, first_claimed_at = first_claimed_at - :passed"
        tx.execute(text(f"UPDATE outbox SET {said}"), {"passed": passed})  # noqa: S608 - ours


def test_somebody_new_is_told_once_slack_has_said_who_they_are_and_a_guest_is_not(
    acme: Sandbox, ana: Person, clean_engine: Engine, hurry_until_said: Act
) -> None:
    acme.faults.hold_back(of="team_join", times=2)
    acme.admin.add_person("gus", "Gus Guest", role="guest")
    acme.admin.add_person("nora", "Nora New")
    acme.faults.server_error("users.info", times=2)

    types(ana, "/incident new Acme leaks @gus")
    types(ana, "/incident new Acme leaks again @nora")
    assert (stored(clean_engine, 1).assignee_id, stored(clean_engine, 2).assignee_id) == ("U0GUS", "U0NORA")
    until(lambda: len(acme.recorder.calls_of("users.info")) == 2)
    hurry_until_said()

    assert direct_messages(acme.person("gus")) == []
    assert len(direct_messages(acme.person("nora"))) == 1


def test_somebody_slack_never_describes_is_not_waited_for_for_ever(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Act, hurry: Act
) -> None:
    acme.faults.hold_back(of="team_join")
    acme.admin.add_person("gus", "Gus Guest", role="guest")
    acme.faults.fail("users.info", "not_found_for_a_reason_of_tomorrow")
    types(ana, "/incident new Acme leaks @gus")
    until(lambda: _reasons(clean_engine) == ["Slack has not said who they are"])

    _let_pass(clean_engine, DESCRIBED_WITHIN)
    hurry()
    all_is_said()

    assert direct_messages(acme.person("gus")) == []


def _reasons(engine: Engine) -> list[str]:
    with engine.connect() as tx:
        query = "SELECT last_error FROM outbox WHERE kind = 'send_direct_message'"
        return list(tx.execute(text(query)).scalars())


def test_who_becomes_a_guest_hears_no_more_and_sees_no_more(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Act
) -> None:
    types(ana, "/incident new Acme leaks @ben")
    all_is_said()
    [told] = direct_messages(ben)

    _become(acme, clean_engine, "ben", role="guest")
    types(ana, "/incident resolve 1 the password was swordfish")
    all_is_said()
    assert direct_messages(ben) == [told]

    _let_pass(clean_engine, timedelta(hours=1))
    types(ana, "/incident reopen 1")
    types(ana, "/incident resolve 1 the password was swordfish")
    all_is_said()
    assert direct_messages(ben) == [told]

    form_after(chloe, "/incident delete 1").submit("Delete")
    all_is_said()
    assert direct_messages(ben) == ["#1 was deleted by @chloe."]

    types(chloe, "/incident restore 1")
    all_is_said()
    assert direct_messages(ben) == ["#1 was deleted by @chloe."]


def test_what_may_have_been_said_to_somebody_who_is_a_guest_now_is_kept_in_sight(
    acme: Sandbox,
    ana: Person,
    ben: Person,
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Act,
    hurry_until_said: Act,
) -> None:
    """Said twice it would tell a guest; forgotten, it could not be taken back when the incident is deleted."""
    types(ana, "/incident new Search is slow @ben")
    all_is_said()
    acme.faults.drop_after("chat.postMessage", times=2)
    types(ana, "/incident new Acme leaks @ben")
    until(lambda: not acme.faults.is_waiting)

    _become(acme, clean_engine, "ben", role="guest")
    hurry_until_said()
    assert len(direct_messages(ben)) == 2
    form_after(chloe, "/incident delete 2").submit("Delete")
    all_is_said()

    assert direct_messages(ben)[-1] == "#2 was deleted by @chloe."
