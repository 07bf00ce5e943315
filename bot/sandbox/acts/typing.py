"""What a person has typed and chosen in a form so far, kept with the view."""

from collections.abc import Iterator

from bot.sandbox import inputs
from bot.sandbox.acts.desk import Desk
from bot.sandbox.refusals import ActRefused
from bot.sandbox.slack_json import Json


async def type_into(desk: Desk) -> Json:
    keep_values(desk, str(desk.act.get("view_id")), desk.act.get("values", {}))
    return {}


def keep_values(desk: Desk, view_id: str, values: object) -> Json:
    """Store what was given by block_id and action_id; returns the view as it is then."""
    view = desk.view(view_id)
    states: Json = {}
    for block_id, action_id, given in _entries(values):
        placed = inputs.find(view["blocks"], block_id, action_id)
        # The app may have taken the field away while the person typed; then there is nothing to keep.
        if placed is not None and placed.element["type"] not in inputs.STATELESS:
            state = desk.chosen(view_id, placed, given, held=inputs.held_state(view, placed))
            states.setdefault(block_id, {})[action_id] = state
    return desk.parts.views.keep_inputs(view_id, states)


def _entries(values: object) -> Iterator[tuple[str, str, object]]:
    if not isinstance(values, dict) or not all(isinstance(entries, dict) for entries in values.values()):
        raise ActRefused("That is not what a form holds.")
    for block_id, entries in values.items():
        for action_id, given in entries.items():
            yield block_id, action_id, given
