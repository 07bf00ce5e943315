"""The card: it says everything in words, shows it in blocks, and holds whatever people wrote."""

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.views.blocks import Block, Message
from bot.views.card import card, moved
from storage.records import Category, Comment, File, Incident, Priority, Service, Severity, Status
from tests.bot.views.hostile import RUNS, comments, far_files, file, files, full, heavy, incidents
from tests.bot.views.judging import readable, require_fit_to_send, shown, texts_in
from tests.bot.views.linked import addresses, link_texts, require_fit_to_send_with_links
from tests.making import NOON, incident
from tests.slack_reference.payloads import message_problems
from tests.tables import for_each

SAID = Comment(id=1, incident_id=7, author_id="U0CHLOE", body="looking\ninto it", created_at=NOON)
SEVERITIES = {"sev1": "SEV1 critical", "sev2": "SEV2 major", "sev3": "SEV3 minor", "sev4": "SEV4 low"}
STATUSES = {"open": "Open", "in_progress": "In progress", "mitigated": "Mitigated", "resolved": "Resolved"}


def being(status: Status) -> Incident:
    """Return an incident of this status with every field filled in."""
    return incident(
        status=status,
        summary="since 11:00",
        service=Service(id=1, name="payments"),
        categories=(Category(id=1, name="api"), Category(id=2, name="web")),
        assignee_id="U0BEN",
        own_priority=Priority.P1,
        acknowledged_at=NOON,
        resolved_at=NOON + timedelta(minutes=200) if status is Status.RESOLVED else None,
        update_due_at=NOON + timedelta(minutes=30) if status is not Status.RESOLVED else None,
    )


def buttons(message: Message) -> list[tuple[str, str, str]]:
    """Return each button's label, action and value."""
    elements: list[Block] = [
        element
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]
    return [(element["text"]["text"], element["action_id"], element["value"]) for element in elements]


def require_whole(incident: Incident, message: Message) -> None:
    """Fail unless those who hear the card are told all that counts."""
    heard = readable(message.text)
    assert f"#{incident.number} {incident.title}".replace("\u200b", "") in heard
    assert f"{SEVERITIES[incident.severity]}, {STATUSES[incident.status]}" in heard
    assert f"Assignee: {'<@U0BEN>' if incident.assignee_id else 'nobody'}." in heard
    assert "Reporter: <@U0ANA>." in heard
    assert ("Next update due: <!date^" in heard) is (incident.update_due_at is not None)


@heavy
@given(incidents(), st.none() | comments())
def test_any_card_is_fit_to_send_and_says_all_that_counts(incident: Incident, last_comment: Comment | None) -> None:
    message = card(incident, last_comment)

    require_fit_to_send(message)
    require_whole(incident, message)


@for_each("status", [Status.OPEN, Status.RESOLVED])
@for_each("run", [*RUNS, "&<>", "\U0001f525", "\u202e", "x\u200b"])
def test_the_fullest_card_is_fit_to_send_and_says_all_that_counts(run: str, status: Status) -> None:
    incident = full(run, status=status)

    message = card(incident, replace(SAID, body=(run * 40_000)[:40_000]))

    require_fit_to_send(message)
    require_whole(incident, message)


@for_each("status", [Status.OPEN, Status.IN_PROGRESS, Status.MITIGATED])
def test_the_words_of_a_card_say_everything(status: Status) -> None:
    message = card(being(status), SAID)

    assert message.text == (
        f"#42 Checkout is down. SEV3 minor, {STATUSES[status]}, priority P1. Assignee: <@U0BEN>. Reporter: <@U0ANA>. "
        "Service: payments. Categories: api, web. "
        "Opened <!date^1795003200^{date_short_pretty} at {time}|18 Nov 2026, 12:00 UTC>. "
        "Next update due: <!date^1795005000^{date_short_pretty} at {time}|18 Nov 2026, 12:30 UTC>. since 11:00 "
        "Last comment, by <@U0CHLOE>: looking\ninto it"
    )


def test_a_card_says_of_a_promised_update_whether_it_is_overdue() -> None:
    one = being(Status.OPEN)
    at = "<!date^1795005000^{date_short_pretty} at {time}|18 Nov 2026, 12:30 UTC>"

    for now, due in ((NOON, at), (NOON + timedelta(minutes=30), f"{at}, overdue")):
        message = card(one, None, now=now)
        assert f"Next update due: {due}." in message.text
        assert f"*Next update due*\n{due}\n" in shown(message.blocks)


def test_the_words_of_a_closed_card_say_how_long_it_took() -> None:
    message = card(being(Status.RESOLVED), None)

    assert "Resolved <!date^1795015200^{date_short_pretty} at {time}|18 Nov 2026, 15:20 UTC> after 3 h 20 min." in (
        message.text
    )


@for_each("status", [Status.OPEN, Status.IN_PROGRESS, Status.MITIGATED])
def test_an_unresolved_card_shows_every_fact(status: Status) -> None:
    seen = shown(card(being(status), SAID).blocks)

    for fact in (
        "#42 Checkout is down",
        "*Severity*\nSEV3 minor :large_yellow_circle: · P1",
        f"*Status*\n{STATUSES[status]} :",
        "*Assignee*\n<@U0BEN>",
        "*Reporter*\n<@U0ANA>",
        "*Service*\npayments",
        "*Categories*\napi, web",
        "*Opened*\n<!date^1795003200^{ago}|",
        "*Next update due*\n<!date^1795005000^{date_short_pretty} at {time}|18 Nov 2026, 12:30 UTC>",
        "since 11:00",
        "<@U0CHLOE> <!date^1795003200^{ago}|18 Nov 2026, 12:00 UTC>: looking into it",
    ):
        assert fact in seen


