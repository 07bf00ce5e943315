"""What a title says of other fields: it stays a title, and the answer offers to set them."""

from sqlalchemy import Engine

from bot.sandbox import Person
from tests.journeys.before import did
from tests.journeys.seeing import answer_to, form_after, form_of, types, until_told


def test_a_severity_that_a_title_names_is_set_with_a_press_and_the_answer_stays(ana: Person) -> None:
    said = answer_to(ana, "/incident new payments are failing critical service payments @ben")

    assert "“critical” is part of the title: /incident severity 1 sev1 makes it SEV1." in said.seen_text
    said.press("severity 1 sev1")
    until_told(ana, "Changed #1 — payments are failing critical service payments: severity SEV3 → SEV1.")
    assert {"Undo", "Edit"} <= set(said.labels)
    assert "part of the title" not in types(ana, "/incident new critical path is red sev2")


def test_three_things_that_a_title_says_are_offered_and_no_fourth(ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, ("ana", "services add checkout"))

    said = answer_to(ana, "/incident new checkout is down sev1 service checkout, mine p2")

    assert [line.split("”")[0] for line in said.seen_text.splitlines() if "part of the title" in line] == [
        "“sev1",
        "“service checkout",
        "“mine",
    ]
    assert said.labels[2:5] == ["severity 1 sev1", "edit 1 service:checkout", "take 1"]


def test_a_name_at_the_end_of_a_title_is_whom_it_may_be_assigned_to(ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, ("ana", "services add payments"))

    said = answer_to(ana, "/incident new payments fail, critical, service payments, for Ben")

    assert "“for Ben” is part of the title: /incident assign 1 @Ben Okafor assigns it." in said.seen_text
    assert said.labels[2:5] == ["severity 1 sev1", "edit 1 service:payments", "assign 1 @Ben Okafor"]
    said.press("assign 1 @Ben Okafor")
    until_told(ana, "Changed #1 — payments fail, critical, service payments, for Ben: assignee nobody → @ben.")
    said = answer_to(ana, "/incident new Payments down, sev1, @ben, service payments")
    assert {"severity 2 sev1", "assign 2 @ben", "edit 2 service:payments"} <= set(said.labels)
    assert "edit 3 service:db" in answer_to(ana, "/incident new replica lag, service db, mine").labels
    said = answer_to(ana, "/incident new login is blank, severity 2, assign to ben, service payments")
    assert said.labels[2:5] == ["severity 4 sev2", "edit 4 service:payments", "assign 4 @Ben Okafor"]
    for typed in ("No login for customers", "The page is for ben @chloe", "Ask who it is for"):
        assert "part of the title" not in types(ana, f"/incident new {typed}")


def test_a_token_inside_a_title_is_offered_where_it_is_opened_and_where_it_gets_the_title(ana: Person) -> None:
    said = answer_to(ana, "/incident new sev2 db replica lag service:db me")

    hint = "“service:db” is part of the title: /incident edit 1 service:db db {} me opens the form with it filled in."
    assert hint.format("replica lag") in said.seen_text
    said.press("edit 1 service:db db replica lag me")
    assert (form_of(ana).value("Title"), form_of(ana).value("Service")) == ("db replica lag me", "db")
    said = answer_to(ana, "/incident edit 1 db lags service:db me")
    assert hint.format("lags") in said.seen_text
    assert said.labels == ["edit 1 service:db db lags me"]
    assert "part of the title" not in types(ana, "/incident edit 1 the sev2 page")


def test_a_new_title_with_tokens_at_its_edges_is_filled_into_the_form_with_them(ana: Person) -> None:
    types(ana, "/incident new Slow search")

    form = form_after(ana, "/incident rename 1 checkout fails in eu-west service:checkout")

    assert (form.value("Title"), form.value("Service")) == ("checkout fails in eu-west", "checkout")
    assert "Slow search" in types(ana, "/incident 1")
    form.submit("Save")
    until_told(ana, "title “Slow search” → “checkout fails in eu-west”, service none → checkout.")


def test_a_service_and_oneself_are_offered_at_the_end_of_a_title(ana: Person, clean_engine: Engine) -> None:
    did(clean_engine, ("ana", "services add db"))

    assert "“service db” is part" in types(ana, "/incident new db replica lag, service db, mine sev2")
    assert "“service DB” is part" in types(ana, "/incident new replica lag service DB mine")
    assert "“me” is part of the title: /incident take" in types(ana, "/incident new payments service down, me")
    for typed in ("Out of service today @ben", "Checkout fails, service unreachable @ben"):
        assert "part of the title" not in types(ana, f"/incident new {typed}")
