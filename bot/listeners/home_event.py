"""What we read of Slack's event that somebody opened their Home tab."""

from pydantic import BaseModel, ConfigDict

from bot.deeds.outcome import Caller
from bot.listeners.payloads import View


class HomeEvent(BaseModel):
    """Somebody opened a tab of our conversation with them."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    class _Event(BaseModel):
        user: str
        tab: str
        view: View | None = None
        """The Home tab as it was published last."""

    team_id: str
    event: _Event

    @property
    def caller(self) -> Caller:
        """Return who opened it; the event does not say what they are called."""
        return Caller(team_id=self.team_id, person_id=self.event.user, person_name=self.event.user)

    @property
    def view_hash(self) -> str:
        """Return what the tab they saw is known by; nothing the first time."""
        return self.event.view.hash if self.event.view else ""
