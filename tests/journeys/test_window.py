"""People and settings from a place that takes no answer, such as the Home tab: in a window with pages and menus."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from bot.views.blocks import actions, button
from storage import people
from storage.records import Role
from tests.journeys.judged import require_within_limits
from tests.journeys.seeing import form_of

HOME = actions(
    button("People", id="act:people", value="users"), button("Settings", id="act:settings", value="settings")
)


@pytest.fixture
def acme(repository: Path, tmp_path: Path) -> Iterator[Sandbox]:
    """Give a workspace in which the app has a Home tab."""
    manifest = tmp_path / "manifest.yml"
    written = (repository / "manifest.yml").read_text()
    manifest.write_text(written.replace("home_tab_enabled: false", "home_tab_enabled: true"))
    with Sandbox(manifest=manifest, port=0) as sandbox:
        yield sandbox
        require_within_limits(sandbox.recorder)


def test_people_and_settings_open_from_the_home_tab(acme: Sandbox, chloe: Person, clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO people (team_id, id, name, described_at) SELECT 'T0ACME', 'U1' || n, 'p' || n, now() "
                "FROM generate_series(1, 10) n"
            )
        )
    client = WebClient(acme.bot_token, base_url=acme.api_url)
    client.views_publish(user_id="U0CHLOE", view={"type": "home", "blocks": [HOME]})
    home = chloe.home
    assert home is not None

    home.press("People")

    window = form_of(chloe)
    assert "@ana · responder, by default · none unresolved" in window.seen_text
    window.press("Next")
    assert "Previous" in form_of(chloe).labels
    form_of(chloe).press("Previous")
    form_of(chloe).choose("Make admin", near="<@U0ANA>")
    assert form_of(chloe).seen_text.count("@ana is admin now (before: responder, by default).") == 1
    with clean_engine.connect() as tx:
        assert people.get(tx, "T0ACME", "U0ANA").role is Role.ADMIN
    form_of(chloe).press("Undo")
    assert "@ana is responder, by default now (before: admin)." in form_of(chloe).seen_text
    form_of(chloe).close()
    home.press("Settings")
    assert form_of(chloe).title == "Settings"
    form_of(chloe).submit("Save")
    assert chloe.modal is None
