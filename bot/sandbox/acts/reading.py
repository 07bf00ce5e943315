"""Reading what is new in a channel."""

from bot.sandbox.acts.desk import Desk
from bot.sandbox.slack_json import Json


async def read(desk: Desk) -> Json:
    desk.parts.read_marks.read(desk.person.id, desk.channel().id)
    return {}
