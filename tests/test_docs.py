"""The documentation is true where a machine can tell: the places it names exist, and the schema is drawn as it is."""

import re
from pathlib import Path

import pytest

from storage import diagram

NAMED = re.compile(r"`([^`]+)`")


@pytest.fixture
def architecture(repository: Path) -> str:
    """Give the page about the architecture."""
    return (repository / "docs" / "architecture.md").read_text()


def places(page: str) -> set[str]:
    """Return what the first column of the page's table names."""
    return {name for row in re.findall(r"^\| (`.+?) \|", page, re.MULTILINE) for name in NAMED.findall(row)}


def is_there(repository: Path, name: str) -> bool:
    """Tell whether a package or module is called so."""
    return (repository / name).exists() or (repository / f"{name}.py").exists()


def is_defined(source: str, name: str) -> bool:
    """Tell whether the source defines the name for others to use."""
    return bool(re.search(rf"^(?:class |def )?{re.escape(name)}\b\s*[=:(]", source, re.MULTILINE))


def test_the_schema_is_drawn_as_it_is(repository: Path) -> None:
    assert (repository / "docs" / "schema.md").read_text() == diagram.page(), "make diagram writes it anew"


def test_every_place_in_the_table_exists(repository: Path, architecture: str) -> None:
    assert [name for name in places(architecture) if not is_there(repository, name)] == []


def test_every_package_has_its_place_in_the_table(repository: Path, architecture: str) -> None:
    packages = {
        str(init.parent.relative_to(repository))
        for top in ("bot", "storage")
        for init in repository.glob(f"{top}/*/__init__.py")
    }

    assert packages - places(architecture) == set()


def test_the_picture_shows_modules_that_exist(repository: Path, architecture: str) -> None:
    [picture] = re.findall(r"```\n(.*?)```", architecture, re.DOTALL)
    modules = re.findall(r"\bslack\.(\w+)", picture)
    packages = re.findall(r"▶ ([a-z]+)(?= )", picture)

    assert modules
    assert packages
    for name in [*(f"slack/{module}" for module in modules), *packages]:
        assert is_there(repository, f"bot/{name}"), name


def test_adding_a_verb_names_what_is_there(repository: Path, architecture: str) -> None:
    """Paths exist, and what is written like code is defined where the page says, or somewhere."""
    how = architecture.partition("## How to add a verb")[2]
    sources = {str(path.relative_to(repository)): path.read_text() for path in repository.glob("bot/**/*.py")}

    for name in NAMED.findall(how):
        if "/" in name:
            assert is_there(repository, name), name
        else:
            assert any(is_defined(source, name) for source in sources.values()), name
    for name, path in re.findall(r"`(\w+)`\s+in\s+`(bot/[\w/]+\.py)`", how):
        assert is_defined(sources[path], name), f"{name} in {path}"
