"""response_urls: the right to answer where something was typed or pressed, five times within thirty minutes."""

import itertools
import secrets
from dataclasses import dataclass

from bot.sandbox.channels import Channel
from bot.sandbox.clock import Clock
from bot.sandbox.people import TEAM_ID
from bot.sandbox.refusals import SlackError

USES = 5
LIFETIME = 30 * 60.0
IN_USE = 60.0
"""For how many seconds the app may still be at work on what a url came with."""


@dataclass(slots=True)
class ResponseUrl:
    """`ts` is the message that replace_original and delete_original mean, ephemeral or not."""

    person_id: str
    channel_id: str
    issued_at: float
    ts: str | None = None
    is_ephemeral: bool = True
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, ResponseUrl] = {}
        self._numbers = itertools.count(1)

    def issue(self, kind: str, person_id: str, channel: Channel) -> tuple[str, ResponseUrl]:
        """The path under the workspace's address, and what is behind it; `kind` is commands, actions or app."""
        path = f"/hooks/{kind}/{TEAM_ID}/{next(self._numbers)}/{secrets.token_hex(12)}"
        url = ResponseUrl(person_id, channel.id, self._clock.now())
        self._known[path] = url
        self._drop_old()
        return path, url

    def use(self, path: str) -> ResponseUrl:
        url = self._known.get(path)
        if url is None:
            raise SlackError("no_such_url")
        if self._clock.now() - url.issued_at > LIFETIME:
            raise SlackError("expired_url")
        if url.uses >= USES:
            raise SlackError("used_url")
        url.uses += 1
        return url

    def outlast(self, jump: float) -> None:
        """Let what is in use live as long after the clock's jump as it would without."""
        for url in self._known.values():
            if self._clock.now() - url.issued_at < IN_USE:
                url.issued_at += jump

    def _drop_old(self) -> None:
        # A url twice its life old is forgotten; until then the refusal can name the reason.
        oldest = self._clock.now() - 2 * LIFETIME
        while self._known and next(iter(self._known.values())).issued_at < oldest:
            del self._known[next(iter(self._known))]
