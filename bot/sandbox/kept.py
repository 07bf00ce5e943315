"""The newest of one kind of exchange, as many as there is room for."""

from typing import Generic, TypeVar

from bot.sandbox.exchanges import Exchange, size

LARGEST = 64 * 1024 * 1024
"""How many bytes are kept of one kind."""
_MOST = 10_000

Kind = TypeVar("Kind", bound=Exchange)


class Kept(Generic[Kind]):
    """The last 10,000, fewer where they are large, oldest first; read from any thread."""

    def __init__(self) -> None:
        self._sizes: dict[Kind, int] = {}
        self._size = 0

    def __bool__(self) -> bool:
        return bool(self._sizes)

    def all(self) -> list[Kind]:
        return list(self._sizes)

    def take(self, exchange: Kind) -> list[Kind]:
        """Take it in, or its answer too; the oldest that go for it."""
        now = size(exchange)
        self._size += now - self._sizes.get(exchange, 0)
        self._sizes[exchange] = now
        gone: list[Kind] = []
        while self._size > LARGEST or len(self._sizes) > _MOST:
            gone.append(next(iter(self._sizes)))
            self._size -= self._sizes.pop(gone[-1])
        return gone

    def clear(self) -> None:
        self._sizes.clear()
        self._size = 0
