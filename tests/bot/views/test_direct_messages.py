"""What is said in direct messages."""

from hypothesis import given
from hypothesis import strategies as st

from bot.views import direct_messages
from bot.views.direct_messages import direct_message
from storage.records import Incident, Severity, Status
from tests.bot.views.hostile import RUNS, bodies, full, heavy, incidents
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.making import NOON, incident
from tests.tables import for_each

SENTENCE = "<@U0BEN> assigned #42 to you."


@heavy
@given(incidents(), st.integers(1, 60))
def test_any_direct_message_is_fit_to_send_and_names_the_incident(incident: Incident, times: int) -> None:
    assigned = direct_messages.assigned(incident, actor_id="U0BEN")
    resolved = direct_messages.resolved(incident, actor_id="U0CHLOE", note=None)

    message = direct_message(incident, [assigned] * times + [resolved])

    require_fit_to_send(message)
    assert f"<@U0CHLOE> resolved #{incident.number}." in message.text
    assert incident.title.replace("\u200b", "") in readable(message.text)
    assert incident.title.replace("\u200b", "") in shown(message.blocks)


@heavy
@given(incidents(), bodies())
def test_any_note_of_a_resolution_is_fit_to_send(incident: Incident, note: str) -> None:
    require_fit_to_send(direct_message(incident, [direct_messages.resolved(incident, actor_id="U0BEN", note=note)] * 5))


@for_each(
    ("assignee_id", "sentence"),
    [
        ("U0BEN", "<@U0BEN> took #42 from you."),
        (None, "<@U0BEN> released #42, which was yours."),
        ("U0CHLOE", "<@U0BEN> gave #42, which was yours, to <@U0CHLOE>."),
    ],
)
def test_who_loses_an_incident_is_told_who_has_it_now(assignee_id: str | None, sentence: str) -> None:
    assert direct_messages.lost(incident(assignee_id=assignee_id), actor_id="U0BEN") == sentence


def test_who_gets_an_incident_is_told_by_whom() -> None:
    assert direct_messages.assigned(incident(), actor_id="U0BEN") == SENTENCE


@for_each(
    ("note", "sentence"),
    [
        (None, "<@U0BEN> resolved #42."),
        ("rolled\n back <!here> https://x", "<@U0BEN> resolved #42: rolled back &lt;!here&gt; <https://x>"),
    ],
)
def test_an_end_that_comes_or_goes_is_told_with_its_note(note: str | None, sentence: str) -> None:
    assert direct_messages.resolved(incident(), actor_id="U0BEN", note=note) == sentence
    reopened = sentence.replace("resolved", "reopened")
    assert direct_messages.reopened(incident(), actor_id="U0BEN", note=note) == reopened


@for_each("run", RUNS)
def test_the_longest_title_is_fit_to_send(run: str) -> None:
    require_fit_to_send(direct_message(full(run), [SENTENCE]))


def test_a_direct_message_says_who_did_it_and_what_it_is_about() -> None:
    about = incident(severity=Severity.SEV1, status=Status.IN_PROGRESS)

    message = direct_message(about, [SENTENCE])

    assert (
        message.text == "<@U0BEN> assigned #42 to you. Checkout is down (SEV1 · P1, In progress, reported by <@U0ANA>)"
    )
    assert shown(message.blocks).startswith("<@U0BEN> assigned #42 to you.\n*Checkout is down*")
    assert "reported by <@U0ANA>" in shown(message.blocks)


def test_each_sentence_has_a_line_before_the_title() -> None:
    message = direct_message(incident(), [SENTENCE, "<@U0ANA> took #42 from you."])

    assert shown(message.blocks).startswith(f"{SENTENCE}\n<@U0ANA> took #42 from you.\n*Checkout is down*")


def test_where_there_is_no_room_the_oldest_sentences_are_left_out() -> None:
    message = direct_message(incident(), [f"<@U0BEN> did thing number {number}." for number in range(100)])

    assert shown(message.blocks).startswith("…\n")
    assert "number 99." in message.text
    assert "number 0." not in message.text


@for_each(
    ("deleted_by", "sentence"),
    [("U0ANA", "#42 was withdrawn by <@U0ANA>."), ("U0CHLOE", "#42 was deleted by <@U0CHLOE>.")],
)
def test_of_a_deleted_incident_nothing_is_left_but_that(deleted_by: str, sentence: str) -> None:
    deleted = incident(deleted_at=NOON, deleted_by=deleted_by)

    message = direct_message(deleted, [SENTENCE])

    assert message.text == shown(message.blocks) == sentence
