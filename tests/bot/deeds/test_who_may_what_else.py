"""Every verb that names no incident, and every shortcut, for every role, compared with a table written by hand."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, update

from bot.deeds.dispatch import do
from bot.deeds.outcome import Caller, Form
from bot.errors import Refusal
from bot.language import grammar
from bot.language.acts import ChangingAct, LookingAct, PickForMessage, Said, StartFromMessage
from bot.language.verbs import VERB_OF_WORD, VERBS
from bot.language.workspace_acts import SaveSettings
from bot.rules.settings import REMINDERS
from storage import choices, people, workspaces
from storage.records import Person, Setting, Source
from storage.tables import people as people_table
from tests.bot.deeds.test_who_may_what import BEN, COUNTS_AS, ROLES, _id_of
from tests.bot.deeds.test_who_may_what import MAY as MAY_TO_INCIDENT
from tests.making import NOON, TEAM

SAVING = "the form of settings"
FROM_MESSAGE = "a new incident from a message"
TO_INCIDENT = "adding a message to an incident"
# For member, responder and admin; who is not described yet is asked to wait where a member may not.
MAY = {
    "":                               "+++",
    "new Checkout is down":           "+++",
    FROM_MESSAGE:                     "+++",
    TO_INCIDENT:                      "+++",
    "list":                           "+++",
    "mine":                           "+++",
    "search checkout":                "+++",
    "stats":                          "+++",
    "stats 7d sev:1-2":               "+++",
    "export":                         "+++",
    "export unresolved":              "+++",
    "follow":                         "+++",
    "follow <@U0BEN|ben>":            "+++",
    "follow service:payments all":    "+++",
    "follow cat:api":                 "+++",
    "unfollow <@U0BEN|ben>":          "+++",
    "unfollow service:payments":      "+++",
    "users":                          "+++",
    "users after 3 <@U0BEN|ben>":     "+++",
    "users <@U0BEN|ben>":             "+++",
    "users me":                       "+++",
    "users <@U0BEN|ben> member":      "--+",
    "users admin <@U0BEN|ben>":       "--+",
    "services":                       "+++",
    "services after a":               "+++",
    "services add search":            "-++",
    "services rename payments cards": "--+",
    "services remove payments":       "--+",
    "categories":                     "+++",
    "categories before z":            "+++",
    "categories add search":          "-++",
    "categories rename api rest":     "--+",
    "categories remove api":          "--+",
    "settings":                       "--+",
    "settings log":                   "--+",
    "settings log before 9":          "--+",
    SAVING:                           "--+",
}  # fmt: skip


_SAVING = SaveSettings(
    {
        **dict.fromkeys(Setting, ""),
        **dict.fromkeys(REMINDERS.values(), "1h"),
        Setting.WORK_STARTS: "08:00",
        Setting.WORK_ENDS: "16:00",
        Setting.WORK_DAYS: "1",
        Setting.TIME_ZONE: "UTC",
        Setting.DAILY_POST_TIME: "08:00",
        Setting.DEFAULT_ROLE: "member",
    }
)


_SAID = Said(
    source=Source(channel="C0GENERAL", ts="1795000000.000200"),
    author_id=BEN,
    author_name="ben",
    text="Checkout is down",
)
NOT_TYPED: dict[str, ChangingAct | LookingAct] = {
    SAVING: _SAVING,
    FROM_MESSAGE: StartFromMessage(_SAID),
    TO_INCIDENT: PickForMessage(_SAID),
}


def expected(typed: str, role: str) -> str:
    """Return the outcome by the table."""
    if role in ("deactivated", "bot"):
        return "may not"
    counts_as = COUNTS_AS.get(role, "member" if role == "not described" else role)
    if MAY[typed][("member", "responder", "admin").index(counts_as)] == "+":
        return "may"
    return "not known" if role == "not described" else "may not"


def outcome(tx: Connection, typed: str, person_id: str) -> str:
    """Do it in a savepoint that is rolled back, and tell how it went."""
    savepoint = tx.begin_nested()
    act = NOT_TYPED.get(typed) or grammar.parse(typed)
    assert isinstance(act, ChangingAct | LookingAct)
    try:
        done = do(
            tx,
            act,
            by=Caller(team_id=TEAM, person_id=person_id, person_name="x"),
            key=typed,
            now=NOON,
            finds_similar=True,
        )
    except Refusal as refusal:
        return "not known" if "has not told me yet who you are" in str(refusal) else _refused(str(refusal))
    else:
        said = "" if isinstance(done, Form) else done.message.text
        return "may not" if said.startswith("Only admins change the settings: ask <@U0ADMIN>") else "may"
    finally:
        savepoint.rollback()


def _refused(said: str) -> str:
    if said.startswith("You don't follow "):
        return "may"
    return "may not" if said.startswith("You may not ") else said


@pytest.fixture(scope="module")
def populated(engine: Engine) -> Iterator[Connection]:
    """Give a transaction with somebody of every role, and a service and a category; whoever uses it rolls back."""
    with engine.connect() as connection:
        populate(connection)
        yield connection
        connection.rollback()


def populate(tx: Connection) -> None:
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    described = [Person(team_id=TEAM, id=id_, name=id_, is_known=True) for id_ in (BEN, *map(_id_of, ROLES))]
    people.describe(tx, described, at=NOON)
    for role, flags in ROLES.items():
        if flags:
            tx.execute(update(people_table).where(people_table.c.id == _id_of(role)).values(**flags))
    choices.service_named(tx, TEAM, "payments")
    choices.categories_named(tx, TEAM, ["api"])


def test_every_verb_stands_in_a_table() -> None:
    words = {typed.partition(" ")[0] for typed in (*MAY, *MAY_TO_INCIDENT)}

    assert {VERB_OF_WORD[word].word for word in words if word in VERB_OF_WORD} | {"help"} == {
        verb.word for verb in VERBS
    }


@pytest.mark.parametrize("typed", MAY)
def test_who_may_do_it(populated: Connection, typed: str) -> None:
    found = {role: outcome(populated, typed, _id_of(role)) for role in ROLES}

    assert found == {role: expected(typed, role) for role in ROLES}


@pytest.mark.parametrize("typed", ["users <@U0NOBODY|zed>", "users <@U0NOBODY|zed> admin"])
def test_a_stranger_is_known_to_nobody_who_may_look(populated: Connection, typed: str) -> None:
    found = {role: outcome(populated, typed, _id_of(role)) for role in ("admin", "guest", "deactivated")}

    nobody = "I know nobody like that in this workspace. `users` shows everybody."
    assert found == {"admin": nobody, "guest": nobody, "deactivated": "may not"}
