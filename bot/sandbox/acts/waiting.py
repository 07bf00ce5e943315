"""Time passes because somebody moves the workspace's clock forward: what Slack itself has no button for."""

from bot.sandbox import changes
from bot.sandbox.acts.desk import Desk
from bot.sandbox.refusals import ActRefused
from bot.sandbox.slack_json import Json
from bot.sandbox.store import CLOCK_OFFSET

LONGEST = 31 * 86_400
"""Seconds."""


async def advance(desk: Desk) -> Json:
    seconds = desk.act.get("seconds")
    if not isinstance(seconds, int) or not 0 < seconds <= LONGEST:
        raise ActRefused("The clock can be moved forward, by a month at most.")
    clock = desk.parts.clock
    # The app is not late with what it was sent a moment ago, nor with its answer to it.
    await desk.parts.deliveries.all_answered()
    desk.parts.response_urls.outlast(seconds)
    await clock.jump(seconds)
    desk.parts.store.keep_fact(CLOCK_OFFSET, str(clock.offset))
    desk.parts.workspace.announce(changes.ClockMoved(clock.now()))
    return {"time": clock.now()}
