"""Blocks as a person reads them, line by line: every text that is visible, and nothing that is not."""

from collections.abc import Callable, Iterator

from bot.sandbox.driver.mrkdwn import Reader, unescaped
from bot.sandbox.inputs import options_of
from bot.sandbox.slack_json import Json


def seen(blocks: list[Json], reader: Reader) -> str:
    return "\n".join(line for block in blocks for line in _lines(block, reader) if line)


def text_of(text_object: Json | None, reader: Reader) -> str:
    if text_object is None:
        return ""
    return reader.reads(text_object["text"]) if text_object["type"] == "mrkdwn" else str(text_object["text"])


def element_text(element: Json, reader: Reader) -> str:
    """What an element shows when nobody touched it."""
    kind = element["type"]
    if kind in {"button", "mrkdwn", "plain_text"}:
        return text_of(element["text"] if kind == "button" else element, reader)
    if kind == "image":
        return str(element["alt_text"])
    chosen = element.get("initial_option") or element.get("placeholder")
    if kind in {"radio_buttons", "checkboxes"}:
        return "\n".join(text_of(option["text"], reader) for option in options_of(element))
    return text_of(chosen.get("text") if chosen and "value" in chosen else chosen, reader)


def _lines(block: Json, reader: Reader) -> Iterator[str]:
    maker = _MAKERS.get(block["type"])
    if maker is not None:
        yield from maker(block, reader)


def _texts(block: Json, reader: Reader) -> Iterator[str]:
    yield text_of(block.get("text"), reader)
    yield from (text_of(field, reader) for field in block.get("fields", []))
    if "accessory" in block:
        yield element_text(block["accessory"], reader)


def _elements(block: Json, reader: Reader) -> Iterator[str]:
    yield from (element_text(element, reader) for element in block["elements"])


def _input(block: Json, reader: Reader) -> Iterator[str]:
    yield text_of(block["label"], reader)
    yield element_text(block["element"], reader)
    yield text_of(block.get("hint"), reader)


def _image(block: Json, reader: Reader) -> Iterator[str]:
    yield text_of(block.get("title"), reader)
    yield str(block["alt_text"])


def _alert(block: Json, reader: Reader) -> Iterator[str]:
    yield text_of(block["text"], reader)


def _markdown(block: Json, reader: Reader) -> Iterator[str]:
    yield reader.reads(block["text"])


def _rich_text(block: Json, reader: Reader) -> Iterator[str]:
    yield from (_rich(element, reader) for element in block["elements"])


def _table(block: Json, reader: Reader) -> Iterator[str]:
    yield str(block.get("caption", ""))
    for row in block["rows"]:
        yield " | ".join(_cell(cell, reader) for cell in row)


def _chart(block: Json, _reader: Reader) -> Iterator[str]:
    yield str(block.get("title", ""))
    chart = block["chart"]
    for series in chart.get("series", []):
        points = ", ".join(f"{point['label']}: {point['value']}" for point in series["data"])
        yield f"{series['name']}: {points}"
    yield from (f"{segment['label']}: {segment['value']}" for segment in chart.get("segments", []))


def _cell(cell: Json, reader: Reader) -> str:
    if cell["type"] == "rich_text":
        return " ".join(_rich(element, reader) for element in cell["elements"])
    return str(cell.get("text", cell.get("value", "")))


def _rich(element: Json, reader: Reader) -> str:
    """A part of rich text: containers joined, leaves by name."""
    if "elements" in element:
        joint = "\n" if element["type"] == "rich_text_list" else ""
        return joint.join(_rich(inner, reader) for inner in element["elements"])
    kind = element["type"]
    if kind == "user":
        return f"@{reader.names.get(element['user_id'], element['user_id'])}"
    if kind == "channel":
        return f"#{reader.names.get(element['channel_id'], element['channel_id'])}"
    if kind == "emoji":
        return f":{element['name']}:"
    return unescaped(str(element.get("text") or element.get("url") or element.get("range") or ""))


_MAKERS: dict[str, Callable[[Json, Reader], Iterator[str]]] = {
    "section": _texts,
    "header": _texts,
    "context": _elements,
    "actions": _elements,
    "input": _input,
    "image": _image,
    "alert": _alert,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "table": _table,
    "data_table": _table,
    "data_visualization": _chart,
}
