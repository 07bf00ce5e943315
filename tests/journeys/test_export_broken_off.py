"""Whatever breaks while an export is sent, it comes once."""

from collections.abc import Callable
from itertools import product

import pytest

from bot.sandbox import Person, Sandbox
from tests.journeys.exported import files_of, titles_in
from tests.journeys.seeing import types
from tests.waiting import until

Settle = Callable[[], None]
STEPS = ("files.getUploadURLExternal", "upload_url", "files.completeUploadExternal")
FAULTS = ("drop_after", "drop_before", "server_error", "rate_limit")


def test_whatever_breaks_on_the_way_it_comes_once(
    acme: Sandbox, ana: Person, all_is_said: Settle, hurry_until_said: Settle, subtests: pytest.Subtests
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()

    for fault, step in product(FAULTS, STEPS):
        with subtests.test(fault=fault, step=step):
            before = len(files_of(ana))
            getattr(acme.faults, fault)(step)

            types(ana, "/incident export")
            until(lambda: not acme.faults.is_waiting)
            hurry_until_said()

            assert [titles_in(content) for content in files_of(ana)[before:]] == [["Checkout is down"]]
