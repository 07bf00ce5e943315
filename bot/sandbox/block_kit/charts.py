"""Tables and charts, with the rules that tie their parts together."""

from collections.abc import Iterator

from bot.sandbox.block_kit.objects import ID, RAW
from bot.sandbox.block_kit.shapes import Choice, Flag, Items, Number, OneOf, Rule, Shape, Surface, Text, Whole, problem
from bot.sandbox.slack_json import Json

_MESSAGE: frozenset[Surface] = frozenset({"message"})
_NOT_MODAL: frozenset[Surface] = frozenset({"message", "home"})
_MOST_SERIES = 6
_MOST_POINTS = 20

_RAW_TEXT = Shape({"text": Text(10_000, 0)}, ("text",))
_RAW_NUMBER = Shape({"value": Number(), "text": Text(10_000, 0)}, ("value",), is_open=True)
_RICH = Shape({"elements": RAW, "block_id": ID}, ("elements",))
_CELL = OneOf({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": _RICH})
_COLUMN = Shape({"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})


def _rows_are_equal(block: Json, pointer: str) -> Iterator[str]:
    if len({len(row) for row in block["rows"]}) > 1:
        yield problem("all rows must have the same number of cells", f"{pointer}/rows")


def _header_is_plain(block: Json, pointer: str) -> Iterator[str]:
    if any(cell["type"] == "rich_text" for cell in block["rows"][0]):
        yield problem("the header row must not hold rich_text", f"{pointer}/rows/0")


def _series_are_complete(chart: Json, pointer: str) -> Iterator[str]:
    """Every series has its own name and one point for every category."""
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) != len(names):
        yield problem("series names must be unique", f"{pointer}/series")
    categories = chart["axis_config"].get("categories") or []
    for index, series in enumerate(chart["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(categories):
            yield problem("must have one data point for each category", f"{pointer}/series/{index}/data")


def _segments_are_positive(chart: Json, pointer: str) -> Iterator[str]:
    for index, segment in enumerate(chart["segments"]):
        if segment["value"] <= 0:
            yield problem("must be more than 0", f"{pointer}/segments/{index}/value")


_POINT = Shape({"label": Text(20), "value": Number()}, ("label", "value"))
_SERIES = Shape({"name": Text(20), "data": Items(_POINT, _MOST_POINTS)}, ("name", "data"))
# The labels' limit is known, the names of all their keys are not.
_AXES = Shape({"categories": Items(Text(20), _MOST_POINTS), "x_label": Text(50), "y_label": Text(50)}, is_open=True)
_PLOT = Shape(
    {"series": Items(_SERIES, _MOST_SERIES), "axis_config": _AXES},
    ("series", "axis_config"),
    checks=(_series_are_complete,),
)
_SEGMENT = Shape({"label": Text(20), "value": Number()}, ("label", "value"))
_PIE = Shape({"segments": Items(_SEGMENT, _MOST_SERIES)}, ("segments",), checks=(_segments_are_positive,))
_CHART: Rule = OneOf({"line": _PLOT, "bar": _PLOT, "area": _PLOT, "pie": _PIE})

CHARTS: dict[str, Shape] = {
    "table": Shape(
        {"block_id": ID, "rows": Items(Items(_CELL, 20), 100), "column_settings": Items(_COLUMN, 20, 0)},
        ("rows",),
        surfaces=_MESSAGE,
    ),
    "data_table": Shape(
        {
            "block_id": ID,
            "rows": Items(Items(_CELL, 20), 101, 2),
            "caption": Text(2000),
            "page_size": Whole(1, 100),
            "row_header_column_index": Whole(0, 19),
        },
        ("rows", "caption"),
        surfaces=_MESSAGE,
        checks=(_rows_are_equal, _header_is_plain),
    ),
    "data_visualization": Shape(
        {"block_id": ID, "title": Text(50), "chart": _CHART}, ("title", "chart"), surfaces=_NOT_MODAL
    ),
}
