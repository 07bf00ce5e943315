"""What messages, forms and the Home tab have in common: buttons to press and menus to choose from."""

from bot.sandbox.driver import labels
from bot.sandbox.driver.hands import Hands
from bot.sandbox.driver.reading import text_of
from bot.sandbox.slack_json import Json


class Surface:
    """Blocks on a person's screen; where the app asks first, the person says yes unless told otherwise."""

    _hands: Hands

    @property
    def blocks(self) -> list[Json]:
        raise NotImplementedError

    @property
    def container(self) -> Json:
        """Where the blocks stand, as Slack's payloads name it."""
        raise NotImplementedError

    def press(self, label: str, *, near: str | None = None, confirm: bool = True) -> None:
        """Press a button; `near` are words beside it when several have that label."""
        found = labels.one(labels.buttons(self.blocks), label, near=near)
        self._hands.press(self.container, found.placed, confirm=confirm)

    def choose(self, *path: str, near: str | None = None, confirm: bool = True) -> None:
        """Choose from a menu: `choose("Edit")`, or `choose("Severity", "SEV1")` with the menu's label first.

        Choosing what is chosen already is told to the app again, unlike on the page: a test may begin anywhere.
        """
        found = self._menu(path, near=near)
        value = self._hands.value_for(self.container, found.placed, path[-1])
        self._hands.press(self.container, found.placed, value, confirm=confirm)

    def confirmation(self, *path: str, near: str | None = None) -> str | None:
        """What the app asks before that button, or that choice, does anything; None when it does not ask."""
        is_button = len(path) == 1 and path[0] in {each.label for each in labels.buttons(self.blocks)}
        buttons = labels.buttons(self.blocks)
        found = labels.one(buttons, path[0], near=near) if is_button else self._menu(path, near=near)
        asked = found.placed.element.get("confirm")
        reader = self._hands.reader()
        return None if asked is None else "\n".join(text_of(asked[key], reader) for key in ("title", "text"))

    def _menu(self, path: tuple[str, ...], *, near: str | None) -> labels.Labelled:
        menus = labels.menus(self.blocks)
        return labels.one(menus, path[0], near=near) if len(path) > 1 else labels.with_option(menus, path[0], near=near)
