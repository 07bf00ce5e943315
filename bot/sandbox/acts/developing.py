"""What a developer does to the workspace beside using it: faults, examples, and another first day."""

import asyncio
from datetime import UTC, datetime

from bot.sandbox import changes
from bot.sandbox.acts.desk import Desk
from bot.sandbox.faults import ApiFault, page_faults
from bot.sandbox.hooks import NAME as RESPONSE_URL
from bot.sandbox.parts import FILLED
from bot.sandbox.refusals import ActRefused
from bot.sandbox.slack_json import Json
from bot.sandbox.strikes import ANY
from bot.sandbox.web_api.methods import METHODS

STRUCK = (ANY, *sorted(METHODS), RESPONSE_URL)
"""What a fault can be switched on for: everything the app asks, or one method."""
MOST_SECONDS = {"rate_limited": 3600, "slow": 60, "server_error": 0, "drop_after": 0}
"""The faults there are, and how many seconds each takes at most."""


async def fault(desk: Desk) -> Json:
    method, kind = desk.act.get("method"), desk.act.get("kind")
    if method not in STRUCK:
        raise ActRefused("There is no such method.")
    if kind is None:
        desk.parts.faults.switch_off(str(method))
    else:
        desk.parts.faults.switch_on(str(method), _fault(str(kind), desk.act.get("seconds")))
    faults = page_faults(desk.parts.faults)
    desk.parts.workspace.announce(changes.FaultsSwitched(tuple(faults)))
    return {"faults": faults}


async def start_over(desk: Desk) -> Json:
    """Only asked for here: the answer has to leave before the server goes."""
    desk.parts.owner.start_over()
    return {}


async def fill(desk: Desk) -> Json:
    make_up = desk.parts.owner.fill
    async with desk.parts.filling:
        if make_up is None or not desk.parts.can_be_filled:
            raise ActRefused("The examples are here already.")
        await asyncio.to_thread(make_up, datetime.fromtimestamp(desk.parts.clock.now(), UTC))
        desk.parts.store.keep_fact(FILLED, "yes")
    return {}


def _fault(kind: str, seconds: object) -> ApiFault:
    if kind not in MOST_SECONDS:
        raise ActRefused("There is no such fault.")
    most = MOST_SECONDS[kind]
    if most == 0:
        return ApiFault(kind)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds <= most:
        raise ActRefused(f"It takes 1 to {most} seconds.")
    return ApiFault(kind, seconds=seconds)
