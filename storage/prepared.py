"""Statements that PostgreSQL parses and plans once for each connection: for what is asked all the time, by key.

Planning such a statement costs it ten times as much as doing it. The plan does not know the values; so a statement must
have one good plan whatever they are, and have in its text (`literal_column`) how few rows it wants, and what a partial
index asks for.
"""

import re
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Boolean, DateTime, Dialect, Engine, Executable, Integer, Interval, String, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Compiled, ExceptionContext
from sqlalchemy.types import TypeEngine

Statement = TypeVar("Statement", bound=Executable)

_MARK = "is_prepared"
_TOLD = (Integer, String, Boolean, DateTime, Interval, ARRAY, JSONB)
"""Types of parameters that are told; others PostgreSQL finds out by where the parameter stands."""
_PLACE = re.compile(r"%\((\w+)\)s")
_numbers = count(1)
_OUTDATED = {"0A000", "26000"}
"""PostgreSQL's feature_not_supported, which a plan is whose columns got other types, and invalid_sql_statement_name."""


def prepared(statement: Statement) -> Statement:
    """Return the statement, to be planned once for each connection; what is made of it further is, too."""
    return statement.execution_options(**{_MARK: True})


def prepare_on(engine: Engine) -> None:
    """Have the engine's connections prepare what is so marked, when they are first asked it."""
    event.listen(engine, "do_execute", _execute)
    event.listen(engine, "handle_error", _leave_outdated)


def _execute(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    """Execute a statement that is marked; False for any other, and for one that is sent with many rows."""
    if _MARK not in context.execution_options or context.executemany:
        return False
    known = context.root_connection.info
    call = known.get(statement)
    if call is None:
        name = f"s{next(_numbers)}"
        plan, call = _prepare(name, statement, context.compiled, context.dialect)
        cursor.execute(plan)
        known[statement] = call
    cursor.execute(call, parameters)
    return True


def _leave_outdated(context: ExceptionContext) -> None:
    """Have the engine's connections replaced where a plan does not fit any more: it would fail there for good.

    So it is when a later release, which a bot of this one works beside, gives a column another type.
    """
    running = context.execution_context
    is_marked = running is not None and _MARK in running.execution_options
    if is_marked and getattr(context.original_exception, "pgcode", None) in _OUTDATED:
        context.is_disconnect = True


def _prepare(name: str, statement: str, compiled: Compiled, dialect: Dialect) -> tuple[str, str]:
    """Return what prepares the statement under a name, and what executes it."""
    names = list(dict.fromkeys(_PLACE.findall(statement)))
    places = {name: f"${number}" for number, name in enumerate(names, 1)}
    types = ", ".join(_type(compiled.binds[each].type, dialect) for each in names)  # type: ignore[attr-defined]
    body = _PLACE.sub(lambda found: places[found[1]], statement).replace("%%", "%")
    values = ", ".join(f"%({each})s" for each in names)
    return (
        f"PREPARE {name} ({types}) AS {body}" if names else f"PREPARE {name} AS {body}",
        f"EXECUTE {name} ({values})" if names else f"EXECUTE {name}",
    )


def _type(of: TypeEngine[Any], dialect: Dialect) -> str:
    return str(of.compile(dialect)) if isinstance(of, _TOLD) else "unknown"
