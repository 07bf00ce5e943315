"""The acts by name; every one answers `ok` with what it did, or a sentence for the person."""

from collections.abc import Awaitable, Callable

from bot.sandbox.acts import developing, forms, opening, pressing, reading, sending, typing, waiting
from bot.sandbox.acts.desk import Desk
from bot.sandbox.parts import Parts
from bot.sandbox.refusals import ActRefused
from bot.sandbox.slack_json import Json

ACTS: dict[str, Callable[[Desk], Awaitable[Json]]] = {
    "send": sending.send,
    "edit": sending.edit,
    "delete": sending.delete,
    "react": sending.react,
    "unreact": sending.unreact,
    "press": pressing.press,
    "suggest": pressing.suggest,
    "input": typing.type_into,
    "submit": forms.submit,
    "close": forms.close,
    "clear_views": forms.clear,
    "read": reading.read,
    "open_im": opening.open_im,
    "open_home": opening.open_home,
    "shortcut": opening.shortcut,
    "advance": waiting.advance,
    "fault": developing.fault,
    "start_over": developing.start_over,
    "fill": developing.fill,
}


async def perform(parts: Parts, act: Json) -> Json:
    do = ACTS.get(str(act.get("act")))
    if do is None:
        return {"ok": False, "error": "Nobody can do that here."}
    try:
        return {"ok": True, **await do(Desk.of(parts, act))}
    except ActRefused as refusal:
        return {"ok": False, "error": str(refusal)}
