"""A fresh workspace for every test, and an app in it where the test asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox import Person, Sandbox
from tests.bot.sandbox.app import MANIFEST, Bridge, bolt


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("manifest") / "manifest.yml"
    path.write_text(MANIFEST, encoding="utf-8")
    return path


@pytest.fixture
def sandbox(manifest: Path) -> Iterator[Sandbox]:
    with Sandbox(manifest=manifest, port=0) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def app(sandbox: Sandbox) -> App:
    """Register listeners on it before asking for `connected`, or after: Bolt looks them up late."""
    return bolt(sandbox)


@pytest.fixture
def connected(sandbox: Sandbox, app: App) -> Iterator[Bridge]:
    with Bridge(sandbox, app) as bridge:
        yield bridge


@pytest.fixture
def ana(sandbox: Sandbox) -> Person:
    return sandbox.person("ana")
