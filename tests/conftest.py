"""How the tests are run. What they begin with is in `tests.fixtures`."""

import gc
import os
import sys

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

# Until the tests begin nothing goes that came: looking for it took a third of the time.
gc.disable()
# Each worker, and each of the many programs that are started, would compile everything again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# And each would read, twice, all the certificates that this machine trusts, though nothing here goes over TLS.
os.environ["SSL_CERT_FILE"] = os.devnull

PAGES = ("tests/bot/sandbox/page/", "tests/journeys/page/")


def pytest_configure(config: pytest.Config) -> None:
    """Load what the tests begin with, but not where they are only shared out: it takes a second."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses"):
        config.pluginmanager.import_plugin("tests.fixtures")


def pytest_xdist_auto_num_workers() -> int:
    """Use two workers more than there are cores: a journey waits for some of its time."""
    return 2 + (os.cpu_count() or 1)


class FilesAndPages(LoadFileScheduling):  # type: ignore[misc]  # xdist ships no types
    """Each file to one worker, and all those that need a browser to the same: it starts once."""

    def _split_scope(self, nodeid: str) -> str:
        return "pages" if nodeid.startswith(PAGES) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Share the tests out."""
    return FilesAndPages(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker is left with one at the end."""
    slow = (
        *(*PAGES, "test_cli", "bot/test_clock", "test_embedded.py", "test_once", "test_frozen", "test_late"),
        *("test_outages", "test_every_deed", "test_who_may"),
        *("test_meanwhile", "_accounts", "test_schema", "journeys", "storage", "views", "language"),
    )
    items.sort(key=lambda item: next((place for place, name in enumerate(slow) if name in item.nodeid), len(slow)))


def pytest_collection_finish() -> None:
    """Keep the tests themselves out of garbage collection, and look for garbage only where much may have come."""
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()
