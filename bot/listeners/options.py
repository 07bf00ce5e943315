"""Fields that look their options up while somebody types."""

from typing import Any

from slack_bolt import Ack

from bot.deeds import offering
from bot.listeners.acting import Acting
from bot.listeners.payloads import Typing
from bot.views.forms import fields, settings
from bot.views.home.tab import service_options


class Options:
    """Answers with what can be chosen; nothing is changed by asking."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def services(self, ack: Ack, body: dict[str, Any]) -> None:
        """Offer the services whose names hold what was typed, and creating one of that name to who may."""
        typing = Typing.model_validate(body)
        with self._acting.engine.begin() as tx:
            offered = offering.services(tx, typing.value, by=typing.caller)
        ack(
            options=fields.named_options(
                offered.names, typed=typing.value, may_create=offered.may_create, renamed=offered.renamed
            )
        )

    def services_known(self, ack: Ack, body: dict[str, Any]) -> None:
        """Offer, to narrow a list, the services whose names hold what was typed, or any of them."""
        typing = Typing.model_validate(body)
        with self._acting.engine.begin() as tx:
            offered = offering.services(tx, typing.value, by=typing.caller)
        ack(options=service_options(offered.names, typed=typing.value))

    def categories(self, ack: Ack, body: dict[str, Any]) -> None:
        """Offer the categories whose names hold what was typed, and creating one of that name to who may."""
        typing = Typing.model_validate(body)
        with self._acting.engine.begin() as tx:
            offered = offering.categories(tx, typing.value, by=typing.caller)
        ack(
            options=fields.named_options(
                offered.names, typed=typing.value, may_create=offered.may_create, renamed=offered.renamed
            )
        )

    def incidents(self, ack: Ack, body: dict[str, Any]) -> None:
        """Offer the incidents that the verb of the form can be about."""
        typing = Typing.model_validate(body)
        with self._acting.engine.begin() as tx:
            found = offering.incidents_for(tx, typing.context.verb or "", typing.value, by=typing.caller)
        ack(options=fields.incident_options(found))

    def zones(self, ack: Ack, body: dict[str, Any]) -> None:
        """Offer the time zones whose names hold what was typed."""
        ack(options=settings.zone_options(Typing.model_validate(body).value))
