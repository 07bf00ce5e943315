"""Reminders, and what is answered about them: fit to send whatever people wrote, and true."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.reminders import Next, Reason, Where
from bot.views import reminders as views
from bot.views.blocks import Message
from bot.views.reminders import Rule, Said, reminder
from storage.records import Incident, Reminders, Severity, Status
from tests.bot.views.hostile import RUNS, full, heavy, incidents
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.making import NOON, incident, settings
from tests.tables import for_each

LATER = NOON + timedelta(hours=2)
SAID = Said(where=Where.DIRECT, count=1, reason=Reason.SILENCE, since=NOON, has_assignee=True, had_by="U0BEN")
ASKED = replace(SAID, where=Where.CHANNEL, has_assignee=False)
HELD = incident(severity=Severity.SEV1, assignee_id="U0BEN")
AT_NOON = "<!date^1795003200^{date_short_pretty} at {time}|18 Nov 2026, 12:00 UTC>"
AT_TWO = "<!date^1795010400^{date_short_pretty} at {time}|18 Nov 2026, 14:00 UTC>"


def rule(one: Incident = HELD, **changes: Any) -> Rule:
    made = Rule(
        incident=one,
        reminders=Reminders(),
        settings=settings(),
        zone="Europe/Berlin",
        has_assignee=True,
        channel="C0INCIDENTS",
        coming=Next(LATER, Reason.SILENCE, LATER),
    )
    return replace(made, **changes)


def values(message: Message) -> dict[str, str]:
    """Return the buttons below a message, with what they carry."""
    [row] = [block for block in message.blocks if block["type"] == "actions"]
    return {element["text"]["text"]: element["value"] for element in row["elements"]}


@heavy
@given(incidents(), st.sampled_from(Where), st.sampled_from(Reason), st.booleans(), st.integers(1, 10_000))
def test_any_reminder_is_fit_to_send_and_names_the_incident(
    one: Incident, where: Where, reason: Reason, has_assignee: bool, count: int
) -> None:
    said = Said(where=where, count=count, reason=reason, since=NOON, has_assignee=has_assignee)

    message = reminder(one, said)

    require_fit_to_send(message)
    assert f"#{one.number}" in message.text
    assert one.title.replace("\u200b", "") in readable(message.text)


@heavy
@given(incidents(), st.integers(0, 5), st.booleans())
def test_any_answer_is_fit_to_send(one: Incident, sent: int, has_assignee: bool) -> None:
    state = Reminders(sent=sent, last_at=NOON if sent else None, moved_to=LATER, moved_at=NOON)
    coming = None if one.reminders_stopped or one.is_resolved else Next(LATER, Reason.MOVED, NOON)
    shown_rule = rule(one, reminders=state, has_assignee=has_assignee, coming=coming)

    for message in (
        views.next_one(shown_rule),
        views.why(shown_rule),
        *(
            make(shown_rule, is_news=news)
            for make in (views.moved, views.stopped, views.restarted)
            for news in (True, False)
        ),
    ):
        require_fit_to_send(message)
        assert f"#{one.number}" in message.text


@for_each("run", RUNS)
def test_the_fullest_reminder_is_fit_to_send(run: str) -> None:
    require_fit_to_send(reminder(full(run), replace(SAID, where=Where.CHANNEL, count=99)))
    require_fit_to_send(views.why(rule(full(run))))


@for_each(
    ("changes", "said", "sentence"),
    [
        ({}, SAID, f"No update on #42 since {AT_NOON}."),
        ({}, replace(SAID, where=Where.THREAD), f"No update on #42 since {AT_NOON}. <@U0BEN> has it."),
        ({"update_due_at": LATER}, replace(SAID, reason=Reason.PROMISE), f"The next update on #42 was due {AT_TWO}."),
        (
            {"assignee_id": None},
            ASKED,
            f"No update on #42 since {AT_NOON}. Nobody has it. Who takes it?",
        ),
        (
            {},
            ASKED,
            f"No update on #42 since {AT_NOON}. <@U0BEN> cannot be reminded. Who takes it?",
        ),
    ],
)
def test_a_reminder_says_what_is_overdue_and_asks_who_takes_what_nobody_has(
    changes: dict[str, Any], said: Said, sentence: str
) -> None:
    message = reminder(replace(HELD, **changes), said)

    assert message.text.startswith(f":bell: {sentence} Checkout is down (SEV1")
    assert shown(message.blocks).startswith(f":bell: {sentence}\n*Checkout is down*")


def test_each_button_carries_a_command() -> None:
    assert values(reminder(HELD, SAID)) == {
        "Post update": "42",
        "Snooze 1 hour": "remind 42 snooze 1h",
        "Snooze 4 hours": "remind 42 snooze 4h",
        "Tomorrow morning": "remind 42 snooze tomorrow",
        "Stop": "remind 42 off",
        "Why?": "remind 42 why",
    }
    for assignee_id, take in ((None, "42"), ("U0BEN", "42 U0BEN")):
        asked = values(reminder(replace(HELD, assignee_id=assignee_id), ASKED))
        assert list(asked.items())[:2] == [("Take", take), ("Post update", "42")]


@for_each(
    ("had_by", "changes", "sentence"),
    [
        (None, {}, "<@U0BEN> has #42"),
        ("U0CHLOE", {}, "<@U0BEN> has #42"),
        (None, {"status": Status.RESOLVED}, "#42 is Resolved"),
        ("U0BEN", {"status": Status.RESOLVED}, "#42 is Resolved"),
    ],
)
def test_where_it_was_asked_who_takes_it_the_answer_takes_the_place_of_the_question(
    had_by: str | None, changes: dict[str, Any], sentence: str
) -> None:
    message = reminder(replace(HELD, **changes), replace(ASKED, had_by=had_by))

    assert message.text == f":bell: {sentence}. Checkout is down"
    assert shown(message.blocks) == f":bell: {sentence}.\n*Checkout is down*\nShow"


@for_each(
    ("changes", "so_far", "sentence"),
    [
        ({"status": Status.RESOLVED}, {}, "#42 is Resolved"),
        ({"assignee_id": "U0CHLOE"}, {}, "<@U0CHLOE> has #42"),
        ({"assignee_id": None}, {}, "Nobody has #42 any more"),
        ({"last_activity_at": LATER}, {}, f"Something was done about #42 since, last {AT_TWO}"),
    ],
)
def test_what_became_of_a_reminder_takes_the_place_of_its_buttons(
    changes: dict[str, Any], so_far: dict[str, Any], sentence: str
) -> None:
    message = reminder(replace(HELD, **changes), SAID, Reminders(**{"sent": 1} | so_far))

    assert shown(message.blocks) == f":bell: {sentence}.\n*Checkout is down*\nShow"


@for_each(
    ("changes", "so_far", "sentence", "offered"),
    [
        (
            {"reminders_stopped": True},
            {},
            "The reminders of #42 are stopped",
            ["Post update", "Restart reminders", "Why?"],
        ),
        (
            {},
            {"moved_to": LATER},
            f"The reminder of #42 was put off until {AT_TWO}",
            ["Post update", "Snooze 1 hour", "Snooze 4 hours", "Tomorrow morning", "Stop", "Why?"],
        ),
    ],
)
def test_a_reminder_that_was_put_off_or_stopped_says_so_and_offers_what_can_be_done_now(
    changes: dict[str, Any], so_far: dict[str, Any], sentence: str, offered: list[str]
) -> None:
    message = reminder(replace(HELD, **changes), SAID, Reminders(**{"sent": 1} | so_far))

    assert shown(message.blocks).startswith(f":bell: {sentence}.\n*Checkout is down*\nShow\n")
    assert list(values(message)) == offered


def test_a_reminder_that_comes_again_keeps_its_buttons() -> None:
    assert "Stop" in values(reminder(HELD, SAID, Reminders(moved_to=LATER)))


def test_a_question_stands_though_nobody_is_reminded_any_more() -> None:
    message = reminder(replace(HELD, reminders_stopped=True), ASKED, Reminders())

    assert list(values(message)) == ["Take", "Post update", "Restart reminders", "Why?"]
    assert "Who takes it?" in message.text


def test_of_a_deleted_incident_nothing_is_left() -> None:
    deleted = incident(deleted_at=NOON, deleted_by="U0BEN")

    assert reminder(deleted, SAID).text == "#42 was deleted by <@U0BEN>."


@for_each(
    ("sent", "places"),
    [
        (0, "to <@U0BEN> directly"),
        (1, "to <@U0BEN> directly and in its thread"),
        (2, "to <@U0BEN> directly, in its thread and in <#C0INCIDENTS>"),
    ],
)
def test_the_next_one_is_said_with_when_and_where(sent: int, places: str) -> None:
    message = views.next_one(rule(reminders=Reminders(sent=sent, last_at=NOON)))

    facts = f"The next reminder of #42 comes {AT_TWO}, {places}. It is SEV1 critical: Checkout is down."
    assert message.text == f"{facts} This only shows it: `/incident remind 42 2h` moves it."


def test_why_tells_the_rule_the_last_activity_and_what_comes_next() -> None:
    slow = incident(severity=Severity.SEV3, assignee_id="U0BEN", update_due_at=NOON)
    waits = Next(LATER, Reason.SILENCE, NOON)

    said = views.why(rule(slow, reminders=Reminders(sent=1, last_at=NOON), coming=waits)).text

    for part in (
        "SEV3 minor is reminded of after 1 d without a comment, a change or a reply in its thread",
        "only in working hours (Mon, Tue, Wed, Thu, Fri 09:00–17:00, Europe/Berlin), never on holidays.",
        "Last activity: ",
        "Next update due: ",
        "1 reminder since then, the last ",
        f"What comes next: The next reminder of #42 comes {AT_TWO}",
        f"It waits for working hours: without them it would be {AT_NOON}, when the promised update is due.",
        "The first reminder goes to the assignee",
    ):
        assert part in said
    assert "at any hour." in views.why(rule()).text
    assert "are stopped." in views.why(rule(replace(slow, reminders_stopped=True), coming=None)).text


def test_of_what_is_resolved_it_says_that_nobody_is_reminded() -> None:
    over = incident(status=Status.RESOLVED, acknowledged_at=NOON, resolved_at=NOON)

    said = views.next_one(rule(over, coming=None)).text
    assert said == "#42 is Resolved, so nobody is reminded of it. It is SEV3 minor: Checkout is down."
