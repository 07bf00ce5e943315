"""Options the app offered while a person typed into an external select, kept until they choose one."""

from bot.sandbox.inputs import initial_options
from bot.sandbox.slack_json import Json

_REMEMBERED = 2000


class Offered:
    """By container (a view's id or a message's ts), action and value."""

    def __init__(self) -> None:
        self._options: dict[tuple[str, str, str], Json] = {}

    def keep(self, container: str, action_id: str, options: list[Json]) -> None:
        for option in options:
            self._options[container, action_id, option["value"]] = option
        while len(self._options) > _REMEMBERED:
            del self._options[next(iter(self._options))]

    def find(self, container: str, element: Json, value: str) -> Json | None:
        """The option somebody may choose: offered lately, or there from the start."""
        known = next((option for option in initial_options(element) if option["value"] == value), None)
        return self._options.get((container, element["action_id"], value)) or known