@for_each("status", list(Status))
def test_whoever_is_not_to_be_called_is_mentioned_nowhere(status: Status) -> None:
    message = card(replace(being(status), assignee_id="U0CHLOE", reporter_id="U0CHLOE"), SAID, who=lambda _: "Chloe")

    assert "<@" not in f"{message.text} {message.blocks}"


def test_addresses_in_what_people_say_are_links_but_for_the_title() -> None:
    message = card(incident(title="https://t", summary="see https://s"), replace(SAID, body="https://c"))

    for said in (message.text, str(message.blocks)):
        assert re.findall("<https[^<>]*>", said) == ["<https://s>", "<https://c>"]


def test_a_resolved_card_is_quiet_and_says_how_long_it_took() -> None:
    seen = shown(card(being(Status.RESOLVED), SAID).blocks)

    assert "Resolved :white_check_mark:  *#42* Checkout is down" in seen
    assert "SEV3 minor · payments · assignee <@U0BEN> · resolved <!date^1795015200" in seen
    assert "after 3 h 20 min" in seen
    assert "looking into it" in seen
    assert "*Status*" not in seen


def test_what_is_not_there_is_not_shown() -> None:
    message = card(incident(), None)

    for absent in ("Service", "Categories", "comment", "Next update due", "None"):
        assert absent not in shown(message.blocks)
        assert absent not in message.text
    assert "*Assignee*\nnobody" in shown(message.blocks)


@heavy
@given(incidents(), comments(), files())
def test_any_card_with_files_is_fit_to_send(incident: Incident, last_comment: Comment, added: tuple[File, ...]) -> None:
    message = card(incident, replace(last_comment, files=added))

    require_fit_to_send_with_links(message)
    require_whole(incident, message)


@heavy
@given(incidents(), far_files())
def test_a_card_links_the_files_that_fit_whole_and_counts_the_rest(incident: Incident, added: tuple[File, ...]) -> None:
    message = card(incident, replace(SAID, files=added))

    assert message_problems({"text": message.text, "blocks": message.blocks}) == []
    for said in (message.text, "".join(text["text"] for text in texts_in(message.blocks))):
        linked = addresses(said)
        assert linked == [file.link for file in added[: len(linked)]]
        left = len(added) - len(linked)
        assert left == 0 or f" and {left} more" in said or f" {left} file" in said


@for_each("status", Status)
def test_files_of_the_last_comment_are_linked_in_words_and_in_blocks(status: Status) -> None:
    message = card(being(status), replace(SAID, files=(file("graph <1>|a.png"), file("log.txt"))))

    require_fit_to_send_with_links(message)
    assert link_texts(message.text) == ["graph <1>/a.png", "log.txt"]
    assert link_texts(str(message.blocks)) == ["graph <1>/a.png", "log.txt"]


@for_each(("deleted_by", "became"), [("U0ANA", "withdrawn"), ("U0BEN", "deleted")])
@for_each("status", Status)
def test_the_card_of_a_deleted_incident_says_only_that_and_can_be_restored(
    status: Status, deleted_by: str, became: str
) -> None:
    message = card(replace(being(status), deleted_at=NOON, deleted_by=deleted_by), SAID, version="7")

    require_fit_to_send(message)
    assert message.text == f"#42 was {became} by <@{deleted_by}>. An admin can restore it."
    assert shown(message.blocks) == f"{message.text}\nRestore"
    assert buttons(message) == [("Restore", "act:restore", "restore 42")]


@for_each("status", [Status.OPEN, Status.IN_PROGRESS, Status.MITIGATED])
def test_an_unresolved_card_has_its_three_buttons(status: Status) -> None:
    assert buttons(card(being(status), None)) == [
        ("Take", "act:take", "take 42"),
        ("Comment", "form:comment", "42"),
        ("Resolve", "form:resolve", "42"),
    ]


def test_a_resolved_card_can_be_reopened() -> None:
    assert buttons(card(being(Status.RESOLVED), None)) == [("Reopen", "act:reopen", "reopen 42")]


@for_each(("length", "blocks"), [(146, 0), (147, 1), (255, 1)])
def test_a_title_too_long_for_the_headline_stands_whole_below(length: int, blocks: int) -> None:
    title = "x" * length

    sections = [
        block for block in card(incident(title=title), None).blocks if block.get("text", {}).get("text") == title
    ]

    assert len(sections) == blocks


@for_each("severity", Severity)
def test_a_severity_is_said_with_more_than_a_colour(severity: Severity) -> None:
    message = card(incident(severity=severity), None)

    assert SEVERITIES[severity] in message.text
    assert SEVERITIES[severity] in shown(message.blocks)


@heavy
@given(incidents())
def test_what_stands_in_the_place_of_a_card_is_fit_to_send(incident: Incident) -> None:
    for channel in ("C0INCIDENTS", "D0ANA"):
        require_fit_to_send(moved(replace(incident, card_channel=channel, card_ts="1.000100")))
