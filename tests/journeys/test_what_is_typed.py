"""The product's own table of what is typed after `/incident` and how it is understood, typed line by line."""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from bot.sandbox import Person
from storage.records import Incident, Priority, Severity, Status
from storage.tables import incidents
from tests.journeys.seeing import form_after, private_answers, said_last, stored, types


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


def test_oneself_is_the_assignee_in_the_form_that_is_still_to_be_filled_in(ana: Person) -> None:
    assert form_after(ana, "/incident new @me").value("Assignee") == "ana"
    types(ana, "/incident new Slow search")
    assert form_after(ana, "/incident edit 1 @myself sev2").value("Assignee") == "ana"


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
