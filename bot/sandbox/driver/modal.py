"""A form on the screen, and the Home tab: filled in and submitted by label."""

from bot.sandbox import inputs
from bot.sandbox.driver import labels
from bot.sandbox.driver.hands import Hands
from bot.sandbox.driver.reading import seen, text_of
from bot.sandbox.driver.stage import NotOnScreen
from bot.sandbox.driver.surface import Surface
from bot.sandbox.slack_json import Json


class ViewOnScreen(Surface):
    """What modals and Home tabs have in common."""

    def __init__(self, hands: Hands, view: Json) -> None:
        self._hands = hands
        self._last = view
        self.view_id: str = view["id"]

    def __repr__(self) -> str:
        return f"<{self.raw['type']} {self.seen_text!r}>"

    @property
    def raw(self) -> Json:
        """Slack's view object as it is now, or as it was when it closed."""
        home = self._hands.home()
        shown = [*self._hands.views(), *([home] if home else [])]
        self._last = next((view for view in shown if view["id"] == self.view_id), self._last)
        return self._last

    @property
    def blocks(self) -> list[Json]:
        return list(self.raw["blocks"])

    @property
    def container(self) -> Json:
        return {"type": "view", "view_id": self.view_id}

    @property
    def seen_text(self) -> str:
        return seen(self.blocks, self._hands.reader())

    @property
    def labels(self) -> list[str]:
        """Every field, button and menu in order, then what the footer offers."""
        footer = [text_of(self.raw[key], self._hands.reader()) for key in ("close", "submit") if self.raw[key]]
        return [*labels.visible(self.blocks), *footer]

    def value(self, label: str) -> object:
        """What the field holds: text, an option's label, a handle, a file's name, a list of those, or None."""
        placed = labels.one(labels.fields(self.blocks), label).placed
        state = self.raw["state"]["values"][placed.block_id][placed.action_id]
        held = state.get(inputs.VALUE_KEYS[state["type"]])
        return [self._shown(each) for each in held] if isinstance(held, list) else self._shown(held)

    def fill(self, label: str, choice: object) -> None:
        """Type or choose: text, an option's label, a handle, a moment, a list of them; None empties the field.

        Files are uploaded by name, with bytes where they matter: `["graph.png"]` or `{"graph.png": b"…"}`.
        """
        placed = labels.one(labels.fields(self.blocks), label).placed
        value = self._hands.value_for(self.container, placed, choice)
        if placed.block.get("dispatch_action") and inputs.tells_while_typed(placed.element):
            self._hands.press(self.container, placed, value)
        else:
            self._hands.do("input", view_id=self.view_id, values={placed.block_id: {placed.action_id: value}})

    def enter(self, label: str, words: str) -> None:
        """Type into a field and press Enter in it."""
        placed = labels.one(labels.fields(self.blocks), label).placed
        if not placed.block.get("dispatch_action"):
            raise NotOnScreen(f"the app does not hear of Enter in {label!r}")
        self._hands.press(self.container, placed, words)

    def suggestions(self, label: str, typed: str) -> list[str]:
        """What an external select offers for what is typed; `fill` then chooses among it."""
        placed = labels.one(labels.fields(self.blocks), label).placed
        return [labels.option_label(option) for option in self._hands.suggest(self.container, placed, typed)]

    def _shown(self, held: object) -> object:
        if isinstance(held, dict):
            return labels.option_label(held) if "value" in held else held.get("name", held)
        return self._hands.reader().names.get(held, held) if isinstance(held, str) else held


class Modal(ViewOnScreen):
    """Follows its form; once closed it shows what it showed last, and `is_open` is false."""

    @property
    def is_open(self) -> bool:
        return any(view["id"] == self.view_id for view in self._hands.views())

    @property
    def title(self) -> str:
        return str(self.raw["title"]["text"])

    @property
    def errors(self) -> dict[str, str]:
        """What the last submission said, by the label of the field it says it under."""
        told = self._hands.errors.get(self.view_id, {})
        by_block = {each.placed.block_id: each.label for each in labels.fields(self.blocks)}
        return {by_block.get(block_id, block_id): str(text) for block_id, text in told.items()}

    def submit(self, label: str | None = None) -> None:
        """Press the submit button, by its label when given; `errors` and the person's `modal` show what came of it."""
        shown = self.raw["submit"]
        if shown is None or label not in {None, shown["text"]}:
            raise NotOnScreen(f"the form has no {label or 'submit'!r}; it shows {', '.join(map(repr, self.labels))}")
        self._hands.errors.pop(self.view_id, None)
        done = self._hands.do("submit", view_id=self.view_id, values={})
        if "errors" in done:
            self._hands.errors[self.view_id] = done["errors"]

    def close(self) -> None:
        """Cancel: back to the form below, if there is one."""
        self._hands.do("close", view_id=self.view_id)

    def dismiss(self) -> None:
        """The cross: every form on the stack closes."""
        self._hands.do("clear_views")
