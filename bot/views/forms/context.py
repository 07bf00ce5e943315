"""What a form must know when it comes back."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.rules.lifecycle import Move


class Context(BaseModel):
    """Kept in a form's private metadata: where it belongs and what it showed; never a permission."""

    # A form that was forged, or is of another release, is logged; the address it may hold lets anybody answer.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    number: int | None = None
    verb: str | None = None
    """What goes on once an incident is picked."""
    move: Move | None = None
    saw: datetime | None = None
    """`updated_at` of the incident as the form showed it: what happened later, its reader does not know."""
    settings_seen: int | None = None
    """The id of the newest change of settings that the form showed."""
    channel: str | None = None
    response_url: str | None = None
    is_on_private_card: bool = False
    """Opened from a private card, which then shows what became of the incident."""
    is_on_home: bool = False
    """Opened from the Home tab, which then gives the answer."""
    window: str | None = None
    """The view with the private card the form was opened from."""

    def packed(self) -> str:
        """Return it as a form keeps it."""
        return self.model_dump_json(exclude_defaults=True)
