"""Draws the tables as they are defined: `make diagram` writes docs/schema.md with it, and the bot never imports it."""

import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from typing import get_args

from sqlalchemy import Column, ForeignKeyConstraint, Index, Table, UniqueConstraint, make_url

from storage import tables
from storage.tables import metadata

_OPENING = """\
# Schema

Written by `make diagram` from `storage/tables`; a test fails while the two differ. What else holds (lengths, lists of
values, conditions between columns, indexes) stands beside the columns there.
"""
_SHORT = {"timestamp with time zone": "timestamptz", "time without time zone": "time"}
_DIALECT = make_url("postgresql://").get_dialect()()


def page() -> str:
    """Return docs/schema.md: a line for each table, then the picture."""
    drawn = sorted(metadata.tables.values(), key=lambda table: table.name)
    purposes = _purposes()
    rows = [f"| `{table.name}` | {purposes[table.name]} |" for table in drawn]
    picture = [line for part in (_relation_lines, _table_lines) for table in drawn for line in part(table)]
    return "\n".join(
        [
            _OPENING,
            "| table | what a row is |",
            "|---|---|",
            *rows,
            "",
            "```mermaid",
            "erDiagram",
            *(f"    {line}" for line in picture),
            "```",
            "",
        ]
    )


def _purposes() -> dict[str, str]:
    """Return the first line of each table's docstring, which stands at the class of its columns."""
    found = {}
    for module in iter_modules(tables.__path__, f"{tables.__name__}."):
        defined = vars(import_module(module.name))
        for name, annotation in defined.get("__annotations__", {}).items():
            if isinstance(table := defined.get(name), Table):
                [columns] = get_args(annotation)
                found[table.name] = (getdoc(columns) or "").partition("\n")[0]
    return found


def _relation_lines(table: Table) -> Iterator[str]:
    """Yield a line for each foreign key, with how many rows may stand at either end."""
    for key in sorted(table.foreign_key_constraints, key=lambda key: (_name_of(key), key.referred_table.name)):
        parents = "|o" if any(column.nullable for column in key.columns) else "||"
        children = "o|" if _is_unique(table, set(key.columns)) else "o{"
        yield f'{key.referred_table.name} {parents}--{children} {table.name} : "{_name_of(key)}"'


def _is_unique(table: Table, columns: set[Column[object]]) -> bool:
    """Tell whether the columns' values name one row, by a key or by an index without a condition."""
    keys = [{*table.primary_key.columns}, *({*index.columns} for index in table.indexes if _is_key(index))]
    keys += [{*each.columns} for each in table.constraints if isinstance(each, UniqueConstraint)]
    return any(key <= columns for key in keys if key)


def _is_key(index: Index) -> bool:
    is_partial = index.dialect_options["postgresql"]["where"] is not None
    return index.unique and not is_partial and len(index.columns) == len(index.expressions)


def _name_of(key: ForeignKeyConstraint) -> str:
    """Return the columns that say which row, without the workspace that nearly every key begins with."""
    return ", ".join(column for column in key.column_keys if column != "team_id") or "team_id"


def _table_lines(table: Table) -> Iterator[str]:
    yield f"{table.name} {{"
    for column in table.columns:
        yield "    " + " ".join(part for part in (_type(column), column.name, _keys(column), _note(column)) if part)
    yield "}"


def _type(column: Column[object]) -> str:
    name = column.type.compile(dialect=_DIALECT).lower()
    return _SHORT.get(name, name)


def _keys(column: Column[object]) -> str:
    return ", ".join([*(["PK"] if column.primary_key else []), *(["FK"] if column.foreign_keys else [])])


def _note(column: Column[object]) -> str:
    if column.computed is not None:
        return '"computed"'
    return '"or null"' if column.nullable else ""


if __name__ == "__main__":
    sys.stdout.write(page())
