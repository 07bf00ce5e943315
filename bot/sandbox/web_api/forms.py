"""views.*: modals opened by a trigger, updated by id, and the Home tab."""

from bot.sandbox import composing
from bot.sandbox.parts import Parts
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.triggers import Trigger
from bot.sandbox.web_api.arguments import Arguments, invalid_arguments


def open_view(parts: Parts, arguments: Arguments) -> Json:
    trigger = _trigger(parts, arguments)
    view = composing.view(parts.scopes, arguments.given.get("view"), "modal")
    opened = parts.views.open((trigger.person_id, trigger.window), view)
    trigger.is_used = True
    return {"view": opened}


def push(parts: Parts, arguments: Arguments) -> Json:
    """Only from inside a modal: the trigger must come from something done in it."""
    trigger = _trigger(parts, arguments)
    view = composing.view(parts.scopes, arguments.given.get("view"), "modal")
    if trigger.view_id is None:
        raise SlackError("not_found")
    pushed = parts.views.push(trigger.view_id, view)
    trigger.is_used = True
    return {"view": pushed}


def update(parts: Parts, arguments: Arguments) -> Json:
    view_id, external_id = arguments.text("view_id"), arguments.text("external_id")
    if view_id is None and external_id is None:
        raise invalid_arguments("missing required field: view_id")
    _, before = parts.views.get(view_id) if view_id else parts.views.by_external_id(external_id or "")
    view = composing.view(parts.scopes, arguments.given.get("view"), "home" if before["type"] == "home" else "modal")
    return {"view": parts.views.update(before["id"], view, expected_hash=arguments.text("hash"))}


def publish(parts: Parts, arguments: Arguments) -> Json:
    person = parts.workspace.people.get(arguments.needed("user_id"))
    if not parts.manifest.home_tab:
        raise SlackError("not_enabled")
    if person is None or not person.is_active:
        raise invalid_arguments("invalid user_id")
    view = composing.view(parts.scopes, arguments.given.get("view"), "home")
    return {"view": parts.views.publish(person.id, view, expected_hash=arguments.text("hash"))}


def _trigger(parts: Parts, arguments: Arguments) -> Trigger:
    return parts.triggers.check(arguments.needed("trigger_id"))
