"""The README is true: its table comes from the grammar, its commands and links exist."""

import re
from pathlib import Path

from bot.language.verbs import VERBS
from bot.settings import Settings

TABLE = re.compile(r"(<!-- language: .*? -->\n).*?(<!-- /language -->)", re.DOTALL)


def language_table() -> str:
    """Return the README's table of verbs, made from the grammar."""
    rows = []
    for verb in VERBS:
        words = ", ".join(f"`{word}`" for word in verb.words)
        arguments = f" `{verb.arguments}`" if verb.arguments else ""
        rows.append(f"| {words}{arguments} | {verb.does} |")
    return "\n".join(["| after `/incident` | what it does |", "|---|---|", *rows]) + "\n"


def test_the_table_of_verbs_is_the_grammar(repository: Path) -> None:
    readme = (repository / "README.md").read_text()

    assert TABLE.sub(lambda match: match.group(1) + language_table() + match.group(2), readme) == readme


def test_the_commands_are_targets_of_make(repository: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (repository / "Makefile").read_text(), re.MULTILINE))
    for document in ("README.md", "CONTRIBUTING.md"):
        commands = set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s]*(?:#|,|\.|;|`|$))", (repository / document).read_text()))

        assert commands <= targets | {"sure"}, document
        assert {"run", "test"} <= commands


def test_every_link_leads_somewhere(repository: Path) -> None:
    for document in (*repository.glob("*.md"), *repository.glob("docs/*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
            assert target.startswith("https://") or (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_example_lists_every_setting_and_the_readme_names_it(repository: Path) -> None:
    listed = set(re.findall(r"^([A-Z_]+)=", (repository / ".env.example").read_text(), re.MULTILINE))
    named = set(re.findall(r"\b[A-Z_]+\b", (repository / "README.md").read_text()))
    settings = {name.upper() for name in Settings.model_fields}

    assert settings == listed
    assert settings <= named
