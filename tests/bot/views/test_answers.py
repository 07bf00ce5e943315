"""Private answers: what was understood and done, lists and help."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.grammar import VERBS, Verb
from bot.rules.lifecycle import Move
from bot.views import answers
from bot.views.text import moment
from storage.records import Category, Incident, Priority, Service, Severity, Status
from tests.bot.views.hostile import RUNS, full, heavy, incidents
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.making import NOON, incident


@heavy
@given(incidents(), st.sampled_from(Move))
def test_any_answer_about_one_incident_is_fit_to_send_and_names_it(incident: Incident, move: Move) -> None:
    for message in (answers.opened(incident), answers.moved(incident, move), answers.commented(incident)):
        require_fit_to_send(message)
        assert f"#{incident.number} " in message.text


@settings(heavy, max_examples=25)
@given(found=st.lists(incidents(), max_size=12), there_are_more=st.booleans())
def test_any_list_is_fit_to_send(found: list[Incident], *, there_are_more: bool) -> None:
    require_fit_to_send(answers.listed(found, there_are_more=there_are_more))


@pytest.mark.parametrize("run", RUNS)
def test_the_fullest_answers_are_fit_to_send(run: str) -> None:
    require_fit_to_send(answers.opened(full(run)))
    require_fit_to_send(answers.moved(full(run), Move.RESOLVE))
    require_fit_to_send(answers.commented(full(run)))
    require_fit_to_send(answers.listed([full(run)] * 11, there_are_more=True))


def test_opening_echoes_what_was_understood() -> None:
    opened = incident(
        number=12,
        own_priority=Priority.P1,
        assignee_id="U0ANA",
        service=Service(id=1, name="payments"),
        categories=(Category(id=1, name="api"),),
    )

    assert answers.opened(opened).text == "Opened #12 SEV3 · P1 · <@U0ANA> · payments · api — Checkout is down"


def test_opening_for_nobody_says_so() -> None:
    assert answers.opened(incident()).text == "Opened #42 SEV3 · P3 · nobody — Checkout is down"


@pytest.mark.parametrize(
    ("move", "status", "sentence"),
    [
        (Move.TAKE, Status.IN_PROGRESS, "You have #42 — Checkout is down. It is In progress."),
        (Move.START, Status.IN_PROGRESS, "Started on #42 — Checkout is down. It is In progress."),
        (Move.REVERT, Status.OPEN, "Set back #42 — Checkout is down. It is Open."),
        (Move.MITIGATE, Status.MITIGATED, "Mitigated #42 — Checkout is down. It is Mitigated."),
        (Move.RESOLVE, Status.RESOLVED, "Resolved #42 — Checkout is down. It is Resolved."),
        (Move.REOPEN, Status.IN_PROGRESS, "Reopened #42 — Checkout is down. It is In progress."),
    ],
)
def test_a_move_is_answered_with_where_it_led(move: Move, status: Status, sentence: str) -> None:
    assert answers.moved(incident(status=status), move).text == sentence


def test_a_comment_is_answered() -> None:
    assert answers.commented(incident()).text == "Comment added to #42 — Checkout is down"


def test_an_empty_list_says_how_to_begin() -> None:
    message = answers.listed([], there_are_more=False)

    require_fit_to_send(message)
    assert readable(message.text) == "There are no incidents that you can see. `/incident new <title>` opens one."


def test_a_list_says_number_severity_title_status_assignee_and_age_in_words_and_in_rows() -> None:
    listed = [incident(number=2, severity=Severity.SEV1, assignee_id="U0BEN"), incident(number=1)]

    message = answers.listed(listed, there_are_more=False)

    assert message.text == (
        f"#2, SEV1 critical, Open, <@U0BEN>, opened {moment(NOON)}: Checkout is down. "
        f"#1, SEV3 minor, Open, nobody, opened {moment(NOON)}: Checkout is down."
    )
    assert [block["text"]["text"].split("|")[0] for block in message.blocks] == [
        "*#2* SEV1 — Checkout is down\nOpen · <@U0BEN> · <!date^1795003200^{ago}",
        "*#1* SEV3 — Checkout is down\nOpen · nobody · <!date^1795003200^{ago}",
    ]
    assert [block["accessory"]["value"] for block in message.blocks] == ["show 2", "show 1"]


@pytest.mark.parametrize("there_are_more", [True, False])
def test_a_list_shows_ten_and_says_whether_there_are_more(*, there_are_more: bool) -> None:
    listed = [incident(number=number) for number in range(11, 0, -1)]

    message = answers.listed(listed, there_are_more=there_are_more)

    assert sum("accessory" in block for block in message.blocks) == 10
    assert "#2," in message.text
    assert "#1," not in message.text
    assert message.text.endswith("There are more.") is there_are_more
    assert ("there are more" in shown(message.blocks)) is there_are_more


def test_help_names_every_verb_with_its_usage() -> None:
    message = answers.help_overview(VERBS)

    require_fit_to_send(message)
    for verb in VERBS:
        assert f"{verb.usage}: {verb.does}." in readable(message.text)
        assert f"`{verb.usage}`\n{verb.does}." in shown(message.blocks)
    assert "…" not in message.text


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: str(verb.word))
def test_help_on_a_verb_has_its_usage_aliases_and_examples(verb: Verb) -> None:
    message = answers.help_on(verb)

    require_fit_to_send(message)
    assert message.text.startswith(f"`{verb.usage}`\n{verb.does}.")
    for alias in verb.aliases:
        assert f"`{alias}`" in message.text
    for example in verb.examples:
        assert f"`/incident {verb.word} {example}".rstrip() + "`" in message.text
