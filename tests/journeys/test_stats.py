"""Numbers on demand: what was opened and resolved and how long it took, with the rows behind each, and charts."""

from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_sdk.socket_mode.request import SocketModeRequest
from sqlalchemy import Engine, text

from bot.listeners.acting import Acting
from bot.sandbox import Answer, Person, Sandbox
from bot.views.blocks import Message
from storage.engine import Engines
from tests.counting import statements_of
from tests.journeys.before import did
from tests.journeys.seeing import answer_to, private_answers, types, until_told
from tests.journeys.test_finding import numbers

CHART = "data_visualization"
AT_ONCE = "p50 under 1 min, p90 under 1 min"


@pytest.fixture
def opened(ana: Person, ben: Person, clean_engine: Engine) -> None:
    """Open #1 and #2 ten days ago, of which #2 was resolved in 3 hours, and #3 and #4 now, of which #3 is resolved."""
    did(
        clean_engine,
        ("ana", "new Checkout is down sev1 @ben service:payments cat:api"),
        ("ana", "new Slow search sev2 service:search"),
        ("ana", "new Disk full on db1 sev3 @ana"),
        ("ben", "new Login fails"),
        ("ana", "resolve 2"),
        ("ana", "resolve 3"),
    )
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE incidents SET created_at = now() - interval '10 days' WHERE number IN (1, 2)"))
        tx.execute(text("UPDATE incidents SET resolved_at = created_at + interval '3 hours' WHERE number = 2"))
        tx.execute(text("UPDATE incidents SET acknowledged_at = resolved_at WHERE number = 2"))


def lines(answer: Answer) -> list[str]:
    """Return what is said, without what can be pressed."""
    return [line for line in answer.seen_text.splitlines() if not line.startswith("Show rows")]


def test_the_numbers_are_told_against_the_time_before_and_heard_as_well(opened: None, ana: Person) -> None:
    answer = answer_to(ana, "/incident stats 7d")

    said = lines(answer)
    assert said[0] == "Last 7 days"
    assert said[2:] == [
        "Opened 2, as many as before",
        "Resolved 1, as many as before",
        "Reopened 0, as many as before",
        "Carried over 1, 1 more than before",
        "Unresolved 2, 1 more than before",
        f"MTTA {AT_ONCE}; before p50 3 h, p90 3 h",
        f"MTTR {AT_ONCE}; before p50 3 h, p90 3 h",
        "By severity",
        "SEV1 critical :red_circle: · 1 unresolved",
        f"SEV3 minor :large_yellow_circle: · 1 unresolved · 2 opened · 1 resolved · MTTR {AT_ONCE}",
        "By service",
        "no service · 1 unresolved · 2 opened · 1 resolved",
        "payments · 1 unresolved",
        "By category",
        "api · 1 unresolved",
        "By person",
        "nobody · 1 unresolved · 1 opened",
        "@ben · 1 unresolved",
        "@ana · 1 opened · 1 resolved",
    ]
    heard = answer.text.replace("<@U0BEN>", "@ben").replace("<@U0ANA>", "@ana")
    assert [line for line in said[2:] if line not in heard] == []


BEHIND = {"*Opened*": [4, 3], "*Resolved*": [3], "*Carried over*": [1], "*Unresolved*": [4, 1], "*MTTA*": [3]}


def test_show_rows_lists_exactly_what_was_counted_whatever_happened_since(
    opened: None, ana: Person, ben: Person
) -> None:
    answer = answer_to(ana, "/incident stats 7d")
    types(ben, "/incident resolve 1")
    types(ben, "/incident new Too late to count")

    for number, rows in BEHIND.items():
        assert numbers(pressed(ana, answer, number)) == rows, number
    answer.choose("Show rows: opened", near="SEV3")
    until_told(ana, "SEV3 · newest first")
    assert numbers(private_answers(ana)[-1]) == [4, 3]
    assert numbers(pressed(ana, answer, "api")) == [1]
    assert numbers(pressed(ana, answer, "<@U0BEN>")) == [1]
    answer.choose("Show rows: unresolved", near="nobody")
    until_told(ana, "assigned to nobody · newest first")
    assert numbers(private_answers(ana)[-1]) == [4]


def pressed(person: Person, answer: Answer, number: str) -> str:
    """Return the rows that come of pressing the button beside a number; the charts may come late, and have none."""
    before = len(private_answers(person))
    answer.press("Show rows", near=number)

    def rows() -> list[str]:
        return [said for said in private_answers(person)[before:] if numbers(said)]

    person.wait_for(rows)
    return rows()[-1]


