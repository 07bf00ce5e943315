"""What followers are told of a change, in one sentence."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules import changes
from bot.views.direct_messages import direct_message
from bot.views.news import news
from storage.records import Change, Followed, HistoryEntry, Incident, Status, Topic
from tests.bot.views.hostile import RUNS, bodies, full, heavy, incidents, names
from tests.bot.views.judging import require_fit_to_send, shown
from tests.making import incident
from tests.tables import for_each

ANA, BEN, CHLOE = "U0ANA", "U0BEN", "U0CHLOE"


def entry(change: Change, old: str | None = None, new: str | None = None) -> HistoryEntry:
    return HistoryEntry(change=change, old=old, new=new)


def status(old: str, new: str) -> HistoryEntry:
    return entry(Change.STATUS, old, new)


TAKEN = entry(Change.ASSIGNEE, BEN, ANA)
GIVEN = entry(Change.ASSIGNEE, None, BEN)
COMMENTED = entry(Change.COMMENTED, new="1")
SEVERITY = entry(Change.SEVERITY, "sev3", "sev1")
TITLE = entry(Change.TITLE, "Slow", "{it} is {slow}")
DUE = entry(Change.UPDATE_DUE, None, "2026-11-18T12:00:00+00:00")
KEPT = entry(Change.UPDATE_DUE, "2026-11-18T12:00:00+00:00", None)
OPENED = entry(Change.OPENED, new="Slow")


@for_each(
    ("entries", "note", "said"),
    [
        ([OPENED], None, "opened #42."),
        ([OPENED, entry(Change.ASSIGNEE, None, BEN)], None, "opened #42 and assigned it to <@U0BEN>."),
        ([status("open", "resolved")], None, "resolved #42."),
        (
            [status("open", "resolved"), KEPT, COMMENTED],
            "rolled\n back <!here>",
            "resolved #42: rolled back &lt;!here&gt;",
        ),
        ([status("resolved", "in_progress")], None, "reopened #42."),
        ([status("in_progress", "mitigated")], None, "mitigated #42."),
        ([status("in_progress", "open")], None, "set #42 back."),
        ([status("mitigated", "in_progress")], None, "started on #42."),
        ([status("open", "in_progress"), TAKEN], "on it", "took #42: on it"),
        ([TAKEN], None, "took #42."),
        ([GIVEN], "see https://x/y.", "assigned #42 to <@U0BEN>: see <https://x/y>."),
        ([entry(Change.ASSIGNEE, BEN, None)], None, "released #42."),
        ([SEVERITY], None, "changed #42: severity SEV3 → SEV1."),
        ([SEVERITY, COMMENTED], "all regions", "changed #42: severity SEV3 → SEV1. all regions"),
        ([GIVEN, SEVERITY], None, "assigned #42 to <@U0BEN> and changed severity SEV3 → SEV1."),
        ([TITLE], None, "changed #42: title “Slow” → “{it} is {slow}”."),
        ([COMMENTED], "hello", "commented on #42: hello"),
        ([KEPT, COMMENTED], "hello", "commented on #42: hello"),
        ([entry(Change.SUMMARY, None, "x"), GIVEN], None, "assigned #42 to <@U0BEN> and changed summary none → “x”."),
        (
            [status("open", "resolved"), GIVEN, entry(Change.SERVICE, None, "pay")],
            None,
            "resolved #42 and assigned it to <@U0BEN> and changed service none → pay.",
        ),
    ],
)
def test_an_act_is_one_sentence(entries: list[HistoryEntry], note: str | None, said: str) -> None:
    assert news(incident(status=Status.IN_PROGRESS), entries, actor_id=ANA, note=note) == f"<@U0ANA> {said}"


@for_each(
    ("entries", "said"),
    [
        ([OPENED, TAKEN], "opened #42 and assigned it to themselves."),
        ([TAKEN], "assigned #42 to themselves."),
        ([status("in_progress", "open"), TAKEN], "set #42 back and assigned it to themselves."),
    ],
)
def test_what_is_open_still_was_not_taken(entries: list[HistoryEntry], said: str) -> None:
    assert news(incident(), entries, actor_id=ANA, note=None) == f"<@U0ANA> {said}"


def test_a_promise_is_told_with_the_comment() -> None:
    said = news(incident(), [DUE, COMMENTED], actor_id=ANA, note="hello")

    assert said.startswith("<@U0ANA> promised the next update on #42 for <!date^1795003200")
    assert said.endswith(": hello")


@heavy
@given(incidents(), incidents(), st.none() | bodies(), st.sampled_from(Topic), names())
def test_whatever_changes_is_fit_to_send(
    before: Incident, after: Incident, note: str | None, topic: Topic, name: str
) -> None:
    entries = (*changes.between(before, after), COMMENTED)
    known = {Topic.INCIDENT: "2147483647", Topic.PERSON: BEN}
    because = Followed(id=5, topic=topic, name=known.get(topic, name))

    said = news(after, entries, actor_id=ANA, note=note or "hello")

    require_fit_to_send(direct_message(after, [said] * 3, because=[because] * 14))
    assert f"#{after.number}" in said


@for_each("run", RUNS)
def test_the_longest_is_fit_to_send(run: str) -> None:
    before, after = full(run), full("é" + run)
    said = news(after, changes.between(before, after), actor_id=ANA, note=run * 1000)

    message = direct_message(after, [said], because=[Followed(id=5, topic=Topic.SERVICE, name=(run * 60)[:60])])

    require_fit_to_send(message)
    assert "You follow service" in message.text
    assert "reported by" in message.text


def test_a_follower_reads_why_they_are_told_and_can_stop_it_there() -> None:
    because = Followed(id=5, topic=Topic.SERVICE, name="payments")

    message = direct_message(incident(), ["<@U0BEN> resolved #42."], because=[because])

    assert message.text.endswith("reported by <@U0ANA>). You follow service payments.")
    assert "You follow service payments." in shown(message.blocks)
    [button] = message.blocks[-1]["elements"]
    assert (button["text"]["text"], button["action_id"], button["value"]) == ("Unfollow", "unfollow:one", "5")


def test_a_follower_reads_all_reasons_why_they_are_told_and_can_stop_each_of_them_there() -> None:
    because = [
        Followed(id=7, topic=Topic.INCIDENT, name="42"),
        Followed(id=6, topic=Topic.PERSON, name="U0BEN"),
        Followed(id=5, topic=Topic.SERVICE, name="payments"),
    ]

    message = direct_message(incident(), ["<@U0BEN> resolved #42."], because=because)

    assert message.text.endswith(" You follow #42, <@U0BEN> and service payments.")
    assert [(block["text"]["text"], block["accessory"]["value"]) for block in message.blocks[-3:]] == [
        ("You follow #42.", "7"),
        ("You follow <@U0BEN>.", "6"),
        ("You follow service payments.", "5"),
    ]
