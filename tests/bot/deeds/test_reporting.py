"""The daily post: what it says on a day like others, on a Monday and on a quiet day, and that it is made once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, update

from bot.deeds.reporting import post, post_if_due
from bot.language import grammar
from bot.language.looking_acts import ShowIncident, ShowRows
from bot.views.blocks import Message
from storage import choices, due, people, settings, workspaces
from storage.records import Claimed, Due, Measure
from storage.tables import outbox
from storage.tables import workspaces as workspaces_table
from tests.bot.views.judging import require_fit_to_send, shown
from tests.making import NOON, TEAM
from tests.storage.histories import HOUR, Told, store, told

DAY = timedelta(days=1)
NINE = NOON - 3 * HOUR
"""Of a Wednesday, when the post is due."""
MONDAY = NINE - 2 * DAY


def prepare(tx: Connection) -> None:
    """Install the bot long ago."""
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    people.meet(tx, TEAM, {"U0ANA": "ana", "U0BEN": "ben"})
    choices.service_named(tx, TEAM, "payments")
    choices.categories_named(tx, TEAM, ["api"])
    tx.execute(update(workspaces_table).values(created_at=NOON - 400 * DAY))


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give a workspace that has had the bot for long."""
    prepare(tx)
    return tx


def opened(number: int, at: datetime, *moves: tuple[float, str], severity: str = "sev3", assignee: str = "") -> Told:
    """Return an incident with what happened to it, so many hours after it was opened."""
    one = told(number, b"")
    one.moves = [(at, "open"), *((at + hours * HOUR, status) for hours, status in moves)]
    one.severity, one.assignee = severity, assignee or None
    return one


def posted(tx: Connection) -> list[Message]:
    """Return the posts that are to be made."""
    effects = tx.execute(select(outbox.c.effect).where(outbox.c.kind == "post_daily").order_by(outbox.c.id)).scalars()
    found = [Message(**effect["message"]) for effect in effects]
    for each in found:
        require_fit_to_send(each)
    return found


def texts(message: Message) -> list[str]:
    """Return what is seen, but for charts."""
    return [line.replace("*", "") for line in shown(message.blocks).splitlines() if not line.startswith("Show")]


def rows(message: Message) -> dict[str, Any]:
    """Return what each button does, by the words beside it."""
    found = {}
    for block in message.blocks:
        if "accessory" in block:
            found[block["text"]["text"].split(" · ")[0]] = grammar.parse(block["accessory"]["value"])
    return found


HAPPENED = (
    opened(1, NINE - 10 * DAY, (2, "resolved"), severity="sev2"),
    opened(2, NINE - 5 * DAY, (1, "in_progress"), severity="sev1", assignee="U0BEN"),
    opened(3, NINE - 20 * HOUR, (4, "resolved")),
    opened(4, NINE - 10 * HOUR, severity="sev1", assignee="U0BEN"),
    opened(5, NINE - 9 * HOUR, (1, "resolved"), (2, "in_progress")),
)


def test_it_says_what_happened_since_the_last_one_and_what_is_left(tx: Connection) -> None:
    store(tx, HAPPENED)

    assert post_if_due(tx, TEAM, now=NINE + HOUR / 60)

    [message] = posted(tx)
    said = texts(message)
    assert said[0] == "Wednesday, 18 November"
    assert said[2:6] == ["Opened 3", "Resolved 1", "Reopened 1", "Carried over 1"]
    assert said[6:9] == ["Unresolved now 3", "SEV1 critical :red_circle: · 2", "SEV3 minor :large_yellow_circle: · 1"]
    assert said[9:12] == [
        "Of the last 7 days, against the 7 before",
        "MTTA p50 1 h, p90 3 h 24 min; before p50 2 h, p90 2 h",
        "MTTR p50 4 h, p90 4 h; before p50 2 h, p90 2 h",
    ]
    assert said[12] == "Oldest unresolved"
    assert [line.split()[0] for line in said[13:16]] == ["#2", "#4", "#5"]
    assert said[16] == "Longest without activity"
    assert said[20:] == ["Load", "<@U0BEN> · 2 unresolved", "nobody · 1 unresolved"]
    lined, pie = [block["chart"] for block in message.blocks if block["type"] == "data_visualization"]
    assert len(lined["axis_config"]["categories"]) == 14
    assert [point["value"] for point in lined["series"][0]["data"]][-2:] == [2, 1]
    assert pie["segments"] == [{"label": "SEV1", "value": 2}, {"label": "SEV3", "value": 1}]
    for word in ("Opened 3", "SEV1 critical", "p90 4 h", "#4, SEV1", "18 Nov: 1 and 0", "SEV3 1", "2 unresolved"):
        assert word in message.text


def test_each_number_leads_to_its_rows(tx: Connection) -> None:
    store(tx, HAPPENED)
    post_if_due(tx, TEAM, now=NINE)

    found = rows(posted(tx)[0])

    listed = {words: act for words, act in found.items() if isinstance(act, ShowRows)}
    measures = {words.strip("*").split("*")[0]: act.counted.measure for words, act in listed.items()}
    assert measures["Opened"] is Measure.OPENED
    assert measures["Carried over"] is Measure.CARRIED_OVER
    assert measures["MTTR"] is Measure.RESOLVED
    assert listed["<@U0BEN>"].wanted.assignee == "U0BEN"
    assert (listed["nobody"].wanted.assignee, listed["nobody"].wanted.is_unassigned) == (None, True)
    assert listed["SEV1 critical :red_circle:"].wanted.severities == ("sev1",)
    assert {listed[words].counted.span.begins for words in listed if "Opened" in words} == {NINE - DAY}
    assert [act.number for act in found.values() if isinstance(act, ShowIncident)] == [2, 4, 5]


