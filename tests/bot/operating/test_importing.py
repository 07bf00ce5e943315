"""`incident-tracker import`: everything or nothing, with all that is wrong, and what export writes comes back."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from storage import dossiers, incidents, numbers, workspaces
from storage.records import Change, Dossier, Incident, Priority, Severity, Status
from storage.tables import counters
from tests.bot.operating.conftest import Operator
from tests.bot.operating.test_seeding import waiting_cards
from tests.making import TEAM
from tests.storage.conftest import new_incident

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
HOSTILE = ("=1+1", "'=1+1", "@ana did it", "Łódź; a, b", '"quoted", twice', "''-minus")


def _write(path: Path, *rows: str, name: str = "in.csv") -> str:
    (path / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return name


def _stored(engine: Engine) -> list[Dossier]:
    with engine.begin() as tx:
        return list(dossiers.stream(tx, TEAM, with_details=True))


def _one(engine: Engine) -> Incident:
    [found] = _stored(engine)
    return found.incident


def _bare(found: Dossier) -> Incident:
    """Return the incident without the ids that are the database's."""
    one = found.incident
    service = replace(one.service, id=0) if one.service else None
    labels = tuple(replace(label, id=0) for label in one.categories)
    return replace(one, id=0, service=service, categories=labels, opened_in=None)


