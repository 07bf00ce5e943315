"""The table of verbs, written again by hand: words, what they become, bare and with each of their examples."""

from datetime import date, timedelta

import pytest

from bot.errors import Refusal
from bot.language.acts import (
    Act,
    AddComment,
    Draft,
    EditIncident,
    ExportIncidents,
    FillIn,
    FormName,
    MoveIncident,
    OpenIncident,
    PickAsAdmin,
    PickIncident,
    RestoreIncident,
    StartDraft,
    StartSearch,
)
from bot.language.following_acts import FollowIncident, FollowOther, Named, UnfollowIncident, UnfollowOther
from bot.language.grammar import parse, verb_named
from bot.language.looking_acts import (
    ListIncidents,
    SearchIncidents,
    ShowFollows,
    ShowHelp,
    ShowHistory,
    ShowIncident,
    ShowStats,
)
from bot.language.reminding_acts import MoveReminder, RestartReminders, ShowReminder, StopReminders
from bot.language.verb import Verb
from bot.language.verbs import VERB_OF_WORD, VERBS
from bot.language.workspace_acts import (
    AddName,
    RemoveName,
    RenameName,
    SetRole,
    ShowAuditLog,
    ShowNames,
    ShowPeople,
    ShowPerson,
    ShowSettings,
)
from bot.rules.lifecycle import Move
from bot.rules.merging import Edit
from storage.records import UNRESOLVED, Filter, NameList, Period, Priority, Role, Severity, Sort, Status, Topic
from tests.tables import for_each

