"""Effects: what the outbox kept comes back as what was meant."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from bot.rules.reminders import Reason, Where
from bot.slack import effects
from bot.slack.effects import (
    Answer,
    DescribeEverybody,
    DescribePerson,
    Effect,
    FindIncidentsChannel,
    JoinChannel,
    MoveCard,
    PointToCard,
    PostDaily,
    PostInThread,
    RefreshCard,
    RefreshDirectMessages,
    RefreshHome,
    RefreshReminders,
    SendDirectMessage,
    SendExport,
    SendReminder,
    TellRole,
    WarnAdmin,
    from_item,
    to_item,
)
from bot.views import announcements
from bot.views.blocks import Message, section
from bot.views.troubles import Trouble
from storage.records import Followed, Incident, NewOutboxItem, OutboxItem, Role, Selection, Sort, Status, Topic
from tests.bot.views.hostile import bodies, heavy, incidents
from tests.making import NOON, TEAM, incident, person
from tests.tables import for_each

MESSAGE = Message("hello", [section("*hello* <@U0ANA>")])
REMINDER = SendReminder(
    incident_id=7,
    number=42,
    where=Where.DIRECT,
    person_id="U0BEN",
    count=1,
    reason=Reason.SILENCE,
    since=NOON,
    has_assignee=True,
    had_by="U0BEN",
)
EFFECTS: list[tuple[Effect, str, str]] = [
    (RefreshCard(incident_id=7, number=42), "refresh_card", "card:42"),
    (
        MoveCard(incident_id=7, number=42, channel="C1", ts="1.000100", trouble=Trouble.ARCHIVED),
        "move_card",
        "card:42",
    ),
    (PointToCard(incident_id=7, number=42, channel="C1", ts="1.000100"), "point_to_card", "left:C1:1.000100"),
    (PostInThread(incident_id=7, number=42, message=MESSAGE), "post_in_thread", "card:42"),
    (PostInThread(incident_id=7, number=42, message=MESSAGE, comment_id=3), "post_in_thread", "card:42"),
    (Answer(channel="C1", person_id="U0BEN", message=MESSAGE), "answer", "answer:U0BEN"),
    (Answer(channel="C1", thread_ts="1.000100", person_id="U0BEN", message=MESSAGE), "answer", "answer:U0BEN"),
    (
        SendDirectMessage(incident_id=7, number=42, person_id="U0BEN", sentence="<@U0ANA> assigned #42 to you."),
        "send_direct_message",
        "dm:U0BEN",
    ),
    (
        SendDirectMessage(
            incident_id=7,
            number=42,
            person_id="U0BEN",
            sentence="<@U0ANA> resolved #42.",
            because=Followed(id=5, topic=Topic.SERVICE, name="payments"),
        ),
        "send_direct_message",
        "dm:U0BEN",
    ),
    (REMINDER, "send_reminder", "dm:U0BEN"),
    (REMINDER.model_copy(update={"where": Where.THREAD, "person_id": None}), "send_reminder", "card:42"),
    (REMINDER.model_copy(update={"where": Where.CHANNEL, "person_id": None}), "send_reminder", "card:42"),
    (RefreshDirectMessages(incident_id=7, number=42), "refresh_direct_messages", "dms:42"),
    (RefreshDirectMessages(incident_id=7, number=42, after=5), "refresh_direct_messages", "dms:42"),
    (RefreshReminders(incident_id=7, number=42, after=5), "refresh_reminders", "dms:42"),
    (RefreshHome(person_id="U0BEN"), "refresh_home", "home:U0BEN"),
    (WarnAdmin(person_id="U0BEN", trouble=Trouble.SCOPE, key="chat:write"), "warn_admin", "dm:U0BEN"),
    (TellRole(person_id="U0BEN", actor_id="U0ANA", role=Role.ADMIN), "tell_role", "dm:U0BEN"),
    (TellRole(person_id="U0BEN", actor_id="U0ANA", role=None), "tell_role", "dm:U0BEN"),
    (SendExport(person_id="U0BEN", selection=Selection()), "send_export", "export:U0BEN"),
    (
        SendExport(
            person_id="U0BEN",
            selection=Selection(statuses=(Status.OPEN,), category_ids=(7,), opened_from=NOON, sort=Sort.SEVERITY),
            is_sorted=True,
            like="Open · opened since yesterday",
        ),
        "send_export",
        "export:U0BEN",
    ),
    (PostDaily(message=MESSAGE, until=NOON), "post_daily", "daily"),
    (DescribePerson(person_id="U0BEN"), "describe_person", "person:U0BEN"),
    (DescribeEverybody(), "describe_everybody", "people"),
    (DescribeEverybody(cursor="dXNlcjpV"), "describe_everybody", "people"),
    (FindIncidentsChannel(name="incidents"), "find_incidents_channel", "channels"),
    (JoinChannel(channel="C1"), "join_channel", "join:C1"),
    (FindIncidentsChannel(name="C0INCIDENTS", cursor="dGVhbTpD"), "find_incidents_channel", "channels"),
    (JoinChannel(channel="C1"), "join_channel", "join:C1"),
]


def kept(item: NewOutboxItem) -> OutboxItem:
    """Return the item as the outbox gives it back: its effect went through JSON."""
    return OutboxItem(
        id=1,
        team_id=TEAM,
        lane=item.lane,
        kind=item.kind,
        effect=json.loads(json.dumps(item.effect)),
        attempts=1,
        failures=0,
        more_are_due=False,
        leased_at=NOON,
        first_claimed_at=NOON,
        is_doubtful=False,
    )


def of(effect: dict[str, Any]) -> OutboxItem:
    """Return an item whose effect is this, whoever wrote it."""
    return kept(NewOutboxItem(lane="x", kind="x", effect=effect))


def test_these_are_all_effects() -> None:
    assert {type(effect) for effect, _, _ in EFFECTS} == set(Effect.__args__)


@for_each(("effect", "kind", "lane"), EFFECTS)
def test_an_effect_comes_back_as_it_was_put(effect: Effect, kind: str, lane: str) -> None:
    item = to_item(effect)

    assert (item.kind, item.lane) == (kind, lane)
    assert from_item(kept(item)) == effect


@for_each(("effect", "kind", "lane"), EFFECTS)
def test_what_is_about_an_incident_is_kept_with_it(effect: Effect, kind: str, lane: str) -> None:
    assert to_item(effect).incident_id == getattr(effect, "incident_id", None)


@heavy
@given(incidents(), bodies())
def test_whatever_is_said_comes_back_as_it_was_put(incident: Incident, body: str) -> None:
    said = announcements.commented(body, author=person(name="Ben <x>"))

    told = effects.direct_message(incident, person_id="U0BEN", sentence=body)
    for effect in (effects.post_in_thread(incident, said), told):
        assert from_item(kept(to_item(effect))) == effect


def test_the_copy_for_followers_lacks_nothing_but_the_person_and_why() -> None:
    copy = to_item(effects.to_each_follower(incident(), sentence="<@U0ANA> resolved #42."))

    why = {"id": 5, "topic": "person", "name": "U0ANA"}
    told = from_item(of({**copy.effect, "person_id": "U0BEN", "because": why, "also": [why]}))

    assert isinstance(told, SendDirectMessage)
    assert (copy.lane + "U0BEN", copy.kind, copy.incident_id) == (told.lane, told.kind, told.incident_id)
    assert told.reasons == (Followed(id=5, topic=Topic.PERSON, name="U0ANA"),) * 2


def test_a_thread_post_waits_in_the_lane_of_its_card() -> None:
    one = incident(id=9, number=12, updated_at=NOON + timedelta(hours=1))

    card, post = effects.refresh_card(one), effects.post_in_thread(one, MESSAGE)

    assert card.lane == post.lane == "card:12"
    assert card.incident_id == post.incident_id == 9
    assert effects.refresh_card(incident(number=13)).lane != card.lane


@for_each(
    "effect",
    [
        {},
        {"kind": "sing_a_song"},
        {"incident_id": 7, "number": 42},
        {"kind": "refresh_card", "number": 42},
        {"kind": "refresh_card", "incident_id": "seven", "number": 42},
        {"kind": "refresh_card", "incident_id": 7, "number": 42, "color": "red"},
        {"kind": "post_in_thread", "incident_id": 7, "number": 42},
        {"kind": "post_in_thread", "incident_id": 7, "number": 42, "message": {"text": "hello"}},
        {"kind": "send_direct_message", "person_id": "U0BEN", "message": asdict(MESSAGE)},
    ],
)
def test_an_effect_of_a_release_that_is_not_ours_is_refused(effect: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        from_item(of(effect))
