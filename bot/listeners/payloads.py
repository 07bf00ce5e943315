"""What we read of Slack's payloads: only the fields we use, checked once at the edge."""

from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.deeds.outcome import Caller
from bot.language.mentions import clean


class _Payload(BaseModel):
    # What is wrong with a payload is logged; what is in it, tokens among it, is not.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class SlashCommand(_Payload):
    """Somebody typed the command."""

    team_id: str
    user_id: str
    user_name: str = ""
    channel_id: str
    text: str = ""
    trigger_id: str
    response_url: str

    @property
    def caller(self) -> Caller:
        """Return who typed it, where."""
        return Caller(
            team_id=self.team_id,
            person_id=self.user_id,
            person_name=clean(self.user_name) or self.user_id,
            channel=self.channel_id,
            response_url=self.response_url,
        )


class _Team(_Payload):
    id: str


class _User(_Payload):
    id: str
    name: str = ""
    username: str = ""


class _Channel(_Payload):
    id: str


class _Container(_Payload):
    is_ephemeral: bool = False


class _Interaction(_Payload):
    team: _Team
    user: _User
    channel: _Channel | None = None
    response_url: str | None = None

    @property
    def caller(self) -> Caller:
        """Return who did it, where."""
        return Caller(
            team_id=self.team.id,
            person_id=self.user.id,
            person_name=clean(self.user.name or self.user.username) or self.user.id,
            channel=self.channel.id if self.channel else None,
            response_url=self.response_url,
        )


class _Action(_Payload):
    action_id: str
    value: str = ""


class ButtonPress(_Interaction):
    """Somebody pressed a button."""

    trigger_id: str
    container: _Container
    actions: list[_Action] = Field(min_length=1)

    @property
    def caller(self) -> Caller:
        """Return who pressed it, where."""
        return replace(super().caller, is_on_private_card=self.container.is_ephemeral)


class _View(_Payload):
    id: str
    hash: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    state: dict[str, dict[str, dict[str, dict[str, Any]]]] = Field(default_factory=dict)


class Submission(_Interaction):
    """Somebody submitted a form."""

    view: _View

    @property
    def key(self) -> str:
        """Return what identifies this submission: a form that stays open can be sent again, with another hash."""
        return f"{self.view.id}:{self.view.hash}"

    def value(self, field: str) -> str | None:
        """Return what was filled into the field of that name, None when nothing was or there is no such field."""
        [*inputs] = self.view.state.get("values", {}).get(field, {}).values()
        return _chosen(inputs[0]) if inputs else None


class Typing(_Interaction):
    """Somebody types into a field that looks its options up."""

    action_id: str
    value: str = ""


class PersonEvent(_Payload):
    """An event about a person: what changed is asked of Slack, so a late or repeated one does no harm."""

    class _Event(_Payload):
        user: _User

    team_id: str
    event: _Event


def _chosen(filled: dict[str, Any]) -> str | None:
    """Return the value of any one-valued input: text, menu, person."""
    if option := filled.get("selected_option"):
        return str(option["value"])
    value = filled.get("value") or filled.get("selected_user")
    return str(value) if value else None
