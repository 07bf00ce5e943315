"""`incident-tracker seed`: into which workspace, how often, and what nobody is told."""

from sqlalchemy import Engine, select, text

from storage import dossiers, incidents, people, workspaces
from storage.records import Dossier, Selection
from storage.tables import outbox
from tests.bot.operating.conftest import Operator
from tests.making import TEAM


def _stored(engine: Engine) -> list[Dossier]:
    with engine.begin() as tx:
        return list(dossiers.stream(tx, TEAM, with_details=True))


def waiting_cards(engine: Engine) -> set[int]:
    """Return the incidents whose cards are to be shown; nothing else is to be said."""
    with engine.begin() as tx:
        waiting = tx.execute(select(outbox.c.kind, outbox.c.incident_id, outbox.c.parked_at)).all()
    assert all((row.kind, row.parked_at) == ("refresh_card", None) for row in waiting)
    return {row.incident_id for row in waiting}


def test_incidents_are_stored_with_comments_and_history_and_nobody_is_told(operator: Operator, acme: Engine) -> None:
    said = operator.reads("seed", "--count", "120")

    found = _stored(acme)
    assert "Stored 120 incidents of Acme, from #1 on." in said
    assert [one.incident.number for one in found] == list(range(1, 121))
    assert all(one.history_count == len(one.history) >= 1 for one in found)
    assert sum(one.comment_count for one in found) > 100
    assert {entry.new for one in found for entry in one.history if entry.change == "commented"} == {
        str(comment.id) for one in found for comment in one.comments
    }
    unresolved = {one.incident.id for one in found if one.incident.resolved_at is None}
    assert unresolved
    assert waiting_cards(acme) == unresolved


def test_the_same_is_stored_each_time(operator: Operator, acme: Engine) -> None:
    operator.reads("seed", "--count", "30")
    operator.reads("seed", "--count", "30", "--force")

    found = [(one.incident.title, [comment.body for comment in one.comments]) for one in _stored(acme)]
    assert found[:30] == found[30:]


def test_a_workspace_with_incidents_is_left_alone_unless_forced(operator: Operator, acme: Engine) -> None:
    operator.reads("seed", "--count", "2")

    assert "has incidents already" in operator.fails("seed")
    assert len(_stored(acme)) == 2
    assert "from #3 on" in operator.reads("seed", "--count", "2", "--force")
    assert len(_stored(acme)) == 4


def test_what_is_opened_next_has_the_next_number(operator: Operator, acme: Engine) -> None:
    operator.reads("seed", "--count", "5")

    with acme.begin() as tx:
        assert tx.execute(text("SELECT next_number FROM counters")).scalar_one() == 6


def test_services_and_categories_that_are_there_are_used(operator: Operator, acme: Engine) -> None:
    with acme.begin() as tx:
        tx.execute(text("INSERT INTO services (team_id, name) VALUES ('T0ACME', 'Checkout'), ('T0ACME', 'other')"))

    operator.reads("seed", "--count", "100")

    names = {one.incident.service.name for one in _stored(acme) if one.incident.service}
    assert "Checkout" in names
    assert "checkout" not in names


def test_where_nobody_is_known_people_are_made_up(operator: Operator, clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")

    operator.reads("seed", "--count", "20")

    with clean_engine.begin() as tx:
        everybody = people.everybody(tx, TEAM)
        found = incidents.page(tx, TEAM, Selection(), limit=20).incidents
        assert {incident.reporter_id for incident in found} <= {one.id for one in everybody}
    assert all(one.id.startswith("seed-") and not one.is_active for one in everybody)


def test_which_workspace_has_to_be_said_where_there_are_several(operator: Operator, acme: Engine) -> None:
    with acme.begin() as tx:
        workspaces.install(tx, "T0OTHER", name="Other", bot_user_id="U0BOT")

    assert "Name one with --team: T0ACME (Acme), T0OTHER (Other)." in operator.fails("seed")
    assert "There is no workspace “Acne”" in operator.fails("seed", "--team", "Acne")
    assert "of Acme" in operator.reads("seed", "--count", "1", "--team", "Acme")
    assert "of Other" in operator.reads("seed", "--count", "1", "--team", "T0OTHER")


def test_without_a_workspace_it_says_how_to_get_one(operator: Operator, clean_engine: Engine) -> None:
    """In a database that is named there is no sandbox."""
    assert "Start the bot once" in operator.fails("seed")


def test_a_count_is_a_number(operator: Operator) -> None:
    for wrong in ("0", "many", "-1", "100001"):
        assert "it must be a number from 1 to 100000" in operator.fails("seed", f"--count={wrong}")


def test_the_bar_and_the_words_are_not_in_the_way_of_a_pipe(operator: Operator, acme: Engine) -> None:
    assert operator.types("seed", "--count", "3") == ""
    assert "100/100" in operator.reads("seed", "--count", "100", "--force")
