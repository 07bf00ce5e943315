"""What a person has typed and chosen in a form so far, kept with the view."""

from bot.sandbox import inputs
from bot.sandbox.acts.desk import Desk
from bot.sandbox.slack_json import Json


async def type_into(desk: Desk) -> Json:
    keep_values(desk, str(desk.act.get("view_id")), desk.act.get("values", {}))
    return {}


def keep_values(desk: Desk, view_id: str, values: Json) -> Json:
    """Store what was given by block_id and action_id; returns the view as it is then."""
    view = desk.view(view_id)
    states: Json = {}
    for block_id, entries in values.items():
        for action_id, given in entries.items():
            placed = inputs.find(view["blocks"], block_id, action_id)
            # The app may have taken the field away while the person typed; then there is nothing to keep.
            if placed is not None:
                states.setdefault(block_id, {})[action_id] = desk.chosen(view_id, placed, given)
    return desk.parts.views.keep_inputs(view_id, states)
