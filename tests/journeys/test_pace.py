"""How fast the bot speaks: a second apart in each channel, but for a burst; nothing is lost or overtaken by that."""

from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import Sandbox
from bot.slack.pacing import BURST, REFILL_SECONDS
from storage.engine import Engines
from tests.journeys.playing import connected
from tests.journeys.seeing import INCIDENTS, cards_in, types
from tests.waiting import until_all_is_said

MORE = 2


def test_what_is_more_than_a_burst_goes_out_a_second_apart(
    acme: Sandbox, connections: Connections, both_engines: Engines, clean_engine: Engine
) -> None:
    with connected(Tracker(connections, both_engines, now=acme.now), clean_engine):
        for number in range(BURST + MORE):
            types(acme.person("ana"), f"/incident new Incident {number}")
        until_all_is_said(clean_engine)

    first, *_, last = acme.recorder.calls_of("chat.postMessage")
    assert last.at - first.at >= (MORE - 1) * REFILL_SECONDS
    assert sorted(cards_in(acme.person("ana"), INCIDENTS)) == [f"#{n + 1} Incident {n}" for n in range(BURST + MORE)]
    assert {call.status for call in acme.recorder.calls_of("chat.postMessage")} == {200}
