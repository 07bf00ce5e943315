"""What people sent lately: who heard no answer sends the same again, and it is done once."""

import asyncio
from collections.abc import Callable, Coroutine

from bot.sandbox.slack_json import Json

MOST = 1000


class Sent:
    """The newest by the keys they were sent under; one that was refused is tried again."""

    def __init__(self) -> None:
        self._known: dict[str, asyncio.Task[Json]] = {}

    async def once(self, key: str, send: Callable[[], Coroutine[None, None, Json]]) -> Json:
        """Send it, or wait for what the first to ask is told."""
        if key not in self._known:
            self._known[key] = asyncio.create_task(self._sent(key, send))
            if len(self._known) > MOST:
                del self._known[next(iter(self._known))]
        # Whoever asks may be gone before it is done.
        return await asyncio.shield(self._known[key])

    async def _sent(self, key: str, send: Callable[[], Coroutine[None, None, Json]]) -> Json:
        try:
            return await send()
        except BaseException:
            # Whatever kept it from being done, and being cancelled does too: asked again, it is tried again.
            self._known.pop(key, None)
            raise
