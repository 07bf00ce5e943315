"""What a form must know when it comes back."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.rules.lifecycle import Move
from storage.records import File, Source


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
    """Opened from a private card, or an answer in a window, which then shows what became of the incident."""
    is_on_home: bool = False
    """Opened from the Home tab, which then gives the answer."""
    window: str | None = None
    """The view with the private card the form was opened from."""
    answers_in_form: bool = False
    """Opened from nowhere: what came of it is said in the form's place."""
    source: Source | None = None
    """The message it was opened on."""
    is_cut: bool = False
    author: str = ""
    """Who wrote that message, in plain words."""
    files: tuple[File, ...] = ()
    alike: tuple[int, ...] = ()
    """The numbers of the incidents it says may be the same."""

    def packed(self) -> str:
        """Return it as a form keeps it."""
        return self.model_dump_json(exclude_defaults=True)
