"""Charts and tables: seen as pictures, and read as tables by those who do not see them."""

from itertools import pairwise
from typing import Any

from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

DAYS = ["Mon", "Tue", "Wed"]


def _chart(title: str, **chart: Any) -> dict[str, Any]:
    return {"type": "data_visualization", "title": title, "chart": chart}


def _series(name: str, *values: float) -> dict[str, Any]:
    points = [{"label": day, "value": value} for day, value in zip(DAYS, values, strict=True)]
    return {"name": name, "data": points[::-1]}


def _axes(**more: str) -> dict[str, Any]:
    return {"categories": DAYS, **more}


def _rows(figure: Locator) -> list[list[str]]:
    """What a screen reader reads, the row of names included."""
    return [row.get_by_role("cell").or_(row.locator("th")).all_inner_texts() for row in figure.get_by_role("row").all()]


def test_every_kind_of_chart_says_its_numbers(page: Page, client: WebClient) -> None:
    days = _chart("Per day", type="line", series=[_series("Opened", 3, 0, 12)], axis_config=_axes(y_label="Incidents"))
    both = [_series("p50", 0.5, 1.25, 2), _series("p90", 4, -1, 1234.5)]
    client.chat_postMessage(channel="C0INCIDENTS", text="c", blocks=[days])
    client.chat_postMessage(
        channel="C0INCIDENTS",
        text="c",
        blocks=[
            _chart("Hours", type="area", series=both, axis_config=_axes(x_label="Day")),
            _chart("Load", type="bar", series=both, axis_config=_axes()),
        ],
    )
    share = [{"label": "payments", "value": 3}, {"label": "<b>", "value": 1}]
    client.chat_postMessage(channel="C0INCIDENTS", text="c", blocks=[_chart("Share", type="pie", segments=share)])
    line, area = page.get_by_role("figure", name="Line chart: Per day"), page.get_by_role("figure", name="Area chart")
    bar, pie = page.get_by_role("figure", name="Bar chart: Load"), page.get_by_role("figure", name="Pie chart: Share")

    expect(line.get_by_role("img", name="Line chart: Per day")).to_be_visible()
    expect(line.locator(".axis-text").filter(has_text="15")).to_have_count(1)
    assert _rows(line) == [["", "Opened"], ["Mon", "3"], ["Tue", "0"], ["Wed", "12"]]
    assert _rows(area)[:2] == [["Day", "p50", "p90"], ["Mon", "0.5", "4"]]
    assert _rows(bar)[2:] == [["Tue", "1.25", "-1"], ["Wed", "2", "1,234.5"]]
    expect(bar.locator(".chart-legend li")).to_have_text(["p50", "p90"])
    expect(bar.locator("rect")).to_have_count(6)
    expect(pie.locator(".chart-legend li")).to_have_text(["payments375%", "<b>125%"])
    assert _rows(pie)[1:] == [["payments", "3"], ["<b>", "1"]]


def test_a_chart_stays_readable_and_inside_a_narrow_window(page: Page, client: WebClient) -> None:
    width = 320
    categories = [f"a day in Nov {day}" for day in range(10, 30)]
    points = [{"label": label, "value": index} for index, label in enumerate(categories)]
    plot = {"series": [{"name": "Opened", "data": points}], "axis_config": {"categories": categories}}
    page.set_viewport_size({"width": width, "height": 700})
    client.chat_postMessage(channel="C0INCIDENTS", text="c", blocks=[_chart("Days", type="line", **plot)])
    figure = page.get_by_role("figure")
    expect(figure).to_be_visible()

    expect(figure.locator("svg")).not_to_have_attribute("viewBox", "0 0 560 220")
    labels = figure.locator("text[text-anchor=middle]")
    boxes = [box for box in (label.bounding_box() for label in labels.all()) if box]
    assert labels.last.text_content() == categories[-1]
    assert len(boxes) >= 2
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert all(one["x"] + one["width"] < next_["x"] for one, next_ in pairwise(boxes))


def test_a_table_has_a_row_of_names(page: Page, client: WebClient) -> None:
    def row(*cells: str) -> list[dict[str, Any]]:
        return [{"type": "raw_text", "text": cell} for cell in cells]

    client.chat_postMessage(
        channel="C0INCIDENTS", text="t", blocks=[{"type": "table", "rows": [row("Who", "Load"), row("Ana & <b>", "3")]}]
    )

    expect(page.get_by_role("columnheader")).to_have_text(["Who", "Load"])
    expect(page.get_by_role("cell")).to_have_text(["Ana & <b>", "3"])