def test_the_time_since_the_last_one_is_what_is_told(tx: Connection) -> None:
    store(tx, HAPPENED)

    made = [post_if_due(tx, TEAM, now=now) for now in (MONDAY, MONDAY + HOUR, NINE - DAY + HOUR, NINE, NINE + HOUR)]

    assert made == [True, False, True, True, False]
    assert "A quiet day" in posted(tx)[1].text
    assert "Opened 3" in posted(tx)[2].text
    assert rows(posted(tx)[2])["*Opened* 3"].counted.span.begins == NINE - DAY + HOUR


def test_mondays_tell_the_week_against_the_one_before(tx: Connection) -> None:
    store(tx, [opened(1, MONDAY - 3 * DAY, (2, "resolved")), opened(2, MONDAY - 4 * DAY), opened(3, MONDAY - 9 * DAY)])

    post_if_due(tx, TEAM, now=MONDAY)

    [message] = posted(tx)
    at = texts(message).index("Last week, Mon 9 Nov until Sun 15 Nov, against the week before")
    assert texts(message)[at + 1 : at + 4] == [
        "Opened 2, 1 more than before",
        "Resolved 1, 1 more than before",
        "Unresolved now 2",
    ]
    assert "Last week, Mon 9 Nov until Sun 15 Nov: Opened 2, 1 more than before" in message.text
    weekly = rows(message)["*Opened* 2, 1 more than before"]
    assert weekly.counted.span.begins == MONDAY - 7 * DAY - 9 * HOUR


def test_a_quiet_day_is_one_line_with_what_is_unresolved(tx: Connection) -> None:
    store(tx, [opened(1, NINE - 9 * DAY)])
    post_if_due(tx, TEAM, now=NINE)

    [message] = posted(tx)

    assert len(message.blocks) == 1
    assert message.text.startswith("A quiet day: nothing was opened or resolved since")
    assert message.text.endswith("; 1 unresolved.")
    [act] = rows(message).values()
    assert act.counted.measure is Measure.UNRESOLVED


@pytest.mark.parametrize("installed", [NINE + HOUR, NINE - HOUR + timedelta.resolution])
def test_a_workspace_that_has_only_just_got_the_bot_is_told_nothing(tx: Connection, installed: datetime) -> None:
    tx.execute(update(workspaces_table).values(created_at=installed))

    assert not post_if_due(tx, TEAM, now=NINE + 2 * HOUR)
    assert post_if_due(tx, TEAM, now=NINE + DAY)
    assert posted(tx)[0].text.endswith("nothing is unresolved.")


def test_what_was_told_is_not_told_again_where_another_zone_has_an_earlier_date(tx: Connection) -> None:
    """In Honolulu it is still the day before, of which there was no post."""
    store(tx, [opened(1, NINE - HOUR)])
    before = settings.get(tx, TEAM)
    settings.save(tx, TEAM, before, replace(before, time_zone="Pacific/Kiritimati", daily_post_days=(1, 2, 4, 5, 6, 7)))
    assert post_if_due(tx, TEAM, now=NINE + 10 * HOUR)
    before = settings.get(tx, TEAM)
    settings.save(tx, TEAM, before, replace(before, time_zone="Pacific/Honolulu", daily_post_days=(1, 2, 3, 4, 5)))

    assert post_if_due(tx, TEAM, now=NINE + 11 * HOUR)

    told_first, told_then = posted(tx)
    assert "Opened 1" in texts(told_first)
    assert told_then.text.startswith("A quiet day")


def test_when_the_clock_looks_again_is_the_next_hour_of_a_post_and_after_new_settings_at_once(tx: Connection) -> None:
    claimed = Claimed(kind=Due.DAILY_POST, team_id=TEAM, key=TEAM, due_at=NINE)
    before = settings.get(tx, TEAM)

    post(tx, claimed, NINE)
    post(tx, claimed, NINE + HOUR)

    assert len(posted(tx)) == 1
    assert [one.due_at for one in due.coming(tx, Due.DAILY_POST, limit=2)] == [NINE + DAY]
    assert due.claim(tx, Due.DAILY_POST, TEAM, now=NINE + DAY - timedelta.resolution) is None
    settings.save(tx, TEAM, before, replace(before, daily_post_days=()))
    assert [one.due_at > NINE + DAY for one in due.coming(tx, Due.DAILY_POST, limit=2)] == [True]
    post(tx, claimed, NINE + DAY)
    assert due.coming(tx, Due.DAILY_POST, limit=2) == []
    assert len(posted(tx)) == 1


def test_any_number_of_replicas_make_it_once_and_one_that_dies_leaves_it_to_the_others(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        prepare(tx)
    at_once = Barrier(3)

    def look(_: int) -> bool:
        with clean_engine.begin() as tx:
            at_once.wait(10)
            return post_if_due(tx, TEAM, now=NINE)

    with clean_engine.connect() as dying:
        assert post_if_due(dying, TEAM, now=NINE)
        dying.rollback()
    with ThreadPoolExecutor(3) as replicas:
        made = list(replicas.map(look, range(3)))

    assert sorted(made) == [False, False, True]
    with clean_engine.connect() as tx:
        assert len(posted(tx)) == 1


def test_a_date_is_claimed_once_however_often_somebody_looks(tx: Connection) -> None:
    made = [post_if_due(tx, TEAM, now=NINE + place * DAY / 2) for place in range(14)]

    assert made == [True, False] * 3 + [False, False] * 2 + [True, False] * 2
    assert len(posted(tx)) == 5
