"""Private answers about one incident: what was understood and done, with the way back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.language.acts import Draft, FillIn, FormName, Hint, RestoreIncident
from bot.language.grammar import parse
from bot.language.mentions import mark
from bot.rules.changes import between
from bot.rules.lifecycle import Move
from bot.views import answers
from bot.views.blocks import Block, Message
from bot.views.forms.context import Context
from bot.views.forms.opening import new_incident
from bot.views.names import AddedName
from bot.views.offers import ON_ANSWER
from storage.records import Category, Change, HistoryEntry, Incident, NameList, Priority, Service, Severity, Status
from tests.bot.views.hostile import RUNS, full, heavy, incidents
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.making import NOON, incident, moved
from tests.tables import for_each

PLACES = ["", answers.NO_INCIDENTS_CHANNEL]
DELETED = {"deleted_at": NOON, "deleted_by": "U0BEN"}


def actions(message: Message) -> Block:
    """Return the answer's only row of buttons."""
    [row] = [block for block in message.blocks if block["type"] == "actions"]
    return row


def buttons(message: Message) -> list[tuple[str, str, str]]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [(each["text"]["text"], each["action_id"], each["value"]) for row in rows for each in row]


@heavy
@given(incidents(), st.sampled_from(Move), st.sampled_from(PLACES), st.none() | st.just("a note"))
def test_any_answer_about_one_incident_is_fit_to_send_and_names_it(
    incident: Incident, move: Move, place: str, note: str | None
) -> None:
    for message in (
        answers.opened(incident, place=place),
        answers.moved(moved(move, incident, note=note)),
        answers.commented(incident, was_due=NOON),
        answers.commented(incident, was_due=None, meant=f"comment {incident.number}"),
        answers.commented(incident, was_due=None, meant=f"comment {incident.number} due:30m"),
        answers.promised(incident, NOON, was_due=NOON),
        answers.yours_already(incident, was_due=NOON),
        answers.theirs(incident),
        answers.withdrawn(incident),
        answers.deleted(incident),
        answers.restored(incident),
        answers.edited(incident, (), note=note),
    ):
        require_fit_to_send(message)
        assert f"#{incident.number} " in message.text
        assert incident.title.replace("\u200b", "")[:40] in readable(message.text)
        assert readable(message.text) in shown(message.blocks)


@heavy
@given(incidents(), incidents(), st.none() | st.just("a note"))
def test_any_edit_is_answered_fit_to_send(before: Incident, after: Incident, note: str | None) -> None:
    message = answers.edited(after, between(before, after), note=note)

    require_fit_to_send(message)
    assert f"#{after.number} " in message.text


@for_each("run", RUNS)
def test_the_fullest_answers_are_fit_to_send(run: str) -> None:
    for place in PLACES:
        token = f"service:{run * 60}"[:68]
        require_fit_to_send(answers.opened(full(run), place=place, hints=[Hint(token, "edit", token)]))
    require_fit_to_send(answers.moved(moved(Move.RESOLVE, full(run), note="x", filled=between(incident(), full(run)))))
    require_fit_to_send(answers.commented(full(run), was_due=None))
    require_fit_to_send(answers.deleted(full(run)))
    require_fit_to_send(answers.edited(full(run), between(incident(), full(run)), note="x"))


def test_opening_echoes_what_was_understood() -> None:
    opened = incident(
        number=12,
        own_priority=Priority.P1,
        assignee_id="U0ANA",
        service=Service(id=1, name="payments"),
        categories=(Category(id=1, name="api"),),
    )

    message = answers.opened(opened)

    assert message.text == "Opened #12 SEV3 · P1 · <@U0ANA> · payments · api — Checkout is down"
    assert shown(message.blocks).startswith(message.text)


def test_opening_for_nobody_says_so() -> None:
    assert answers.opened(incident()).text == "Opened #42 SEV3 · P3 · nobody — Checkout is down"


def test_every_act_that_creates_names_or_brings_them_back_says_so() -> None:
    added = [
        AddedName(NameList.SERVICES, "payments", was_removed=True),
        AddedName(NameList.CATEGORIES, "<api>", was_removed=True),
        AddedName(NameList.CATEGORIES, "web", was_removed=False),
    ]
    for said in (
        answers.opened(incident(), added=added),
        answers.edited(incident(), [HistoryEntry(change=Change.SERVICE, new="payments")], added=added),
        answers.moved(moved(Move.RESOLVE, incident(status=Status.RESOLVED)), added=added),
    ):
        assert said.text.endswith(
            "\nCreated the category “web”. "
            "Brought back the service “payments” and the category “&lt;api&gt;”, which had been removed."
        )


def test_opening_says_where_the_card_is() -> None:
    place = answers.card_is_in("C0INCIDENTS")

    message = answers.opened(incident(), place=place)

    assert place == "Its card goes to <#C0INCIDENTS>."
    assert message.text == f"Opened #42 SEV3 · P3 · nobody — Checkout is down\n{place}"
    assert message.blocks[0]["text"]["text"] == message.text


