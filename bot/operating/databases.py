"""Which database and which workspace a command is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from bot.operating.terminal import Stop
from bot.settings import Settings
from storage import embedded, schema, workspaces
from storage.engine import BACKGROUND, connect
from storage.records import Workspace


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """Give the address of the database: DATABASE_URL, else the embedded PostgreSQL, running meanwhile."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    with embedded.serve(home(settings)) as url:
        yield url


def home(settings: Settings) -> Path:
    """Return DATA_DIR, made if it was not there."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(f"DATA_DIR cannot be used: {error.strerror}: {settings.data_dir}") from error
    return settings.data_dir


def kept_workspace(settings: Settings) -> Path:
    """Return where the sandbox keeps its workspace, be it there or not."""
    return settings.data_dir / "workspace"


@contextmanager
def migrated(settings: Settings) -> Iterator[Engine]:
    """Give an engine with long limits on the database, brought to this release's schema as by `run`."""
    with database(settings) as url:
        engine = connect(url, BACKGROUND)
        try:
            schema.migrate(engine)
            yield engine
        finally:
            engine.dispose()


def chosen(engine: Engine, team: str | None) -> Workspace:
    """Return the workspace of that id or name, or the only one there is; raise Stop where that is none or several."""
    with engine.begin() as tx:
        installed = workspaces.installed(tx)
        found = [id_ for id_, name in installed.items() if team is None or team in (id_, name)]
        if len(found) == 1:
            return workspaces.get(tx, found[0])
    listed = ", ".join(f"{id_} ({name})" for id_, name in installed.items())
    if not installed:
        raise Stop(
            "There is no workspace in this database yet. Start the bot once: `incident-tracker run` against Slack, "
            "`incident-tracker sandbox` without."
        )
    wrong = "Which workspace? Name one with --team" if team is None else f"There is no workspace “{team}”"
    raise Stop(f"{wrong}: {listed}.")
