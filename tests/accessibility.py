"""Looks a page over for what shuts people out, with axe-core, which npm installs for the tests."""

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
HOW_TO_GET_IT = "The tests of the page need axe-core: apt install npm, then make test (or: npm --prefix tests/axe ci)"
LOOK = """async () => {
    const slight = axe._audit.rules.filter(({ impact }) => ["minor", "moderate"].includes(impact));
    const rules = Object.fromEntries(slight.map(({ id }) => [id, { enabled: false }]));
    const found = await axe.run(document, { resultTypes: ["violations"], selectors: false, rules });
    return found.violations
        .filter(({ impact }) => ["serious", "critical"].includes(impact))
        .flatMap(({ id, help, nodes }) => nodes.map(
            ({ html, any }) => `${id}: ${help}: ${html.slice(0, 300)} ${any.map(({ message }) => message).join("; ")}`,
        ));
}"""


@cache
def _axe() -> str:
    if not AXE.exists():
        pytest.fail(HOW_TO_GET_IT, pytrace=False)
    return AXE.read_text()


def shuts_out(page: Page) -> list[str]:
    """Give what axe-core finds serious or critical in what the page shows, once nothing is under way."""
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(LOOK)
    return found
