"""Counting the statements that are really sent to the server."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event


@contextmanager
def statements_of(source: Connection | Engine) -> Iterator[list[str]]:
    """Give a list that grows by each statement sent; one sent once for each row is in it once for each."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, _context: object, is_many: bool) -> None:
        sent.extend([statement] * (len(parameters) if is_many and isinstance(parameters, list) else 1))

    event.listen(source, "before_cursor_execute", note)
    yield sent
    event.remove(source, "before_cursor_execute", note)