def test_what_export_writes_import_reads(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    """In this workspace it is all as it was; in another one it belongs to those who are called so there."""
    lived = _live(operator, acme)
    operator.reads("export", "out.csv")
    exported = (tmp_path / "out.csv").read_bytes()
    with acme.begin() as tx:
        tx.execute(text("DELETE FROM incidents"))

    said = operator.reads("import", "out.csv")

    assert "156 incidents imported." in said
    imported = _stored(acme)
    assert list(map(_bare, imported)) == list(map(_bare, lived))
    for found in imported:
        steps = [(one.old, one.new) for one in found.history if one.change is Change.STATUS]
        assert [old for old, _ in steps] == ["open", *(new for _, new in steps[:-1])][: len(steps)]
        assert (steps[-1][1] if steps else "open") == found.incident.status
    operator.reads("export", "again.csv")
    assert _without_counts((tmp_path / "again.csv").read_bytes()) == _without_counts(exported)

    with acme.begin() as tx:
        workspaces.install(tx, "T0OTHER", name="Other", bot_user_id="U0BOT")
        tx.execute(
            text(
                "INSERT INTO people (team_id, id, name) SELECT 'T0OTHER', 'W' || id, name FROM people "
                "WHERE team_id = 'T0ACME' AND NOT is_bot"
            )
        )

    assert "156 incidents imported" in operator.reads("import", "--team", "Other", "out.csv")
    with acme.begin() as tx:
        assert {one.incident.reporter_id[:2] for one in dossiers.stream(tx, "T0OTHER")} == {"WU"}


def _live(operator: Operator, acme: Engine) -> list[Dossier]:
    """Have incidents of every kind, with hostile words, and return them."""
    operator.reads("seed", "--count", "150")
    with acme.begin() as tx:
        for words in HOSTILE:
            incidents.create(tx, new_incident(title=words, summary=f"{words}\n\t{words}", own_priority=Priority.P3))
        tx.execute(text("UPDATE incidents SET update_due_at = now() + interval '1 hour' WHERE number > 154"))
    return _stored(acme)


def _without_counts(content: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{name: cell for name, cell in row.items() if name not in {"comments", "history"}} for row in rows]


def test_the_same_file_is_not_imported_twice(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    numbered = _write(tmp_path, "number,title,reporter", "7,Checkout is down,ana")
    dated = _write(tmp_path, "title,reporter,created_at", "Search is slow,ana,2026-10-01", name="dated.csv")
    for name in (numbered, dated):
        operator.reads("import", name)

    assert "line 2: number: #7 is here already." in operator.fails("import", numbered)
    assert "line 2: title: it is here already, opened at the same moment, as #8." in operator.fails("import", dated)
    both = _write(tmp_path, "number,title,reporter,created_at", "7,Search is slow,zoe,2026-10-01", name="both.csv")
    assert operator.fails("import", both).splitlines() == [
        "line 2: number: #7 is here already.",
        "line 2: reporter: nobody here is called “zoe”.",
        "line 2: title: it is here already, opened at the same moment, as #8.",
        "Nothing was imported: 3 errors.",
    ]
    assert len(_stored(acme)) == 2


def test_a_row_of_an_older_tracker_is_understood(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    file = _write(
        tmp_path,
        "ID;Name;Description;Severity;Priority;State;Component;Tags;Reported By;Assigned to;Created;Closed at",
        'INC-12;Checkout is down;"since 9;\n all of it";Critical;high;closed;Payments;"api, EU , ";@Ana;U0BEN;'
        "2026-10-01 11:00+02:00;2026-10-01T10:00",
    )

    operator.reads("import", file)

    one = _one(acme)
    assert (one.number, one.title, one.summary) == (12, "Checkout is down", "since 9;\n all of it")
    assert (one.severity, one.own_priority, one.status) == (Severity.SEV1, Priority.P2, Status.RESOLVED)
    assert (one.reporter_id, one.assignee_id) == ("U0ANA", "U0BEN")
    assert (one.created_at, one.resolved_at, one.acknowledged_at) == (
        AT,
        AT + timedelta(hours=1),
        AT + timedelta(hours=1),
    )
    assert [label.name for label in one.categories] == ["api", "EU"]
    assert one.service is not None
    assert one.service.name == "Payments"


def test_the_history_is_made_of_the_times(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    file = _write(
        tmp_path,
        "title,reporter,assignee,status,created_at,acknowledged_at,mitigated_at,resolved_at",
        "Whole life,ana,ben,resolved,2026-10-01,2026-10-02,2026-10-03,2026-10-04",
        "Over at once,ana,,closed,2026-10-01,,,2026-10-04",
        "Begun,ana,ben,In progress,2026-10-01,2026-10-02,,",
        "Only mitigated,ana,,mitigated,2026-10-01,,2026-10-03,",
    )

    operator.reads("import", file)

    told = [
        [(one.change.value, one.new, f"{one.at:%d}", one.actor_id) for one in found.history] for found in _stored(acme)
    ]
    assert told == [
        [
            ("opened", "Whole life", "01", "U0ANA"),
            ("assignee", "U0BEN", "02", None),
            ("status", "in_progress", "02", None),
            ("status", "mitigated", "03", None),
            ("status", "resolved", "04", None),
        ],
        [("opened", "Over at once", "01", "U0ANA"), ("status", "resolved", "04", None)],
        [
            ("opened", "Begun", "01", "U0ANA"),
            ("assignee", "U0BEN", "02", None),
            ("status", "in_progress", "02", None),
        ],
        [("opened", "Only mitigated", "01", "U0ANA"), ("status", "mitigated", "03", None)],
    ]


def test_all_that_is_wrong_is_said_with_the_lines_of_the_file(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    file = _write(
        tmp_path,
        "number,title,summary,severity,priority,status,reporter,assignee,created_at,resolved_at",
        '1,Fine,"three',
        "physical",
        'lines",sev1,,open,ana,,,',
        "",
        "x,ab,,sev9,p9,paused,anna,U0BOT,yesterday,",
        "3,Not over,,,,open,ana,,2026-10-02,2026-10-03",
        "4,Over,,,,resolved,ben,,2026-10-02,",
        "5,Before,,,,resolved,ben,,2026-10-02,2026-10-01",
        "6,Later,,,,,ben,,2126-10-02,",
        "1,Twice,,,,,ben,,,",
        ",No reporter,,,,,,,,,,extra",
        "1,On and on,,sev9,,closed,ben,nobody,,",
        "8,Unread,,,,closed,ben,,2126-10-02,soon",
    )

    said = operator.fails("import", file).splitlines()

    assert said == [
        "line 6: assignee: nobody here is called “U0BOT”.",
        "line 6: created_at: “yesterday” is not a time like 2026-11-18T12:00:00Z.",
        "line 6: number: “x” is not an incident's number, like 42 or INC-42.",
        "line 6: priority: “p9” is not a priority: P1 to P4, or critical, high, medium or low.",
        "line 6: reporter: nobody here is called “anna”. Did you mean “ana”?",
        "line 6: severity: “sev9” is not a severity: SEV1 to SEV4, or critical, major, minor or low.",
        "line 6: status: “paused” is not a status: Open, In progress, Mitigated or Resolved.",
        "line 6: title: A title has 3 to 255 characters; “ab” has 2.",
        "line 7: resolved_at: it is Open, so it was not resolved. Empty one of the two.",
        "line 8: resolved_at: it is Resolved, but it is not said since when.",
        "line 9: resolved_at: 2026-10-01T00:00:00Z is before created_at, 2026-10-02T00:00:00Z.",
        said[11],
        "line 11: number: #1 is in line 2 as well.",
        "line 12: reporter: nobody is named. Say with --reporter whose these are.",
        "line 12: this row has 12 cells, the first one names 10 columns.",
        "line 13: assignee: nobody here is called “nobody”.",
        "line 13: number: #1 is in line 2 as well.",
        "line 13: resolved_at: it is Resolved, but it is not said since when.",
        "line 13: severity: “sev9” is not a severity: SEV1 to SEV4, or critical, major, minor or low.",
        said[19],
        "line 14: resolved_at: “soon” is not a time like 2026-11-18T12:00:00Z.",
        "Nothing was imported: 21 errors.",
    ]
    here = "created_at: 2126-10-02T00:00:00Z is in the future: in this workspace it is "
    for place, line in ((11, 10), (19, 14)):
        assert re.fullmatch(f"line {line}: {here}" + r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\.", said[place])
    assert _stored(acme) == []
    with acme.begin() as tx:
        assert tx.execute(select(counters.c.next_number)).scalar_one() == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("title,sevrity", "Down,sev1"), "line 1: there is no column “sevrity”. Did you mean “severity”?"),
        (("title,colour", "Down,red"), "line 1: there is no column “colour”. There are: number, title, summary,"),
        (("Title,Name", "a,b"), "line 1: “Name” is a second column for title; keep one."),
        (("reporter", "ana"), "line 1: there is no column “title”, which every incident needs."),
        (("",), "line 1: the file is empty."),
        (('title,reporter\nDown,ana\n"Up"now,ana',), "line 3: from here on this is not CSV: "),
        (('title,reporter\nDown,ana\n"Up,ana',), "line 3: from here on this is not CSV: "),
        (("title,reporter", "Do\0wn,ana"), "line 2: this row has a NUL character"),
        (("title,reporter,number", "Down,ana,4000000000"), "line 2: number: “4000000000” is not"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    operator: Operator, acme: Engine, tmp_path: Path, rows: tuple[str, ...], said: str
) -> None:
    assert operator.fails("import", _write(tmp_path, *rows)).startswith(said)
    assert _stored(acme) == []


def test_another_encoding_is_named_with_its_line(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("title,reporter\nZürich,ana\n".encode("latin-1"))

    assert "line 2: this is not UTF-8. Save the file as “CSV UTF-8”." in operator.fails("import", "in.csv")


def test_our_own_json_is_no_csv_and_says_what_is(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    operator.types("export", "out.json")

    assert "line 1: this is JSON; only CSV is read." in operator.fails("import", "out.json")


def test_a_file_that_is_not_there_is_a_sentence(operator: Operator, acme: Engine) -> None:
    assert operator.fails("import", "in.csv") == "in.csv cannot be read: No such file or directory"


def test_rows_without_a_reporter_can_be_given_one(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    file = _write(tmp_path, "title", "Checkout is down")

    assert "--reporter: nobody here is called “zoe”." in operator.fails("import", file, "--reporter", "zoe")
    operator.reads("import", file, "--reporter", "@Ben")

    one = _one(acme)
    assert (one.reporter_id, one.severity, one.status, one.number) == ("U0BEN", Severity.SEV3, Status.OPEN, 1)


def test_two_of_one_name_have_to_be_told_apart(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    with acme.begin() as tx:
        tx.execute(text("UPDATE people SET name = 'Ana' WHERE id = 'U0BEN'"))
    ambiguous = _write(tmp_path, "title,reporter", "Checkout is down,ana")
    clear = _write(tmp_path, "title,reporter,reporter_id", "Checkout is down,ana,U0BEN", name="clear.csv")

    said = operator.fails("import", ambiguous)
    operator.reads("import", clear)

    assert "several people are called “ana”: U0ANA and U0BEN. Write the id." in said
    assert _one(acme).reporter_id == "U0BEN"


def test_checking_stores_nothing(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    file = _write(tmp_path, "number,title,reporter", "7,Checkout is down,ana", ",Search is slow,ana")

    assert "2 incidents could be imported." in operator.reads("import", "--check", file)
    assert _stored(acme) == []
    operator.reads("import", file)
    assert [one.incident.number for one in _stored(acme)] == [7, 8]


def test_nothing_is_stored_when_the_database_refuses(
    operator: Operator, acme: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.operating.importing.STORED_AT_ONCE", 1)
    with acme.begin() as tx:
        tx.execute(text("ALTER TABLE incidents ADD CONSTRAINT no_second CHECK (title <> 'Second') NOT VALID"))
    try:
        file = _write(tmp_path, "title,reporter", "First,ana", "Second,ana")
        with pytest.raises(Exception, match="no_second"):
            operator.reads("import", file)
        assert _stored(acme) == []
    finally:
        with acme.begin() as tx:
            tx.execute(text("ALTER TABLE incidents DROP CONSTRAINT no_second"))


def test_nobody_is_told_and_the_next_number_follows(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    operator.reads("import", _write(tmp_path, "number,title,reporter", "41,Checkout is down,ana"))

    with acme.begin() as tx:
        assert waiting_cards(acme) == {incidents.get(tx, TEAM, 41).id}
        assert incidents.create(tx, new_incident()).number == 42


@pytest.mark.parametrize(
    ("priority", "by_hand", "own"),
    [("p3", "", None), ("p1", "", Priority.P1), ("p3", "yes", Priority.P3), ("p1", "no", None), ("", "yes", None)],
)
def test_a_priority_that_follows_the_severity_goes_on_following(
    operator: Operator, acme: Engine, tmp_path: Path, priority: str, by_hand: str, own: Priority | None
) -> None:
    rows = ("title,reporter,severity,priority,priority_set_by_hand", f"Checkout is down,ana,sev3,{priority},{by_hand}")

    operator.reads("import", _write(tmp_path, *rows))

    assert _one(acme).own_priority is own


def test_the_help_names_every_column_and_word(operator: Operator) -> None:
    with pytest.raises(SystemExit):
        operator.types("import", "--help")
    said = operator.capture.readouterr().out.decode()

    for word in ("categories            category, tags, labels", "in_progress           acknowledged", "resolved_at"):
        assert word in said


def test_names_are_as_the_workspace_writes_them(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    with acme.begin() as tx:
        tx.execute(text("INSERT INTO services (team_id, name) VALUES ('T0ACME', 'Payments')"))

    operator.reads("import", _write(tmp_path, "title,reporter,service,category", "Down,ana,PAYMENTS,api"))

    one = _one(acme)
    assert one.service is not None
    assert one.service.name == "Payments"
    assert [label.name for label in one.categories] == ["api"]


@pytest.mark.parametrize("typed", [("import", "in.csv"), ("seed", "--count", "2")])
def test_the_planner_knows_at_once_how_much_there_is(
    operator: Operator, acme: Engine, tmp_path: Path, typed: tuple[str, ...]
) -> None:
    _write(tmp_path, "title,reporter", "Checkout is down,ana", "Disk full,ana")
    operator.reads(*typed)

    with acme.begin() as tx:
        known = tx.execute(text("SELECT reltuples FROM pg_class WHERE oid = 'incidents'::regclass")).scalar_one()
    assert known == 2


def test_characters_nobody_types_are_left_out(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    """With some of them we mark people, whom a text of a file must not mention."""
    _write(tmp_path, "title,reporter,service", '"\ue000U0BEN|x\ue001 is\x07 down",ana,\ue000U0BEN|x\ue001')

    operator.reads("import", "in.csv")

    one = _one(acme)
    assert (one.title, one.service and one.service.name) == ("U0BEN|x is down", "U0BEN|x")


def test_two_imports_at_once_store_nothing_twice(operator: Operator, acme: Engine, tmp_path: Path) -> None:
    """Neither would see what the other is about to store."""
    _write(tmp_path, "title,reporter,created_at", "Checkout is down,ana,2026-10-01T09:00:00Z")
    with numbers.alone(acme, TEAM):
        assert "Another import into this workspace is under way." in operator.fails("import", "in.csv")
        assert _stored(acme) == []

    assert "1 incident imported." in operator.reads("import", "in.csv")
