"""What is said in threads."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.changes import between
from bot.rules.lifecycle import Move
from bot.views import announcements
from storage.records import Change, File, HistoryEntry, Incident, Priority, Severity, Status
from tests.bot.views.hostile import RUNS, bodies, far_files, file, files, full, heavy, incidents
from tests.bot.views.judging import readable, require_fit_to_send, shown, texts_in
from tests.bot.views.linked import addresses, link_texts, require_fit_to_send_with_links
from tests.making import NOON, incident
from tests.slack_reference.payloads import message_problems
from tests.tables import for_each


@heavy
@given(incidents(), st.sampled_from(Move), st.none() | bodies())
def test_any_move_is_fit_to_send(incident: Incident, move: Move, note: str | None) -> None:
    require_fit_to_send(announcements.moved(incident, move, actor_id="U0BEN", note=note))


@heavy
@given(bodies())
def test_any_comment_is_fit_to_send_and_read_from_its_beginning(body: str) -> None:
    message = announcements.commented(body, author_id="U0BEN")

    require_fit_to_send(message)
    beginning = body.replace("\u200b", "")[:250]
    assert readable(message.text).startswith(f"<@U0BEN> commented: {beginning}")


@for_each("run", RUNS)
def test_the_longest_words_are_fit_to_send(run: str) -> None:
    words = (run * 40_000)[:40_000]

    require_fit_to_send(announcements.commented(words, author_id="U0BEN"))
    require_fit_to_send(announcements.moved(full(run), Move.TAKE, actor_id="U0BEN", note=words))


@for_each(
    ("move", "status", "sentence"),
    [
        (Move.TAKE, Status.IN_PROGRESS, "<@U0BEN> took this. Status: In progress."),
        (Move.START, Status.IN_PROGRESS, "<@U0BEN> started on this. Status: In progress."),
        (Move.REVERT, Status.OPEN, "<@U0BEN> set this back. Status: Open."),
        (Move.MITIGATE, Status.MITIGATED, "<@U0BEN> mitigated this. Status: Mitigated."),
        (Move.RESOLVE, Status.RESOLVED, "<@U0BEN> resolved this. Status: Resolved."),
        (Move.REOPEN, Status.IN_PROGRESS, "<@U0BEN> reopened this. Status: In progress."),
    ],
)
def test_a_move_is_said_with_where_it_led(move: Move, status: Status, sentence: str) -> None:
    after = incident(status=status, resolved_at=NOON if status is Status.RESOLVED else None)

    message = announcements.moved(after, move, actor_id="U0BEN", note=None)

    assert message.text == sentence
    assert shown(message.blocks) == sentence


def test_a_note_stands_below_as_a_quotation() -> None:
    message = announcements.moved(incident(), Move.REVERT, actor_id="U0BEN", note="not mine\nafter all")

    assert message.text == "<@U0BEN> set this back. Status: Open. not mine\nafter all"
    assert shown(message.blocks) == "<@U0BEN> set this back. Status: Open.\n>not mine\n>after all"


@heavy
@given(incidents(), incidents(), st.none() | bodies())
def test_any_edit_is_fit_to_send(before: Incident, after: Incident, note: str | None) -> None:
    require_fit_to_send(announcements.edited(between(before, after), actor_id="U0BEN", note=note))


@for_each("run", RUNS)
def test_the_longest_edit_is_fit_to_send(run: str) -> None:
    entries = between(incident(), full(run))

    require_fit_to_send(announcements.edited(entries, actor_id="U0BEN", note=(run * 40_000)[:40_000]))


def test_an_edit_is_said_from_and_to() -> None:
    entries = between(incident(), incident(severity=Severity.SEV1, assignee_id="U0CHLOE", own_priority=Priority.P2))

    message = announcements.edited(entries, actor_id="U0BEN", note=None)

    assert message.text == (
        "<@U0BEN> changed assignee nobody → <@U0CHLOE>, severity SEV3 → SEV1, priority “follows the severity” → P2."
    )
    assert shown(message.blocks) == message.text


def test_an_edit_keeps_its_note_as_a_quotation() -> None:
    entries = [HistoryEntry(change=Change.SEVERITY, old="sev3", new="sev1")]

    message = announcements.edited(entries, actor_id="U0BEN", note="all\nregions")

    assert message.text == "<@U0BEN> changed severity SEV3 → SEV1. all\nregions"
    assert shown(message.blocks) == "<@U0BEN> changed severity SEV3 → SEV1.\n>all\n>regions"


@heavy
@given(bodies(), files())
def test_any_comment_with_files_is_fit_to_send(body: str, added: tuple[File, ...]) -> None:
    require_fit_to_send_with_links(announcements.commented(body, author_id="U0BEN", files=added))


@heavy
@given(bodies(), far_files())
def test_every_file_is_linked_whole_however_long_its_address(body: str, added: tuple[File, ...]) -> None:
    message = announcements.commented(body, author_id="U0BEN", files=added)

    assert message_problems({"text": message.text, "blocks": message.blocks}) == []
    linked = [address for text in texts_in(message.blocks) for address in addresses(text["text"])]
    assert linked == [file.link for file in added]
    heard = addresses(message.text)
    assert heard == linked[: len(heard)]


def test_files_are_linked_below_a_comment() -> None:
    message = announcements.commented("look", author_id="U0BEN", files=(file("graph <1>|a.png"), file("log.txt")))

    require_fit_to_send_with_links(message)
    assert message.text.startswith("<@U0BEN> commented: look Files: <https://")
    assert shown(message.blocks[:1]) == "<@U0BEN> commented:\n>look"
    assert link_texts(message.text) == link_texts(str(message.blocks)) == ["graph <1>/a.png", "log.txt"]


def test_restoring_is_said() -> None:
    message = announcements.restored(actor_id="U0BEN")

    require_fit_to_send(message)
    assert message.text == shown(message.blocks) == "<@U0BEN> restored this."