def test_filters_narrow_the_numbers_and_guests_count_their_own(
    opened: None, acme: Sandbox, ana: Person, ben: Person
) -> None:
    assert "Opened 3, 3 more than before" in types(ana, "/incident stats 30d reporter:me")
    by_service = answer_to(ana, "/incident stats month service:pay")
    assert lines(by_service)[0] == "Last 30 days · service payments"
    assert numbers(pressed(ana, by_service, "*Unresolved*")) == [1]
    assert types(ana, "/incident stats @me sev4").startswith(
        "Last 30 days · SEV4 · assigned to you: nothing was opened"
    )
    assert types(ana, "/incident stats this month sev4").startswith("This month · SEV4: nothing was opened")
    assert types(ana, "/incident stats service:paymnts").startswith("There is no service “paymnts”. Did you mean")
    assert types(ana, "/incident stats 2999-01").startswith("There is nothing to count: that time has not begun")
    guest = acme.person("dev")
    assert "nothing was opened" in types(guest, "/incident stats", channel="#general")
    types(guest, "/incident new Guest's own", channel="#general")
    assert "Opened 1, 1 more than before" in types(guest, "/incident stats", channel="#general")


def test_many_rows_are_paged_and_a_page_costs_few_statements(
    ana: Person, clean_engine: Engine, both_engines: Engines
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO incidents (team_id, number, title, severity, status, reporter_id, created_at, updated_at,"
                " last_activity_at) SELECT 'T0ACME', n, 'Slow search', 'sev3', 'open', 'U0ANA',"
                " now() - n * interval '1 minute', now(), now() FROM generate_series(1, 25) n"
            )
        )
    with statements_of(both_engines.interactive) as statements:
        answer = answer_to(ana, "/incident stats 7d")
        assert len(statements) <= 4, statements
        statements.clear()
        shown = pressed(ana, answer, "*Opened*")
        assert len(statements) <= 4, statements

    assert numbers(shown) == list(range(1, 11))
    [*_, rows] = ana.private_answers("#incidents")
    rows.press("Next")
    ana.wait_for(lambda: numbers(rows.seen_text) == list(range(11, 21)))
    rows.press("Next")
    ana.wait_for(lambda: numbers(rows.seen_text) == list(range(21, 26)))
    rows.press("Previous")
    ana.wait_for(lambda: numbers(rows.seen_text) == list(range(11, 21)))


def charts(person: Person, channel: str = "#incidents") -> list[dict[str, Any]]:
    """Return the charts a person sees."""
    return [block for message in person.private_answers(channel) for block in message.blocks if block["type"] == CHART]


def test_charts_come_beside_the_numbers_or_else_in_words(opened: None, acme: Sandbox, ana: Person) -> None:
    types(ana, "/incident stats 7d")

    ana.wait_for(lambda: len(charts(ana)) == 2)
    lined, pie = charts(ana)
    opened_, resolved = lined["chart"]["series"]
    assert (opened_["name"], [point["value"] for point in opened_["data"]]) == ("Opened", [0] * 7 + [2])
    assert (resolved["name"], [point["value"] for point in resolved["data"]]) == ("Resolved", [0] * 7 + [1])
    assert pie["chart"]["segments"] == [{"label": "SEV1", "value": 1}, {"label": "SEV3", "value": 1}]

    acme.faults.fail("response_url", "invalid_blocks")
    types(ana, "/incident stats 7d")

    until_told(ana, "Unresolved by severity: SEV1 1, SEV3 1.")
    assert len(charts(ana)) == 2
    acme.faults.fail("chat.postEphemeral", "invalid_blocks")
    before = len(private_answers(ana))
    ana.type("#incidents", "@Incident Tracker stats 7d")
    ana.wait_for(lambda: len(private_answers(ana)) > before)
    assert "Opened 2, as many as before" in private_answers(ana)[-1]
    assert len(charts(ana)) == 2
    ana.type("#incidents", "@Incident Tracker stats 7d")
    ana.wait_for(lambda: len(charts(ana)) == 4)


def test_charts_are_sent_when_the_numbers_are(opened: None, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    answer = Acting.answer_beside

    async def noting(client: Any, envelope: SocketModeRequest, *rest: Any) -> None:
        await send_async_response(client, envelope, *rest)
        if envelope.type == "slash_commands":
            sent.append("ack")

    def noting_beside(acting: Acting, url: str, message: Message) -> None:
        sent.append("charts")
        answer(acting, url, message)

    monkeypatch.setattr("bot.edge.socket_mode.send_async_response", noting)
    monkeypatch.setattr(Acting, "answer_beside", noting_beside)
    types(ana, "/incident stats 7d")
    ana.wait_for(lambda: len(charts(ana)) == 2)

    assert sent == ["ack", "charts"]
