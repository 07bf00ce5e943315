"""What people did before a journey begins: done by the deeds themselves, at once, and nobody is told of it."""

import re
from uuid import uuid4

from sqlalchemy import Engine, delete

from bot.deeds.dispatch import do
from bot.deeds.outcome import Caller
from bot.language import grammar
from bot.language.acts import ChangingAct
from bot.now import utc_now
from storage.tables import outbox

_HANDLE = re.compile(r"(?<!\S)@(\w+)")


def did(engine: Engine, *acts: tuple[str, str]) -> None:
    """Have each done what they would have typed, by handle; there is no card of it, and no message."""
    with engine.begin() as tx:
        for handle, typed in acts:
            act = grammar.parse(_HANDLE.sub(lambda found: f"<@{_id_of(found[1])}|{found[1]}>", typed))
            assert isinstance(act, ChangingAct), typed
            by = Caller(team_id="T0ACME", person_id=_id_of(handle), person_name=handle)
            do(tx, act, by=by, key=str(uuid4()), now=utc_now(), finds_similar=False)
        tx.execute(delete(outbox).where(outbox.c.first_claimed_at.is_(None)))


def _id_of(handle: str) -> str:
    return f"U0{handle.upper()}"
