"""The form for a new incident while it is filled in: more fields, and what may be the same incident."""

from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds import filling, joining
from bot.deeds.outcome import Reply
from bot.language import grammar
from bot.language.acts import Draft, JoinInstead
from bot.listeners.acting import Acting
from bot.listeners.filled_in import draft
from bot.listeners.payloads import ButtonPress, View
from bot.views.forms import opening
from storage.engine import AWAY
from storage.records import Incident


class Drafting:
    """Draws the form again; what is filled in stays."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def more(self, ack: Ack, body: dict[str, Any]) -> None:
        """Show the fields that are seldom needed, with everything that was filled in so far."""
        press = ButtonPress.model_validate(body)
        if press.view is not None:
            shows_any = bool(press.view.context.alike)
            self._draw(press, press.view, self._alike(press, draft(press.view)) if shows_any else (), has_more=True)
        ack()

    def look(self, ack: Ack, body: dict[str, Any]) -> None:
        """Show which incidents may be the same, once a title is entered or a service chosen."""
        press = ButtonPress.model_validate(body)
        if press.view is not None:
            alike = self._alike(press, draft(press.view))
            if tuple(found.number for found in alike) != press.view.context.alike:
                self._draw(press, press.view, alike, has_more=press.view.has("categories"))
        ack()

    def join(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Follow the one that is there, and open nothing: the form says so."""
        press = ButtonPress.model_validate(body)
        act = JoinInstead(grammar.number(press.action.said))
        outcome = self._acting.perform(act, by=press.caller, key=press.trigger_id, context=context)
        if press.view is not None and isinstance(outcome, Reply):
            said = opening.joined(outcome.message, draft(press.view), number=outcome.number)
            self._acting.gateway.update_view(press.view.id, press.view.hash, said)
        ack()

    def _alike(self, press: ButtonPress, said: Draft) -> Sequence[Incident]:
        """Return what may be the same; nothing while the database is away, which keeps nobody from typing on."""
        try:
            with self._acting.engine.begin() as tx:
                return joining.alike_to_draft(
                    tx, said, by=press.caller, now=self._acting.now(), finds_similar=self._acting.finds_similar
                )
        except AWAY:
            return ()

    def _draw(self, press: ButtonPress, view: View, alike: Sequence[Incident], *, has_more: bool) -> None:
        form = filling.start_draft(draft(view), by=press.caller, has_more=has_more, alike=alike)
        self._acting.gateway.update_view(view.id, view.hash, form.view)
