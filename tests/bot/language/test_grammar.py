"""The grammar: every verb, its aliases, its examples, and an answer for everything else."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language import grammar
from bot.language.acts import (
    Act,
    AddComment,
    Draft,
    ListIncidents,
    MoveIncident,
    OpenIncident,
    ShowHelp,
    ShowIncident,
    StartDraft,
    WriteComment,
)
from bot.language.grammar import VERBS, Verb, parse
from bot.rules.lifecycle import Move
from storage.records import Severity
from tests.bot.language.typed import ANYTHING, TYPED

ALIASES = {
    "new": ["create", "declare"],
    "show": ["view", "status"],
    "list": ["ls"],
    "take": ["ack", "claim"],
    "start": [],
    "comment": ["note"],
    "mitigate": [],
    "resolve": ["fix", "close"],
    "reopen": [],
    "revert": [],
    "help": ["?"],
}
ACTS: dict[str, tuple[type[Act], ...]] = {
    "new": (OpenIncident, StartDraft),
    "show": (ShowIncident,),
    "list": (ListIncidents,),
    "take": (MoveIncident,),
    "start": (MoveIncident,),
    "comment": (AddComment, WriteComment),
    "mitigate": (MoveIncident,),
    "resolve": (MoveIncident,),
    "reopen": (MoveIncident,),
    "revert": (MoveIncident,),
    "help": (ShowHelp,),
}
MOVES = ["take", "start", "mitigate", "resolve", "reopen", "revert"]
ABOUT_ONE = ["show", "comment", *MOVES]
MARKS = {r"\ue000", r"\ue001", r"\ue002"}
BY_WORD = {verb.word: verb for verb in VERBS}


def refusal(typed: str) -> str:
    """Return what is said to somebody who types this."""
    with pytest.raises(Refusal) as refused:
        parse(typed)
    return str(refused.value)


def test_these_are_the_verbs() -> None:
    assert {verb.word: list(verb.aliases) for verb in VERBS} == ALIASES


def test_no_word_means_two_things() -> None:
    words = [word for verb in VERBS for word in verb.words]

    assert len(words) == len(set(words))
    assert all(word == word.lower() for word in words)


def as_slack_sends(typed: str) -> str:
    """Return an example with the people Slack finds in it."""
    return typed.replace("@ana", "<@U0ANA|ana>")


@pytest.mark.parametrize(
    ("typed", "act"),
    [
        ("42", ShowIncident(42)),
        ("#42", ShowIncident(42)),
        ("inc-42", ShowIncident(42)),
        ("INC-42", ShowIncident(42)),
        (" 42 ", ShowIncident(42)),
        ("42\n", ShowIncident(42)),
        ("042", ShowIncident(42)),
        ("resolve 42 rolled back", MoveIncident(Move.RESOLVE, 42, "rolled back")),
        ("resolve 42 see <@U0ANA|ana>", MoveIncident(Move.RESOLVE, 42, "see @ana")),
        ("comment 42 sev1 is wrong, see <@U0ANA|ana>", AddComment(42, "sev1 is wrong, see @ana")),
        ("NEW  Slow   search", OpenIncident(Draft(title="Slow search"))),
        ("new sev1 DB down", OpenIncident(Draft(title="DB down", severity=Severity.SEV1))),
        ("new", StartDraft(Draft())),
        ("new sev1", StartDraft(Draft(severity=Severity.SEV1))),
        ("new -- since 11", StartDraft(Draft(summary="since 11"))),
        ("new\nsince 11", OpenIncident(Draft(title="since 11"))),
        ("new 42", OpenIncident(Draft(title="42"))),
        ("new help wanted", OpenIncident(Draft(title="help wanted"))),
        ("", ShowHelp()),
        (" \n\t ", ShowHelp()),
        ("help", ShowHelp()),
        ("help fix", ShowHelp("resolve")),
        ("help  RESOLVE", ShowHelp("resolve")),
        ("help\tresolve", ShowHelp("resolve")),
        ("help help", ShowHelp("help")),
        ("? new", ShowHelp("new")),
        ("list", ListIncidents()),
        ("LS ", ListIncidents()),
    ],
)
def test_what_is_typed_is_understood(typed: str, act: Act) -> None:
    assert parse(typed) == act


@pytest.mark.parametrize("word", [word for verb in VERBS for word in verb.words])
def test_case_and_quotes_do_not_matter_and_an_alias_is_as_good_as_its_verb(word: str) -> None:
    [verb] = [verb for verb in VERBS if word in verb.words]
    first = as_slack_sends(verb.examples[0])
    expected = parse(f"{verb.word} {first}")

    for typed in (word, word.upper(), word.capitalize(), f"`{word}`", f"“{word}”", f"‘{word}’"):
        assert parse(f"{typed} {first}") == expected
        assert parse(f"  {typed}\n{first}  ") == expected


@pytest.mark.parametrize(("word", "example"), [(verb.word, example) for verb in VERBS for example in verb.examples])
def test_every_example_in_the_help_is_an_act_of_its_verb(word: str, example: str) -> None:
    assert isinstance(parse(f"{word} {as_slack_sends(example)}"), ACTS[word])


@pytest.mark.parametrize("word", MOVES)
def test_a_move_takes_a_number_and_a_note(word: str) -> None:
    assert parse(f"{word} 42") == MoveIncident(Move(word), 42)
    assert parse(f"{word} #42 it  is\ndone &amp; dusted ") == MoveIncident(Move(word), 42, "it  is\ndone & dusted")
    assert parse(f"{word} INC-42\nno hurry") == MoveIncident(Move(word), 42, "no hurry")


@pytest.mark.parametrize("word", ABOUT_ONE)
def test_number_and_verb_may_change_places(word: str) -> None:
    assert parse(f"#42 {word}") == parse(f"{word} 42")


@pytest.mark.parametrize("word", [*MOVES, "comment"])
def test_number_and_verb_may_change_places_before_words(word: str) -> None:
    assert parse(f"inc-42 {word.upper()} word   for word\nas typed") == parse(f"{word} 42 word   for word\nas typed")


@pytest.mark.parametrize(
    ("typed", "act"),
    [
        ("comment 42", WriteComment(42)),
        ("comment 42  ", WriteComment(42)),
        ("note #42 a -- b", AddComment(42, "a -- b")),
        ('comment 42 "quoted"', AddComment(42, '"quoted"')),
        ("comment 42 43", AddComment(42, "43")),
        ("comment 42\n• one\n• two", AddComment(42, "• one\n• two")),
        ("comment 42 &lt;!channel&gt;", AddComment(42, "<!channel>")),
    ],
)
def test_a_comment_is_kept_word_for_word(typed: str, act: Act) -> None:
    assert parse(typed) == act


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("resovle 42", "resolve"),
        ("resolv 42", "resolve"),
        ("tkae 42", "take"),
        ("crete x is down", "create"),
        ("nwe x is down", "new"),
        ("coment 42 hello", "comment"),
        ("mitigated 42", "mitigate"),
        ("lst", "list"),
        ("hlep", "help"),
        ("help hlep", "help"),
        ("42 resovle", "resolve"),
    ],
)
def test_an_unknown_verb_is_answered_with_the_nearest_one_and_help(typed: str, nearest: str) -> None:
    answer = refusal(typed)

    assert f"Did you mean `/incident {nearest}`?" in answer
    assert "`/incident help` lists them all." in answer


@pytest.mark.parametrize("typed", ["xyzzy", "日本語", "-- x", "🔥", "42 !!!", '"', "&lt;!channel&gt;", "x" * 5000])
def test_a_verb_near_to_nothing_is_answered_with_help_and_does_nothing(typed: str) -> None:
    answer = refusal(typed)

    assert answer.startswith("There is no verb “")
    assert "Did you mean" not in answer
    assert "`/incident help` lists them all." in answer
    assert len(answer) < 200


@pytest.mark.parametrize("word", ABOUT_ONE)
@pytest.mark.parametrize(
    "argument", ["", " ", "abc", "-1", "4.2", "#", "inc42", "inc-", "42,", "1" * 19, "<@U0ANA|ana>"]
)
def test_a_wrong_number_is_answered_with_the_verbs_own_usage(word: str, argument: str) -> None:
    answer = refusal(f"{word} {argument}")

    assert answer.endswith(f"Usage: `{BY_WORD[word].usage}`")


def test_a_wrong_number_is_named() -> None:
    assert refusal("resolve <@U0ANA|ana> 42").startswith("“@ana” is not an incident's number.")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("show 42 please", "show"),
        ("42 show please", "show"),
        ("list open", "list"),
        ("help resolve 42", "help"),
        ("help\nresolve\n42", "help"),
        ("42 new", "new"),
        ("404 new errors on checkout", "new"),
        ("42 list", "list"),
        ("42 help", "help"),
    ],
)
def test_too_many_words_are_answered_with_the_verbs_own_usage(typed: str, word: str) -> None:
    assert refusal(typed).endswith(f"Usage: `{BY_WORD[word].usage}`")


@pytest.mark.parametrize(
    ("word", "usage"),
    [
        ("new", "/incident new [title] [sev1-sev4] [p1-p4] [@person] [service:name] [cat:name] [-- summary]"),
        ("show", "/incident show 42"),
        ("list", "/incident list"),
        ("take", "/incident take 42 [note]"),
        ("comment", "/incident comment 42 [text]"),
        ("help", "/incident help [verb]"),
    ],
)
def test_the_usage_is_the_whole_line(word: str, usage: str) -> None:
    assert BY_WORD[word].usage == usage


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: str(verb.word))
def test_every_verb_says_what_it_does_and_shows_how(verb: Verb) -> None:
    assert verb.does
    assert not verb.does.endswith(".")
    assert verb.examples


@pytest.mark.parametrize(("typed", "number"), [("42", 42), (" #42 ", 42), ("inc-42", 42), ("9" * 18, 10**18 - 1)])
def test_a_number_alone_is_read(typed: str, number: int) -> None:
    assert grammar.number(typed) == number


@pytest.mark.parametrize("typed", ["", "42 43", "x", "-1", "1" * 19, "<!channel>" * 100])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="is not an incident's number") as refused:
        grammar.number(typed)

    assert len(str(refused.value)) < 100


@settings(deadline=None, max_examples=250)
@given(ANYTHING | TYPED | st.builds("{} {}".format, st.sampled_from([*BY_WORD, "42", "#7"]), TYPED))
def test_whatever_is_typed_is_an_act_or_a_refusal(typed: str) -> None:
    with suppress(Refusal):
        act = parse(typed)

        assert isinstance(act, tuple(kind for kinds in ACTS.values() for kind in kinds))
        assert not MARKS.intersection(repr(act))


@settings(deadline=None, max_examples=150)
@given(ANYTHING | TYPED)
def test_whatever_is_refused_has_words_that_can_be_sent(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(f"resolve x{typed}")

    assert str(refused.value).encode("utf-8")


@settings(deadline=None, max_examples=150)
@given(TYPED)
def test_an_unknown_first_word_never_creates_anything(typed: str) -> None:
    try:
        act = parse(f"unknownword {typed}")
    except Refusal:
        return

    raise AssertionError(f"it was understood as {act}")
