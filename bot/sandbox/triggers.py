"""trigger_ids: the right to open a form, for one person, once, for three seconds."""

import itertools
import secrets
from dataclasses import dataclass

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import SlackError

LIFETIME = 3.0
# Old triggers are told from unknown ones for a while, as Slack does, without keeping every one for ever.
_REMEMBERED = 1000


@dataclass(slots=True)
class Trigger:
    """`view_id` is the modal it was given in, if any; `window` is where the form will open."""

    person_id: str
    window: str
    issued_at: float
    view_id: str | None
    is_used: bool = False


class Triggers:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, Trigger] = {}
        self._numbers = itertools.count(1000001)

    def issue(self, person_id: str, *, window: str = "", view_id: str | None = None) -> str:
        trigger_id = f"{next(self._numbers)}.{next(self._numbers)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(person_id, window, self._clock.now(), view_id)
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return trigger_id

    def check(self, trigger_id: str) -> Trigger:
        """The trigger when it can still be exchanged, without using it up; Slack's refusal otherwise."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() - trigger.issued_at > LIFETIME:
            raise SlackError("expired_trigger_id")
        return trigger