ALIASES = {
    "new": ["create", "declare"],
    "show": ["view", "status"],
    "list": ["ls"],
    "mine": ["my"],
    "search": ["find"],
    "take": ["ack", "claim"],
    "release": [],
    "assign": [],
    "start": [],
    "comment": ["note"],
    "mitigate": [],
    "resolve": ["fix", "close"],
    "reopen": [],
    "revert": [],
    "severity": ["sev"],
    "priority": ["prio"],
    "edit": ["rename"],
    "history": ["log", "timeline"],
    "follow": [],
    "unfollow": [],
    "remind": ["snooze"],
    "delete": [],
    "restore": [],
    "stats": [],
    "export": [],
    "users": [],
    "services": [],
    "categories": [],
    "settings": [],
    "help": ["?"],
}
EXAMPLES: dict[str, dict[str, Act]] = {
    "new": {
        "Checkout is down sev1": OpenIncident(Draft(title="Checkout is down", severity=Severity.SEV1)),
        "service:payments Error 500 @ana cat:api -- since 11:00": OpenIncident(
            Draft(
                title="Error 500", service="payments", assignee_id="U0ANA", categories=("api",), summary="since 11:00"
            )
        ),
        "": StartDraft(Draft()),
    },
    "show": {"42": ShowIncident(42), "": PickIncident("show")},
    "list": {
        "unresolved sev:1-2": ListIncidents(Filter(statuses=UNRESOLVED, severities=(Severity.SEV1, Severity.SEV2))),
        "@ana service:payments sort:updated": ListIncidents(
            Filter(assignee="U0ANA", service="payments", sort=Sort.UPDATED)
        ),
        "": ListIncidents(),
    },
    "mine": {
        "": ListIncidents(Filter(is_mine=True, sort=Sort.UNRESOLVED)),
        "sev:1-2 since:7d": ListIncidents(
            Filter(
                is_mine=True,
                severities=(Severity.SEV1, Severity.SEV2),
                opened=Period(timedelta(days=7)),
                sort=Sort.UNRESOLVED,
            )
        ),
    },
    "search": {
        "checkout timeout": SearchIncidents(("checkout", "timeout")),
        'payments unresolved "error 500"': SearchIncidents(
            ("payments",), Filter(statuses=UNRESOLVED, phrases=("error 500",))
        ),
        "": StartSearch(),
    },
    "take": {
        "42": MoveIncident(Move.TAKE, 42),
        "42 looking at it now": MoveIncident(Move.TAKE, 42, "looking at it now"),
        "": PickIncident("take"),
    },
    "release": {
        "42": EditIncident(42, Edit(assignee_id=None)),
        "42 my shift is over": EditIncident(42, Edit(assignee_id=None), "my shift is over"),
    },
    "assign": {
        "42 @ana": EditIncident(42, Edit(assignee_id="U0ANA")),
        "@ana 42 please have a look": EditIncident(42, Edit(assignee_id="U0ANA"), "please have a look"),
        "42": FillIn(FormName.ASSIGN, 42),
    },
    "start": {"42": MoveIncident(Move.START, 42), "": PickIncident("start")},
    "comment": {
        "42 the graphs look better": AddComment(42, "the graphs look better"),
        "42 rolling back due:30m": AddComment(42, "rolling back", update_due=timedelta(minutes=30)),
        "42 due:2h": AddComment(42, "", update_due=timedelta(hours=2)),
        "42": FillIn(FormName.COMMENT, 42),
        "": PickIncident("comment"),
    },
    "mitigate": {
        "42 traffic moved away": MoveIncident(Move.MITIGATE, 42, "traffic moved away"),
        "": PickIncident("mitigate"),
    },
    "resolve": {
        "42 rolled back": MoveIncident(Move.RESOLVE, 42, "rolled back"),
        "42": MoveIncident(Move.RESOLVE, 42),
        "": PickIncident("resolve"),
    },
    "reopen": {"42 it is back": MoveIncident(Move.REOPEN, 42, "it is back"), "": PickIncident("reopen")},
    "revert": {"42": MoveIncident(Move.REVERT, 42), "": PickIncident("revert")},
    "severity": {
        "42 sev1": EditIncident(42, Edit(severity=Severity.SEV1)),
        "42 sev2 only one region": EditIncident(42, Edit(severity=Severity.SEV2), "only one region"),
        "42": FillIn(FormName.SEVERITY, 42),
    },
    "priority": {
        "42 p1": EditIncident(42, Edit(priority=Priority.P1)),
        "42 auto": EditIncident(42, Edit(priority=None)),
        "42": FillIn(FormName.PRIORITY, 42),
    },
    "edit": {
        "42": FillIn(FormName.EDIT, 42),
        "42 Checkout is down in Europe": EditIncident(42, Edit(title="Checkout is down in Europe")),
        "42 Checkout is down service:payments": FillIn(
            FormName.EDIT, 42, edit=Edit(title="Checkout is down", service="payments")
        ),
        "42 service:payments cat:api": FillIn(FormName.EDIT, 42, edit=Edit(service="payments", categories=("api",))),
    },
    "history": {"42": ShowHistory(42), "": PickIncident("history")},
    "follow": {
        "42": FollowIncident(42),
        "42 all": FollowIncident(42, all_changes=True),
        "@ana": FollowOther(Named(Topic.PERSON, "U0ANA")),
        "service:payments": FollowOther(Named(Topic.SERVICE, "payments")),
        "": ShowFollows(),
    },
    "unfollow": {"42": UnfollowIncident(42), "@ana": UnfollowOther(Named(Topic.PERSON, "U0ANA")), "": ShowFollows()},
    "remind": {
        "42": ShowReminder(42),
        "42 2h": MoveReminder(42, 120),
        "42 tomorrow": MoveReminder(42, None),
        "42 off": StopReminders(42),
        "42 on": RestartReminders(42),
        "42 why": ShowReminder(42, explains=True),
    },
    "delete": {"42": FillIn(FormName.DELETE, 42), "": PickAsAdmin("delete")},
    "restore": {"42": RestoreIncident(42), "": PickAsAdmin("restore")},
    "stats": {
        "": ShowStats(),
        "7d sev:1-2": ShowStats(Filter(opened=Period(timedelta(days=7)), severities=(Severity.SEV1, Severity.SEV2))),
        "2026-10 service:payments": ShowStats(
            Filter(opened=Period(date(2026, 10, 1), date(2026, 10, 31)), service="payments")
        ),
    },
    "export": {
        "": ExportIncidents(),
        "resolved sev:1-2 since:30d": ExportIncidents(
            Filter(
                statuses=(Status.RESOLVED,),
                severities=(Severity.SEV1, Severity.SEV2),
                opened=Period(timedelta(days=30)),
            )
        ),
    },
    "users": {
        "": ShowPeople(),
        "@ana": ShowPerson("U0ANA"),
        "@ana responder": SetRole("U0ANA", Role.RESPONDER),
        "@ana default": SetRole("U0ANA", None),
    },
    "services": {
        "": ShowNames(NameList.SERVICES),
        "add billing": AddName(NameList.SERVICES, "billing"),
        'rename billing -> "card payments"': RenameName(NameList.SERVICES, "billing", "card payments"),
        'remove "card payments"': RemoveName(NameList.SERVICES, "card payments"),
    },
    "categories": {
        "": ShowNames(NameList.CATEGORIES),
        "add database": AddName(NameList.CATEGORIES, "database"),
        'rename database -> "data stores"': RenameName(NameList.CATEGORIES, "database", "data stores"),
        'remove "data stores"': RemoveName(NameList.CATEGORIES, "data stores"),
    },
    "settings": {"": ShowSettings(), "log": ShowAuditLog()},
    "help": {"": ShowHelp(), "resolve": ShowHelp("resolve")},
}
# What a picker goes on with, once number 42 is chosen.
PICKED: dict[str, Act] = {
    "show": ShowIncident(42),
    "take": MoveIncident(Move.TAKE, 42),
    "release": EditIncident(42, Edit(assignee_id=None)),
    "assign": FillIn(FormName.ASSIGN, 42),
    "start": FillIn(FormName.STATUS, 42, Move.START),
    "comment": FillIn(FormName.COMMENT, 42),
    "mitigate": FillIn(FormName.STATUS, 42, Move.MITIGATE),
    "resolve": FillIn(FormName.RESOLVE, 42),
    "reopen": FillIn(FormName.STATUS, 42, Move.REOPEN),
    "revert": FillIn(FormName.STATUS, 42, Move.REVERT),
    "severity": FillIn(FormName.SEVERITY, 42),
    "priority": FillIn(FormName.PRIORITY, 42),
    "edit": FillIn(FormName.EDIT, 42),
    "history": ShowHistory(42),
    "remind": ShowReminder(42),
    "delete": FillIn(FormName.DELETE, 42),
    "restore": RestoreIncident(42),
}
USAGES = {
    "new": "/incident new [title] [sev1-sev4] [p1-p4] [@person] [service:name] [cat:name] [-- summary]",
    "show": "/incident show 42",
    "list": "/incident list [filters]",
    "mine": "/incident mine [filters]",
    "search": "/incident search words [filters]",
    "take": "/incident take 42 [note]",
    "release": "/incident release 42 [note]",
    "assign": "/incident assign 42 @ana [note]",
    "start": "/incident start 42 [note]",
    "comment": "/incident comment 42 [text] [due:30m]",
    "mitigate": "/incident mitigate 42 [note]",
    "resolve": "/incident resolve 42 [note]",
    "reopen": "/incident reopen 42 [note]",
    "revert": "/incident revert 42 [note]",
    "severity": "/incident severity 42 sev1 [note]",
    "priority": "/incident priority 42 p1 [note]",
    "edit": "/incident edit 42 [new title]",
    "history": "/incident history 42",
    "follow": "/incident follow [42] [@ana] [service:name] [cat:name] [all]",
    "unfollow": "/incident unfollow [42] [@ana] [service:name] [cat:name]",
    "remind": "/incident remind 42 [2h] [tomorrow] [off] [on] [why]",
    "delete": "/incident delete 42",
    "restore": "/incident restore 42",
    "stats": "/incident stats [7d, 30d, 90d or 2026-10] [filters]",
    "export": "/incident export [filters]",
    "users": "/incident users [@ana] [role]",
    "services": "/incident services [add name] [rename old -> new] [remove name]",
    "categories": "/incident categories [add name] [rename old -> new] [remove name]",
    "settings": "/incident settings [log]",
    "help": "/incident help [verb]",
}
ALL_WORDS = [word for word, aliases in ALIASES.items() for word in (word, *aliases)]


