"""People and settings of admins, opened from their Home tab: in a window with pages and menus of its own."""

from sqlalchemy import Engine, text

from bot.sandbox import Person
from storage import people
from storage.records import Role
from tests.journeys.seeing import form_of, has_form


def test_people_and_settings_open_from_the_home_tab(chloe: Person, clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO people (team_id, id, name, described_at) SELECT 'T0ACME', 'U1' || n, 'p' || n, now() "
                "FROM generate_series(1, 10) n"
            )
        )
    chloe.open_home()
    chloe.wait_for(lambda: chloe.home)
    home = chloe.home
    assert home is not None

    home.press("People")

    chloe.wait_for(lambda: has_form(chloe))
    window = form_of(chloe)
    assert "@ana · responder, by default · none unresolved" in window.seen_text
    window.press("Next")
    chloe.wait_for(lambda: "Previous" in window.labels)
    window.press("Previous")
    chloe.wait_for(lambda: "Next" in window.labels and "Previous" not in window.labels)
    window.choose("Make admin", near="<@U0ANA>")
    chloe.wait_for(lambda: "@ana is now an admin (before: responder, by default)." in window.seen_text)
    with clean_engine.connect() as tx:
        assert people.get(tx, "T0ACME", "U0ANA").role is Role.ADMIN
    window.press("Undo")
    chloe.wait_for(lambda: "@ana is now a responder, by default (before: admin)." in window.seen_text)
    window.close()
    home.press("Settings")
    assert form_of(chloe).title == "Settings"
    form_of(chloe).fill("Working hours end", "18:30")
    form_of(chloe).submit("Save")
    assert chloe.modal is None
    chloe.wait_for(lambda: "Saved the settings. Working hours end: 17:00 → 18:30." in home.seen_text)
