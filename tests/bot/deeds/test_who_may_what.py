"""Every verb, for every role, status and relation to the incident, compared with tables written by hand."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, literal, select, update

from bot.deeds.dispatch import do
from bot.deeds.outcome import Caller, Form, Reply
from bot.errors import Refusal
from bot.language import grammar
from bot.language.acts import AboutIncident, DeleteIncident, JoinInstead, WithdrawIncident
from bot.language.looking_acts import ListIncidents, SearchIncidents, ShowStats
from storage import people, workspaces
from storage.incidents import IncidentNotFound
from storage.records import Person
from storage.tables import follows, incidents
from storage.tables import people as people_table
from tests.making import NOON, TEAM

BEN = "U0BEN"
"""Somebody whom incidents can be assigned to."""
EVA = "U0EVA"
"""Who is reporter or assignee where the caller is not."""


def typed_on(typed: str) -> Callable[[int], AboutIncident]:
    """Return what typing it does to the incident of a number."""

    def act(number: int) -> AboutIncident:
        understood = grammar.parse(typed.replace("42", str(number)))
        assert isinstance(understood, AboutIncident)
        return understood

    return act


ACTS: dict[str, Callable[[int], AboutIncident]] = {
    **{
        typed: typed_on(typed)
        for typed in (
            "show 42",
            "history 42",
            "comment 42 hello",
            "comment 42",
            "take 42",
            "release 42",
            "assign 42 <@U0BEN|ben>",
            "assign 42",
            "start 42",
            "mitigate 42",
            "resolve 42",
            "reopen 42",
            "revert 42",
            "severity 42 sev1",
            "severity 42",
            "priority 42 p1",
            "priority 42",
            "edit 42 Another title",
            "edit 42",
            "follow 42",
            "follow 42 all",
            "unfollow 42",
            "remind 42",
            "remind 42 why",
            "remind 42 2h",
            "remind 42 off",
            "remind 42 on",
            "delete 42",
            "restore 42",
        )
    },
    "the form of delete": DeleteIncident,
    "the button of undo": WithdrawIncident,
    "the button of join": JoinInstead,
}

# For member, responder and admin: as reporter, as assignee, as neither. Everybody who is not a guest sees everything.
YES, NO = "may", "may not"
MAY: dict[str, tuple[str, str, str]] = {
    "show 42":                ("+++", "+++", "+++"),
    "history 42":             ("+++", "+++", "+++"),
    "comment 42 hello":       ("+++", "+++", "+++"),
    "comment 42":             ("+++", "+++", "+++"),
    "take 42":                ("++-", "+++", "+++"),
    "release 42":             ("++-", "+++", "+++"),
    "assign 42 <@U0BEN|ben>": ("---", "+++", "+++"),
    "assign 42":              ("++-", "+++", "+++"),
    "start 42":               ("++-", "+++", "+++"),
    "mitigate 42":            ("++-", "+++", "+++"),
    "resolve 42":             ("++-", "+++", "+++"),
    "reopen 42":              ("++-", "+++", "+++"),
    "revert 42":              ("++-", "+++", "+++"),
    "severity 42 sev1":       ("++-", "+++", "+++"),
    "severity 42":            ("++-", "+++", "+++"),
    "priority 42 p1":         ("++-", "+++", "+++"),
    "priority 42":            ("++-", "+++", "+++"),
    "edit 42 Another title":  ("++-", "+++", "+++"),
    "edit 42":                ("++-", "+++", "+++"),
    "follow 42":              ("+++", "+++", "+++"),
    "follow 42 all":          ("+++", "+++", "+++"),
    "unfollow 42":            ("+++", "+++", "+++"),
    "remind 42":              ("+++", "+++", "+++"),
    "remind 42 why":          ("+++", "+++", "+++"),
    "remind 42 2h":           ("++-", "+++", "+++"),
    "remind 42 off":          ("++-", "+++", "+++"),
    "remind 42 on":           ("++-", "+++", "+++"),
    "delete 42":              ("---", "---", "+++"),
    "the form of delete":     ("---", "---", "+++"),
    "restore 42":             ("---", "---", "+++"),
    "the button of undo":     ("+--", "+--", "+--"),
    "the button of join":     ("+++", "+++", "+++"),
}  # fmt: skip
# Where an incident must stand for the act; any status but deleted where the act is not listed.
POSSIBLE_FROM = {
    "take 42": {"open", "in_progress", "mitigated"},
    "start 42": {"open", "mitigated"},
    "mitigate 42": {"open", "in_progress"},
    "resolve 42": {"open", "in_progress", "mitigated"},
    "reopen 42": {"resolved"},
    "revert 42": {"in_progress"},
    "remind 42 2h": {"open", "in_progress", "mitigated"},
    "remind 42 off": {"open", "in_progress", "mitigated"},
    "remind 42 on": {"open", "in_progress", "mitigated"},
    "restore 42": {"deleted"},
}
DONE_ALREADY = {("take 42", "assignee"): {"in_progress", "mitigated"}}
"""Where the act would change nothing, which is said instead."""
MEANT_FOR_DELETED = {"restore 42"}
"""Of any other, people are told who deleted it, and those who might not see it that it does not exist."""
ROLES: dict[str, dict[str, Any]] = {
    "member": {"role": "member"},
    "responder": {"role": "responder"},
    "admin": {"role": "admin"},
    "owner": {"is_workspace_admin": True},
    "without a role": {},
    "guest": {"is_guest": True},
    "guest with a role": {"is_guest": True, "role": "admin"},
    "not described": {"described_at": None},
    "deactivated": {"is_active": False},
    "bot": {"is_bot": True},
}
COUNTS_AS = {"owner": "admin", "without a role": "responder", "guest": "member", "guest with a role": "member"}
SEES_ONLY_OWN = {"guest", "guest with a role", "not described"}
STATUSES = ("open", "in_progress", "mitigated", "resolved", "deleted")
RELATIONS = ("reporter", "assignee", "neither")
TELLING = ("member", "responder", "admin", "guest", "not described")
"""The roles that are tried from every status. Others count as one of these, or as nobody, whatever the status is."""
NUMBERS = {place: number for number, place in enumerate(product(ROLES, STATUSES, RELATIONS), 1)}


def expected(typed: str, role: str, status: str, relation: str) -> str:
    """Return the outcome by the tables: who may not see an incident is told that it does not exist."""
    is_gone = status == "deleted" and typed not in MEANT_FOR_DELETED
    if role in ("deactivated", "bot"):
        return "not found"
    if role in SEES_ONLY_OWN and relation != "reporter":
        return "not known" if role == "not described" and not is_gone else "not found"
    if is_gone:
        return "told that it was deleted"
    counts_as = COUNTS_AS.get(role, "member" if role == "not described" else role)
    allowed = MAY[typed][("member", "responder", "admin").index(counts_as)][RELATIONS.index(relation)]
    if allowed == "-":
        return "not known" if role == "not described" else NO
    possible = POSSIBLE_FROM.get(typed, set(STATUSES) - {"deleted"}) - DONE_ALREADY.get((typed, relation), set())
    if status not in possible:
        return "not from here"
    return YES


def is_tried(typed: str, role: str, status: str) -> bool:
    """Tell whether to try it: by those who count as another only on what is deleted and where it is first possible."""
    possible = POSSIBLE_FROM.get(typed, set(STATUSES))
    return role in TELLING or status in ("deleted", next(each for each in STATUSES if each in possible))


def outcome(tx: Connection, act: AboutIncident, person_id: str, key: str) -> str:
    """Do it and tell how it went: each has an incident of its own, so what one did is nothing to the next."""
    try:
        done = do(
            tx,
            act,
            by=Caller(team_id=TEAM, person_id=person_id, person_name="x"),
            key=key,
            now=NOON,
            finds_similar=False,
        )
    except IncidentNotFound:
        return "not found"
    except Refusal as refusal:
        said = str(refusal)
        if "has not told me yet who you are" in said:
            return "not known"
        if "was deleted by" in said or "was withdrawn by" in said:
            return "told that it was deleted"
        return NO if said.startswith("You may not ") else "not from here"
    else:
        assert done.view if isinstance(done, Form) else done.message.text
        return YES


@pytest.fixture(scope="module")
def populated(engine: Engine) -> Iterator[Connection]:
    """Give a transaction with an incident for every role, status and relation; whoever it is for follows it."""
    with engine.connect() as connection:
        populate(connection)
        yield connection
        connection.rollback()


@pytest.fixture
def team(populated: Connection) -> Iterator[Connection]:
    """Give the transaction, as it was made."""
    savepoint = populated.begin_nested()
    yield populated
    savepoint.rollback()


def populate(tx: Connection) -> None:
    """Make the workspace, somebody of every role, and the incidents."""
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    described = [Person(team_id=TEAM, id=id_, name=id_, is_known=True) for id_ in (BEN, EVA, *map(_id_of, ROLES))]
    people.describe(tx, described, at=NOON)
    for role, flags in ROLES.items():
        if flags:
            tx.execute(update(people_table).where(people_table.c.id == _id_of(role)).values(**flags))
    tx.execute(insert(incidents), [_row(number, *place) for place, number in NUMBERS.items()])
    for role in ROLES:
        mine = [number for place, number in NUMBERS.items() if place[0] == role]
        followed = select(incidents.c.team_id, literal(_id_of(role)), incidents.c.id).where(
            incidents.c.number.in_(mine)
        )
        tx.execute(insert(follows).from_select(["team_id", "follower_id", "incident_id"], followed))


def _id_of(role: str) -> str:
    return "U0" + role.upper().replace(" ", "")


def _row(number: int, role: str, status: str, relation: str) -> dict[str, object]:
    is_deleted = status == "deleted"
    return {
        "team_id": TEAM,
        "number": number,
        "title": "Checkout is down",
        "severity": "sev3",
        "status": "open" if is_deleted else status,
        "reporter_id": _id_of(role) if relation == "reporter" else EVA,
        "assignee_id": _id_of(role) if relation == "assignee" else EVA,
        **dict.fromkeys(("created_at", "updated_at", "last_activity_at", "acknowledged_at"), NOON),
        "mitigated_at": NOON if status == "mitigated" else None,
        "resolved_at": NOON if status == "resolved" else None,
        "deleted_at": NOON if is_deleted else None,
        "deleted_by": EVA if is_deleted else None,
    }


def test_the_tables_are_whole() -> None:
    assert MAY.keys() == ACTS.keys()
    assert POSSIBLE_FROM.keys() <= ACTS.keys()


@pytest.mark.parametrize("typed", ACTS)
def test_who_may_do_it_to_what(team: Connection, typed: str) -> None:
    found, wanted = {}, {}
    for (role, status, relation), number in NUMBERS.items():
        if not is_tried(typed, role, status):
            continue
        place = f"{role}, {status}, {relation}"
        found[place] = outcome(team, ACTS[typed](number), _id_of(role), place)
        wanted[place] = expected(typed, role, status, relation)

    assert found == wanted


FINDING = ("list", "list unresolved", "mine", "search checkout", "search chekcout", "search checkout unresolved")
"""For everybody who may read: among what the fixture made, the same incidents."""


@pytest.mark.parametrize("typed", FINDING)
def test_who_finds_what(team: Connection, typed: str) -> None:
    found = {role: shown_to(team, typed, role) for role in ROLES}

    assert found == {role: counted(typed, role) for role in ROLES}


def test_who_counts_what(team: Connection) -> None:
    found = {role: counted_for(team, role) for role in ROLES}

    assert found == {
        role: said if not (said := counted("list", role)).isdigit() else f"Opened {said}," for role in ROLES
    }


def counted_for(tx: Connection, role: str) -> str:
    """Return how many were opened, as somebody is told."""
    act = grammar.parse("stats 2026-11")
    assert isinstance(act, ShowStats)
    by = Caller(team_id=TEAM, person_id=_id_of(role), person_name="x")
    try:
        done = do(tx, act, by=by, key="stats", now=NOON + timedelta(minutes=1), finds_similar=False)
    except Refusal as refusal:
        return str(refusal)
    assert isinstance(done, Reply)
    return f"Opened {done.message.text.partition('Opened ')[2].split()[0]}"


def shown_to(tx: Connection, typed: str, role: str) -> str:
    """Return how many incidents a page says there are."""
    act = grammar.parse(typed)
    assert isinstance(act, ListIncidents | SearchIncidents)
    try:
        done = do(
            tx,
            act,
            by=Caller(team_id=TEAM, person_id=_id_of(role), person_name="x"),
            key=typed,
            now=NOON,
            finds_similar=False,
        )
    except Refusal as refusal:
        return str(refusal)
    assert not isinstance(done, Form)
    said = " ".join(done.message.text.split(". #")[0].split(" · "))
    return next((word for word in said.split() if word.isdigit()), said)


def counted(typed: str, role: str) -> str:
    """Return how many there are by the tables: nothing deleted, and for guests only what they reported."""
    if role in ("deactivated", "bot"):
        return "You may not read incidents."
    relations = ("reporter",) if role in SEES_ONLY_OWN else ("reporter", "assignee")
    visible = [
        status
        for reader, status, relation in NUMBERS
        if status != "deleted"
        and not ("unresolved" in typed and status == "resolved")
        and ((reader == role and relation in relations) or (typed != "mine" and role not in SEES_ONLY_OWN))
    ]
    return str(len(visible))