def as_slack_sends(typed: str) -> str:
    """Return an example with the people Slack finds in it."""
    return typed.replace("@ana", "<@U0ANA|ana>")


def test_these_are_the_verbs() -> None:
    assert {verb.word: list(verb.aliases) for verb in VERBS} == ALIASES


def test_no_word_means_two_things_and_each_is_found() -> None:
    assert len(ALL_WORDS) == len(set(ALL_WORDS))
    assert set(VERB_OF_WORD) == set(ALL_WORDS)
    assert all(word == word.lower() for word in ALL_WORDS)


@for_each("word", ALIASES)
def test_an_alias_names_its_verb(word: str) -> None:
    for said in (word, *ALIASES[word]):
        assert verb_named(said.upper()).word == word


def test_a_word_that_names_no_verb_is_refused() -> None:
    with pytest.raises(Refusal, match=r"^There is no verb “banana”\. `/incident help` lists them all\.$"):
        verb_named("banana")


@for_each("verb", VERBS)
def test_a_verb_has_the_examples_of_the_table(verb: Verb) -> None:
    assert list(verb.examples) == list(EXAMPLES[verb.word])


@for_each(("word", "example"), [(word, example) for word in EXAMPLES for example in EXAMPLES[word]])
def test_every_example_in_the_help_becomes_the_act_it_promises(word: str, example: str) -> None:
    assert parse(f"{word} {as_slack_sends(example)}") == EXAMPLES[word][example]


