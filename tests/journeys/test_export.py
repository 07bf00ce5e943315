"""`/incident export`: the incidents somebody may see, as a file in their direct messages, once."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.deeds.dispatch import do
from bot.deeds.outcome import Caller
from bot.language.acts import ExportIncidents
from bot.sandbox import Person, Sandbox
from storage import incidents, people, workspaces
from tests.counting import statements_of
from tests.journeys.exported import files_of, titles_in
from tests.journeys.seeing import direct_messages, types, warnings
from tests.making import NOON, person
from tests.storage.conftest import new_incident
from tests.waiting import until

Act = Callable[[], None]
ANA = person()
UNDER_WAY = "I am writing your export. It comes as a CSV file in a direct message."


def test_what_somebody_may_see_comes_as_a_file_in_their_direct_messages(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Act
) -> None:
    dev = acme.person("dev")
    types(ana, "/incident new Checkout is down")
    types(dev, "/incident new =1+1", channel="#general")
    all_is_said()

    answers = [types(who, "/incident export", channel="#general") for who in (ana, dev)]
    all_is_said()

    assert answers == [UNDER_WAY, UNDER_WAY]
    [by_ana], [by_dev] = files_of(ana), files_of(dev)
    assert titles_in(by_ana) == ["Checkout is down", "'=1+1"]
    assert titles_in(by_dev) == ["'=1+1"]
    assert "Here is your export: 2 incidents that you may see; as of " in direct_messages(ana)[-1]
    assert "Here is your export: 1 incident that you reported; as of " in direct_messages(dev)[-1]
    assert by_ana.startswith(b"\xef\xbb\xbfnumber,title,")
    assert direct_messages(chloe) == []


def test_only_what_a_filter_lets_through_is_sent_in_its_order(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Act
) -> None:
    dev = acme.person("dev")
    for who, typed in ((ana, "Checkout is slow sev3"), (ana, "Checkout is down sev1"), (ana, "Old"), (dev, "His sev1")):
        types(who, f"/incident new {typed}", channel="#general")
    types(ana, "/incident resolve 3")

    acme.clock.advance(3 * 86_400)
    asked = ((ana, "sort:severity unresolved"), (dev, "sev:1"), (ana, "priority:1 resolved"))
    answers = [types(who, f"/incident export {filters}", channel="#general") for who, filters in asked]
    all_is_said()

    assert [titles_in(file) for file in files_of(ana)] == [["His", "Checkout is down", "Checkout is slow"]]
    assert [titles_in(file) for file in files_of(dev)] == [["His"]]
    assert "3 incidents that you may see (unresolved); as of " in direct_messages(ana)[-1]
    [file] = [file for message in ana.messages("@Incident Tracker") for file in message.raw.get("files", [])]
    assert file["name"].startswith(f"incidents-{acme.now():%Y-%m-%d}-")
    assert answers == [
        UNDER_WAY.replace("export", "export (unresolved)"),
        UNDER_WAY.replace("export", "export (SEV1)"),
        "There is nothing to export: no incident that you may see (Resolved · P1).",
    ]


def test_where_there_is_nothing_it_is_said_at_once_and_what_is_not_understood_is_not_left_out(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Act
) -> None:
    types(ana, "/incident new Checkout is down")

    said = types(acme.person("dev"), "/incident export", channel="#general")
    all_is_said()

    assert said == "There is nothing to export: no incident that you may see."
    assert files_of(acme.person("dev")) == []
    assert "“the” is no filter." in types(ana, "/incident export the lot")
    types(ana, "/incident take 1")
    assert types(ana, "/incident export open sev3") == (
        "There is nothing to export: no incident that you may see (Open · SEV3). "
        "But 1 incident is unresolved: In progress or Mitigated."
    )


def test_what_is_asked_twice_at_once_comes_once_and_what_is_asked_again_comes_again(
    acme: Sandbox, ana: Person, all_is_said: Act
) -> None:
    types(ana, "/incident new Checkout is down")
    acme.faults.deliver_twice(of="slash_commands")

    types(ana, "/incident export")
    all_is_said()
    assert len(files_of(ana)) == 1

    types(ana, "/incident export")
    all_is_said()
    assert len(files_of(ana)) == 2


def test_a_guest_by_the_time_it_is_sent_gets_their_own_and_somebody_deactivated_gets_nothing(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Act, hurry: Act
) -> None:
    types(ana, "/incident new Checkout is down")
    types(ben, "/incident new Search is slow")
    all_is_said()
    acme.faults.server_error("files.getUploadURLExternal", times=2)

    types(ben, "/incident export")
    types(ana, "/incident export")
    until(lambda: not acme.faults.is_waiting)
    acme.admin.change_person("ben", role="guest")
    until(lambda: _is_guest(clean_engine))
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET is_active = false WHERE id = 'U0ANA'"))
    hurry()
    all_is_said()

    assert [titles_in(content) for content in files_of(ben)] == [["Search is slow"]]
    assert files_of(ana) == []


def _is_guest(engine: Engine) -> bool:
    with engine.connect() as tx:
        return bool(tx.execute(text("SELECT is_guest FROM people WHERE id = 'U0BEN'")).scalar_one())


def test_without_the_scope_the_person_and_the_admins_are_told_and_nothing_waits(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Act
) -> None:
    types(ana, "/incident new Checkout is down")
    acme.faults.remove_scope("files:write")

    for _ in range(2):
        types(ana, "/incident export")
        all_is_said()

    assert [told.partition(":")[0] for told in direct_messages(ana)] == ["I cannot send you your export"] * 2
    [warning] = warnings(chloe)
    assert "I cannot send anybody their export: I was installed without the scope files:write" in warning
    acme.faults.restore_scope("files:write")
    assert files_of(ana) == []

    types(ana, "/incident export")
    all_is_said()

    assert len(files_of(ana)) == 1
    with clean_engine.connect() as tx:
        assert tx.execute(text("SELECT count(*) FROM occurrences")).scalar_one() == 0


def test_a_workspace_that_takes_no_files_is_explained(
    acme: Sandbox, ana: Person, all_is_said: Act, subtests: pytest.Subtests
) -> None:
    types(ana, "/incident new Checkout is down")

    for error in ("file_uploads_disabled", "storage_limit_reached", "file_type_not_allowed"):
        with subtests.test(error=error):
            before = len(direct_messages(ana))
            acme.faults.fail("files.getUploadURLExternal", error)

            types(ana, "/incident export")
            all_is_said()

            [told] = direct_messages(ana)[before:]
            assert told.startswith("I cannot send you your export: Slack does not take the file.")


def test_the_file_and_other_messages_do_not_wait_for_each_other(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Act, hurry: Act
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.rate_limit("files.getUploadURLExternal", retry_after=60)

    types(ben, "/incident export")
    until(lambda: not acme.faults.is_waiting)
    types(ana, "/incident assign 1 @ben")
    until(lambda: direct_messages(ben))

    assert "@ana assigned #1 to you." in direct_messages(ben)[0]


def test_the_ack_only_remembers_what_is_wanted(clean_engine: Engine) -> None:
    """In as many statements however many incidents there are."""
    with clean_engine.begin() as tx:
        workspaces.install(tx, "T0ACME", name="Acme", bot_user_id="U0BOT")
        people.describe(tx, [ANA], at=NOON)
        incidents.create(tx, new_incident())
    by = Caller(team_id="T0ACME", person_id="U0ANA", person_name="ana")

    with clean_engine.connect() as tx, statements_of(tx) as sent:
        do(tx, ExportIncidents(), by=by, key="Tr1", now=NOON, finds_similar=True)
        tx.rollback()

    assert len(sent) <= 5
