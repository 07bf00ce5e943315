"""What people write stays out of the log, also where the database refuses to keep it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from tests.journeys.seeing import types
from tests.waiting import until

Refusing = Callable[[str, str, str], AbstractContextManager[None]]


@pytest.fixture
def refusing(clean_engine: Engine) -> Refusing:
    """Give a function whose context is a database that refuses these words in a column, as a check would."""

    @contextmanager
    def refusing(table: str, column: str, words: str) -> Iterator[None]:
        with clean_engine.begin() as tx:
            tx.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK ({column} <> '{words}')"))
        try:
            yield
        finally:
            with clean_engine.begin() as tx:
                tx.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT refused"))

    return refusing


def test_what_a_person_typed_and_the_database_refused(
    ana: Person, refusing: Refusing, caplog: pytest.LogCaptureFixture
) -> None:
    with refusing("incidents", "title", "Acme leaks"):
        answer = types(ana, "/incident new Acme leaks")

    assert "It is logged under the reference" in answer
    assert "CheckViolation 23514 refused" in caplog.text
    assert "Acme leaks" not in caplog.text


def test_what_delivery_learnt_and_the_database_refused(
    acme: Sandbox, ana: Person, refusing: Refusing, clean_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with refusing("people", "time_zone", "Antarctica/Troll"):
        acme.admin.change_person("ben", tz="Antarctica/Troll")
        until(lambda: "CheckViolation 23514 refused" in caplog.text)

    assert "Antarctica/Troll" not in caplog.text
