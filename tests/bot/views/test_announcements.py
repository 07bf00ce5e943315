"""What is said in threads."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.changes import between
from bot.rules.lifecycle import Move
from bot.views import announcements
from storage.records import Change, File, HistoryEntry, Incident, Person, Priority, Severity, Status
from tests.bot.views.hostile import RUNS, bodies, far_files, file, files, full, heavy, incidents
from tests.bot.views.judging import readable, require_fit_to_send, shown, texts_in
from tests.bot.views.linked import addresses, link_texts, require_fit_to_send_with_links
from tests.making import NOON, incident, moved, person
from tests.slack_reference.payloads import message_problems
from tests.tables import for_each

BEN = person(id="U0BEN", name="Ben Okafor")


@heavy
@given(incidents(), st.sampled_from(Move), st.none() | bodies())
def test_any_move_is_fit_to_send(incident: Incident, move: Move, note: str | None) -> None:
    require_fit_to_send(announcements.moved(moved(move, incident, note=note), actor=BEN))


@heavy
@given(bodies())
def test_any_comment_is_fit_to_send_and_read_from_its_beginning(body: str) -> None:
    message = announcements.commented(body, author=BEN)

    require_fit_to_send(message)
    beginning = body.replace("\u200b", "")[:250]
    assert readable(message.text).startswith(f"Ben Okafor commented: {beginning}")


@for_each("run", RUNS)
def test_the_longest_words_are_fit_to_send(run: str) -> None:
    words = (run * 40_000)[:40_000]

    require_fit_to_send(announcements.commented(words, author=BEN, due=NOON))
    filled = between(incident(), full(run))
    require_fit_to_send(announcements.moved(moved(Move.TAKE, full(run), note=words, filled=filled), actor=BEN))


@for_each(
    ("origin", "move", "status", "sentence"),
    [
        (Status.OPEN, Move.TAKE, Status.IN_PROGRESS, "took this. Status: In progress."),
        (Status.MITIGATED, Move.TAKE, Status.MITIGATED, "took this. It stays Mitigated."),
        (Status.OPEN, Move.START, Status.IN_PROGRESS, "started on this. Status: In progress."),
        (Status.IN_PROGRESS, Move.REVERT, Status.OPEN, "set this back. Status: Open."),
        (Status.OPEN, Move.MITIGATE, Status.MITIGATED, "mitigated this. Status: Mitigated."),
        (Status.OPEN, Move.RESOLVE, Status.RESOLVED, "resolved this. Status: Resolved."),
        (Status.RESOLVED, Move.REOPEN, Status.IN_PROGRESS, "reopened this. Status: In progress."),
    ],
)
def test_a_move_is_said_with_where_it_led(origin: Status, move: Move, status: Status, sentence: str) -> None:
    after = incident(status=status, resolved_at=NOON if status is Status.RESOLVED else None)

    message = announcements.moved(moved(move, after, before=incident(status=origin)), actor=BEN)

    assert message.text == f"Ben Okafor {sentence}"
    assert shown(message.blocks) == f"Ben Okafor {sentence}"


def test_a_move_is_said_with_what_came_with_it() -> None:
    nobodys, mine = incident(), incident(assignee_id="U0BEN", status=Status.IN_PROGRESS)
    over = incident(assignee_id="U0CHLOE", severity=Severity.SEV1, status=Status.RESOLVED)
    filled = between(replace(nobodys, status=Status.RESOLVED), over)
    resolution = moved(Move.RESOLVE, over, before=nobodys, actor_id="U0BEN", note="done", filled=filled)

    started = announcements.moved(moved(Move.START, mine, before=nobodys, actor_id="U0BEN"), actor=BEN)
    resolved = announcements.moved(resolution, actor=BEN)

    assert started.text == "Ben Okafor started on this and has it now. Status: In progress."
    changed = "Changed: assignee nobody → <@U0CHLOE>, severity SEV3 → SEV1."
    assert resolved.text == f"Ben Okafor resolved this. Status: Resolved. {changed} done"


def test_a_note_stands_below_as_a_quotation() -> None:
    reverted = moved(Move.REVERT, incident(), before=incident(status=Status.IN_PROGRESS), note="no\nhttps://x/_y_")

    message = announcements.moved(reverted, actor=BEN)

    assert message.text == "Ben Okafor set this back. Status: Open. no\n<https://x/_y_>"
    assert message.blocks[0]["text"]["text"] == "Ben Okafor set this back. Status: Open.\n>no\n><https://x/_y_>"


@heavy
@given(incidents(), incidents(), st.none() | bodies())
def test_any_edit_is_fit_to_send(before: Incident, after: Incident, note: str | None) -> None:
    require_fit_to_send(announcements.edited(between(before, after), actor=BEN, note=note))


@for_each("run", RUNS)
def test_the_longest_edit_is_fit_to_send(run: str) -> None:
    entries = between(incident(), full(run))

    require_fit_to_send(announcements.edited(entries, actor=BEN, note=(run * 40_000)[:40_000]))


def test_an_edit_is_said_from_and_to() -> None:
    entries = between(incident(), incident(severity=Severity.SEV1, assignee_id="U0CHLOE", own_priority=Priority.P2))

    message = announcements.edited(entries, actor=BEN, note=None)

    assert message.text == (
        "Ben Okafor changed assignee nobody → <@U0CHLOE>, severity SEV3 → SEV1, priority “follows the severity” → P2."
    )
    assert shown(message.blocks) == message.text


def test_nobody_is_called_to_what_they_did_themselves() -> None:
    entries = [HistoryEntry(change=Change.ASSIGNEE, old="U0CHLOE", new="U0BEN")]

    assert announcements.edited(entries, actor=BEN, note=None).text == (
        "Ben Okafor changed assignee <@U0CHLOE> → Ben Okafor."
    )


@for_each(
    ("actor", "name"),
    [
        (person(name="<!here> & *co*"), "<!here> & *co*"),
        (person(name="U0ANA", is_known=False), "<@U0ANA>"),
    ],
)
def test_whoever_did_it_is_named_unless_only_slack_knows_the_name(actor: Person, name: str) -> None:
    message = announcements.restored(actor=actor)

    require_fit_to_send(message)
    assert shown(message.blocks) == f"{name} restored this."


def test_an_edit_keeps_its_note_as_a_quotation() -> None:
    entries = [HistoryEntry(change=Change.SEVERITY, old="sev3", new="sev1")]

    message = announcements.edited(entries, actor=BEN, note="all\nregions")

    assert message.text == "Ben Okafor changed severity SEV3 → SEV1. all\nregions"
    assert shown(message.blocks) == "Ben Okafor changed severity SEV3 → SEV1.\n>all\n>regions"


@heavy
@given(bodies(), files())
def test_any_comment_with_files_is_fit_to_send(body: str, added: tuple[File, ...]) -> None:
    require_fit_to_send_with_links(announcements.commented(body, author=BEN, files=added))


@heavy
@given(bodies(), far_files())
def test_every_file_is_linked_whole_however_long_its_address(body: str, added: tuple[File, ...]) -> None:
    message = announcements.commented(body, author=BEN, files=added)

    assert message_problems({"text": message.text, "blocks": message.blocks}) == []
    linked = [address for text in texts_in(message.blocks) for address in addresses(text["text"])]
    assert linked == [file.link for file in added]
    heard = addresses(message.text)
    assert heard == linked[: len(heard)]


def test_files_are_linked_below_a_comment() -> None:
    message = announcements.commented("look", author=BEN, files=(file("graph <1>|a.png"), file("log.txt")))

    require_fit_to_send_with_links(message)
    assert message.text.startswith("Ben Okafor commented: look Files: <https://")
    assert shown(message.blocks[:1]) == "Ben Okafor commented:\n>look"
    assert link_texts(message.text) == link_texts(str(message.blocks)) == ["graph <1>/a.png", "log.txt"]


def test_restoring_is_said() -> None:
    message = announcements.restored(actor=BEN)

    require_fit_to_send(message)
    assert message.text == shown(message.blocks) == "Ben Okafor restored this."
