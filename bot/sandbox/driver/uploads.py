"""The files a test picks: named alone, or with their bytes."""

from collections.abc import Iterable, Mapping


def of(choice: object) -> Iterable[tuple[str, bytes]]:
    """The names and bytes behind what `fill` was given: a name, a list of names, names with bytes, or None."""
    if choice is None:
        return []
    if isinstance(choice, Mapping):
        return [(str(name), bytes(content)) for name, content in choice.items()]
    names = [choice] if isinstance(choice, str) else choice
    if not isinstance(names, Iterable):
        raise TypeError(f"files are given by name, not as {type(choice).__name__}")
    return [(str(name), f"The bytes of {name}\n".encode()) for name in names]