def test_opening_says_that_a_severity_in_the_title_counts_for_nothing() -> None:
    said = answers.opened(incident(title="[CRITICAL] payments"), hints=[Hint("critical", "severity", "sev1")])

    sentence = "“critical” is part of the title: `/incident severity 42 sev1` makes it SEV1."
    assert said.text == f"Opened #42 SEV3 · P3 · nobody — [CRITICAL] payments\n{sentence}"
    assert said.blocks[0]["text"]["text"] == said.text
    assert buttons(said)[2:] == [("severity 42 sev1", "act:offer:0", "severity 42 sev1")]


@for_each(
    ("hint", "sentence", "offer"),
    [
        (
            Hint("cat:R&D", "edit", "cat:R&D"),
            "“cat:R&amp;D” is part of the title: `/incident edit 42 cat:R&amp;D` opens the form with it filled in.",
            ("edit 42 cat:R&D", "act:offer:0", "edit 42 cat:R&amp;D"),
        ),
        (
            Hint("@ben", "assign", mark("<@U0BEN|ben>")),
            "“@ben” is part of the title: `/incident assign 42 @ben` assigns it.",
            ("assign 42 @ben", "act:offer:0", "assign 42 <@U0BEN|ben>"),
        ),
        (
            Hint("mine", "take"),
            "“mine” is part of the title: `/incident take 42` makes it yours.",
            ("take 42", "act:offer:0", "take 42"),
        ),
    ],
)
def test_what_is_said_in_a_title_is_offered_where_it_is_opened_and_where_it_gets_the_title(
    hint: Hint, sentence: str, offer: tuple[str, str, str]
) -> None:
    entry = between(incident(), incident(title="x"))
    for said in (answers.opened(incident(), hints=[hint]), answers.edited(incident(), entry, hints=[hint])):
        assert said.text.splitlines()[1:] == [sentence]
        assert buttons(said)[-1] == offer


def test_a_hint_too_long_for_a_button_stands_without_one() -> None:
    said = answers.opened(incident(), hints=[Hint("@ben", "assign", mark(f"<@U0BEN|{'n' * 2000}>"))])

    assert len(buttons(said)) == 2


def test_what_was_opened_can_be_undone_and_edited() -> None:
    message = answers.opened(incident())

    assert buttons(message) == [("Undo", "undo:opening", "42"), ("Edit", "act:edit", "edit 42")]
    assert parse("edit 42") == FillIn(FormName.EDIT, 42)


def test_what_was_deleted_says_for_how_long_and_can_be_undone() -> None:
    message = answers.deleted(incident(**DELETED))

    assert message.text == "Deleted #42 — Checkout is down. It can be restored for 30 days."
    assert buttons(message) == [("Undo", "act:undo", "restore 42")]
    assert parse("restore 42") == RestoreIncident(42)


@for_each("message", [answers.opened(incident()), answers.deleted(incident(**DELETED))])
def test_a_row_of_buttons_says_that_its_outcome_takes_the_place_of_the_answer(message: Message) -> None:
    assert actions(message)["block_id"] == ON_ANSWER


def test_what_was_withdrawn_is_named_and_nothing_more_is_offered() -> None:
    message = answers.withdrawn(incident(**DELETED))

    assert message.text == shown(message.blocks) == "Withdrew #42 — Checkout is down."


@for_each("status", Status)
def test_what_was_restored_says_where_it_stands(status: Status) -> None:
    words = {"open": "Open", "in_progress": "In progress", "mitigated": "Mitigated", "resolved": "Resolved"}[status]

    assert answers.restored(incident(status=status)).text == f"Restored #42 — Checkout is down. It is {words}."


@for_each(
    ("after", "note", "sentence"),
    [
        ({"severity": Severity.SEV1}, None, "Changed {}: severity SEV3 → SEV1. Its priority follows: P1."),
        ({"own_priority": Priority.P1}, None, "Changed {}: priority “follows the severity” → P1."),
        ({"assignee_id": "U0BEN"}, "x", "Changed {}: assignee nobody → <@U0BEN>. Your note is a comment now."),
        ({"summary": "since 11"}, None, "Changed {}: summary none → “since 11”."),
        ({}, None, "Nothing to change: {} has that already."),
        ({}, "x", "Nothing to change: {} has that already. Your note is a comment now."),
    ],
)
def test_an_edit_is_answered_with_what_changed(after: dict[str, Any], note: str | None, sentence: str) -> None:
    message = answers.edited(incident(**after), between(incident(), incident(**after)), note=note)

    assert message.text == shown(message.blocks) == sentence.format("#42 — Checkout is down")


