"""Finding what a label names: buttons, menus and their options, in a message or a form."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox import inputs
from bot.sandbox.driver.stage import NotOnScreen
from bot.sandbox.slack_json import Json

MORE = "More actions"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An element with the name a person knows it by, and the words beside it."""

    label: str
    beside: str
    placed: inputs.Placed


def buttons(blocks: list[Json]) -> list[Labelled]:
    return [each for each in _labelled(blocks) if each.placed.element["type"] == "button"]


def menus(blocks: list[Json]) -> list[Labelled]:
    """What can be chosen from outside of inputs, which wait for their form to be sent."""
    outside = [each for each in _labelled(blocks) if each.placed.block["type"] != "input"]
    return [each for each in outside if each.placed.element["type"] != "button"]


def fields(blocks: list[Json]) -> list[Labelled]:
    return [each for each in _labelled(blocks) if each.placed.block["type"] == "input"]


def visible(blocks: list[Json]) -> list[str]:
    """Every label in order; the options of an overflow menu count, for they are all it shows."""
    found: list[str] = []
    for each in _labelled(blocks):
        if each.placed.element["type"] == "overflow":
            found += [option_label(option) for option in inputs.options_of(each.placed.element)]
        else:
            found.append(each.label)
    return found


def one(candidates: list[Labelled], label: str, *, near: str | None = None) -> Labelled:
    """The only candidate with that label (beside the words `near`); otherwise an error that lists what there is."""
    found = [each for each in candidates if each.label == label and (near is None or near in each.beside)]
    if len(found) == 1:
        return found[0]
    shown = ", ".join(repr(each.label) for each in candidates) or "nothing"
    problem = f"{len(found)} things are called" if found else "nothing is called"
    beside = "" if near is None else f" near {near!r}"
    raise NotOnScreen(f"{problem} {label!r}{beside}; visible: {shown}")


def with_option(candidates: list[Labelled], option: str, *, near: str | None = None) -> Labelled:
    """The only menu that offers `option`."""
    offering = [each for each in candidates if option in map(option_label, inputs.options_of(each.placed.element))]
    found = [each for each in offering if near is None or near in each.beside]
    if len(found) == 1:
        return found[0]
    offered = [option_label(each) for menu in candidates for each in inputs.options_of(menu.placed.element)]
    raise NotOnScreen(f"{len(found)} menus offer {option!r}; offered: {', '.join(map(repr, offered)) or 'nothing'}")


def option_value(element: Json, label: str) -> str:
    options = inputs.options_of(element)
    for option in options:
        if option_label(option) == label:
            return str(option["value"])
    offered = ", ".join(repr(option_label(option)) for option in options) or "nothing"
    raise NotOnScreen(f"no option is called {label!r}; offered: {offered}")


def option_label(option: Json) -> str:
    return str(option["text"]["text"])


def _labelled(blocks: list[Json]) -> Iterator[Labelled]:
    for placed in inputs.interactive(blocks):
        yield Labelled(_label(placed), _beside(placed.block), placed)


def _label(placed: inputs.Placed) -> str:
    element = placed.element
    if placed.block["type"] == "input":
        return str(placed.block["label"]["text"])
    if element["type"] == "button":
        return str(element["text"]["text"])
    if element["type"] == "overflow":
        return MORE
    chosen = element.get("initial_option", {}).get("text") or element.get("placeholder") or {}
    return str(chosen.get("text", element["type"]))


def _beside(block: Json) -> str:
    texts = [block.get("text"), block.get("label"), *block.get("fields", [])]
    return " ".join(str(text["text"]) for text in texts if text)
