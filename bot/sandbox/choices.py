"""What each person chose last in a message's menus: the client shows it until the message brings other ids."""

from bot.sandbox import inputs
from bot.sandbox.slack_json import Json

_REMEMBERED = 2000
Place = tuple[str, str, str]
"""A person, a channel and a message's ts."""


class Choices:
    """The client's memory; it is gone when the server is."""

    def __init__(self) -> None:
        self._states: dict[Place, dict[tuple[str, str], Json]] = {}

    def keep(self, place: Place, used: inputs.Placed, state: Json) -> None:
        states = self._states.pop(place, {})
        self._states[place] = {**states, (used.block_id, used.action_id): state}
        if len(self._states) > _REMEMBERED:
            del self._states[next(iter(self._states))]

    def state_values(self, place: Place, blocks: list[Json]) -> Json:
        """state.values of the message: what was chosen, where it still stands, and the initial values elsewhere."""
        chosen = self._states.get(place, {})
        values: Json = {}
        for placed in inputs.interactive(blocks):
            if placed.element["type"] not in inputs.STATELESS:
                kept = chosen.get((placed.block_id, placed.action_id))
                is_kept = kept is not None and inputs.may_hold(placed.element, kept)
                shown = kept if is_kept else inputs.initial_state(placed.element)
                values.setdefault(placed.block_id, {})[placed.action_id] = shown
        return values
