"""What we read of Slack's payloads: only the fields we use, checked once at the edge."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.deeds.outcome import Caller
from bot.language.mentions import clean
from bot.views.card import ON_CARD, ON_OWN_CARD
from bot.views.forms.context import Context
from bot.views.forms.window import WINDOW
from bot.views.offers import OFFER, ON_ANSWER
from storage.records import File


class Payload(BaseModel):
    """Something Slack sends, or a part of it."""

    # What is wrong with a payload is logged; what is in it, tokens among it, is not.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class SlashCommand(Payload):
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


class _Team(Payload):
    id: str


class _User(Payload):
    id: str
    name: str = ""
    username: str = ""


class Channel(Payload):
    """Where somebody is."""

    id: str


class Interaction(Payload):
    """Somebody pressed, chose, typed or submitted something."""

    team: _Team
    user: _User
    channel: Channel | None = None
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


class _Option(Payload):
    value: str


class _Action(Payload):
    action_id: str
    block_id: str = ""
    value: str | None = None
    selected_option: _Option | None = None
    selected_user: str | None = None

    @property
    def said(self) -> str:
        """Return what the button carries, what was chosen from the menu, or what was typed."""
        return self.selected_option.value if self.selected_option else self.selected_user or self.value or ""


class _File(Payload):
    id: str
    name: str
    permalink: str


class SharedFile(Payload):
    """A file that came with a message."""

    id: str
    name: str | None = None
    permalink: str | None = None
    """Missing where the file was deleted, or is hidden."""


def kept(files: Iterable[SharedFile]) -> tuple[File, ...]:
    """Return the files that can be linked to, as we keep them."""
    return tuple(
        File(id=file.id, name=clean(file.name or file.id), link=file.permalink) for file in files if file.permalink
    )


_VALUES = ("value", "selected_user", "selected_date_time", "selected_conversation", "selected_time")
"""What Slack calls the one value of a field, by its kind."""


class View(Payload):
    """A form, with what is filled in; or the Home tab."""

    id: str
    type: str = "modal"
    hash: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    state: dict[str, dict[str, dict[str, dict[str, Any]]]] = Field(default_factory=dict)

    @property
    def context(self) -> Context:
        """Return what the form was told to remember."""
        return Context.model_validate_json(self.private_metadata or "{}")

    def has(self, field: str) -> bool:
        """Tell whether the form has a field of that name."""
        return field in self.state.get("values", {})

    def fields_named(self, beginning: str) -> list[str]:
        """Return the fields whose names begin so and end in a number, in the order of those."""
        names = [name for name in self.state.get("values", {}) if name.startswith(beginning)]
        return sorted(names, key=lambda name: int(name.removeprefix(beginning)))

    def value(self, field: str) -> str | None:
        """Return what was filled into the field of that name, None when nothing was or there is no such field."""
        filled = self._input(field)
        if option := filled.get("selected_option"):
            return str(option["value"])
        value = next((filled[kind] for kind in _VALUES if filled.get(kind)), None)
        return str(value) if value else None

    def values(self, field: str) -> list[str]:
        """Return what was chosen in a field for several values."""
        return [str(option["value"]) for option in self._input(field).get("selected_options") or []]

    def files(self, field: str) -> list[_File]:
        """Return the files that were put into a field."""
        return [_File.model_validate(file) for file in self._input(field).get("files") or []]

    def _input(self, field: str) -> dict[str, Any]:
        [*inputs] = self.state.get("values", {}).get(field, {}).values()
        return inputs[0] if inputs else {}


class _Container(Payload):
    message_ts: str = ""


class ButtonPress(Interaction):
    """Somebody pressed a button, or chose from a menu."""

    trigger_id: str
    actions: list[_Action] = Field(min_length=1)
    view: View | None = None
    container: _Container = Field(default_factory=_Container)

    @property
    def caller(self) -> Caller:
        """Return who pressed it, where."""
        if self.view is None:
            return replace(super().caller, is_on_private_card=self.is_on_private_card)
        if self.is_on_home:
            return replace(super().caller, is_on_home=True)
        caller = _from_form(super().caller, self.view.context)
        # In a window no answer can be given beside another: what became of the incident takes its place, too.
        is_replaced = self.is_on_private_card or self.is_on_answer
        return replace(caller, window=self.window, is_on_private_card=is_replaced) if self.window else caller

    @property
    def is_on_home(self) -> bool:
        """Whether it stands on the Home tab."""
        return self.view is not None and self.view.type == "home"

    @property
    def window(self) -> str | None:
        """Return the id of the window it stands in, which is neither a form nor a message."""
        return self.view.id if self.view is not None and self.view.callback_id == WINDOW else None

    @property
    def view_hash(self) -> str:
        """Return what the view was known by that it stands in."""
        return self.view.hash if self.view is not None else ""

    @property
    def action(self) -> _Action:
        """Return what was pressed."""
        return self.actions[0]

    @property
    def key(self) -> str:
        """Return what the press is known by: of what is offered on an answer, two presses at once are one."""
        if self.action.action_id.startswith(OFFER) and self.container.message_ts:
            return f"{self.container.message_ts}:{self.action.said}"
        return self.trigger_id

    @property
    def is_on_card(self) -> bool:
        """Whether it belongs to a card, which shows by itself what was done."""
        return self.action.block_id.startswith(ON_CARD)

    @property
    def is_on_private_card(self) -> bool:
        """Whether it belongs to a card that only the one who pressed sees; it is shown anew in its place."""
        return self.action.block_id.startswith(ON_OWN_CARD)

    @property
    def is_on_answer(self) -> bool:
        """Whether it belongs to a private answer whose place the outcome takes."""
        return self.action.block_id.startswith(ON_ANSWER)

    @property
    def is_from_menu(self) -> bool:
        """Whether it was chosen from a card's menu, which stays as it is until the card comes back."""
        return self.action.selected_option is not None and self.is_on_card


class Submission(Interaction):
    """Somebody submitted a form."""

    view: View

    @property
    def key(self) -> str:
        """Return what identifies this submission: a form that stays open can be sent again, with another hash."""
        return f"{self.view.id}:{self.view.hash}"

    @property
    def caller(self) -> Caller:
        """Return who submitted it, and where the form was opened."""
        return _from_form(super().caller, self.view.context)


class Typing(Interaction):
    """Somebody types into a field that looks its options up."""

    action_id: str
    value: str = ""
    view: View | None = None

    @property
    def context(self) -> Context:
        """Return what the form around the field was told to remember."""
        return self.view.context if self.view else Context()


def _from_form(caller: Caller, asked: Context) -> Caller:
    return replace(
        caller,
        channel=asked.channel,
        response_url=asked.response_url,
        is_on_private_card=asked.is_on_private_card,
        is_on_home=asked.is_on_home,
        window=asked.window,
        answers_in_form=asked.answers_in_form,
        saw=asked.saw,
    )
