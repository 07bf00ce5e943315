"""What a person looks at on their Home tab."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Home:
    """As it is kept."""

    state: str
    """Which list, filtered how, from where; the tab's own writing."""
    version: int
    """Counts the person's clicks: what was drawn for an earlier one is not the newest."""
    said: tuple[dict[str, Any], ...] = ()
    """Blocks that answer what was done there last."""
