"""What was typed loads what it needs, and nothing more: an operator waits for it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

DATABASE = {"pydantic", "pydantic_settings", "psycopg2", "rich", "sqlalchemy"}
SLACK = {"aiohttp", "apscheduler", "slack_bolt", "slack_sdk", "yaml"}
MIGRATING = {"alembic", "mako"}
PROGRAM = """
import json, sys
from bot.cli import main

def loaded_by(*words):
    try:
        main(words)
    except SystemExit:
        pass
    return sorted({name.partition(".")[0] for name in sys.modules})

print(json.dumps({" ".join(words): loaded_by(*words) for words in json.loads(sys.argv[1])}))
"""


def test_a_command_loads_what_it_needs(clean_engine: Engine, tmp_path: Path, repository: Path) -> None:
    """The database has this release's schema. What an earlier command has loaded is there for the later ones."""
    free = ["--version", "--help", "nonsense"]
    reading = ["migrate", "jobs", "export nowhere.csv", "import nowhere.csv", "seed"]
    url = clean_engine.url.render_as_string(hide_password=False)
    typed = json.dumps([words.split() for words in (*free, *reading)])

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, typed],
        env=os.environ | {"PYTHONPATH": str(repository), "DATABASE_URL": url},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    loaded = {words: set(names) for words, names in json.loads(done.stdout.splitlines()[-1]).items()}
    assert "invalid choice: 'nonsense'" in done.stderr
    assert "The schema is up to date." in done.stderr
    for words in free:
        assert loaded[words] & (DATABASE | SLACK | MIGRATING) == set(), words
    for words in reading:
        assert loaded[words] & (DATABASE | SLACK | MIGRATING) == DATABASE, words