@for_each("word", ALL_WORDS)
def test_case_and_quotes_do_not_matter_and_an_alias_is_as_good_as_its_verb(word: str) -> None:
    verb = next(verb for verb, aliases in ALIASES.items() if word in (verb, *aliases))
    first, act = next(iter(EXAMPLES[verb].items()))

    for typed in (word, word.upper(), word.capitalize(), f"`{word}`", f"“{word}”", f"‘{word}’"):
        assert parse(f"{typed} {as_slack_sends(first)}") == act
        assert parse(f"  {typed}\n{as_slack_sends(first)}  ") == act


@for_each("word", PICKED)
def test_a_bare_verb_about_one_incident_lets_it_be_picked(word: str) -> None:
    for said in (word, *ALIASES[word]):
        assert parse(said) == (PickAsAdmin if word in ("delete", "restore") else PickIncident)(word)
        assert parse(f" {said.upper()} \n") == (PickAsAdmin if word in ("delete", "restore") else PickIncident)(word)


@for_each("verb", VERBS)
def test_what_was_picked_goes_on_as_the_table_says(verb: Verb) -> None:
    assert (verb.pick and verb.pick(42)) == PICKED.get(verb.word)


@for_each("verb", VERBS)
def test_the_usage_is_the_whole_line(verb: Verb) -> None:
    assert verb.usage == USAGES[verb.word]


@for_each("verb", VERBS)
def test_every_verb_says_what_it_does_in_one_sentence_without_its_full_stop(verb: Verb) -> None:
    assert verb.does[0].isupper()
    assert not verb.does.endswith(".")


@for_each("verb", VERBS)
def test_a_misuse_says_what_is_wrong_how_it_is_used_and_what_may_have_been_meant(verb: Verb) -> None:
    refusal = verb.misused("No.", offers=("take 42",))

    assert str(refusal) == f"No. Usage: `{USAGES[verb.word]}`"
    assert refusal.offers == ("take 42",)
    assert refusal.fields == {}
