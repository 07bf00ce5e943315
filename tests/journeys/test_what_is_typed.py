"""The product's own table of what is typed after `/incident` and how it is understood, typed line by line."""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from bot.sandbox import Person
from storage.records import Incident, Priority, Severity, Status
from storage.tables import incidents
from tests.journeys.seeing import answer_to, form_after, form_of, private_answers, said_last, stored, types, until_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an incident is like that was opened by one line."""

    title: str
    severity: Severity = Severity.SEV3
    priority: Priority | None = None
    assignee: str | None = None
    service: str | None = None
    categories: tuple[str, ...] = ()
    summary: str | None = None


OPENED = {
    "new sev1 DB down @ana": Opened(title="DB down", severity=Severity.SEV1, assignee="U0ANA"),
    "new p1 database down": Opened(title="database down", priority=Priority.P1),
    "new Add p2 phone support": Opened(title="Add p2 phone support"),
    'new "p1 database down"': Opened(title="p1 database down"),
    "new Error in service: foo": Opened(title="Error in service: foo"),
    "new service:payments Error 500 cat:api": Opened(title="Error 500", service="payments", categories=("api",)),
    "new ask @ben about disks sev2": Opened(title="ask @ben about disks", severity=Severity.SEV2),
    "new Checkout — again -- since 11:00": Opened(title="Checkout — again", summary="since 11:00"),
    "new small test sev4 @me": Opened(title="small test", severity=Severity.SEV4, assignee="U0ANA"),
    "NEW  Slow   search": Opened(title="Slow search"),
    "new foo:bar is down": Opened(title="foo:bar is down"),
}
REFUSED = {
    "new Disk full @ana @ben": ("one assignee", "@ana", "@ben"),
    "new sev5 x down": ("sev1 to sev4",),
    "statsu 7d": ("stats 7d",),
}


def likeness(incident: Incident) -> Opened:
    """Return what was understood of what was typed."""
    return Opened(
        title=incident.title,
        severity=incident.severity,
        priority=incident.own_priority,
        assignee=incident.assignee_id,
        service=incident.service.name if incident.service else None,
        categories=tuple(category.name for category in incident.categories),
        summary=incident.summary,
    )


def test_what_is_refused_says_what_is_possible_and_each_other_line_opens_what_the_table_says(
    ana: Person, clean_engine: Engine
) -> None:
    for typed, expected in REFUSED.items():
        answer = types(ana, f"/incident {typed}")
        assert [words for words in expected if words not in answer] == [], answer
    with clean_engine.connect() as tx:
        assert tx.execute(select(func.count()).select_from(incidents)).scalar_one() == 0

    for typed in OPENED:
        types(ana, f"/incident {typed}")

    understood = {typed: likeness(stored(clean_engine, number)) for number, typed in enumerate(OPENED, start=1)}
    assert understood == OPENED
    number = len(OPENED) + 1
    hint = f"“critical” is part of the title: /incident severity {number} sev1 makes it SEV1."
    said = answer_to(ana, "/incident new payments are failing critical service payments @ben")
    assert hint in said.seen_text
    said.press(f"severity {number} sev1")
    until_told(ana, f"Changed #{number} — payments are failing critical service payments: severity SEV3 → SEV1.")
    assert {"Undo", "Edit"} <= set(said.labels)
    assert "is part of the title" not in types(ana, "/incident new critical path is red sev2")
    said = answer_to(ana, "/incident new sev2 db replica lag service:db me")
    hint = (
        f"“service:db” is part of the title: /incident edit {number + 2} service:db opens the form with it filled in."
    )
    assert hint in said.seen_text
    said.press(f"edit {number + 2} service:db")
    assert form_of(ana).value("Service") == "db"
    said = answer_to(ana, f"/incident edit {number + 2} db lags service:db @ben")
    assert f"“service:db” is part of the title: /incident edit {number + 2} service:db" in said.seen_text
    assert said.labels == [f"edit {number + 2} service:db"]
    types(ana, "/incident services add db")
    assert "part of the title" not in types(ana, f"/incident edit {number + 2} the sev2 page")
    assert "“service db” is part" in types(ana, "/incident new db replica lag, service db, mine sev2")
    assert "“service DB” is part" in types(ana, "/incident new replica lag service DB mine")
    assert "“me” is part of the title: /incident take" in types(ana, "/incident new payments service down, me")
    for typed in ("Out of service today @ben", "Checkout fails, service unreachable @ben"):
        assert "part of the title" not in types(ana, f"/incident new {typed}")
    assert form_after(ana, "/incident new @me").value("Assignee") == "ana"
    assert form_after(ana, f"/incident edit {number} @myself sev2").value("Assignee") == "ana"


def test_a_number_shows_it_and_a_verb_with_words_does_what_it_says(ana: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new Checkout is down sev2 service:payments")

    for typed in ("1", "#1", "inc-1"):
        types(ana, f"/incident {typed}")
        assert "#1 Checkout is down" in private_answers(ana)[-1], typed
    assert "#1 SEV2" in types(ana, "/incident open sev:1-2 service:pay")
    types(ana, "/incident comment 1 sev1 is wrong, see @ana")
    assert said_last(clean_engine, 1) == "sev1 is wrong, see @ana"
    types(ana, "/incident resolve 1 rolled back")
    assert stored(clean_engine, 1).status is Status.RESOLVED
    assert said_last(clean_engine, 1) == "rolled back"
