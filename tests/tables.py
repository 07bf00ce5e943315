"""Tables of cases that cost next to nothing each: one test for all of them, which names every case that fails."""

from collections.abc import Callable, Iterable
from functools import update_wrapper
from inspect import signature
from typing import Any

import pytest

Test = Callable[..., None]


def for_each(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Run a test for each case, all of them whichever fails.

    It is written like `pytest.mark.parametrize`, of which each case costs more than ours do, and may stand above
    another one. It is for tests that leave nothing behind.
    """
    listed = list(cases)
    columns = (names,) if isinstance(names, str) else names
    assert listed, "a table without cases holds nothing"

    def over_all(test: Test) -> Test:
        def every(**fixtures: Any) -> None:
            outcomes = [_outcome(test, _named(case, columns), fixtures) for case in listed]
            wrong = [error for error in outcomes if error]
            if wrong:
                raise ExceptionGroup(f"{len(wrong)} of {len(listed)} cases", wrong)

        expected = signature(test)
        update_wrapper(every, test)
        others = [one for name, one in expected.parameters.items() if name not in columns]
        every.__signature__ = expected.replace(parameters=others)  # type: ignore[attr-defined]  # what pytest reads
        return every

    return over_all


def _named(case: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    return {columns[0]: case} if len(columns) == 1 else dict(zip(columns, case, strict=True))


def _outcome(test: Test, case: dict[str, Any], fixtures: dict[str, Any]) -> Exception | None:
    try:
        test(**case, **fixtures)
    except pytest.fail.Exception as failure:  # What pytest.raises ends in where nothing was raised.
        error: Exception = AssertionError(str(failure))
    except Exception as raised:  # noqa: BLE001 - whatever it is, the other cases are tried too
        error = raised
    else:
        return None
    error.add_note(f"The case: {case!r}"[:2000])
    return error
