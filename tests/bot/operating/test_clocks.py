"""The sandbox's own clock, as the commands beside it read it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.operating.clocks import ahead
from bot.operating.terminal import Stop
from bot.sandbox.people import TEAM_ID
from bot.sandbox.store import CLOCK_OFFSET, Store
from bot.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give those of a sandbox with a place for its workspace."""
    (tmp_path / "workspace").mkdir()
    return Settings(_env_file=None, data_dir=tmp_path)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Give what the workspace is kept in."""
    store = Store(settings.data_dir / "workspace")
    yield store
    store.close()


def test_where_no_workspace_is_kept_none_is_begun(settings: Settings) -> None:
    assert ahead(settings) == {}
    assert list((settings.data_dir / "workspace").iterdir()) == []


def test_a_clock_that_was_moved_is_ahead(settings: Settings, store: Store) -> None:
    assert ahead(settings) == {}
    store.keep_fact(CLOCK_OFFSET, "90.5")

    assert ahead(settings) == {TEAM_ID: timedelta(seconds=90.5)}


@pytest.mark.parametrize("kept", ["nan", "inf", "soon"])
def test_what_is_no_offset_is_a_sentence(settings: Settings, store: Store, kept: str) -> None:
    store.keep_fact(CLOCK_OFFSET, kept)

    with pytest.raises(Stop, match="What the time is in the sandbox cannot be read"):
        ahead(settings)
