"""The README's commands for operators are run, in their order."""

import re
import shlex
from pathlib import Path

from sqlalchemy import Engine

from bot.cli import COMMANDS
from tests.bot.operating.conftest import Operator


def test_the_commands_of_the_readme_work(operator: Operator, acme: Engine, tmp_path: Path, repository: Path) -> None:
    (tmp_path / "other.csv").write_text("title,assigned_to,created_by,state\nCheckout is down,ben,ana,investigating\n")
    lines = re.findall(r"^incident-tracker (.+)$", (repository / "README.md").read_text(), re.MULTILINE)
    commands = [shlex.split(line, comments=True) for line in lines]

    said = [operator.reads(*command) for command in commands]

    assert [command[0] for command in commands] == ["seed", "export", "export", "import", "import"]
    assert [words.strip().splitlines()[-1] for words in said] == [
        "Stored 200 incidents of Acme, from #1 on.",
        "Exported 200 incidents of Acme.",
        "Exported 200 incidents of Acme.",
        "1 incident could be imported.",
        "1 incident imported.",
    ]


def test_the_readme_names_every_command(repository: Path) -> None:
    readme = (repository / "README.md").read_text()

    assert {"run", "seed", "export", "import"} <= COMMANDS.keys()
    assert [name for name in COMMANDS if f"`{name}`" not in readme] == []
