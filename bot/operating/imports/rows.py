"""The rows of a CSV file, each with the line it begins on."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.language.mentions import clean
from bot.operating.imports.columns import columns_of
from bot.views.spreadsheet import FILE_ENCODING, without_guard

_DELIMITERS = ",;\t"
"""A spreadsheet takes the second where the comma is in numbers, and the third when something is pasted."""
_LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong, and the line of the file on which its row begins."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in the columns that are not empty."""

    line: int
    cells: Mapping[str, str]


def parsed(content: bytes) -> tuple[list[Row], list[Problem]]:
    """Return the rows, and what keeps others from being read; without a good header there are none."""
    try:
        text = content.decode(FILE_ENCODING)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [], [Problem(line, "this is not UTF-8. Save the file as “CSV UTF-8”.")]
    if text.lstrip().startswith(("[", "{")):
        return [], [Problem(1, "this is JSON; only CSV is read. Export it anew, to a name that ends in .csv.")]
    problems: list[Problem] = []
    lines = _lines(text, problems)
    line, header = next(lines, (1, []))
    if not header:
        return [], problems or [Problem(1, "the file is empty. Its first row names the columns.")]
    columns, wrong = columns_of(header)
    if wrong:
        return [], [Problem(line, words) for words in wrong]
    rows = [_row(line, cells, columns, problems) for line, cells in lines]
    return rows, problems


def _lines(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not empty with the line it begins on, up to one that is not CSV."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.append(Problem(line, f"from here on this is not CSV: {error}."))
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _delimiter(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _row(line: int, cells: list[str], columns: list[str], problems: list[Problem]) -> Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        problems.append(Problem(line, f"this row has {len(cells)} cells, the first one names {len(columns)} columns."))
    named = {column: without_guard(cell) for column, cell in zip(columns, cells, strict=False) if cell.strip()}
    if any("\0" in cell for cell in named.values()):
        problems.append(Problem(line, "this row has a NUL character, which no text may have."))
    return Row(line, {column: clean(cell) for column, cell in named.items()})