@for_each(
    ("move", "status", "sentence"),
    [
        (Move.TAKE, Status.IN_PROGRESS, "You have #42 — Checkout is down. It is In progress."),
        (Move.START, Status.IN_PROGRESS, "Started on #42 — Checkout is down. It is In progress."),
        (Move.REVERT, Status.OPEN, "Set back #42 — Checkout is down. It is Open."),
        (Move.MITIGATE, Status.MITIGATED, "Mitigated #42 — Checkout is down."),
        (Move.RESOLVE, Status.RESOLVED, "Resolved #42 — Checkout is down."),
    ],
)
def test_a_move_is_answered_with_where_it_led(move: Move, status: Status, sentence: str) -> None:
    assert answers.moved(moved(move, incident(status=status))).text == sentence
    assert (
        answers.moved(moved(move, incident(status=status), note="x")).text == f"{sentence} Your note is a comment now."
    )


def test_what_became_of_a_promise_is_said_where_it_ends_and_where_work_begins_anew() -> None:
    promised, resolved = incident(update_due_at=NOON), incident(status=Status.RESOLVED)
    ended = answers.moved(moved(Move.RESOLVE, resolved, before=promised)).text
    reopened = answers.moved(moved(Move.REOPEN, incident(status=Status.IN_PROGRESS), before=resolved, note="x"))

    assert ended.startswith("Resolved #42 — Checkout is down. The update due ")
    assert ended.endswith(" is not promised any more.")
    assert reopened.text == (
        "Reopened #42 — Checkout is down. It is In progress. Your note is a comment now. No next update is promised."
    )
    assert "Next update due" in shown(reopened.blocks)


def test_who_starts_on_what_nobody_has_is_told_that_they_have_it() -> None:
    mine = incident(status=Status.IN_PROGRESS, assignee_id="U0ANA")
    started = "Started on #42 — Checkout is down. You have it now. It is In progress."
    assert answers.moved(moved(Move.START, mine, before=incident())).text == started
    for move in (Move.TAKE, Move.RESOLVE):
        assert "now" not in answers.moved(moved(move, mine, before=incident())).text


def test_a_move_is_answered_with_what_was_filled_in_with_it() -> None:
    filled = between(incident(), incident(assignee_id="U0BEN", summary="since noon"))

    answer = answers.moved(moved(Move.RESOLVE, incident(status=Status.RESOLVED), note="x", filled=filled))

    changed = "Changed: assignee nobody → <@U0BEN>, summary none → “since noon”."
    assert answer.text == f"Resolved #42 — Checkout is down. {changed} Your note is a comment now."


def test_who_takes_what_somebody_has_is_told_whose_it_was() -> None:
    mine = incident(status=Status.IN_PROGRESS, assignee_id="U0ANA")
    taken = "You have #42 — Checkout is down, which was <@U0BEN>'s. It is In progress."
    assert answers.moved(moved(Move.TAKE, mine, before=incident(assignee_id="U0BEN"))).text == taken
    assert "which" not in answers.moved(moved(Move.TAKE, mine)).text


def test_a_comment_is_answered() -> None:
    said = "Comment added to #42 — Checkout is down."
    assert answers.commented(incident(), was_due=None).text == said
    at_noon = "<!date^1795003200^{date_short_pretty} at {time}|18 Nov 2026, 12:00 UTC>"
    due = answers.commented(incident(update_due_at=NOON), was_due=None)
    assert due.text == f"{said} The next update is due {at_noon}."
    assert answers.commented(incident(), was_due=NOON).text == (
        f"{said} That was the update due {at_noon}. `/incident comment 42` opens a form to promise the next."
    )


def test_what_others_did_meanwhile_is_added_to_an_answer_in_words_and_in_blocks() -> None:
    entry = HistoryEntry(change=Change.SEVERITY, old="sev3", new="sev1")
    said = answers.edited(incident(), [entry])

    message = answers.with_meanwhile(said, ["<@U0BEN> resolved this", "<@U0CHLOE> commented: done"])

    require_fit_to_send(message)
    more = "Meanwhile: <@U0BEN> resolved this. <@U0CHLOE> commented: done."
    assert message.text == f"{said.text}\n{more}"
    assert message.blocks[:-1] == said.blocks
    assert shown(message.blocks[-1:]) == more


def test_where_nobody_did_anything_meanwhile_the_answer_is_as_it_was() -> None:
    said = answers.commented(incident(), was_due=None)

    assert answers.with_meanwhile(said, []) == said


@for_each("count", [1, 50])
def test_however_much_others_did_the_answer_is_fit_to_send(count: int) -> None:
    sentences = [f"<@U0BEN> changed title “{'x' * 200}” → “{'y' * 200}”"] * count

    require_fit_to_send(answers.with_meanwhile(answers.opened(full("&")), sentences))


def test_a_form_that_only_a_press_can_open_is_offered() -> None:
    form = new_incident(Draft(), context=Context(), has_more=False)

    answer = answers.form_to_open(form, "new sev1")

    assert buttons(answer) == [("New incident", "act:form", "new sev1")]
    require_fit_to_send(answer)
    too_long = answers.form_to_open(form, "new " + "x" * 2000)
    assert [block["type"] for block in too_long.blocks] == ["section"]
    assert "Type it after `/incident`." in too_long.text
