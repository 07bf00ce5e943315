"""Services and categories: listed for all, added to by responders, renamed and removed from by admins."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from storage import choices, history
from storage.engine import Engines
from tests.counting import statements_of
from tests.journeys.seeing import (
    answer_to,
    audited,
    card,
    form_after,
    has_form,
    private_answers,
    stored,
    types,
    until_told,
)

Settle = Callable[[], None]


def test_a_responder_adds_and_everybody_sees_the_list(acme: Sandbox, ana: Person, chloe: Person) -> None:
    assert types(ana, "/incident services").startswith("There are no services yet. /incident services add name")

    assert types(ana, "/incident services add card   payments") == "Added the service “card payments”."
    types(ana, '/incident new Slow search service:"card payments"')
    types(ana, "/incident services add checkout")

    shown = types(ana, "/incident services")
    assert shown.startswith("Services\ncard payments · 1 unresolved\ncheckout · none unresolved\n")
    assert "services add name" in shown
    assert "rename" not in shown
    assert "services rename old -> new renames one" in types(chloe, "/incident services")
    dev = acme.person("dev")
    assert types(dev, "/incident categories", channel="#general") == "There are no categories yet."
    own = types(dev, "/incident services", channel="#general")
    assert own.startswith("Services, counting what you reported")
    assert "card payments · none unresolved" in own
    assert form_after(ana, "/incident new").suggestions("Service", "") == ["card payments", "checkout"]


def test_a_name_that_is_there_or_nearly_there_is_said_to_be(ana: Person, chloe: Person, clean_engine: Engine) -> None:
    types(ana, "/incident services add checkout")

    assert types(ana, "/incident services add CHECKOUT").startswith("There is a service “checkout” already.")
    assert types(ana, "/incident services add chekcout") == (
        "Added the service “chekcout”. There is also “checkout”, which is nearly the same."
    )
    answer = answer_to(chloe, "/incident services add chckout")
    answer.press("Undo")
    until_told(chloe, "Removed the service “chckout”.")
    assert "Removed the service “chckout”." in answer.seen_text
    with clean_engine.connect() as tx:
        assert choices.service_names(tx, "T0ACME") == ["checkout", "chekcout"]
    refused = types(ana, "/incident categories add a, b")
    assert refused.startswith("“a, b” has a comma, which separates categories.")
    assert "at most 60 characters; this one has 61" in types(ana, f"/incident services add {'x' * 61}")
    assert types(ana, "/incident services add a, b") == "Added the service “a, b”."


def test_a_rename_is_on_the_cards_and_not_in_the_history_and_can_be_undone(
    ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search service:payments cat:api")
    types(ana, "/incident new Disk full service:payments")
    types(ana, "/incident resolve 2")
    types(ana, "/incident edit 1 Slower search")
    before = stored(clean_engine, 1)
    all_is_said()

    answer = answer_to(chloe, "/incident services rename PAYMENTS -> card payments")
    types(chloe, "/incident categories rename api to public api")

    all_is_said()
    assert answer.seen_text.startswith(
        "Renamed the service “payments” to “card payments”. The card of its one unresolved incident follows."
    )
    assert "Service\ncard payments" in card(ana, 1).seen_text
    assert "Categories\npublic api" in card(ana, 1).seen_text
    after = stored(clean_engine, 1)
    assert (after.service and after.service.name, after.updated_at) == ("card payments", before.updated_at)
    with clean_engine.connect() as tx:
        assert len(history.newest(tx, after, limit=10)) == 2
    _leads_to_what_it_is_called_now(ana, chloe)
    answer.press("Undo")
    until_told(chloe, "Renamed the service “card payments” to “payments”.")
    all_is_said()
    assert "Service\npayments" in card(ana, 1).seen_text
    assert before.service
    service, category = str(before.service.id), str(before.categories[0].id)
    assert audited(clean_engine) == [
        ("U0CHLOE", "service_renamed", service, "payments", "card payments"),
        ("U0CHLOE", "category_renamed", category, "api", "public api"),
        ("U0CHLOE", "service_renamed", service, "card payments", "payments"),
    ]


def _leads_to_what_it_is_called_now(ana: Person, chloe: Person) -> None:
    for typed, name, now, again in (
        ("list sev3 service:Payments", "Payments", "card payments", 'list sev3 service:"card payments"'),
        ("stats cat:api", "api", "public api", 'stats cat:"public api"'),
        ("new Odd prices service:payments", "payments", "card payments", 'new Odd prices service:"card payments"'),
    ):
        refused = answer_to(ana, f"/incident {typed}")
        assert f"“{name}” is called “{now}” now." in refused.seen_text
        assert refused.labels == [again]
    refused = answer_to(chloe, "/incident services remove payments")
    assert refused.labels == ['services remove "card payments"']
    done_already = answer_to(chloe, '/incident services rename payments -> "card payments"')
    assert ("“payments” is called “card payments” now." in done_already.seen_text, done_already.labels) == (True, [])
    form = form_after(ana, "/incident edit 2 service:payments")
    assert form.value("Service") == "card payments"
    assert form.suggestions("Service", "payments") == ["card payments", "Create “payments”"]
    form.close()


def test_what_is_removed_cannot_be_chosen_and_stays_where_it_is_until_it_is_added_again(
    ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search service:payments cat:api cat:web")
    types(ana, "/incident new Odd prices cat:api")
    removed = answer_to(chloe, "/incident services remove Payments")
    types(ana, "/incident resolve 2")
    of_category = types(chloe, "/incident categories remove api")

    assert "“payments”. Incidents that have it keep it, 1 of them unresolved; adding" in removed.seen_text
    assert "“api”. Incidents that have it keep it, 1 of them unresolved; adding" in of_category
    assert types(ana, "/incident services") == "There are no services yet. /incident services add name adds one."
    assert [row[1] for row in audited(clean_engine)] == ["service_removed", "category_removed"]
    form = form_after(ana, "/incident edit 1")
    form.fill("Title", "Slower search")
    assert form.suggestions("Categories", "db") == ["Create “db”"]
    form.fill("Categories", ["api", "web", "Create “db”"])
    form.submit("Save")
    kept = stored(clean_engine, 1)
    assert (kept.service and kept.service.name, [one.name for one in kept.categories]) == (
        "payments",
        ["api", "db", "web"],
    )
    assert "api" not in types(ana, "/incident categories")
    assert "There is no service “payments”." in types(chloe, "/incident services remove payments")

    removed.press("Undo")

    until_told(chloe, "Brought back the service “payments”.")
    assert "payments · 1 unresolved" in types(ana, "/incident services")


def test_whatever_brings_back_what_was_removed_the_audit_log_says_so(
    ana: Person, chloe: Person, clean_engine: Engine
) -> None:
    """Else its last word would be that it was removed."""
    types(ana, "/incident new Slow search service:payments cat:api cat:web")
    ways = [
        (chloe, "services add PAYMENTS", "service", "payments"),
        (ana, "categories add api", "category", "api"),
        (ana, "new Disk full service:payments", "service", "payments"),
        (ana, "new Login fails cat:web cat:api cat:new", "category", "web"),
    ]
    for person, typed, kind, name in ways:
        which = "services" if kind == "service" else "categories"
        types(chloe, f"/incident {which} remove {name}")
        assert f"Brought back the {kind} “{name}”" in types(person, f"/incident {typed}")
        assert [(row[0], row[1], row[3]) for row in audited(clean_engine)[-2:]] == [
            ("U0CHLOE", f"{kind}_removed", name),
            (person.id, f"{kind}_restored", name),
        ]

    assert "brought back the service “payments”" in types(chloe, "/incident settings log")


def test_a_form_that_brings_back_what_was_removed_says_so(ana: Person, chloe: Person) -> None:
    types(ana, "/incident new Slow search service:payments cat:api")
    types(ana, "/incident new Odd prices")
    types(chloe, "/incident services remove payments")

    form_after(ana, "/incident edit 2 service:payments").submit("Save")

    until_told(ana, "Brought back the service “payments”, which had been removed.")


def test_a_form_that_was_open_while_a_name_changed_brings_no_old_name_back(
    ana: Person, chloe: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Slow search service:payments cat:api cat:web")
    form = form_after(ana, "/incident edit 1")
    types(chloe, "/incident services rename payments -> cards")
    types(chloe, "/incident categories rename api -> rest")
    form.fill("Title", "Slower search")

    form.submit("Save")

    assert not has_form(ana)
    incident = stored(clean_engine, 1)
    assert (incident.title, incident.service and incident.service.name) == ("Slower search", "cards")
    assert [category.name for category in incident.categories] == ["rest", "web"]
    with clean_engine.connect() as tx:
        assert choices.service_names(tx, "T0ACME") == ["cards"]
        assert choices.category_names(tx, "T0ACME") == ["rest", "web"]
        assert [entry.change for entry in history.newest(tx, incident, limit=9)] == ["title", "opened"]


REFUSED = [
    ("services rename paymnts -> cards", "There is no service “paymnts”. Did you mean “payments”?"),
    ("services rename banana -> cards", "There is no service “banana”. services lists them all."),
    ("services rename payments -> SEARCH", "There is a service “search” already, so “payments” keeps its name. Choose"),
    ("services rename payments -> gone", "“gone” was removed, and incidents may still have it."),
    ("services rename payments -> payments", "The service “payments” is called that already."),
    ("services rename gone -> cards", "There is no service “gone”."),
    ("services remove paymnts", "There is no service “paymnts”. Did you mean “payments”?"),
    ("categories rename api -> a, b", "“a, b” has a comma"),
    ("services rename payments", "Which is the old name, and which the new one?"),
    ("services payments", "services does not understand “payments”."),
]


def test_a_refusal_says_what_is_wrong_and_changes_nothing(
    ana: Person, chloe: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    for name in ("payments", "search", "gone"):
        types(ana, f"/incident services add {name}")
    types(chloe, "/incident services remove gone")
    types(ana, "/incident categories add api")
    before = audited(clean_engine)

    for typed, said in REFUSED:
        with subtests.test(typed=typed):
            assert types(chloe, f"/incident {typed}").startswith(said)
    with subtests.test("by whom"):
        for typed in ("rename payments cards", "remove payments"):
            assert types(ana, f"/incident services {typed}").startswith("You may not rename or remove services")

    assert audited(clean_engine) == before
    with clean_engine.connect() as tx:
        assert choices.service_names(tx, "T0ACME") == ["payments", "search"]
    answer = answer_to(chloe, "/incident services rename paymnts -> card payments")
    assert answer.labels == ['services rename "payments" -> "card payments"']
    answer.press(answer.labels[0])
    until_told(chloe, "Renamed the service “payments” to “card payments”.")


def test_a_thousand_names_are_paged_in_few_statements_and_a_hundred_cards_follow_in_one(
    ana: Person, chloe: Person, clean_engine: Engine, both_engines: Engines, all_is_said: Settle
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO categories (team_id, name) SELECT 'T0ACME', 'c' || to_char(n, 'FM0000') "
                "FROM generate_series(1, 1000) n"
            )
        )
        tx.execute(
            text(
                "INSERT INTO incidents (team_id, number, title, severity, status, reporter_id, opened_in, created_at,"
                " updated_at, last_activity_at) SELECT 'T0ACME', n, 'Slow search', 'sev3', 'open', 'U0ANA',"
                " 'C0GENERAL', now(), now(), now() FROM generate_series(1, 100) n"
            )
        )
        tx.execute(
            text(
                "INSERT INTO incident_categories (team_id, incident_id, category_id) SELECT 'T0ACME', incidents.id,"
                " categories.id FROM incidents, categories WHERE name = 'c0011'"
            )
        )
    with statements_of(both_engines.interactive) as statements:
        first = answer_to(ana, "/incident categories")
        assert len(statements) == 2, statements
        assert first.labels == ["Next"]

        first.press("Next")

        ana.wait_for(lambda: "c0011 · 100 unresolved\nc0012 · none" in first.seen_text)
        assert first.labels == ["Next", "Previous"]
        assert len(statements) == 4, statements
        first.press("Previous")
        ana.wait_for(lambda: "c0001 · none" in first.seen_text)
        assert len(private_answers(ana)) == 1
        statements.clear()

        types(chloe, "/incident categories rename c0011 -> database")

        assert len(statements) <= 8, statements
        assert sum(each.startswith("INSERT INTO outbox") for each in statements) == 1
    with clean_engine.connect() as tx:
        waiting = "SELECT count(*) FROM outbox WHERE kind = 'refresh_card'"
        assert tx.execute(text(waiting)).scalar_one() == 100
    with clean_engine.begin() as tx:
        tx.execute(text("DELETE FROM outbox WHERE kind = 'refresh_card' AND leased_until IS NULL"))
    all_is_said()
    refused = types(ana, "/incident categories add c100")
    assert "Added the category “c100”. There is also “c" in refused
