"""Which of Slack's ids goes to which listener: the one place they are bound."""

import re
from collections.abc import Iterable

from slack_bolt import Ack, App

from bot.listeners.acting import Acting
from bot.listeners.buttons import ACTS, LISTS, PAGES, Buttons
from bot.listeners.commands import Commands
from bot.listeners.conversation import Conversation
from bot.listeners.deadline import refuse_unread
from bot.listeners.drafting import Drafting
from bot.listeners.events import Events
from bot.listeners.filled_in import READ
from bot.listeners.forms import Forms
from bot.listeners.home import Home
from bot.listeners.options import Options
from bot.listeners.problems import Problems
from bot.listeners.reactions import Reactions
from bot.listeners.shortcuts import Shortcuts
from bot.listeners.strangers import refuse_strangers
from bot.views.forms.fields import CATEGORY_LOOKUP, INCIDENT_LOOKUP, SERVICE_LOOKUP
from bot.views.forms.opening import CHOSEN, ENTERED
from bot.views.forms.opening import JOIN as JOIN_FROM_FORM
from bot.views.forms.settings import ZONE_LOOKUP
from bot.views.home.tab import SERVICE
from bot.views.offers import JOIN, TAKE

_ANYTHING = re.compile(".*")


def register(app: App, acting: Acting, *, team_id: str, incidents_channel: str) -> None:
    """Bind every listener; what nobody asked for is acknowledged last, or Slack would send it again.

    `incidents_channel` is the id or name of the operator's.
    """
    app.middleware(refuse_strangers(team_id))
    app.middleware(refuse_unread)
    app.command(_ANYTHING)(Commands(acting).typed)
    buttons = Buttons(acting)
    app.action(re.compile("^act:"))(buttons.act)
    app.action(_one_of(ACTS))(buttons.named)
    app.action(_one_of(PAGES))(buttons.page)
    app.action(_one_of(LISTS))(buttons.page_of_list)
    app.action(JOIN)(buttons.join)
    app.action(TAKE)(buttons.take)
    home = Home(acting)
    app.action(re.compile("^home:"))(home.clicked)
    forms = Forms(acting)
    app.view(_one_of(READ))(forms.submitted)
    drafting = Drafting(acting)
    app.action("form:more")(drafting.more)
    app.action(_one_of((ENTERED, CHOSEN)))(drafting.look)
    app.action(JOIN_FROM_FORM)(drafting.join)
    shortcuts = Shortcuts(acting)
    app.shortcut("incident:new")(shortcuts.new)
    app.shortcut("message:new")(shortcuts.new_from_message)
    app.shortcut("message:add")(shortcuts.add_to_incident)
    options = Options(acting)
    app.options(_with_any_version(SERVICE_LOOKUP))(options.services)
    app.options(_with_any_version(CATEGORY_LOOKUP))(options.categories)
    app.options(_with_any_version(INCIDENT_LOOKUP))(options.incidents)
    app.options(_with_any_version(ZONE_LOOKUP))(options.zones)
    app.options(SERVICE)(options.services_known)
    app.event("app_home_opened")(home.opened)
    _bind_events(app, acting, incidents_channel=incidents_channel)
    _acknowledge_the_rest(app)
    app.error(Problems(acting).handle)


def _bind_events(app: App, acting: Acting, *, incidents_channel: str) -> None:
    conversation = Conversation(acting)
    app.event("message")(conversation.happened)
    app.event("app_mention")(conversation.mentioned)
    reactions = Reactions(acting)
    app.event("reaction_added")(reactions.added)
    app.event("reaction_removed")(reactions.removed)
    events = Events(acting, incidents_channel=incidents_channel)
    app.event("user_change")(events.person_changed)
    app.event("team_join")(events.person_changed)
    app.event("channel_created")(events.channel_appeared)
    app.event("channel_rename")(events.channel_appeared)
    app.event("channel_archive")(events.channel_archived)
    app.event("channel_unarchive")(events.channel_unarchived)
    app.event("member_joined_channel")(events.member_joined)


def _one_of(ids: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"^{re.escape(each)}$" for each in ids))


def _with_any_version(lookup: str) -> re.Pattern[str]:
    """Return what also finds the field once its form came back with what others did."""
    return re.compile(f"^{re.escape(lookup)}(@.*)?$")


def _acknowledge_the_rest(app: App) -> None:
    for bind in (app.event, app.action, app.shortcut, app.view, app.view_closed):
        bind(_ANYTHING)(_acknowledge)
    app.options(_ANYTHING)(_offer_nothing)


def _acknowledge(ack: Ack) -> None:
    ack()


def _offer_nothing(ack: Ack) -> None:
    ack(options=[])
